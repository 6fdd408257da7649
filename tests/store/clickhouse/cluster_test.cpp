#include "clickhouse/cluster.hpp"

#include <doctest/doctest.h>

#include "clickhouse/migrations.hpp"
#include "hardfail/util/error.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::clickhouse;

namespace {

const auto spread = *ClickHouseAddress::parse("clickhouse://localhost/dmarc?cluster=east");
const auto alone = *ClickHouseAddress::parse("clickhouse://localhost/dmarc");

}  // namespace

TEST_CASE("a table of a migration is two on a cluster, replicated and spread") {
  CHECK(create_statements(spread,
                          "-- What it is for.\n"
                          "CREATE TABLE IF NOT EXISTS heard (\n  domain String,\n  queries UInt64\n"
                          ") ENGINE = ReplacingMergeTree(queries)\nORDER BY (domain, hour)\n",
                          3) ==
        std::vector<std::string>{
            "CREATE TABLE IF NOT EXISTS heard_local ON CLUSTER 'east' (\n  domain String,\n"
            "  queries UInt64\n) ENGINE = ReplicatedReplacingMergeTree("
            "'/clickhouse/tables/{shard}/dmarc/heard_local', '{replica}', queries)\n"
            "ORDER BY (domain, hour)\n",
            "CREATE TABLE IF NOT EXISTS heard ON CLUSTER 'east' AS dmarc.heard_local ENGINE = "
            "Distributed('east', 'dmarc', 'heard_local', cityHash64(domain) % 3)"});
}

TEST_CASE("rows are spread by a digest where there is one, and each migration can be spread") {
  std::string spread_by;
  for (std::string_view rest : migrations()) {
    constexpr std::string_view separator = "\n;\n";
    while (!rest.empty()) {
      const auto end = rest.find(separator);
      const auto made = create_statements(spread, rest.substr(0, end), 2).back();
      const auto table = made.substr(made.find("EXISTS ") + 7);
      spread_by += table.substr(0, table.find(' ')) + made.substr(made.find("Hash64") + 6);
      spread_by += '\n';
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + separator.size());
    }
  }
  CHECK(
      spread_by.starts_with("record(report) % 2)\nreport(identity) % 2)\nmention(report) % 2)\n"
                            "authentication(authentication) % 2)\ninput(digest) % 2)\n"));
  CHECK(spread_by.find("\nrun(domain) % 2)\n") != std::string::npos);
  CHECK(spread_by.find("\ntold(teller) % 2)\n") != std::string::npos);
  CHECK(spread_by.find("\naccepted_fail(report) % 2)\n") != std::string::npos);
}

TEST_CASE("what is no such statement is refused, rather than made on one server alone") {
  CHECK_THROWS_AS((void)create_statements(spread, "ALTER TABLE mark DROP COLUMN note", 2), Error);
  CHECK_THROWS_AS(
      (void)create_statements(spread, "CREATE TABLE IF NOT EXISTS a (b UInt8) ENGINE = Memory", 2),
      Error);
}

TEST_CASE("the engine of a table says how it was spread") {
  const auto layout =
      layout_of("Distributed('east', 'dmarc', 'mark_local', cityHash64(domain) % 3)");
  CHECK(layout.cluster == "east");
  CHECK(layout.shards == 3);
  CHECK(layout_of("ReplacingMergeTree ORDER BY domain").cluster.empty());
  CHECK(layout_of("").cluster.empty());
  CHECK(layout_of("Distributed('east', 'dmarc', 'mark_local')").shards == 0);
}

TEST_CASE("subqueries are carried out once for all shards") {
  CHECK(with_global_subqueries("SELECT a FROM b WHERE c IN (SELECT d FROM e WHERE f NOT IN "
                               "(SELECT g)) AND h IN (1,2)") ==
        "SELECT a FROM b WHERE c GLOBAL IN (SELECT d FROM e WHERE f GLOBAL NOT IN "
        "(SELECT g)) AND h IN (1,2)");
}

TEST_CASE("on one server nothing is spread") {
  CHECK(rows_table(alone, "mark") == "mark");
  CHECK(on_cluster(alone).empty());
  CHECK(system_table(alone, "mutations") == "system.mutations");
  CHECK(rows_table(spread, "mark") == "mark_local");
  CHECK(system_table(spread, "mutations") == "cluster('east', system.mutations)");
}
