#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "day_set.hpp"
#include "flat.hpp"
#include "hardfail/analysis/host_name.hpp"
#include "hardfail/analysis/sender.hpp"
#include "senders/belonging.hpp"

namespace hardfail::analysis {
namespace {

/// Whoever reads of a sender wants its largest parts; a botnet has thousands.
constexpr std::size_t most_parts_kept = 10;

constexpr std::array<std::string_view, 11> tie_names = {
    "mark",    "no_sign", "service",           "own",    "host", "envelope", "term",
    "no_name", "key",     "autonomous_system", "network"};

/// Parts of a sender with their messages, to be had in order of these.
template <typename Part>
class Weights {
 public:
  void add(const Part& part, std::uint64_t messages) { m_messages[part] += messages; }
  /// The heaviest, most messages first.
  [[nodiscard]] std::vector<Part> heaviest() const {
    std::vector<std::pair<std::uint64_t, const Part*>> order;
    order.reserve(m_messages.size());
    for (const auto& [part, messages] : m_messages) order.emplace_back(messages, &part);
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [](const auto& each) { return each.first; });
    std::vector<Part> parts;
    for (const auto& [messages, part] : order) {
      if (parts.size() == most_parts_kept) break;
      parts.push_back(*part);
    }
    return parts;
  }

 private:
  std::map<Part, std::uint64_t> m_messages;
};

/// What is gathered of a sender before it is known whole.
struct Gathered {
  Sender sender;
  Weights<std::string> operators;
  Weights<std::uint32_t> keys;
  std::vector<std::pair<IpNetwork, std::uint64_t>> networks;
  DaySet days;
  FlatSet<std::uint32_t> reporters;
};

bool is_same_system(const AutonomousSystem* a, const AutonomousSystem* b) {
  return a != nullptr && b != nullptr && a->number == b->number;
}

void add(const Source& source, std::uint32_t index, Gathered& gathered) {
  Sender& sender = gathered.sender;
  if (sender.sources.empty()) {
    sender.system = source.system;
  } else if (!is_same_system(sender.system.get(), source.system.get())) {
    sender.system = nullptr;
  }
  sender.sources.push_back(index);
  sender.messages += source.messages;
  sender.governed_messages += source.governed_messages;
  sender.newly_failed += source.newly_failed;
  sender.dkim_aligned += source.dkim_aligned;
  sender.first_seen = std::min(sender.first_seen, source.first_seen);
  sender.last_seen = std::max(sender.last_seen, source.last_seen);
  sender.confidence = std::max(sender.confidence, source.confidence);
  gathered.networks.emplace_back(IpNetwork::around(source.address), source.messages);
  if (source.host && source.host->confirmed) {
    if (const auto domain = registrable_domain(source.host->name)) {
      gathered.operators.add(domain->text(), source.messages);
    }
  } else if (source.system) {
    gathered.operators.add(to_string(*source.system), source.messages);
  }
  const Signal& deciding = source.signals.front();
  const auto known = std::ranges::find(sender.signals, deciding.code, &SenderSignal::code);
  if (known != sender.signals.end()) {
    ++known->addresses;
  } else {
    sender.signals.push_back({deciding.code, 1, deciding.text});
  }
}

/// The networks, each once, and the heaviest of them.
void add_networks(std::vector<std::pair<IpNetwork, std::uint64_t>> seen, Sender& sender) {
  std::ranges::sort(seen);
  std::vector<std::pair<std::uint64_t, IpNetwork>> networks;
  for (const auto& [network, messages] : seen) {
    if (networks.empty() || networks.back().second != network) networks.emplace_back(0, network);
    networks.back().first += messages;
  }
  sender.network_count = networks.size();
  const auto kept = std::min(networks.size(), most_parts_kept);
  std::ranges::partial_sort(networks, networks.begin() + static_cast<std::ptrdiff_t>(kept),
                            [](const auto& a, const auto& b) {
                              return std::tie(b.first, a.second) < std::tie(a.first, b.second);
                            });
  for (std::size_t i = 0; i < kept; ++i) sender.networks.push_back(networks[i].second);
}

Sender whole(Gathered gathered, const MailNames& names) {
  Sender& sender = gathered.sender;
  sender.days = static_cast<unsigned>(gathered.days.size());
  sender.reporters = static_cast<unsigned>(gathered.reporters.size());
  sender.operators = gathered.operators.heaviest();
  for (const auto key : gathered.keys.heaviest()) sender.keys.push_back(names.keys()[key]);
  add_networks(std::move(gathered.networks), sender);
  std::ranges::stable_sort(sender.signals, std::ranges::greater{}, &SenderSignal::addresses);
  return std::move(gathered.sender);
}

/// Adds up, by sender, what can only be counted over all rows: days, reporters, keys.
void add_rows(const report::Observations& observations, const std::vector<Source>& sources,
              const MailNames& names, std::vector<Gathered>& gathered) {
  std::vector<std::uint32_t> sender_of(observations.sources.size());
  for (const auto& source : sources) {
    sender_of[source.observed] = source.sender;
    for (const auto& [key, messages] : names.keys_of(source.observed)) {
      gathered[source.sender].keys.add(key, messages);
    }
  }
  for (const auto& row : observations.rows) {
    Gathered& at = gathered[sender_of[row.source]];
    at.days.add(day_of(observations.periods[row.period]));
    at.reporters.insert(row.reporter);
  }
}

/// Where a sender is that has no other name: as narrow as holds all of it, and whose that is.
std::string place_of(const Sender& sender, const std::vector<Source>& sources) {
  auto system = sender.system ? to_string(*sender.system) : std::string();
  if (sender.network_count > 1) return system;
  const auto place = sender.sources.size() == 1
                         ? sources[sender.sources.front()].address.to_string()
                         : sender.networks.front().to_string();
  return system.empty() ? place : fmt::format("{} ({})", place, system);
}

/// Puts the senders in order and tells each source the new place of its own.
std::vector<Sender> in_order(std::vector<Gathered> gathered, const MailNames& names,
                             std::vector<Source>& sources) {
  std::vector<std::uint32_t> order(gathered.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::uint32_t i) {
    const Sender& sender = gathered[i].sender;
    return std::tuple(sender.source_class != SourceClass::unlisted_legitimate, ~sender.messages,
                      std::string_view(sender.id));
  });
  std::vector<std::uint32_t> place(order.size());
  std::vector<Sender> senders;
  senders.reserve(order.size());
  for (const auto i : order) {
    place[i] = static_cast<std::uint32_t>(senders.size());
    senders.push_back(whole(std::move(gathered[i]), names));
  }
  for (auto& source : sources) source.sender = place[source.sender];
  return senders;
}

}  // namespace

