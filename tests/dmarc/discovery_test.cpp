#include "hardfail/dmarc/discovery.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "zone_of_txt.hpp"

using namespace hardfail;
using namespace hardfail::dmarc;

namespace {

DomainName name(std::string_view text) { return *DomainName::parse(text); }

std::vector<std::string> texts(const std::vector<DomainName>& names) {
  std::vector<std::string> texts;
  for (const auto& each : names) texts.push_back(each.text());
  return texts;
}

struct Row {
  std::string why;
  std::map<std::string, std::vector<std::string>> txt;
  const char* author;
  const char* organization;
  const char* found_at;  ///< empty: no policy
  Action action;
};

/// In relaxed mode identifiers are aligned where their organizational domains are equal (RFC 9989,
/// section 4.4).
void check_alignment(const nlohmann::json& vector, const Policy& policy, dns::Resolver& zone) {
  for (const auto& row : vector.value("align", nlohmann::json::array())) {
    CAPTURE(row);
    if (row[1] == "s") continue;
    const auto identifier = name(row[0].get<std::string>());
    const auto organization = discover(identifier, zone).organizational_domain;
    CHECK((organization == policy.organizational_domain) == row[2].get<bool>());
  }
}

}  // namespace

TEST_CASE("the tree walk follows RFC 9989 in every vector of tests/data") {
  std::ifstream file(HARDFAIL_SOURCE_DIR "/tests/data/treewalk_vectors.json");
  const auto vectors = nlohmann::json::parse(file);
  CHECK(vectors.size() == 22);
  for (const auto& vector : vectors) {
    const auto id = vector["id"].get<std::string>();
    CAPTURE(id);
    test::ZoneOfTxt zone;
    zone.txt = vector["zone"].get<decltype(zone.txt)>();
    if (vector.value("exists", true)) zone.hosts.push_back(vector["author"]);

    const auto policy = discover(name(vector["author"].get<std::string>()), zone);
    const auto& expected = vector["expect"];
    CHECK(policy.organizational_domain.text() == expected["org"].get<std::string>());
    CHECK(texts(policy.queries) == expected["queries"].get<std::vector<std::string>>());
    REQUIRE(policy.found_at.has_value() == !expected["policy_domain"].is_null());
    CHECK(policy.record.has_value() == policy.found_at.has_value());
    if (policy.found_at) {
      CHECK(policy.found_at->text() == expected["policy_domain"].get<std::string>());
      CHECK(name_of(policy.action) == expected["policy"].get<std::string>());
    }
    check_alignment(vector, policy, zone);
  }
}

TEST_CASE("policy and organizational domain come from the records that count") {
  const Row rows[] = {
      {"the author's own record comes first",
       {{"_dmarc.a.example.com", {"v=DMARC1; p=none"}},
        {"_dmarc.example.com", {"v=DMARC1; p=reject"}}},
       "a.example.com",
       "example.com",
       "a.example.com",
       Action::none},
      {"psd=n at the author ends the walk",
       {{"_dmarc.a.example.com", {"v=DMARC1; p=none; psd=n"}},
        {"_dmarc.example.com", {"v=DMARC1; p=reject"}}},
       "a.example.com",
       "a.example.com",
       "a.example.com",
       Action::none},
      {"an author record that gives no policy still comes first, and then none applies",
       {{"_dmarc.a.example.com", {"v=DMARC1; p=rejct"}},
        {"_dmarc.example.com", {"v=DMARC1; p=reject"}}},
       "a.example.com",
       "example.com",
       "",
       Action::none},
      {"other TXT records beside the policy do not matter",
       {{"_dmarc.example.com", {"v=spf1 -all", "v=DMARC1; p=reject", "x"}}},
       "example.com",
       "example.com",
       "example.com",
       Action::reject},
      {"t=y lowers the subdomain policy too",
       {{"_dmarc.example.com", {"v=DMARC1; p=none; sp=quarantine; t=y"}}},
       "a.example.com",
       "example.com",
       "example.com",
       Action::none},
      {"a public suffix speaks for a domain without a record",
       {{"_dmarc.bank.example", {"v=DMARC1; p=none; sp=quarantine; psd=y"}}},
       "mail.giant.bank.example",
       "giant.bank.example",
       "bank.example",
       Action::quarantine},
  };
  for (const auto& row : rows) {
    CAPTURE(row.why);
    test::ZoneOfTxt zone;
    zone.txt = row.txt;
    zone.hosts.emplace_back(row.author);
    const auto policy = discover(name(row.author), zone);
    CHECK(policy.organizational_domain.text() == row.organization);
    CHECK((policy.found_at ? policy.found_at->text() : "") == row.found_at);
    CHECK(policy.action == row.action);
    CHECK_FALSE(policy.dns_failed);
  }
}

TEST_CASE("a DNS error in the walk is told, and the walk goes on") {
  test::ZoneOfTxt zone;
  zone.txt["_dmarc.example.com"] = {"v=DMARC1; p=reject"};
  zone.broken = {"_dmarc.a.example.com"};
  const auto policy = discover(name("a.example.com"), zone);
  CHECK(policy.dns_failed);
  CHECK(policy.found_at == name("example.com"));
  REQUIRE(policy.problems.size() == 1);
  CHECK(policy.problems[0].find("the records of _dmarc.a.example.com could not be read") == 0);
}

