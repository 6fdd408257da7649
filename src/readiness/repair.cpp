#include "repair.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "hardfail/analysis/repair.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/flatten.hpp"
#include "hardfail/spf/open_passes.hpp"
#include "publish.hpp"
#include "room.hpp"

namespace hardfail::readiness {
namespace {

using spf::RecordStatus;

bool has(const spf::Survey& survey, std::string_view code) {
  return std::ranges::find(survey.findings, code, &spf::Finding::code) != survey.findings.end();
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
  if (survey.own.record) {
    if (auto room = make_room(survey, {}, senders, resolver)) return room;
  }
  if (const auto flattened = spf::flatten(survey.own.domain, resolver)) {
    return analysis::flat_proposal(*flattened);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Repair> repair(const spf::Survey& published, std::span<const IpAddress> senders,
                             dns::Resolver& resolver) {
  constexpr int most_steps = 4;  // correct, take out, make room, write out
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
