// The network resolver against servers that misbehave.

#include "exchange.hpp"

#include <doctest/doctest.h>

#include <sys/socket.h>

#include "dns_questions.hpp"
#include "dns_server.hpp"
#include "network_resolver.hpp"

using namespace hardfail;
using namespace hardfail::dns;
using namespace hardfail::test;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

const std::string v4("\xc0\x00\x02\x01", 4);

std::vector<WireRecord> one_address(const std::string& owner) { return {{owner, 1, v4}}; }

Server server_at(unsigned short port) { return {*IpAddress::parse("127.0.0.1"), port}; }

NetworkOptions within(std::chrono::milliseconds timeout) {
  NetworkOptions options;
  options.timeout = timeout;
  return options;
}

/// Scripts whose one answer is an address at the name itself.
std::map<std::string, Script> with_addresses(std::map<std::string, Script> scripts) {
  for (auto& [name, script] : scripts) {
    if (script.answer.empty()) script.answer = one_address(name);
  }
  return scripts;
}

}  // namespace

TEST_CASE("each misbehaviour has its outcome, and none takes longer than the timeout") {
  constexpr auto truncated = Manner::truncated;
  const struct {
    std::string_view name;
    Script script;
    Status status;
  } rows[] = {
      {"plain", {}, Status::answered},
      {"silent", {.udp = Manner::silent}, Status::timeout},
      {"servfail", {.rcode = 2}, Status::serv_fail},
      {"nxdomain", {.rcode = 3}, Status::nx_domain},
      {"refused", {.rcode = 5}, Status::refused},
      {"notauth", {.rcode = 9}, Status::bad_answer},
      {"formerr", {.rcode = 1}, Status::bad_answer},
      {"notimp", {.rcode = 4}, Status::bad_answer},
      {"lost-once", {.lost = 1}, Status::answered},
      {"lost-twice", {.lost = 2}, Status::answered},
      {"late", {.delay = 200ms}, Status::answered},
      {"wrong-id", {.udp = Manner::wrong_id_first}, Status::answered},
      {"garbage-first", {.udp = Manner::garbage_first}, Status::answered},
      {"no-edns", {.udp = Manner::form_error_edns}, Status::answered},
      // A message that does not repeat the question is none of ours, and so is not an answer.
      {"wrong-question", {.udp = Manner::wrong_question}, Status::timeout},
      {"garbage", {.udp = Manner::garbage}, Status::timeout},
      {"cut-both", {.udp = Manner::cut_short, .tcp = Manner::cut_short}, Status::bad_answer},
      {"cut-silent", {.udp = Manner::cut_short, .tcp = Manner::silent}, Status::bad_answer},
      {"cut-udp", {.udp = Manner::cut_short}, Status::answered},
      {"echo", {.udp = Manner::echo, .tcp = Manner::echo}, Status::bad_answer},
      {"tcp", {.udp = truncated}, Status::answered},
      {"tcp-slow", {.udp = truncated, .delay = 200ms}, Status::answered},
      {"tcp-silent", {.udp = truncated, .tcp = Manner::silent}, Status::timeout},
      {"tcp-closed", {.udp = truncated, .tcp = Manner::closed}, Status::timeout},
      {"tcp-garbage", {.udp = truncated, .tcp = Manner::garbage}, Status::timeout},
      {"tcp-truncated", {.udp = truncated, .tcp = truncated}, Status::bad_answer},
      {"tcp-servfail", {.udp = truncated, .rcode = 2}, Status::serv_fail},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const DnsServer server(with_addresses({{std::string(row.name), row.script}}));
    NetworkResolver resolver(within(1000ms), {server_at(server.port())});
    const auto began = steady_clock::now();
    const Answer answer = resolver.ask(question(row.name, RecordType::a));
    CHECK(describe(answer.status) == describe(row.status));
    CHECK(steady_clock::now() - began < 1100ms);
    CHECK(answer.records.size() == (row.status == Status::answered ? 1 : 0));
  }
}

