#include "hardfail/analysis/heard.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>
#include <utility>

#include "hardfail/analysis/host_name.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

/// A neighbour of a sender is asked about on so many days, and not by a chance visitor once.
constexpr unsigned neighbour_days = 3;
/// One resolver may be anybody's own.
constexpr unsigned several_resolvers = 2;
constexpr std::size_t most_receivers = 10;
/// A shorter first label says nothing about who reports.
constexpr std::size_t telling_label = 4;

bool sends_for_domain(SourceClass source_class) {
  return source_class == SourceClass::listed || source_class == SourceClass::unlisted_legitimate;
}

/// What a client can be kin to.
class Kinship {
 public:
  Kinship(const Surroundings& surroundings, const Services& services,
          const std::vector<Source>& sources, std::span<const Sender> senders)
      : m_surroundings(surroundings), m_services(services) {
    for (const auto& source : sources) {
      if (sends_for_domain(source.source_class)) {
        m_networks.insert(IpNetwork::around(source.address));
      }
    }
    for (const auto& sender : senders) {
      if (sends_for_domain(sender.source_class) && sender.service != nullptr) {
        m_used.insert(sender.service);
      }
    }
  }

  [[nodiscard]] std::optional<HostName> host_of(const IpAddress& client) const {
    const auto found = m_surroundings.hosts.find(client);
    return found == m_surroundings.hosts.end() ? std::nullopt : found->second;
  }

  /// The most specific mark on the client; nullptr where there is none.
  [[nodiscard]] const Mark* mark_on(const IpAddress& client,
                                    const std::optional<HostName>& host) const {
    const Mark* found = nullptr;
    const auto* name = host && host->confirmed ? &host->name : nullptr;
    for (const auto& mark : m_surroundings.marks) {
      if (!mark.source.matches(client, name)) continue;
      if (found == nullptr || mark.source.is_narrower_than(found->source)) found = &mark;
    }
    return found;
  }

  /// How the client is tied to the domain; nullopt where by nothing but that it was asked about.
  [[nodiscard]] std::optional<std::pair<HeardTie, std::string>> tie_of(
      const ledger::HeardClient& seen, const std::optional<HostName>& host) const {
    if (const auto* mark = mark_on(seen.client, host)) return {{HeardTie::mark, mark->name}};
    if (host && host->confirmed) {
      if (host->name.is_at_or_below(m_surroundings.organizational_domain)) {
        return {{HeardTie::own_host, std::string()}};
      }
      const auto* service = m_services.of_host(host->name);
      if (service != nullptr && m_used.contains(service)) {
        return {{HeardTie::service, service->name}};
      }
    }
    const auto network = IpNetwork::around(seen.client);
    if (seen.days >= neighbour_days && m_networks.contains(network)) {
      return {{HeardTie::network, network.to_string()}};
    }
    return std::nullopt;
  }

 private:
  const Surroundings& m_surroundings;
  const Services& m_services;
  std::unordered_set<IpNetwork> m_networks;
  std::set<const Service*> m_used;
};

/// True where the operator said that these are not senders of the domain's.
bool is_set_aside(const Mark* mark) {
  return mark != nullptr && !sends_for_domain(mark->source_class);
}

std::vector<HeardReceiver> receivers_of(const ledger::Heard& heard, const Kinship& kinship,
                                        const Evidence& evidence) {
  std::map<std::string, std::uint64_t> queries;
  for (const auto& each : heard.resolvers) {
    const auto host = kinship.host_of(each.resolver);
    const auto domain =
        host && host->confirmed ? registrable_domain(host->name) : std::optional<DomainName>();
    queries[domain ? domain->text() : each.resolver.to_string()] += each.queries;
  }
  const auto reports = [&](const std::string& name) {
    const auto label = name.substr(0, name.find('.'));
    return std::ranges::any_of(evidence.reporters, [&](const std::string& reporter) {
      const auto lower = to_lower(reporter);
      return lower.find(name) != std::string::npos ||
             (label.size() >= telling_label && lower.find(label) != std::string::npos);
    });
  };
  std::vector<HeardReceiver> receivers;
  receivers.reserve(queries.size());
  for (const auto& [name, count] : queries) receivers.push_back({name, count, reports(name)});
  std::ranges::stable_sort(receivers, std::ranges::greater(), &HeardReceiver::queries);
  if (receivers.size() > most_receivers)
    receivers.erase(receivers.begin() + most_receivers, receivers.end());
  return receivers;
}

}  // namespace

std::string_view name_of(HeardTie tie) noexcept {
  switch (tie) {
    case HeardTie::mark:
      return "mark";
    case HeardTie::own_host:
      return "own_host";
    case HeardTie::service:
      return "service";
    case HeardTie::network:
      return "network";
    case HeardTie::lasting:
      return "lasting";
  }
  return {};
}

Listening weigh_heard(const ledger::Heard& heard, const std::vector<bool>& listed,
                      const Surroundings& surroundings, const Services& services,
                      const std::vector<Source>& sources, std::span<const Sender> senders,
                      const Evidence& evidence, const Thresholds& thresholds) {
  std::unordered_set<IpAddress> reported;
  for (const auto& source : sources) reported.insert(source.address);
  const Kinship kinship(surroundings, services, sources, senders);

  Listening listening;
  for (std::size_t i = 0; i < heard.clients.size(); ++i) {
    const auto& seen = heard.clients[i];
    if (listed[i]) continue;
    ++listening.clients;
    if (reported.contains(seen.client)) {
      ++listening.in_reports;
      continue;
    }
    auto host = kinship.host_of(seen.client);
    if (is_set_aside(kinship.mark_on(seen.client, host))) continue;
    if (auto tie = kinship.tie_of(seen, host)) {
      listening.senders.push_back({seen, std::move(host), tie->first, std::move(tie->second)});
    } else if (seen.days >= thresholds.max_unknown_days && seen.resolvers >= several_resolvers) {
      listening.unknown.push_back({seen, std::move(host), HeardTie::lasting, {}});
    } else {
      ++listening.passing;
    }
  }
  for (auto* each : {&listening.senders, &listening.unknown}) {
    std::ranges::stable_sort(*each, std::ranges::greater(),
                             [](const HeardSource& source) { return source.seen.days; });
  }
  listening.receivers = receivers_of(heard, kinship, evidence);
  return listening;
}

}  // namespace hardfail::analysis
