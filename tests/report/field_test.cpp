#include "field.hpp"

#include <doctest/doctest.h>

#include <array>

#include "capture.hpp"

using namespace hardfail;
using namespace hardfail::report;

TEST_CASE("a count is what its digits say, however they are grouped") {
  struct Row {
    const char* text;
    std::uint64_t count;
    const char* warning;
  };
  for (const auto& [text, count, warning] : std::to_array<Row>({
           {"7", 7, ""},
           {"0007", 7, ""},
           {"1.0", 1, ""},
           {"1.00", 1, ""},
           {"+5", 5, "count \"+5\" is read as 5"},
           {"1,234", 1234, "count \"1,234\" is read as 1234"},
           {"12,345,678", 12345678, "count \"12,345,678\" is read as 12345678"},
           {"1 234", 1234, "count \"1 234\" is read as 1234"},
           {"1'234'567", 1234567, "count \"1'234'567\" is read as 1234567"},
       })) {
    CAPTURE_BOUND(text);
    WarningLog log;
    CHECK(read_count(text, log) == count);
    const auto warnings = log.take();
    CHECK((warnings.empty() ? "" : warnings[0].text) == warning);
    CHECK(warnings.size() <= 1);
  }
}

TEST_CASE("a count that may mean something else is refused") {
  for (const char* text :
       {"",     "+",      "-1",    "++1",  "1.5",     "1.234",        "1,5",
        "1,23", "1,2345", "0,123", ",123", "1,234,",  "1,234 567",    "1234,567",
        "1 2",  "1e3",    "0x10",  "one",  "1,234.5", "100000000001", "100,000,000,001"}) {
    CAPTURE(text);
    WarningLog log;
    CHECK_FALSE(read_count(text, log).has_value());
  }
}

TEST_CASE("an address is taken for what it plainly is") {
  struct Row {
    const char* text;
    const char* address;
    bool odd;
  };
  for (const auto& [text, address, odd] : std::to_array<Row>({
           {"192.0.2.7", "192.0.2.7", false},
           {"10.0.0.1", "10.0.0.1", false},
           {"127.0.0.1", "127.0.0.1", false},
           {"2001:DB8:0:0:0:0:0:7", "2001:db8::7", false},
           {"0000:0000:0000:0000:0000:FFFF:7F00:2", "127.0.0.2", false},
           {"[192.0.2.7]", "192.0.2.7", true},
           {"[2001:db8::7]", "2001:db8::7", true},
           {"[IPv6:2001:db8::7]", "2001:db8::7", true},
           {"ipv6:2001:DB8::7", "2001:db8::7", true},
           {"fe80::7%eth0", "fe80::7", true},
           {"192.0.2.7/32", "192.0.2.7", true},
           {"2001:db8::7/128", "2001:db8::7", true},
           {"192.0.2.7:25", "192.0.2.7", true},
           {"[192.0.2.7]:25", "192.0.2.7", true},
           {"[2001:db8::7]:25", "2001:db8::7", true},
           {"[IPv6:2001:db8::7]:25", "2001:db8::7", true},
           // A port without brackets cannot be told from the address.
           {"2001:db8::7:25", "2001:db8::7:25", false},
       })) {
    CAPTURE_BOUND(text);
    WarningLog log;
    const auto read = read_address(text, log);
    REQUIRE(read);
    CHECK(read->to_string() == address);
    const auto warnings = log.take();
    REQUIRE(warnings.size() == (odd ? 1 : 0));
    if (odd) {
      CHECK(warnings[0].code == "address");
      CHECK(warnings[0].text == "source_ip \"" + std::string(text) + "\" is read as " + address);
    }
  }
}

TEST_CASE("what is not a single address is refused") {
  for (const char* text : {"", "X.X.X.X", "mail.example", "192.0.2.0/24", "2001:db8::/32", "[]",
                           "[mail.example]", "192.0.2.1:", "192.0.2.1:smtp", "192.0.2.1.25",
                           "192.0.2.1, 192.0.2.2", ":25", "[192.0.2.1", "192.0.2.1:25:26"}) {
    CAPTURE(text);
    WarningLog log;
    CHECK_FALSE(read_address(text, log).has_value());
    CHECK(log.take().empty());
  }
}
