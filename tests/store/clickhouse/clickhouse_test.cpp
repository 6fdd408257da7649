#include "hardfail/store/clickhouse.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "clickhouse/client.hpp"
#include "clickhouse/server.hpp"
#include "fixture.hpp"
#include "hardfail/store/content.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

std::unique_ptr<Store> open_at(const std::string& address, OpenMode mode = OpenMode::create,
                               const std::optional<Secret>& password = std::nullopt) {
  return open_clickhouse(*ClickHouseAddress::parse(address), password, mode);
}

/// What is thrown: the exit status and the sentence.
template <class Action>
std::string told_by(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    return std::to_string(static_cast<int>(error.failure())) + " " + error.what();
  }
  return {};
}

clickhouse::Client client_of(const std::string& address) {
  return {*ClickHouseAddress::parse(address), std::nullopt};
}

std::uint64_t number(const std::string& address, const std::string& select) {
  auto client = client_of(address);
  auto rows = client.ask(select);
  return rows.step() ? rows.read().u64() : 0;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

const auto one_row = std::vector{row("192.0.2.1", "example.com", "example.com", 3)};

}  // namespace

TEST_CASE("an address says where the server is and what the database is called") {
  const auto address = *ClickHouseAddress::parse("clickhouse://reports@127.0.0.1/dmarc");
  CHECK(address.user() == "reports");
  CHECK(address.database() == "dmarc");
  CHECK(address.url() == "http://127.0.0.1:8123");
  CHECK(address.is_local());
  CHECK(address.to_string() == "clickhouse://127.0.0.1:8123/dmarc");
  const auto far = *ClickHouseAddress::parse("clickhouse://db.example.net/dmarc?tls=yes");
  CHECK(far.user() == "default");
  CHECK(far.url() == "https://db.example.net:8443");
  CHECK_FALSE(far.is_local());
  CHECK(far.to_string() == "clickhouse://db.example.net:8443/dmarc?tls=yes");
  CHECK(ClickHouseAddress::parse("clickhouse://[::1]:9/d")->url() == "http://[::1]:9");
  const auto spread = *ClickHouseAddress::parse("clickhouse://a.example/d?tls=yes&cluster=east-1");
  CHECK(spread.cluster() == "east-1");
  CHECK(spread.to_string() == "clickhouse://a.example:8443/d?cluster=east-1&tls=yes");
  CHECK(far.cluster().empty());
}

TEST_CASE("what is no such address is refused, and a password is never shown") {
  for (const char* text : {"",
                           "clickhouse://",
                           "clickhouse:///d",
                           "clickhouse://127.0.0.1",
                           "clickhouse://127.0.0.1/",
                           "clickhouse://127.0.0.1:0/d",
                           "clickhouse://127.0.0.1:70000/d",
                           "clickhouse://127.0.0.1/d/e",
                           "clickhouse://127.0.0.1/d;DROP",
                           "clickhouse://127.0.0.1/1d",
                           "clickhouse://127.0.0.1/d?x=y",
                           "clickhouse://u v@127.0.0.1/d",
                           "clickhouse://u:hunter2@127.0.0.1/d",
                           "http://127.0.0.1/d",
                           "clickhouse://db.example.net/d",
                           "clickhouse://a\r\nb/d",
                           "clickhouse://127.0.0.1/d?tls=no",
                           "clickhouse://127.0.0.1/d?cluster=",
                           "clickhouse://127.0.0.1/d?cluster=a'b",
                           "clickhouse://db.example.net/d?cluster=c"}) {
    CAPTURE(text);
    const auto address = ClickHouseAddress::parse(text);
    REQUIRE_FALSE(address.has_value());
    CHECK_FALSE(has(address.error().text, "hunter2"));
  }
}

