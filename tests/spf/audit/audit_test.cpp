#include "hardfail/spf/audit.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;
using Severity = Finding::Severity;

namespace {

DomainName example() { return DomainName::parse("example.com").value(); }

const Finding* finding(const Audit& audit, std::string_view code) {
  const auto& findings = audit.survey.findings;
  const auto found = std::ranges::find(findings, code, &Finding::code);
  return found == findings.end() ? nullptr : &*found;
}

std::string term_of(const Finding& finding) {
  if (!finding.place) return {};
  return finding.place->record.substr(finding.place->where.offset, finding.place->where.length);
}

/// Names that the records below lead to.
void fill(MemoryResolver& dns) {
  dns.txt("good.example.net", "v=spf1 ip4:9.9.9.0/24 -all");
  dns.txt("wide.example.net", "v=spf1 ip4:9.0.0.0/7 -all");
  dns.txt("anybody.example.net", "v=spf1 +all");
  dns.txt("loop.example.net", "v=spf1 include:example.com -all");
  dns.txt("two.example.net", "v=spf1 -all").txt("two.example.net", "v=spf1 ~all");
  dns.txt("_spf.gooogle.com", "v=spf1 +all");
  dns.address("inside.example.com", "10.0.0.7").address("inside.example.com", "2a00::7");
  dns.mx("mail.example.com", 10, "gone.example.com");
}

}  // namespace

TEST_CASE("every problem has its severity, its place, its reason and its fix") {
  const auto error = Severity::error;
  const auto warning = Severity::warning;
  const auto note = Severity::note;
  const struct {
    std::string_view record;
    std::string_view code;
    Severity severity;
    std::string_view term;
  } rows[] = {
      {"v=spf1 -all moo", "syntax", error, "moo"},
      {"v=spf1 include:none.example.net -all", "missing_record", error, "include:none.example.net"},
      {"v=spf1 include:two.example.net -all", "multiple_records", error, "include:two.example.net"},
      {"v=spf1 include:loop.example.net -all", "loop", error, "include:example.com"},
      {"v=spf1 a:x.example.com a:y.example.com a:z.example.com -all", "too_many_void_lookups",
       error, ""},
      {"v=spf1 +all", "all_pass", error, "+all"},
      {"v=spf1 ?all", "all_neutral", warning, "?all"},
      {"v=spf1 ip4:9.9.9.9", "no_all", warning, ""},
      {"v=spf1 -all ip4:9.9.9.9", "terms_after_all", warning, "ip4:9.9.9.9"},
      {"v=spf1 redirect=good.example.net -all", "redirect_beside_all", warning,
       "redirect=good.example.net"},
      {"v=spf1 ptr -all", "ptr", warning, "ptr"},
      {"v=spf1 x=y -all", "unknown_modifier", note, "x=y"},
      {"v=spf1 include=good.example.net -all", "modifier_for_mechanism", warning,
       "include=good.example.net"},
      {"v=spf1 ip4=9.9.9.9 -all", "modifier_for_mechanism", warning, "ip4=9.9.9.9"},
      {"v=spf1 ip4=nine -all", "unknown_modifier", note, "ip4=nine"},
      {"v=spf1 include:good.example.net include:good.example.net -all", "duplicate_term", warning,
       "include:good.example.net"},
      {"v=spf1 ip4:9.9.9.9 ip4:9.9.9.9/32 -all", "duplicate_term", warning, "ip4:9.9.9.9/32"},
      {"v=spf1 ip4:9.9.8.0/23 ip4:9.9.8.9 -all", "shadowed_term", warning, "ip4:9.9.8.9"},
      {"v=spf1 ip4:9.9.8.9 ip4:9.9.8.0/23 -all", "overlapping_networks", note, "ip4:9.9.8.9"},
      {"v=spf1 ip4:9.9.9.9 include:good.example.net -all", "overlapping_networks", note,
       "ip4:9.9.9.9"},
      {"v=spf1 ip4:9.0.0.0/10 -all", "wide_network", warning, "ip4:9.0.0.0/10"},
      {"v=spf1 ip6:2a00::/20 -all", "wide_network", warning, "ip6:2a00::/20"},
      {"v=spf1 ip4:0.0.0.0/0 -all", "wide_network", error, "ip4:0.0.0.0/0"},
      {"v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all", "open_pass", error, "ip4:0.0.0.0/1"},
      {"v=spf1 a:inside.example.com/8 -all", "wide_network", warning, "a:inside.example.com/8"},
      {"v=spf1 include:wide.example.net -all", "wide_network", warning, "ip4:9.0.0.0/7"},
      {"v=spf1 ip4:192.168.7.0/24 -all", "private_address", warning, "ip4:192.168.7.0/24"},
      {"v=spf1 ip6:fd00::1 -all", "private_address", warning, "ip6:fd00::1"},
      {"v=spf1 a:inside.example.com -all", "private_address", warning, "a:inside.example.com"},
      {"v=spf1 ip4:192.0.2.0/24 -all", "documentation_address", note, "ip4:192.0.2.0/24"},
      {"v=spf1 ip6:::ffff:9.9.9.9 -all", "mapped_network", warning, "ip6:::ffff:9.9.9.9"},
      {"v=spf1 a:x.example.com -all", "host_without_address", warning, "a:x.example.com"},
      {"v=spf1 mx:mail.example.com -all", "host_without_address", warning, "mx:mail.example.com"},
      {"v=spf1 mx:good.example.net -all", "host_without_address", warning, "mx:good.example.net"},
      {"v=spf1 include:_spf.gogle.com -all", "typing_slip", warning, "include:_spf.gogle.com"},
      {"v=spf1 include:_spf.gooogle.com -all", "typing_slip", warning, "include:_spf.gooogle.com"},
      {"v=spf1 include:spf.messagingengin.co -all", "typing_slip", warning,
       "include:spf.messagingengin.co"},
      {"v=spf1 include:anybody.example.net -all", "include_passes_all", error,
       "include:anybody.example.net"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.record);
    CAPTURE(row.code);
    MemoryResolver dns;
    fill(dns);
    dns.txt("example.com", std::string(row.record));
    const auto audited = audit(example(), dns);
    const auto* found = finding(audited, row.code);
    REQUIRE(found != nullptr);
    CHECK(found->severity == row.severity);
    CHECK(term_of(*found) == row.term);
    CHECK_FALSE(found->reason.empty());
    CHECK_FALSE(found->fix.empty());
    CHECK(std::ranges::is_sorted(audited.survey.findings, {}, &Finding::severity));
  }
}

