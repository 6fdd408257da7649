#include "hardfail/dns/overlay.hpp"

#include <doctest/doctest.h>

#include "dns_questions.hpp"
#include "hardfail/dns/zone.hpp"

using namespace hardfail::dns;
using hardfail::test::first_text;
using hardfail::test::question;

TEST_CASE("an overlaid question is answered anew, all others as before") {
  const auto zone = parse_zone("a.example. TXT old\nb.example. TXT kept\n");
  Overlay overlay(*zone);
  const auto a = question("a.example", RecordType::txt);
  const auto b = question("b.example", RecordType::txt);
  const std::vector<std::string> records = {"new"};
  overlay.set_txt(a.name, records);

  const std::vector<Question> batch = {b, a, question("a.example", RecordType::a), b};
  const auto answers = overlay.ask_all(batch);
  REQUIRE(answers.size() == 4);
  CHECK(first_text(answers[0]) == "kept");
  CHECK(first_text(answers[1]) == "new");
  CHECK(answers[2].status == Status::no_data);
  CHECK(first_text(answers[3]) == "kept");
}

TEST_CASE("text is split into strings of 255 octets, and joins to what it was") {
  const auto zone = parse_zone("");
  for (const std::size_t length : {0U, 1U, 255U, 256U, 510U, 511U}) {
    CAPTURE(length);
    Overlay overlay(*zone);
    const auto a = question("a.example", RecordType::txt);
    const std::vector<std::string> records = {std::string(length, 'x')};
    overlay.set_txt(a.name, records);
    const auto answer = overlay.ask(a);
    REQUIRE(answer.status == Status::answered);
    const auto strings = answer.all<CharacterStrings>().front();
    CHECK(strings.size() == (length <= 255 ? 1 : (length + 254) / 255));
    for (const std::string& part : strings) CHECK(part.size() <= 255);
    CHECK(first_text(answer) == records.front());
  }
}

TEST_CASE("a name overlaid with no records has no data") {
  const auto zone = parse_zone("a.example. TXT old\n");
  Overlay overlay(*zone);
  const auto a = question("a.example", RecordType::txt);
  overlay.set_txt(a.name, {});
  CHECK(overlay.ask(a).status == Status::no_data);
}

TEST_CASE("any answer can be overlaid, and the last word counts") {
  const auto zone = parse_zone("");
  Overlay overlay(*zone);
  const auto a = question("a.example", RecordType::mx);
  overlay.set(a, {Status::refused, {}, {}});
  overlay.set(a, {Status::serv_fail, {}, {}});
  CHECK(overlay.ask(a).status == Status::serv_fail);
}

TEST_CASE("what is overlaid at a name answers for its aliases too") {
  const auto zone = parse_zone(
      "a.example. TXT old\nb.example. CNAME a.example.\nc.example. CNAME b.example.\n"
      "d.example. CNAME void.example.\n");
  Overlay overlay(*zone);
  const std::vector<std::string> records = {"new"};
  overlay.set_txt(question("a.example", RecordType::txt).name, records);
  overlay.set_txt(question("void.example", RecordType::txt).name, records);
  const auto c = question("c.example", RecordType::txt);
  const auto answer = overlay.ask(c);
  CHECK(first_text(answer) == "new");
  CHECK(answer.owner(c.name).text() == "a.example");
  CHECK(first_text(overlay.ask(question("d.example", RecordType::txt))) == "new");
  CHECK(overlay.ask(question("c.example", RecordType::a)).status == Status::no_data);

  const std::vector<std::string> nearer = {"nearer"};
  overlay.set_txt(question("b.example", RecordType::txt).name, nearer);
  CHECK(first_text(overlay.ask(c)) == "nearer");
  CHECK(overlay.ask(c).owner(c.name).text() == "b.example");
}