TEST_CASE("what has to be there and is not is no input, and reading makes nothing") {
  const auto address = fresh_address();
  for (const auto mode : {OpenMode::existing, OpenMode::reading}) {
    CHECK(failure_of([&] { open_at(address, mode); }) == Failure::no_input);
  }
  auto client = client_of(address);
  auto databases =
      client.ask_server("SELECT count() FROM system.databases WHERE name = " +
                        clickhouse::literal(ClickHouseAddress::parse(address)->database()));
  REQUIRE(databases.step());
  CHECK(databases.read().u64() == 0);
  open_at(address);
  CHECK(failure_of([&] { open_at(address, OpenMode::reading); }) == std::nullopt);
}

TEST_CASE("the database of another program, and that of a newer version, are refused") {
  const auto foreign = fresh_address();
  auto client = client_of(foreign);
  client.execute_on_server("CREATE DATABASE " + client.address().database());
  client.execute("CREATE TABLE record (a UInt8) ENGINE = Memory");
  CHECK(has(told_by([&] { open_at(foreign); }), "65 clickhouse://127.0.0.1:"));
  CHECK(number(foreign, "SELECT count() FROM system.tables WHERE database = currentDatabase()") ==
        1);

  const auto newer = fresh_address();
  open_at(newer);
  client_of(newer).execute("INSERT INTO hardfail_schema VALUES (99, 0)");
  CHECK(has(told_by([&] { open_at(newer); }), "was written by a newer hardfail: its schema is 99"));
}

TEST_CASE("a lock that was left behind is waited for while somebody may be at it") {
  const auto address = fresh_address();
  auto client = client_of(address);
  client.execute_on_server("CREATE DATABASE " + client.address().database());
  client.execute("CREATE TABLE hardfail_lock (a UInt8) ENGINE = Memory");
  const auto child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    sleep(1);
    client_of(address).execute("DROP TABLE hardfail_lock");
    _exit(0);
  }
  CHECK(told_by([&] { open_at(address); }).empty());
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(number(address, "SELECT toUInt64(max(version)) FROM hardfail_schema") >= 1);
}

TEST_CASE("a user or a password that the server refuses is told as a setting, without the secret") {
  const auto secured = address_of("secured_test", "secured");
  CHECK(failure_of([&] { open_at(secured, OpenMode::create, Secret("open sesame")); }) ==
        std::nullopt);
  const auto wrong = told_by([&] { open_at(secured, OpenMode::create, Secret("hunter2")); });
  CHECK(has(wrong, "78 the ClickHouse server 127.0.0.1:"));
  CHECK_FALSE(has(wrong, "hunter2"));
  CHECK(has(told_by([&] { open_at(address_of("secured_test", "nobody")); }), "78 "));
}

TEST_CASE("a user who may only read can ask, and whatever writes is refused") {
  const auto address = fresh_address();
  open_at(address);
  const auto database = ClickHouseAddress::parse(address)->database();
  const auto store = open_at(address_of(database, "reader"), OpenMode::reading);
  CHECK(store->domains().empty());
  CHECK(failure_of([&] {
          store->set_mark(name("a.example"), {*HostPattern::parse("192.0.2.1"),
                                              ledger::SourceClass::listed, "", day(1)});
        }) == Failure::configuration);
}

TEST_CASE(
    "a server that is away is told as that, and what was committed is there when it is back") {
  const auto address = fresh_address();
  const auto store = open_at(address);
  const auto import = store->begin_import();
  save(*import, make_report("1", "example.com", days(1, 2)), one_row);
  import->commit();
  save(*import, make_report("2", "example.com", days(1, 2)), one_row);
  server().kill();
  CHECK(has(told_by([&] { import->commit(); }), "69 the ClickHouse server 127.0.0.1:"));
  CHECK(failure_of([&] { (void)store->domains(); }) == Failure::dns_unavailable);
  server().resume();
  const auto back = open_at(address);
  const auto again = back->begin_import();
  CHECK(save(*again, make_report("1", "example.com", days(1, 2)), one_row) == Saved::duplicate);
  CHECK(save(*again, make_report("2", "example.com", days(1, 2)), one_row) == Saved::added);
  again->commit();
  CHECK(back->reports(std::nullopt).size() == 2);
  CHECK(back->observations(name("example.com"), days(0, 9)).rows.size() == 2);
}

