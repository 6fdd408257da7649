#include "hardfail/dns/host_names.hpp"

#include <algorithm>
#include <vector>

namespace hardfail::dns {
namespace {

struct Claim {
  IpAddress address;
  DomainName name;
};

/// What the PTR records of each address claim, the claims of one address together.
std::vector<Claim> claimed_names(std::span<const IpAddress> addresses, Resolver& resolver,
                                 Deadline deadline) {
  constexpr std::size_t most_names = 10;
  std::vector<Question> questions;
  questions.reserve(addresses.size());
  for (const auto& address : addresses)
    questions.push_back({address.reverse_name(), RecordType::ptr});

  const auto answers = resolver.ask_all(questions, deadline);
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    auto names = answers[i].all<DomainName>();
    if (names.size() > most_names) names.resize(most_names, names.front());
    for (auto& name : names) claims.push_back({addresses[i], std::move(name)});
  }
  return claims;
}

}  // namespace

std::unordered_map<IpAddress, HostName> look_up_hosts(std::span<const IpAddress> addresses,
                                                      Resolver& resolver, Deadline deadline) {
  const auto claims = claimed_names(addresses, resolver, deadline);
  std::vector<Question> questions;
  questions.reserve(claims.size());
  for (const auto& claim : claims) {
    const bool v4 = claim.address.family() == IpAddress::Family::v4;
    questions.push_back({claim.name, v4 ? RecordType::a : RecordType::aaaa});
  }

  const auto answers = resolver.ask_all(questions, deadline);
  std::unordered_map<IpAddress, HostName> hosts;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const auto addresses_of_name = answers[i].all<IpAddress>();
    const bool confirmed =
        std::ranges::find(addresses_of_name, claims[i].address) != addresses_of_name.end();
    const auto [known, is_new] =
        hosts.try_emplace(claims[i].address, HostName{claims[i].name, confirmed});
    if (!is_new && confirmed && !known->second.confirmed) known->second = {claims[i].name, true};
  }
  return hosts;
}

}  // namespace hardfail::dns