TEST_CASE("one question's trouble is not another's") {
  const DnsServer server(with_addresses({{"plain", {}},
                                         {"silent", {.udp = Manner::silent}},
                                         {"tcp", {.udp = Manner::truncated}},
                                         {"servfail", {.rcode = 2}},
                                         {"cut", {.udp = Manner::cut_short}},
                                         {"joe+a=b", {}}}));
  NetworkResolver resolver(within(700ms), {server_at(server.port())});
  const std::vector<Question> questions = {
      question("silent", RecordType::a), question("servfail", RecordType::a),
      question("plain", RecordType::a),  question("tcp", RecordType::a),
      question("plain", RecordType::a),  question("cut", RecordType::a),
      question("joe+a=b", RecordType::a)};
  const auto answers = resolver.ask_all(questions);
  CHECK(answers[0].status == Status::timeout);
  CHECK(answers[1].status == Status::serv_fail);
  CHECK(answers[2].status == Status::answered);
  CHECK(answers[3].status == Status::answered);
  CHECK(answers[4].status == Status::answered);
  CHECK(answers[5].status == Status::answered);
  CHECK(answers[6].status == Status::answered);
}

TEST_CASE("a message of 64 KB is read whole over TCP") {
  Script script{.udp = Manner::truncated};
  std::string strings;
  for (int i = 0; i < 255; ++i) strings += wire_string(std::string(255, 'x'));
  script.answer = {{"big", 16, strings}};
  const DnsServer server({{"big", script}});
  NetworkResolver resolver(within(2000ms), {server_at(server.port())});
  CHECK(first_text(resolver.ask(question("big", RecordType::txt))).size() == 65025);
}

TEST_CASE("a CNAME whose data is missing is followed by asking on") {
  const auto to = [](const char* owner, const char* target) {
    return Script{.answer = {{owner, 5, wire_name(target), 1, 20}}};
  };
  std::map<std::string, Script> scripts = {{"a", to("a", "b")},
                                           {"b", to("b", "c")},
                                           {"c", {.answer = one_address("c")}},
                                           {"circle1", to("circle1", "circle2")},
                                           {"circle2", to("circle2", "circle1")},
                                           {"broken", to("broken", "servfail")},
                                           {"servfail", {.rcode = 2}}};
  for (int i = 0; i < 30; ++i) {
    const std::string owner = "x" + std::to_string(i);
    scripts[owner] = to(owner.c_str(), ("x" + std::to_string(i + 1)).c_str());
  }
  const DnsServer server(scripts);
  NetworkResolver resolver(within(2000ms), {server_at(server.port())});

  const Answer answer = resolver.ask(question("a", RecordType::a));
  CHECK(answer.status == Status::answered);
  CHECK(answer.ttl == 20s);
  CHECK(resolver.ask(question("circle1", RecordType::a)).status == Status::no_data);
  CHECK(resolver.ask(question("broken", RecordType::a)).status == Status::serv_fail);
  const unsigned before = server.received();
  CHECK(resolver.ask(question("x0", RecordType::a)).status == Status::no_data);
  CHECK(server.received() - before < 20);
}

TEST_CASE("a server that is dead, silent or failing gives way to the next") {
  const unsigned short closed_port = port_of(bound_to_loopback(SOCK_DGRAM, 0));
  const DnsServer silent({});
  const DnsServer failing({{"*", {.rcode = 2}}});
  const DnsServer refusing({{"*", {.rcode = 5}}});
  const DnsServer good(with_addresses({{"plain", {}}, {"tcp", {.udp = Manner::truncated}}}));
  for (const unsigned short first : {closed_port, silent.port(), failing.port(), refusing.port()}) {
    for (const std::string_view name : {"plain", "tcp"}) {
      CAPTURE(first);
      CAPTURE(name);
      NetworkResolver resolver(within(2000ms), {server_at(first), server_at(good.port())});
      const auto began = steady_clock::now();
      CHECK(resolver.ask(question(name, RecordType::a)).status == Status::answered);
      CHECK(steady_clock::now() - began < 2100ms);
    }
  }
  NetworkResolver none(within(1000ms), {server_at(failing.port()), server_at(silent.port())});
  const auto began = steady_clock::now();
  CHECK(none.ask(question("plain", RecordType::a)).status == Status::serv_fail);
  CHECK(steady_clock::now() - began < 1100ms);
}

