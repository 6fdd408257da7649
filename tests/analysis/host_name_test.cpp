#include "hardfail/analysis/host_name.hpp"

#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

TEST_CASE("the registrable domain is one label below the public suffix") {
  CHECK(registrable_domain(name("out1.mail.example.co.uk")) == name("example.co.uk"));
  CHECK(registrable_domain(name("mx.example.org")) == name("example.org"));
  CHECK_FALSE(registrable_domain(name("co.uk")).has_value());
}

TEST_CASE("names of lines are generic, names of mail servers are not") {
  struct Case {
    const char* host;
    const char* address;
    bool generic;
  };
  for (const auto& row : {Case{"203-0-113-7.dynamic.isp.example.net", "203.0.113.7", true},
                          Case{"7.113.0.203.isp.example.net", "203.0.113.7", true},
                          Case{"ip-203-000-113-007.isp.example.net", "203.0.113.7", true},
                          Case{"cb007107.isp.example.net", "203.0.113.7", true},
                          Case{"host7.pool.isp.example.net", "203.0.113.7", true},
                          Case{"203000113007.mobile.isp.example.net", "203.0.113.7", true},
                          Case{"7.red-203-0-113.dynamicip.example.net", "203.0.113.7", true},
                          Case{"83078183006.mobile.isp.example.net", "83.78.183.6", true},
                          Case{"vps-acfebafc.isp.example.net", "203.0.113.7", true},
                          Case{"vps-beefcake.isp.example.net", "203.0.113.7", false},
                          Case{"x7.w203-0.abo.isp.example.net", "203.0.113.7", true},
                          Case{"2001-db8-7--25.v6.isp.example.net", "2001:db8:7::25", true},
                          Case{"2001-db8-0-1-aaaa-bbbb-cccc-dddd.isp.example.net",
                               "2001:db8:0:1:aaaa:bbbb:cccc:dddd", true},
                          Case{"mail-203-0-113-7.service.example.com", "203.0.113.7", false},
                          Case{"out7.service.example.com", "203.0.113.7", false},
                          Case{"liverpool.example.com", "203.0.113.7", false}}) {
    CAPTURE(row.host);
    CHECK(is_generic_host(name(row.host), ip(row.address)) == row.generic);
  }
}