TEST_CASE("a sound record has no findings") {
  MemoryResolver dns;
  fill(dns);
  dns.txt("example.com", "v=spf1 ip4:9.9.8.0/24 ip6:2a00:1::/48 include:good.example.net -all");
  const auto audited = audit(example(), dns);
  CHECK(audited.survey.findings.empty());
  CHECK(audited.leads_to == "2 networks, -all");
  CHECK(audited.addresses.v4_count == 512);
}

TEST_CASE("every error in the syntax is told, not the first alone") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:1.2.3 a:good.example.com  ip6:9.9.9.9 moo:x -all");
  const auto audited = audit(example(), dns);
  std::vector<std::string> terms;
  for (const auto& found : audited.survey.findings) {
    if (found.code == "syntax") terms.push_back(term_of(found));
  }
  CHECK(terms == std::vector<std::string>{"ip4:1.2.3", "ip6:9.9.9.9", "moo:x"});
}

TEST_CASE("of thousands of flaws of one kind a few are shown, with the number of the rest") {
  MemoryResolver dns;
  std::string record = "v=spf1";
  for (int i = 0; i < 4000; ++i) record += fmt::format(" x=y ip4:10.0.{}.{}/31", i / 256, i % 256);
  dns.txt("example.com", record + " -all");
  const auto audited = audit(example(), dns);
  CHECK(audited.survey.findings.size() < 120);
  CHECK(std::ranges::any_of(audited.survey.findings, [](const Finding& each) {
    return each.code == "unknown_modifier" && each.text.starts_with("3975 more findings");
  }));
}

TEST_CASE("a look-up costs what stands below it") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 include:a.example.net mx -all");
  dns.txt("a.example.net", "v=spf1 include:b.example.net a:gone.example.net -all");
  dns.txt("b.example.net", "v=spf1 exists:gone.example.net ip4:9.9.9.9 -all");
  dns.mx("example.com", 10, "mx.example.com").address("mx.example.com", "9.9.9.8");
  const auto audited = audit(example(), dns);
  const struct {
    unsigned depth;
    std::string_view term;
    unsigned lookups;
    unsigned void_lookups;
    std::string_view leads_to;
  } rows[] = {
      {0, "include:a.example.net", 4, 2, "-all"},
      {1, "include:b.example.net", 2, 1, "1 network, -all"},
      {2, "exists:gone.example.net", 1, 1, "matches no client"},
      {1, "a:gone.example.net", 1, 1, "0 addresses"},
      {0, "mx", 1, 1, "1 host, 1 address"},
  };
  REQUIRE(audited.survey.terms.size() == std::size(rows));
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    CAPTURE(rows[i].term);
    CHECK(audited.survey.terms[i].depth == rows[i].depth);
    CHECK(audited.survey.terms[i].term == rows[i].term);
    CHECK(audited.survey.terms[i].lookups == rows[i].lookups);
    CHECK(audited.survey.terms[i].void_lookups == rows[i].void_lookups);
    CHECK(audited.survey.terms[i].leads_to == rows[i].leads_to);
  }
  CHECK(audited.survey.lookups == 5);
}

