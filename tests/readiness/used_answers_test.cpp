#include "hardfail/readiness/used_answers.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "hardfail/dns/describe.hpp"
#include "hardfail/util/error.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::readiness;
using dns::RecordType;
using ledger::AnswerUse;

namespace {

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }
IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

/// What a run had that asked all of this.
ledger::Basis had(MemoryResolver& resolver, const std::vector<dns::Question>& questions) {
  Recorder recorder(resolver);
  (void)recorder.ask_all(questions);
  ledger::Basis basis;
  recorder.add_to(basis.answers, AnswerUse::verdict);
  return basis;
}

std::vector<std::string> texts_of(const std::vector<analysis::Change>& changes) {
  std::vector<std::string> texts;
  for (const auto& change : changes) texts.push_back(change.text);
  return texts;
}

}  // namespace

TEST_CASE("a run is answered again as it was, whatever came of its questions") {
  MemoryResolver resolver;
  resolver.txt("a.example", std::string("v=spf1 \0\xff -all", 14))
      .mx("a.example", 10, "mx.a.example")
      .mx("null.example", 0, "")
      .address("a.example", "192.0.2.1")
      .address("a.example", "192.0.2.2")
      .address("six.example", "2001:db8::1")
      .ptr("192.0.2.1", "out.a.example")
      .cname("alias.example", "a.example");
  std::vector<dns::Question> questions = {{name("a.example"), RecordType::txt},
                                          {name("a.example"), RecordType::mx},
                                          {name("null.example"), RecordType::mx},
                                          {name("a.example"), RecordType::a},
                                          {name("six.example"), RecordType::aaaa},
                                          {name("alias.example"), RecordType::a},
                                          {ip("192.0.2.1").reverse_name(), RecordType::ptr},
                                          {name("none.example"), RecordType::txt},
                                          {name("a.example"), RecordType::aaaa}};
  using enum dns::Status;
  for (const auto status : {serv_fail, refused, timeout, bad_answer}) {
    const auto failing = name(std::string(dns::name_of(status)) + ".example");
    resolver.fail(failing.text(), RecordType::a, status);
    questions.push_back({failing, RecordType::a});
  }
  const auto basis = had(resolver, questions);
  UsedAnswers again(basis, AnswerUse::verdict);
  for (const auto& question : questions) {
    CAPTURE(question.name.text());
    const auto was = resolver.ask(question);
    const auto is = again.ask(question);
    CHECK(is.status == was.status);
    CHECK(is.chain == was.chain);
    CHECK(dns::describe(std::span(&is, 1)) == dns::describe(std::span(&was, 1)));
  }
  CHECK(again.missing() == 0);
  CHECK(again.ask({name("new.example"), RecordType::a}).status == timeout);
  CHECK(again.missing() == 1);
  CHECK(UsedAnswers(basis, AnswerUse::services).empty());
}

TEST_CASE("the names of addresses are those that the run knew") {
  const HostNames names = {{ip("192.0.2.1"), HostName{name("out.a.example"), true}},
                           {ip("192.0.2.2"), HostName{name("liar.example"), false}},
                           {ip("2001:db8::1"), std::nullopt}};
  ledger::Basis basis;
  add_used(names, basis.answers);
  const std::vector<IpAddress> asked = {ip("192.0.2.1"), ip("192.0.2.2"), ip("2001:db8::1"),
                                        ip("192.0.2.9")};
  const auto again = used_names(basis, asked);
  REQUIRE(again.size() == 3);
  CHECK(again.at(ip("192.0.2.1"))->name == name("out.a.example"));
  CHECK(again.at(ip("192.0.2.1"))->confirmed);
  CHECK_FALSE(again.at(ip("192.0.2.2"))->confirmed);
  CHECK_FALSE(again.at(ip("2001:db8::1")).has_value());
}

TEST_CASE("answers that no version keeps are refused") {
  const auto is_refused = [](ledger::UsedAnswer answer) {
    const ledger::Basis basis{"", {std::move(answer)}};
    try {
      (void)UsedAnswers(basis, AnswerUse::verdict);
      (void)used_names(basis, std::vector{ip("192.0.2.1")});
    } catch (const Error& error) {
      return error.failure() == Failure::unusable_data;
    }
    return false;
  };
  const auto reverse = ip("192.0.2.1").reverse_name();
  CHECK(is_refused({AnswerUse::verdict, name("a.example"), 1, "lost", {}, {}}));
  CHECK(is_refused({AnswerUse::verdict, name("a.example"), 1, "answered", {}, {0, 4, 192}}));
  CHECK(is_refused({AnswerUse::verdict, name("a.example"), 1, "answered", {0, 9, 1}, {}}));
  CHECK(is_refused({AnswerUse::host_name, reverse, 12, "perhaps", {}, {}}));
  CHECK(is_refused({AnswerUse::host_name, reverse, 12, "confirmed", {}, {}}));
}

TEST_CASE("what the DNS answered otherwise is told, but for SPF records and another order") {
  const std::vector<dns::Question> questions = {{name("a.example"), RecordType::txt},
                                                {name("_dmarc.a.example"), RecordType::txt},
                                                {name("mx.a.example"), RecordType::a},
                                                {name("mx.a.example"), RecordType::mx}};
  MemoryResolver before;
  before.txt("a.example", "v=spf1 mx ~all")
      .txt("_dmarc.a.example", "v=DMARC1; p=none")
      .address("mx.a.example", "192.0.2.1")
      .address("mx.a.example", "192.0.2.2");
  MemoryResolver after;
  after.txt("a.example", "v=spf1 mx -all")
      .txt("_dmarc.a.example", "v=DMARC1; p=reject")
      .address("mx.a.example", "192.0.2.2")
      .address("mx.a.example", "192.0.2.1")
      .fail("mx.a.example", RecordType::mx);
  CHECK(texts_of(answer_changes(had(before, questions), had(after, questions))) ==
        std::vector<std::string>{
            "the DNS answered _dmarc.a.example TXT: v=DMARC1; p=reject; before: v=DMARC1; p=none",
            "the DNS answered mx.a.example MX: SERVFAIL; before: no record of this type"});
}

TEST_CASE("of many other answers five are told, and how many more there are") {
  std::vector<dns::Question> questions;
  MemoryResolver before;
  MemoryResolver after;
  for (const auto* text : {"a.example", "b.example", "c.example", "d.example", "e.example",
                           "f.example", "g.example"}) {
    questions.push_back({name(text), RecordType::a});
    before.address(text, "192.0.2.1");
    after.address(text, "192.0.2.2");
  }
  const auto texts = texts_of(answer_changes(had(before, questions), had(after, questions)));
  REQUIRE(texts.size() == 6);
  CHECK(texts[0] == "the DNS answered a.example A: 192.0.2.2; before: 192.0.2.1");
  CHECK(texts[5] == "the DNS answered 2 more questions otherwise");
}
