#include "hardfail/spf/addresses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "hardfail/util/text.hpp"
#include "lookup/published.hpp"
#include "ranges/compiler.hpp"

namespace hardfail::spf {
namespace {

/// The networks that hold what passes and nothing else, each with the paths of the parts in it.
std::vector<AuthorisedNetwork> authorised(std::span<const OutcomeRange> passing) {
  std::vector<AddressRange> ranges;
  ranges.reserve(passing.size());
  for (const auto& each : passing) ranges.push_back(each.clients);

  std::vector<AuthorisedNetwork> networks;
  auto part = passing.begin();
  for (const auto& range : merged(std::move(ranges))) {
    for (const auto& network : networks_of(range)) {
      const auto [family, first, last] = range_of(network);
      while (part->clients.family < family || part->clients.last < first) ++part;
      auto& added = networks.emplace_back(AuthorisedNetwork{network, {}});
      for (auto at = part;
           at != passing.end() && at->clients.family == family && at->clients.first <= last; ++at) {
        added.paths.push_back(at->outcome->path);
      }
      std::ranges::sort(added.paths);
      added.paths.erase(std::unique(added.paths.begin(), added.paths.end()), added.paths.end());
    }
  }
  return networks;
}

std::string why_not(const Published& published) {
  const auto name = printable(published.domain.text());
  switch (published.status) {
    case RecordStatus::ok:
    case RecordStatus::none:
      return fmt::format("{} publishes no SPF record", name);
    case RecordStatus::multiple:
      return fmt::format("{} publishes {} SPF records", name, published.texts.size());
    case RecordStatus::permerror:
      return describe_error(published, published.errors.front());
    case RecordStatus::temperror:
      return *published.problem;
  }
  return {};
}

/// Why the clients of a range end in an error; nullopt where they do not.
std::optional<std::string> problem_of(const OutcomeRange& range) {
  const auto* family = range.clients.family == IpAddress::Family::v4 ? "IPv4" : "IPv6";
  if (range.outcome == nullptr) {
    return fmt::format("the record is too large: not all {} clients were checked", family);
  }
  if (!range.outcome->problem) return std::nullopt;
  return fmt::format("{} clients that are not listed get an error: {}", family,
                     *range.outcome->problem);
}

}  // namespace

Addresses authorised_addresses(const DomainName& domain, dns::Resolver& resolver) {
  dns::Cache cache(resolver);
  Addresses addresses{domain, {}, 0, 0, {}, {}};
  const auto own = to_fetched(domain, cache.ask({domain, dns::RecordType::txt})).published;
  if (!own.record) {
    addresses.problems.push_back(why_not(own));
    return addresses;
  }
  auto compiled = compile(domain, cache, {}, Personal::pass_over);
  std::vector<OutcomeRange> passing;
  std::set<std::string> problems;
  for (const auto& range : ranges_of(compiled)) {
    if (range.outcome != nullptr && range.outcome->result == Result::pass) passing.push_back(range);
    if (auto problem = problem_of(range)) problems.insert(*std::move(problem));
  }
  addresses.networks = authorised(passing);
  for (const auto& [network, paths] : addresses.networks) {
    const auto size = std::ldexp(1.0, static_cast<int>(network.address().width() - network.bits()));
    const bool v4 = network.address().family() == IpAddress::Family::v4;
    if (v4) addresses.v4_count += static_cast<std::uint64_t>(size);
    if (!v4) addresses.v6_count += size;
  }
  addresses.not_enumerated = std::move(compiled.passed_over);
  addresses.problems.assign(problems.begin(), problems.end());
  return addresses;
}

}  // namespace hardfail::spf