TEST_CASE("texts that are too long, glued, obsolete or almost a record are told") {
  MemoryResolver dns;
  dns.add("example.com", dns::CharacterStrings{"v=spf1 include:good.example.net", "a -all"});
  dns.txt("example.com", std::string(250, 'x')).txt("example.com", " v=spf1 -all");
  dns.txt("good.example.net", "v=spf1 -all");
  auto audited = audit(example(), dns);
  REQUIRE(finding(audited, "glued_strings") != nullptr);
  CHECK(term_of(*finding(audited, "glued_strings")) == "include:good.example.neta");
  CHECK(finding(audited, "not_a_record") != nullptr);
  CHECK(finding(audited, "answer_over_512") == nullptr);

  dns.txt("example.com", std::string(200, 'x'));
  audited = audit(example(), dns);
  CHECK(finding(audited, "answer_over_512") != nullptr);
  for (int i = 0; i < 4; ++i) dns.txt("example.com", std::string(250, 'x'));
  audited = audit(example(), dns);
  CHECK(finding(audited, "answer_over_1232") != nullptr);
}

TEST_CASE("a record may be audited before it is published") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 -all");
  AuditOptions options;
  options.record = "v=spf1 ip4:9.9.9.9 ~all";
  const auto audited = audit(example(), dns, options);
  CHECK(audited.survey.all == Qualifier::softfail);
  CHECK(audited.addresses.networks.size() == 1);
  options.record = "v=spf1 " + std::string(300, ' ') + "-all";
  CHECK(finding(audit(example(), dns, options), "long_string") != nullptr);
}

TEST_CASE("of a short name two letters off are another name, of a long one they are a slip") {
  const auto slips = [](const std::string& include) {
    MemoryResolver dns;
    dns.txt("example.com", "v=spf1 include:" + include + " -all").txt(include, "v=spf1 -all");
    return finding(audit(example(), dns), "typing_slip") != nullptr;
  };
  CHECK(slips("zohoo.com"));
  CHECK_FALSE(slips("zoko.co"));
  CHECK(slips("spf.messagingengin.co"));
  CHECK_FALSE(slips("spf.messagingengi.co"));
}

TEST_CASE("a copy of a provider's networks is held against those of today") {
  const struct {
    std::string_view record;
    std::string_view says;
  } rows[] = {
      {"v=spf1 ip4:9.1.0.0/20 ip4:9.2.0.0/20 ip4:9.3.0.0/20 -all", "a copy of 3 of the 3 networks"},
      {"v=spf1 ip4:9.1.0.0/20 ip4:9.8.0.0/20 ip4:9.2.0.0/20 -all",
       "it misses 9.3.0.0/20; in between are 9.8.0.0/20"},
      {"v=spf1 include:_spf1.example.com -all", "it misses 9.1.0.0/20"},
      {"v=spf1 ip4:9.1.0.7 ip4:9.1.0.8 -all", ""},
      {"v=spf1 include:_spf.google.com ip4:9.1.0.0/20 ip4:9.2.0.0/20 -all", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.record);
    MemoryResolver dns;
    dns.txt("example.com", std::string(row.record));
    dns.txt("_spf1.example.com", "v=spf1 ip4:9.2.0.0/20 ip4:9.3.0.0/20 -all");
    dns.txt("_spf.google.com", "v=spf1 include:_netblocks.google.com ip4:9.3.0.0/20 ~all");
    dns.txt("_netblocks.google.com", "v=spf1 ip4:9.1.0.0/20 ip4:9.2.0.0/20 ~all");
    const auto audited = audit(example(), dns);
    const auto* found = finding(audited, "provider_copy");
    CHECK((found != nullptr) == !row.says.empty());
    if (found != nullptr) CHECK(found->text.find(row.says) != std::string::npos);
  }
}

TEST_CASE("the tree is asked for level by level, not branch by branch") {
  const auto rounds_of = [](unsigned width) {
    MemoryResolver dns;
    std::string record = "v=spf1";
    for (unsigned i = 0; i < width; ++i) {
      record += fmt::format(" include:i{}.example.net", i);
      dns.txt(fmt::format("i{}.example.net", i), "v=spf1 mx -all");
      dns.mx(fmt::format("i{}.example.net", i), 10, fmt::format("mx{}.example.net", i));
    }
    dns.txt("example.com", record + " -all");
    static_cast<void>(audit(example(), dns));
    return dns.rounds();
  };
  CHECK(rounds_of(1) == 4);
  CHECK(rounds_of(10) == 4);
}
