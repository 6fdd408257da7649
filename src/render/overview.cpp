#include "overview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "cells.hpp"
#include "hardfail/util/count.hpp"

namespace hardfail::render {

Overview::Overview()
    : m_table({{"DOMAIN", Align::left, Fit::may_be_cut, 20},
               {"VERDICT"},
               {"MISSING", Align::right},
               {"MESSAGES", Align::right},
               {"LAST REPORT", Align::left, Fit::whole, 0, Need::where_there_is_room},
               {"FAIL UNDER -ALL", Align::right, Fit::whole, 0, Need::where_there_is_room},
               {"LEGITIMATE", Align::right, Fit::whole, 0, Need::where_there_is_room}}) {}

void Overview::add(const analysis::Assessment& assessment, Charset charset) {
  const auto& state = traits_of(assessment.verdict.state);
  const auto& [evidence, impact] = std::tie(assessment.evidence, assessment.impact);
  const auto missing =
      std::ranges::count(assessment.senders, analysis::SourceClass::unlisted_legitimate,
                         &analysis::Sender::source_class);
  ++m_states[assessment.verdict.state];
  m_table.add({domain_text(assessment.domain, charset),
               {std::string(state.headline), tone_of(state.standing)},
               grouped(static_cast<std::uint64_t>(missing)),
               grouped(evidence.messages),
               evidence.seen ? to_iso_date(evidence.seen->last) : "-",
               grouped(impact.newly_failed_legitimate + impact.newly_failed_forwarded),
               grouped(evidence.legitimate_messages)});
}

std::string Overview::to_text(const Page& page) const {
  std::string parts;
  for (const auto& [state, domains] : m_states) {
    parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", grouped(domains),
                         traits_of(state).headline);
  }
  return m_table.to_text(page) +
         wrapped(fmt::format("{}: {}.", counted(domains(), "domain"), parts), page);
}

}  // namespace hardfail::render
