#include "hardfail/spf/correction.hpp"

#include <doctest/doctest.h>

using namespace hardfail::spf;

TEST_CASE("a TXT record that was meant as an SPF record is put right") {
  const struct {
    std::string_view text;
    std::string_view right;
  } rows[] = {
      {"\"v=spf1 mx ~all\"", "v=spf1 mx ~all"},
      {" v=spf1 mx ~all", "v=spf1 mx ~all"},
      {"\xef\xbb\xbfv=spf1 mx ~all", "v=spf1 mx ~all"},
      {"spf1 mx ~all", "v=spf1 mx ~all"},
      {"v=spf1;mx ~all;", "v=spf1 mx ~all"},
      {"v=spf1ip4:192.0.2.1 ~all", "v=spf1 ip4:192.0.2.1 ~all"},
      {"V=SPF1 mx", "v=spf1 mx"},
      {"v=spf1 192.0.2.1 include: p.example ~all;", "v=spf1 ip4:192.0.2.1 include:p.example ~all"},
      {"v=spf1  inlcude:p.example   -all", "v=spf1 include:p.example -all"},
      {"v=spf1", "v=spf1"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(corrected(row.text).value_or("none") == row.right);
  }
}

TEST_CASE("where nobody can tell what was meant, nothing is put in its place") {
  for (const std::string_view text :
       {"", "\"\"", "spf2.0/pra mx ~all", "v=spf10 mx", "v=spf1.0 mx", "v=DMARC1; p=none", "spf1",
        "v=spf1 _spf.p.example ~all", "v=spf1 ip4:192.0.2.300 ~all",
        "v=spf1 redirect=a.example redirect=b.example"}) {
    CAPTURE(text);
    CHECK_FALSE(corrected(text).has_value());
  }
}
