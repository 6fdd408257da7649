#include "record/slip.hpp"

#include <doctest/doctest.h>

#include "hardfail/spf/record.hpp"

using namespace hardfail::spf;

TEST_CASE("a mistake that people make is named, with what to write instead") {
  const struct {
    std::string_view term;
    std::string_view next;
    std::string_view at;  // the text from the place of the slip on
    std::string_view text;
    std::string_view fix;
  } rows[] = {
      // characters that look like others, or like nothing
      {"ip4:192.0.2.1\xc2\xa0include:a.example", "", "\xc2\xa0include:a.example",
       R"(the character \xc2\xa0 (U+00A0, no-break space) is not allowed)",
       "write ip4:192.0.2.1 include:a.example"},
      {"\xe2\x88\x92"
       "all",
       "",
       "\xe2\x88\x92"
       "all",
       R"(the character \xe2\x88\x92 (U+2212, minus sign) is not allowed)", "write -all"},
      {"ip4:192.0.2.2\n", "", "\n", R"(the character \x0a (U+000A, line feed) is not allowed)",
       "write ip4:192.0.2.2"},
      {"\xe2\x80\x8b~all", "", "\xe2\x80\x8b~all",
       R"(the character \xe2\x80\x8b (U+200B, zero-width space) is not allowed)", "write ~all"},
      {"a:\xc3\xa4.example.com", "", "\xc3\xa4.example.com",
       R"(the character \xc3\xa4 (U+00E4) is not allowed)", ""},
      {"a:\xff.example.com", "", "\xff.example.com", R"(the character \xff is not allowed)", ""},
      // punctuation
      {"~all;", "", ";", "`;` is not part of a term", "write ~all"},
      {"-all.", "", ".", "`.` is not part of a term", "write -all"},
      {"~all\"", "", "\"", "`\"` is not part of a term", "write ~all"},
      {"'ip4:192.0.2.1'", "", "'ip4:192.0.2.1'", "`'` is not part of a term",
       "write ip4:192.0.2.1"},
      // addresses
      {"192.0.2.1", "", "192.0.2.1", "an address needs `ip4:` in front of it",
       "write ip4:192.0.2.1"},
      {"2001:db8:6f:200::/64", "", "2001:db8:6f:200::/64", "an address needs `ip6:` in front of it",
       "write ip6:2001:db8:6f:200::/64"},
      {"+192.0.2.0/24", "", "+192.0.2.0/24", "an address needs `ip4:` in front of it",
       "write +ip4:192.0.2.0/24"},
      {"ip:192.0.2.1", "", "ip:192.0.2.1", "there is no mechanism `ip`", "write ip4:192.0.2.1"},
      {"ipv6:2001:db8::1", "", "ipv6:2001:db8::1", "there is no mechanism `ipv6`",
       "write ip6:2001:db8::1"},
      {"a:192.0.2.1/24", "", "a:192.0.2.1/24", "`a` takes a domain name, not an address",
       "write ip4:192.0.2.1/24"},
      {"include:192.0.2.1", "", "include:192.0.2.1",
       "`include` takes a domain name, not an address", "write ip4:192.0.2.1"},
      {"ip4:2001:db8::/32", "", "2001:db8::/32", "`ip4` takes addresses of the other family",
       "write ip6:2001:db8::/32"},
      {"ip6:192.0.2.1", "", "192.0.2.1", "`ip6` takes addresses of the other family",
       "write ip4:192.0.2.1"},
      {"ip4:192.0.2.0/255.255.255.240", "", "255.255.255.240",
       "a network is given by its prefix length, not by a mask", "write ip4:192.0.2.0/28"},
      // blanks
      {"include:", "_spf.prov.example", "", "a blank after `include:` cuts the term in two",
       "write include:_spf.prov.example"},
      {"redirect=", "_spf.prov.example", "", "a blank after `redirect=` cuts the term in two",
       "write redirect=_spf.prov.example"},
      {"include", ":_spf.prov.example", "", "a blank after `include` cuts the term in two",
       "write include:_spf.prov.example"},
      {"~", "all", "", "a blank after `~` cuts the term in two", "write ~all"},
      {"ip4:192.0.2.1~all", "", "~all", "a blank is missing in front of `~all`",
       "write ip4:192.0.2.1 ~all"},
      {"ip4:192.0.2.1ip4:192.0.2.2", "", "ip4:192.0.2.2",
       "a blank is missing in front of `ip4:192.0.2.2`", "write ip4:192.0.2.1 ip4:192.0.2.2"},
      {"ip4:192.0.2.1,192.0.2.2", "", ",192.0.2.2", "terms are separated by blanks, not by `,`",
       "write ip4:192.0.2.1 ip4:192.0.2.2"},
      {"mx;a;~all", "", ";a;~all", "terms are separated by blanks, not by `;`", "write mx a ~all"},
      // names and marks
      {"+include=_spf.prov.example", "", "=_spf.prov.example",
       "`include` is followed by a colon, not by =", "write +include:_spf.prov.example"},
      {"redirect:_spf.prov.example", "", ":_spf.prov.example",
       "`redirect` is followed by =, not by a colon", "write redirect=_spf.prov.example"},
      {"inlcude:_spf.prov.example", "", "inlcude:_spf.prov.example",
       "there is no mechanism `inlcude`", "write include:_spf.prov.example"},
      {"-al", "", "al", "there is no mechanism `al`", "write -all"},
      {"include:spf.m.example/24", "", "/24", "`include` takes no prefix length",
       "write include:spf.m.example"},
      {"_spf.prov.example", "", "_spf.prov.example",
       "a domain name needs a mechanism in front of it",
       "write include:_spf.prov.example for the record of a provider, a:_spf.prov.example for a "
       "host"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.term);
    const auto slip = slip_in(row.term, row.next);
    REQUIRE(slip);
    CHECK(row.term.substr(slip->offset) == row.at);
    CHECK(slip->text == row.text);
    CHECK(slip->fix == row.fix);
    CHECK(slip->joins_next == !row.next.empty());
  }
}

TEST_CASE("where no slip fits, none is made up") {
  const struct {
    std::string_view term;
    std::string_view next;
  } rows[] = {
      {"exists:", "include:a.example"},  // two terms, the first of them without its name
      {"include:", "-all"},
      {"include:", ""},
      {"ip4:192.0.2.0/255.0.255.0", ""},
      {"moo", ""},
      {"ip4:192.0.2.1/33", ""},
      {"a:museum", ""},
      {"ptr/x", "x"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.term);
    CHECK_FALSE(slip_in(row.term, row.next));
  }
}

TEST_CASE("a blank too many is one error, and what follows is read on") {
  const std::string_view text = "v=spf1 include: _spf.prov.example moo -all";
  const auto record = parse_record(text);
  REQUIRE_FALSE(record);
  REQUIRE(record.error().size() == 2);
  const auto& where = record.error()[0].where;
  CHECK(text.substr(where.offset, where.length) == "include: _spf.prov.example");
  CHECK(text.substr(record.error()[1].offset, 3) == "moo");
}
