#include "repair.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "hardfail/analysis/repair.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/compiled.hpp"
#include "hardfail/spf/flatten.hpp"
#include "hardfail/spf/open_passes.hpp"
#include "publish.hpp"

namespace hardfail::readiness {
namespace {

using spf::RecordStatus;

bool has(const spf::Survey& survey, std::string_view code) {
  return std::ranges::find(survey.findings, code, &spf::Finding::code) != survey.findings.end();
}

/// The terms of the domain's own record that take look-ups and pass none of the senders.
std::set<std::string> unused_terms(const spf::Survey& survey, std::span<const IpAddress> senders,
                                   dns::Resolver& resolver) {
  std::set<std::string> unused;
  const auto& record = *survey.own.record;
  for (const auto& directive : record.directives) {
    const bool is_free = std::holds_alternative<spf::Ip>(directive.mechanism) ||
                         std::holds_alternative<spf::All>(directive.mechanism);
    if (is_free || directive.qualifier != spf::Qualifier::pass) continue;
    const std::string term(record.text_of(directive.where));
    dns::Overlay alone(resolver);
    const auto text = "v=spf1 " + term + " -all";
    alone.set_txt(survey.own.domain, std::span(&text, 1));
    dns::Cache cache(alone);
    const auto outcomes = spf::check_clients(survey.own.domain, senders, cache);
    const auto may_pass = [](const auto& outcome) {
      return outcome->undecided || outcome->result != spf::Result::fail;
    };
    if (std::ranges::none_of(outcomes, may_pass)) unused.insert(term);
  }
  return unused;
}

/// One step; nullopt where none is known.
std::optional<analysis::Proposal> next_step(const spf::Survey& survey,
                                            std::span<const IpAddress> senders,
                                            dns::Resolver& resolver) {
  if (auto step = analysis::repaired(survey)) return step;
  constexpr std::array<std::string_view, 3> limits = {"too_many_lookups", "too_many_void_lookups",
                                                      "too_many_mx"};
  const bool exceeds =
      std::ranges::any_of(limits, [&](std::string_view code) { return has(survey, code); });
  if (!exceeds) return std::nullopt;
  if (const auto flattened = spf::flatten(survey.own.domain, resolver)) {
    if (auto flat = analysis::flat_proposal(*flattened)) return flat;
  }
  if (senders.empty() || !survey.own.record) return std::nullopt;
  return analysis::without(survey, unused_terms(survey, senders, resolver),
                           "no legitimate source seen passes by it");
}

}  // namespace

std::optional<Repair> repair(const spf::Survey& published, std::span<const IpAddress> senders,
                             dns::Resolver& resolver) {
  constexpr int most_steps = 4;  // correct, take out, write out, take out what is unused
  if (published.status == RecordStatus::temperror) return std::nullopt;
  const auto& texts = published.own.texts;
  Repair repair{analysis::Proposal::of(texts.empty() ? "" : texts.front(), {}), published};
  const auto is_usable = [&] {
    return repair.survey.status == RecordStatus::ok || has(repair.survey, "error_for_every_client");
  };
  dns::Overlay overlay(resolver);
  for (int step = 0; step < most_steps && !is_usable(); ++step) {
    auto next = next_step(repair.survey, senders, overlay);
    if (!next) return std::nullopt;
    auto& changes = repair.proposal.changes;
    changes.insert(changes.end(), next->changes.begin(), next->changes.end());
    next->changes = std::move(changes);
    repair.proposal = *std::move(next);
    publish(repair.proposal, published.own.domain, overlay);
    repair.survey = spf::survey(published.own.domain, overlay);
  }
  dns::Cache cache(overlay);
  if (!is_usable() || !spf::open_passes(published.own.domain, cache).empty()) return std::nullopt;
  return repair;
}

}  // namespace hardfail::readiness
