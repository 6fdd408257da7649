#include "hardfail/spf/governed.hpp"

#include <doctest/doctest.h>

#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;

namespace {

std::vector<DomainName> names(std::initializer_list<const char*> texts) {
  std::vector<DomainName> result;
  for (const char* text : texts) result.push_back(DomainName::parse(text).value());
  return result;
}

}  // namespace

TEST_CASE("a domain governs itself and those that redirect to it, and no others") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ~all")
      .txt("direct.example", "v=spf1 ip4:192.0.2.1 redirect=example.com")
      .txt("far.example", "v=spf1 redirect=direct.example")
      .txt("beside.example", "v=spf1 redirect=example.com -all")
      .txt("including.example", "v=spf1 include:example.com -all")
      .txt("away.example", "v=spf1 redirect=elsewhere.example")
      .txt("loop.example", "v=spf1 redirect=loop.example")
      .txt("message.example", "v=spf1 redirect=%{h}")
      .txt("sub.example.com", "v=spf1 redirect=%{d2}");
  const auto candidates = names({"example.com", "direct.example", "far.example", "beside.example",
                                 "including.example", "away.example", "loop.example",
                                 "message.example", "sub.example.com", "nothing.example.com"});
  CHECK(governed_by(candidates.front(), candidates, dns) ==
        names({"example.com", "direct.example", "far.example", "sub.example.com"}));
}

TEST_CASE("a domain governs its aliases, and what redirects to one, but not an alias of others") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ~all")
      .cname("app.example.com", "example.com")
      .cname("far.example", "app.example.com")
      .txt("to-alias.example", "v=spf1 redirect=app.example.com")
      .txt("service.example", "v=spf1 ~all")
      .cname("elsewhere.example.com", "service.example");
  const auto candidates = names({"app.example.com", "far.example", "to-alias.example",
                                 "elsewhere.example.com", "service.example"});
  CHECK(governed_by(names({"example.com"}).front(), candidates, dns) ==
        names({"app.example.com", "far.example", "to-alias.example"}));
  // The record that elsewhere.example.com has is the service's.
  CHECK(governed_by(names({"elsewhere.example.com"}).front(), candidates, dns) ==
        names({"elsewhere.example.com", "service.example"}));
}

TEST_CASE("an alias is governed before the domain has a record") {
  MemoryResolver dns;
  dns.address("example.com", "192.0.2.1").cname("app.example.com", "example.com");
  CHECK(governed_by(names({"example.com"}).front(), names({"app.example.com"}), dns) ==
        names({"app.example.com"}));
}
