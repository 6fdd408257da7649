// SPF over a hostile zone. The input is a master file; the record judged is that of "d". However it
// is evaluated, clients get the same result: term by term, many at once, compiled to ranges.
#include <array>
#include <string_view>
#include <vector>

#include "fuzz.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/dns/zone.hpp"
#include "hardfail/spf/audit.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/spf/compiled.hpp"
#include "hardfail/util/error.hpp"

namespace {

using namespace hardfail;

constexpr auto clients = std::to_array<std::string_view>(
    {"192.0.2.1", "192.0.2.255", "10.0.0.0", "255.255.255.255", "0.0.0.0", "2001:db8::1",
     "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"});

void judge(dns::Resolver& zone) {
  const auto domain = DomainName::parse("d").value();
  dns::Cache cache(zone);
  const auto compiled = spf::CompiledRecord::of(domain, cache);
  std::vector<spf::Query> queries;
  for (const auto client : clients) {
    queries.push_back({IpAddress::parse(client).value(), domain, "postmaster", "d"});
  }
  const auto together = spf::check_hosts(queries, cache);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const auto alone = spf::check_host(queries[i], cache);
    fuzz::require(alone.lookups <= spf::limits::lookups + 1, "the look-ups are bounded");
    fuzz::require(alone.void_lookups <= spf::limits::void_lookups + 1, "so are the void ones");
    fuzz::require(together[i].result == alone.result, "many at once fare as one alone");
    const auto* ranged = compiled.find(queries[i].client);
    fuzz::require(ranged == nullptr || ranged->result == alone.result,
                  "a compiled record decides as its terms do");
    fuzz::require(ranged == nullptr || ranged->path == alone.path, "and by the same terms");
  }
  static_cast<void>(spf::audit(domain, cache));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    judge(*dns::parse_zone(fuzz::octets_of(data, size)));
  } catch (const Error&) {  // a text that is not a master file
    return 0;
  }
  return 0;
}
