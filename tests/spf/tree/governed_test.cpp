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
