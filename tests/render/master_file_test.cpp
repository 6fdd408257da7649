#include "master_file.hpp"

#include <doctest/doctest.h>

using namespace hardfail;
using namespace hardfail::render;

TEST_CASE("a TXT record of a master file has strings of at most 255 octets, and escapes") {
  const auto name = *DomainName::parse("example.com");
  CHECK(txt_record(name, "v=spf1 -all") == "example.com. IN TXT \"v=spf1 -all\"");
  CHECK(txt_record(name, "a\"b\\c\x1b\xff") == "example.com. IN TXT \"a\\\"b\\\\c\\027\\255\"");
  CHECK(txt_record(name, "") == "example.com. IN TXT \"\"");
  const std::string full(255, 'x');
  CHECK(txt_record(name, full) == "example.com. IN TXT \"" + full + '"');
  // Octets count, not what they are escaped to.
  CHECK(txt_record(name, std::string(254, 'x') + "\\y") ==
        "example.com. IN TXT \"" + std::string(254, 'x') + "\\\\\" \"y\"");
}

TEST_CASE("a name is absolute, whatever its labels hold") {
  CHECK(txt_record(*DomainName::parse("a b;c$(d)@\"e\\.example"), "x") ==
        "a\\ b\\;c\\$\\(d\\)\\@\\\"e\\\\.example. IN TXT \"x\"");
}

TEST_CASE("nothing gets out of a comment") {
  CHECK(zone_comment("a\nb. IN TXT \xc3\xa4") == "; a\\x0ab. IN TXT \\xc3\\xa4\n");
}
