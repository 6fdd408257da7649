#include "hardfail/dns/host_names.hpp"

#include <algorithm>

namespace hardfail::dns {
namespace {

struct Claim {
  std::size_t place;  ///< of the address
  DomainName name;
};

/// Puts what the PTR records of each address say into `lookups`, as far as it goes without asking
/// for the names, and returns the names to ask for, those of one address together.
std::vector<Claim> claimed_names(std::span<const Answer> answers,
                                 std::vector<HostLookup>& lookups) {
  constexpr std::size_t most_names = 10;
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    auto names = answers[i].all<DomainName>();
    if (!is_error(answers[i].status)) lookups[i].ttl = answers[i].ttl;
    if (names.size() > most_names) names.resize(most_names, names.front());
    for (auto& name : names) claims.push_back({i, std::move(name)});
  }
  return claims;
}

/// Takes in the addresses of a claimed name. Of several claims the first that is confirmed counts,
/// else the first.
void settle(const Claim& claim, const IpAddress& address, const Answer& answer,
            HostLookup& lookup) {
  if (lookup.host && lookup.host->confirmed) return;
  const auto addresses = answer.all<IpAddress>();
  const bool confirmed = std::ranges::find(addresses, address) != addresses.end();
  if (!lookup.host || confirmed) lookup.host = HostName{claim.name, confirmed};
  if (is_error(answer.status)) {
    lookup.ttl.reset();
  } else if (lookup.ttl) {
    lookup.ttl = std::min(*lookup.ttl, answer.ttl);
  }
}

}  // namespace

std::vector<HostLookup> look_up_hosts(std::span<const IpAddress> addresses, Resolver& resolver,
                                      Deadline deadline) {
  std::vector<Question> questions;
  questions.reserve(addresses.size());
  for (const auto& address : addresses)
    questions.push_back({address.reverse_name(), RecordType::ptr});
  std::vector<HostLookup> lookups(addresses.size());
  const auto claims = claimed_names(resolver.ask_all(questions, deadline), lookups);

  questions.clear();
  for (const auto& claim : claims) {
    const bool v4 = addresses[claim.place].family() == IpAddress::Family::v4;
    questions.push_back({claim.name, v4 ? RecordType::a : RecordType::aaaa});
  }
  const auto answers = resolver.ask_all(questions, deadline);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    settle(claims[i], addresses[claims[i].place], answers[i], lookups[claims[i].place]);
  }
  return lookups;
}

}  // namespace hardfail::dns
