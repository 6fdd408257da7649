#include "room.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "hardfail/analysis/host_name.hpp"
#include "hardfail/analysis/repair.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/compiled.hpp"
#include "hardfail/spf/flatten.hpp"
#include "hardfail/spf/record.hpp"

namespace hardfail::readiness {
namespace {

/// A change to one term that makes room.
struct Lever {
  analysis::Rewrite rewrite;
  unsigned harm = 0;  ///< how little it is liked, beside others
  unsigned lookups = 0;
  unsigned void_lookups = 0;
};

/// The domain's record as if it had this term alone.
class Alone {
 public:
  Alone(const spf::Survey& survey, const std::string& term, dns::Resolver& resolver)
      : m_domain(survey.own.domain), m_overlay(resolver), m_cache(m_overlay) {
    const auto text = fmt::format("{} {} -all", spf::version_section, term);
    m_overlay.set_txt(m_domain, std::span(&text, 1));
  }

  [[nodiscard]] spf::Survey survey() { return spf::survey(m_domain, m_cache); }

  [[nodiscard]] bool may_pass_any(std::span<const IpAddress> senders) {
    const auto outcomes = spf::check_clients(m_domain, senders, m_cache);
    return std::ranges::any_of(outcomes, [](const auto& outcome) {
      return outcome->undecided || outcome->result != spf::Result::fail;
    });
  }

  /// The ip4 and ip6 terms that pass the same clients; nullopt where none do, or too many are
  /// needed for one record.
  [[nodiscard]] std::optional<std::vector<std::string>> written_out() {
    const auto flat = spf::flatten(m_domain, m_cache);
    if (!flat || !flat->kept.empty() || flat->records.size() != 1) return std::nullopt;
    const auto record = spf::parse_record(flat->records.front().text);
    if (!record) return std::nullopt;
    std::vector<std::string> terms;
    for (const auto& directive : record->directives) {
      if (std::holds_alternative<spf::All>(directive.mechanism)) continue;
      if (!std::holds_alternative<spf::Ip>(directive.mechanism) ||
          directive.qualifier != spf::Qualifier::pass) {
        return std::nullopt;
      }
      terms.emplace_back(record->text_of(directive.where));
    }
    return terms;
  }

 private:
  DomainName m_domain;
  dns::Overlay m_overlay;
  dns::Cache m_cache;
};

/// True where whoever keeps the domain keeps what the term leads to as well.
bool leads_to_own(const std::string& term, const spf::Directive& directive,
                  const DomainName& domain) {
  if (std::holds_alternative<spf::A>(directive.mechanism) ||
      std::holds_alternative<spf::Mx>(directive.mechanism)) {
    return true;
  }
  const auto target = spf::include_target(term);
  const auto organization = analysis::registrable_domain(domain);
  return target && target->is_at_or_below(organization.value_or(domain));
}

std::optional<Lever> lever_of(const spf::Survey& survey, const spf::Directive& directive,
                              std::span<const IpAddress> senders, dns::Resolver& resolver) {
  const bool is_free = std::holds_alternative<spf::Ip>(directive.mechanism) ||
                       std::holds_alternative<spf::All>(directive.mechanism);
  if (is_free || directive.qualifier != spf::Qualifier::pass) return std::nullopt;
  const std::string term(survey.own.record->text_of(directive.where));
  Alone alone(survey, term, resolver);
  const auto cost = alone.survey();
  Lever lever{{term, {}, {}}, 0, cost.lookups, cost.void_lookups};
  if (!senders.empty() && !alone.may_pass_any(senders)) {
    lever.harm = 2;
    lever.rewrite.reason = "no legitimate source seen passes by it";
    return lever;
  }
  if (!leads_to_own(term, directive, survey.own.domain)) return std::nullopt;
  auto terms = alone.written_out();
  if (!terms) return std::nullopt;
  lever.harm = spf::include_target(term) ? 4 : 3;
  lever.rewrite.by = *std::move(terms);
  lever.rewrite.reason =
      lever.rewrite.by.empty()
          ? "it leads to no address"
          : "these are all that it leads to today, and change when you change them";
  return lever;
}

std::uint32_t bit(std::size_t index) { return std::uint32_t{1} << index; }

}  // namespace

std::optional<analysis::Proposal> make_room(const spf::Survey& survey, const Budget& budget,
                                            std::span<const IpAddress> senders,
                                            dns::Resolver& resolver) {
  assert(survey.own.record);
  constexpr std::size_t most_levers = 12;  // all their sets are tried
  std::vector<Lever> levers;
  for (const auto& directive : survey.own.record->directives) {
    if (levers.size() == most_levers) break;
    if (auto lever = lever_of(survey, directive, senders, resolver)) {
      levers.push_back(*std::move(lever));
    }
  }
  const auto longest = std::max(spf::limits::record, survey.own.record->text.size());
  std::optional<analysis::Proposal> best;
  unsigned least_harm = 0;
  for (std::uint32_t set = 1; set < bit(levers.size()); ++set) {
    unsigned harm = 0;
    unsigned lookups = 0;
    unsigned void_lookups = 0;
    std::vector<analysis::Rewrite> rewrites;
    for (std::size_t i = 0; i < levers.size(); ++i) {
      if ((set & bit(i)) == 0) continue;
      harm += levers[i].harm;
      lookups += levers[i].lookups;
      void_lookups += levers[i].void_lookups;
      rewrites.push_back(levers[i].rewrite);
    }
    const bool fits = survey.lookups <= budget.lookups + lookups &&
                      survey.void_lookups <= budget.void_lookups + void_lookups;
    if (!fits || (best && harm >= least_harm)) continue;
    auto proposal = analysis::rewritten(survey, rewrites);
    if (!proposal || proposal->record.size() > longest) continue;
    best = std::move(proposal);
    least_harm = harm;
  }
  return best;
}

}  // namespace hardfail::readiness