TEST_CASE("rows without their report do not count, and importing it makes it whole") {
  const auto address = fresh_address();
  const auto store = open_at(address);
  const auto import = store->begin_import();
  save(*import, make_report("1", "example.com", days(1, 2)), one_row);
  import->commit();
  client_of(address).execute("TRUNCATE TABLE report");
  CHECK(store->observations(name("example.com"), days(0, 9)).reports == 0);
  const auto again = store->begin_import();
  CHECK(save(*again, make_report("1", "example.com", days(1, 2)), one_row) == Saved::added);
  again->commit();
  const auto seen = store->observations(name("example.com"), days(0, 9));
  CHECK(seen.reports == 1);
  CHECK(seen.rows.size() == 1);
}

TEST_CASE("two imports at once give what one gives") {
  const auto address = fresh_address();
  constexpr int reports = 40;
  (void)server();
  std::array<pid_t, 2> children{};
  for (std::size_t number = 0; number < children.size(); ++number) {
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      // Both make the database, and half of the reports are the same.
      const auto failure = failure_of([&] {
        const auto store = open_at(address);
        const auto import = store->begin_import();
        for (int id = 0; id < reports; ++id) {
          const auto mine =
              id % 2 == 0 ? std::to_string(id) : std::to_string(number) + "-" + std::to_string(id);
          save(*import, make_report(mine, "example.com", days(1, 2)),
               {row("192.0.2.1", "d" + mine + ".example.com", "", 1)});
          if (id % 8 == 7) import->commit();
        }
      });
      _exit(failure ? static_cast<int>(*failure) : 0);
    }
    children[number] = child;
  }
  for (const auto child : children) {
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  const auto store = open_at(address, OpenMode::existing);
  CHECK(store->reports(std::nullopt).size() == reports + reports / 2);
  const auto seen = store->observations(name("example.com"), days(0, 9));
  CHECK(seen.rows.size() == reports + reports / 2);
  CHECK(store->domains().at(0).messages == reports + reports / 2);
}

TEST_CASE("rows come whole and in order where they are more than are asked for at once") {
  class Counter final : public ReportSink {
   public:
    void add(const report::Record& /*record*/) override { ++rows; }
    void finish(const report::Report& report, const ledger::Origin& /*origin*/,
                Moment /*imported*/) override {
      rows_before.emplace_back(report.report_id, rows);
    }
    std::vector<std::pair<std::string, std::uint64_t>> rows_before;
    std::uint64_t rows = 0;
  };

  const auto store = open_at(fresh_address());
  constexpr std::size_t each = 260'000;
  const std::vector<report::Record> many(each, one_row.front());
  const auto import = store->begin_import();
  for (const auto day : {3, 1, 2}) {
    save(*import, make_report(std::to_string(day), "example.com", days(day, day + 1)), many);
  }
  import->commit();

  const auto seen = store->observations(name("example.com"), days(0, 9));
  REQUIRE(seen.rows.size() == 3 * each);
  CHECK(seen.periods[seen.rows[0].period] == days(3, 4));
  CHECK(seen.periods[seen.rows[each].period] == days(1, 2));
  CHECK(seen.periods[seen.rows[3 * each - 1].period] == days(2, 3));

  Counter counter;
  store->content()->read_reports(counter);
  CHECK(counter.rows_before == std::vector<std::pair<std::string, std::uint64_t>>{
                                   {"3", each}, {"1", 2 * each}, {"2", 3 * each}});
}

TEST_CASE("an answer that ends in an error, or in the middle of a row, is an error") {
  const auto client = client_of(fresh_address());
  for (const auto& [octets, told] :
       {std::pair<std::string, std::string>{"\x01\x02", "answers not as a ClickHouse server does"},
        {std::string(12, '\0') + "Code: 241, e.displayText() = DB::Exception: Memory limit, "
                                 "e.what() = DB::Exception",
         "says: Memory limit (code 241)"}}) {
    clickhouse::Rows rows(client, octets);
    const auto error = told_by([&] {
      while (rows.step()) rows.read().u64();
    });
    CHECK(has(error, told));
    CHECK(error.starts_with("74 "));
  }
}