std::string_view name_of(Tie tie) noexcept { return tie_names.at(static_cast<std::size_t>(tie)); }

std::vector<Sender> senders_of(const report::Observations& observations,
                               const Surroundings& surroundings, const Services& services,
                               const Publishers& publishers, std::vector<Source>& sources) {
  std::vector<bool> is_named(observations.sources.size());
  for (const auto& source : sources) {
    is_named[source.observed] = source.source_class != SourceClass::suspected_spoof;
  }
  const MailNames names(observations, surroundings, is_named);
  const Belongings belongings(surroundings, services, publishers, names);

  std::vector<Gathered> gathered;
  std::map<SourceClass, std::unordered_map<Belonging, std::uint32_t, BelongingHash>> numbers;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    Source& source = sources[i];
    const auto next = static_cast<std::uint32_t>(gathered.size());
    const auto [found, is_new] =
        numbers[source.source_class].try_emplace(belongings.of(source), next);
    source.sender = found->second;
    if (is_new) {
      const Belonging& belonging = found->first;
      Sender& sender = gathered.emplace_back().sender;
      sender.id = fmt::format("{}/{}:{}", name_of(source.source_class), name_of(belonging.tie),
                              belongings.key_of(belonging));
      sender.name = belongings.name_of(belonging, source);
      sender.tie = belonging.tie;
      if (belonging.tie == Tie::service) {
        sender.service = static_cast<const Service*>(belonging.thing);
      }
      sender.source_class = source.source_class;
    }
    add(source, i, gathered[source.sender]);
  }
  add_rows(observations, sources, names, gathered);
  auto senders = in_order(std::move(gathered), names, sources);
  for (auto& sender : senders) {
    if (sender.tie == Tie::network || sender.tie == Tie::autonomous_system) {
      sender.name = place_of(sender, sources);
    }
  }
  return senders;
}

}  // namespace hardfail::analysis
