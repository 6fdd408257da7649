#include "direct_mail.hpp"

#include <algorithm>
#include <functional>

#include "classify/reading.hpp"
#include "period_days.hpp"

namespace hardfail::analysis {
namespace {

/// A tenth: mail of fewer than ten days is no evidence. A domain's busiest day, its newsletter, is
/// not to stand for the rest.
constexpr double parts_by_day = 10.0;
/// Two thirds: of the mail to people's own mailboxes, the largest receiver may well see more than
/// half; the others together have to see at least half as much.
constexpr double parts_by_reporter = 1.5;

/// The sum of `amounts`, each cut to the largest c with which none is more than 1/parts of the sum;
/// 0 for fewer amounts than parts.
std::uint64_t even_sum(std::vector<std::uint64_t> amounts, double parts) {
  std::ranges::sort(amounts, std::greater<>());
  double uncut = 0.0;
  for (const auto amount : amounts) uncut += static_cast<double>(amount);
  double cut = 0.0;  // how many are
  for (const auto amount : amounts) {
    const auto next = static_cast<double>(amount);
    if (cut * next + uncut >= parts * next) {
      // cut * c + uncut = parts * c, where any is cut.
      return static_cast<std::uint64_t>(cut > 0.0 ? parts * uncut / (parts - cut) : uncut);
    }
    uncut -= next;
    cut += 1.0;
  }
  return 0;
}

template <typename Key>
std::vector<std::uint64_t> amounts_of(const std::map<Key, std::uint64_t>& messages) {
  std::vector<std::uint64_t> amounts;
  amounts.reserve(messages.size());
  for (const auto& [key, amount] : messages) amounts.push_back(amount);
  return amounts;
}

/// The sources of that mail, by the index of their address in Observations::sources; nullptr for
/// any other.
std::vector<const Source*> direct_senders(const report::Observations& observations,
                                          const std::vector<Source>& sources) {
  std::vector<const Source*> by_index(observations.sources.size(), nullptr);
  for (const auto& source : sources) {
    const bool is_direct = source.source_class == SourceClass::listed ||
                           source.source_class == SourceClass::unlisted_legitimate;
    if (is_direct && source.governed_messages > 0) by_index[source.observed] = &source;
  }
  return by_index;
}

}  // namespace

DirectMail direct_mail(const report::Observations& observations, const std::vector<Source>& sources,
                       const std::set<DomainName>& governed) {
  std::vector<Governance> governance;
  governance.reserve(observations.authentications.size());
  for (const auto& authentication : observations.authentications) {
    governance.push_back(governance_of(authentication, governed));
  }
  const auto senders = direct_senders(observations, sources);

  // Rows that name no SPF domain count where they were needed to make up the source's governed
  // mail.
  std::vector<std::uint64_t> named(senders.size());
  for (const auto& row : observations.rows) {
    if (governance[row.authentication] == Governance::governed) named[row.source] += row.messages;
  }
  DirectMail direct;
  std::vector<std::uint64_t> by_period(observations.periods.size());
  for (const auto& row : observations.rows) {
    const auto* sender = senders[row.source];
    if (sender == nullptr || governance[row.authentication] == Governance::foreign) continue;
    if (governance[row.authentication] == Governance::unspecified &&
        sender->governed_messages <= named[row.source]) {
      continue;
    }
    direct.messages += row.messages;
    direct.by_reporter[row.reporter] += row.messages;
    by_period[row.period] += row.messages;
  }
  for (std::size_t i = 0; i < by_period.size(); ++i) {
    const auto days = days_of(observations.periods[i], observations.window);
    if (!days) continue;
    spread(by_period[i], *days, [&](auto day, auto share) { direct.by_day[day] += share; });
  }
  return direct;
}

std::uint64_t DirectMail::evenly_counted() const {
  return std::min(even_sum(amounts_of(by_day), parts_by_day),
                  even_sum(amounts_of(by_reporter), parts_by_reporter));
}

}  // namespace hardfail::analysis