TEST_CASE("a name with a record of any type exists, so sp applies and not np") {
  test::ZoneOfTxt zone;
  zone.txt["_dmarc.example.com"] = {"v=DMARC1; p=quarantine; sp=reject; np=none"};
  zone.txt["news.example.com"] = {"v=spf1 -all"};
  zone.txt["below.empty.example.com"] = {"x"};
  CHECK(discover(name("news.example.com"), zone).action == Action::reject);
  CHECK(discover(name("empty.example.com"), zone).action == Action::reject);
  CHECK(discover(name("nothing.example.com"), zone).action == Action::none);
}

TEST_CASE("an organizational domain reaches neither up to a public suffix nor across psd=n") {
  test::ZoneOfTxt zone;
  zone.txt["_dmarc.bank.example"] = {"v=DMARC1; p=reject; psd=y"};
  zone.txt["_dmarc.giant.bank.example"] = {"v=DMARC1; p=none"};
  zone.txt["_dmarc.apart.giant.bank.example"] = {"v=DMARC1; p=none; psd=n"};
  zone.broken = {"_dmarc.broken.giant.bank.example"};
  std::vector<DomainName> names;
  for (const auto* text :
       {"bank.example", "giant.bank.example", "mail.giant.bank.example",
        "x.apart.giant.bank.example", "broken.giant.bank.example", "nothing.example"}) {
    names.push_back(name(text));
  }
  const auto organizations = organizations_of(names, zone);
  REQUIRE(organizations.size() == 6);
  CHECK(organizations[0].domain == name("bank.example"));
  CHECK(organizations[1].domain == name("giant.bank.example"));
  CHECK(organizations[2].domain == name("giant.bank.example"));
  CHECK(organizations[3].domain == name("apart.giant.bank.example"));
  CHECK_FALSE(organizations[4].domain);
  CHECK(organizations[4].dns_failed);
  CHECK_FALSE(organizations[5].domain);
  CHECK_FALSE(organizations[5].dns_failed);
}

TEST_CASE("a domain counts as existing where the DNS does not say") {
  test::ZoneOfTxt zone;
  zone.txt["_dmarc.example.com"] = {"v=DMARC1; p=none; np=reject"};
  CHECK(discover(name("nx.example.com"), zone).action == Action::reject);
  zone.broken = {"nx.example.com"};
  CHECK(discover(name("nx.example.com"), zone).action == Action::none);
}

TEST_CASE("a name too long for _dmarc before it is passed over") {
  const std::string label(61, 'a');
  const auto author = name(label + '.' + label + '.' + label + '.' + label + ".com");
  test::ZoneOfTxt zone;
  zone.txt["_dmarc.com"] = {"v=DMARC1; p=reject"};
  const auto policy = discover(author, zone);
  CHECK(policy.found_at == name("com"));
  CHECK(policy.queries.size() == 4);
}

TEST_CASE("records that do not apply are told, with the reason") {
  struct Problematic {
    std::map<std::string, std::vector<std::string>> txt;
    const char* problem;
  };
  for (const auto& row : {
           Problematic{{{"_dmarc.d.example", {"v=DMARC1; p=none", "v=DMARC1; p=reject"}}},
                       "_dmarc.d.example has 2 DMARC records, so none of them applies"},
           Problematic{{{"_dmarc.d.example", {"v=DMARC1; p=rejct"}}},
                       "_dmarc.d.example: The record gives no policy, because"},
           Problematic{{{"_dmarc.d.example", {"v=dmarc1; p=reject"}}},
                       "_dmarc.d.example: \"v=dmarc1; p=reject\" is not a DMARC record, because "
                       "DMARC1 has to be in capital letters"},
           Problematic{{{"_dmarc.d.example", {"v=DMARC1 p=reject"}}},
                       "_dmarc.d.example: \"v=DMARC1 p=reject\" is not a DMARC record, because "
                       "v=DMARC1 has to be followed by a semicolon"},
           Problematic{{{"_dmarc.d.example", {" v=DMARC1; p=reject"}}},
                       "_dmarc.d.example: \" v=DMARC1; p=reject\" is not a DMARC record, because "
                       "it does not begin with v=DMARC1"},
           Problematic{
               {{"_dmarc.d.example", {"\"v=DMARC1; p=reject\""}}},
               "_dmarc.d.example: \"\"v=DMARC1; p=reject\"\" is not a DMARC record, because "
               "it does not begin with v=DMARC1"},
           Problematic{{{"_dmarc.d.example", {"DMARC1; p=reject"}}},
                       "_dmarc.d.example: \"DMARC1; p=reject\" is not a DMARC record, because "
                       "it does not begin with v=DMARC1"},
       }) {
    CAPTURE(row.problem);
    test::ZoneOfTxt zone;
    zone.txt = row.txt;
    const auto policy = discover(name("d.example"), zone);
    CHECK_FALSE(policy.record);
    REQUIRE(policy.problems.size() == 1);
    CHECK(policy.problems[0].find(row.problem) == 0);
  }
}