TEST_CASE("nobody listening reads as no answer") {
  const unsigned short port = port_of(bound_to_loopback(SOCK_DGRAM, 0));
  NetworkResolver resolver(within(1000ms), {server_at(port)});
  const std::vector<Question> questions(200, question("a", RecordType::a));
  const auto began = steady_clock::now();
  for (const Answer& answer : resolver.ask_all(questions)) CHECK(answer.status == Status::timeout);
  CHECK(steady_clock::now() - began < 1100ms);
}

TEST_CASE("the deadline ends every question, those that still wait for their turn too") {
  const DnsServer server(with_addresses({{"plain", {}}}));
  NetworkOptions options = within(5000ms);
  options.in_flight = 2;
  NetworkResolver resolver(options, {server_at(server.port())});
  std::vector<Question> questions = {question("plain", RecordType::a)};
  for (int i = 0; i < 5; ++i) questions.push_back(question("silent", RecordType::a));
  const auto began = steady_clock::now();
  const auto answers = resolver.ask_all(questions, began + 200ms);
  CHECK(steady_clock::now() - began < 300ms);
  CHECK(answers[0].status == Status::answered);
  for (std::size_t i = 1; i < answers.size(); ++i) CHECK(answers[i].status == Status::timeout);
  // What was cancelled leaves nothing behind.
  CHECK(resolver.ask(questions[0]).status == Status::answered);
  CHECK(resolver.ask(questions[0], steady_clock::now()).status == Status::timeout);
  CHECK(resolver.ask_all({}).empty());
}

TEST_CASE("whoever waits is told once a second at least how many questions are answered") {
  const DnsServer server(with_addresses({{"plain", {}}}));
  NetworkOptions options = within(1500ms);
  std::vector<std::pair<std::size_t, std::size_t>> told;
  options.on_wait = [&](std::size_t answered, std::size_t asked) {
    told.emplace_back(answered, asked);
  };
  NetworkResolver resolver(options, {server_at(server.port())});
  const std::vector<Question> questions = {question("silent", RecordType::a),
                                           question("plain", RecordType::a)};
  CHECK(resolver.ask_all(questions)[1].status == Status::answered);
  REQUIRE(told.size() >= 2);
  CHECK(told.front() == std::pair<std::size_t, std::size_t>(0, 2));
  CHECK(told.back() == std::pair<std::size_t, std::size_t>(1, 2));
}

TEST_CASE("a thousand questions at 40 ms each share their waiting") {
  std::map<std::string, Script> scripts;
  std::vector<Question> questions;
  for (int i = 0; i < 1000; ++i) {
    const std::string name = "n" + std::to_string(i) + ".example";
    scripts[name] = {.delay = 40ms, .answer = one_address(name)};
    questions.push_back(question(name, RecordType::a));
  }
  const DnsServer server(scripts);
  NetworkResolver resolver(within(5000ms), {server_at(server.port())});
  const auto began = steady_clock::now();
  const auto answers = resolver.ask_all(questions);
  const auto took = steady_clock::now() - began;
  MESSAGE(
      "1,000 questions took " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count()
                              << " ms, " << server.most_waiting() << " at once, "
                              << server.received() << " queries");
  CHECK(took < 2s);
  CHECK(server.most_waiting() <= 256);
  for (const Answer& answer : answers) CHECK(answer.status == Status::answered);
}
