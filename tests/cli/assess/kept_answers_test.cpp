#include "assess/kept_answers.hpp"

#include <doctest/doctest.h>

#include "capture.hpp"
#include "hardfail/dns/record_data.hpp"
#include "memory_resolver.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

/// A service whose record leads to others, and the answers of its DNS kept in a database.
class Kept {
 protected:
  Kept() {
    m_dns.txt("_spf.desk.example", "v=spf1 a:out.desk.example mx:desk.example -all")
        .address("out.desk.example", "192.0.2.1")
        .mx("desk.example", 10, "mx.desk.example")
        .address("mx.desk.example", "2001:db8::1")
        .ttl(hours(2));
  }

  /// One run's answer.
  dns::Answer ask(std::string_view text, dns::RecordType type = dns::RecordType::txt) {
    Messages messages(m_around.err, Verbosity::normal);
    AnswerMemory memory(*m_store, m_now);
    auto answer = KeptAnswers(memory, m_dns).ask({*DomainName::parse(text), type});
    memory.save(*m_store, messages);
    return answer;
  }

  /// Questions that reach the DNS when it is asked once more, so much later.
  std::size_t asked_after(seconds time, std::string_view text) {
    (void)ask(text);
    const auto before = m_dns.asked().size();
    m_now += time;
    (void)ask(text);
    return m_dns.asked().size() - before;
  }

  test::Surroundings m_around;
  test::Folder m_folder;
  Moment m_now = *parse_iso8601("2026-11-21");
  std::unique_ptr<store::Store> m_store =
      store::open_sqlite(m_folder / "t.db", store::OpenMode::create);
  MemoryResolver m_dns;
};

}  // namespace

TEST_CASE_FIXTURE(Kept, "a later run is answered as the first was, and asks nothing") {
  using dns::RecordType;
  for (const auto& [text, type] : {std::pair{"_spf.desk.example", RecordType::txt},
                                   {"out.desk.example", RecordType::a},
                                   {"mx.desk.example", RecordType::aaaa},
                                   {"desk.example", RecordType::mx},
                                   {"none.desk.example", RecordType::txt},
                                   {"desk.example", RecordType::txt}}) {
    CAPTURE_BOUND(text);
    const auto first = ask(text, type);
    const auto asked = m_dns.asked().size();
    const auto second = ask(text, type);
    CHECK(m_dns.asked().size() == asked);
    CHECK(second.status == first.status);
    CHECK(dns::to_octets(second.records, type) == dns::to_octets(first.records, type));
  }
}

TEST_CASE_FIXTURE(Kept, "an answer is kept for as long as the DNS says, for a day at most") {
  SUBCASE("within it") { CHECK(asked_after(hours(2) - seconds(1), "_spf.desk.example") == 0); }
  SUBCASE("beyond it") { CHECK(asked_after(hours(2), "_spf.desk.example") == 1); }
  m_dns.ttl(hours(100));
  SUBCASE("within a day") { CHECK(asked_after(hours(24) - seconds(1), "_spf.desk.example") == 0); }
  SUBCASE("beyond a day") { CHECK(asked_after(hours(24), "_spf.desk.example") == 1); }
  m_dns.ttl(seconds(0));
  SUBCASE("not at all") { CHECK(asked_after(seconds(0), "_spf.desk.example") == 1); }
}

TEST_CASE_FIXTURE(Kept, "that there is nothing is kept for an hour at most") {
  SUBCASE("within it") { CHECK(asked_after(hours(1) - seconds(1), "none.desk.example") == 0); }
  SUBCASE("beyond it") { CHECK(asked_after(hours(1), "none.desk.example") == 1); }
  m_dns.ttl(minutes(5));
  SUBCASE("within what the DNS says") {
    CHECK(asked_after(minutes(5) - seconds(1), "none.desk.example") == 0);
  }
  SUBCASE("beyond that") { CHECK(asked_after(minutes(5), "none.desk.example") == 1); }
}

TEST_CASE_FIXTURE(Kept, "an error is never kept") {
  for (const auto status : {dns::Status::serv_fail, dns::Status::refused, dns::Status::timeout,
                            dns::Status::bad_answer}) {
    m_dns.fail("_spf.desk.example", dns::RecordType::txt, status);
    CHECK(asked_after(seconds(0), "_spf.desk.example") == 1);
    CHECK_FALSE(keeping_time({status, {}, hours(1)}).has_value());
  }
}
