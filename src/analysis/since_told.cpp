#include "hardfail/analysis/since_told.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace hardfail::analysis {

using ledger::Told;
using ledger::Trouble;
using ledger::TroubleKind;

namespace {

Change began(const Trouble& trouble) {
  const auto since = to_iso_date(trouble.since);
  std::string text;
  std::vector<std::string> senders;
  switch (trouble.kind) {
    case TroubleKind::none_held:
    case TroubleKind::dns_failed:
      text = trouble.name;
      break;
    case TroubleKind::reports_stopped:
      text = fmt::format(
          "reports stopped coming: the newest ends {}. `hardfail doctor` looks for the cause",
          since);
      break;
    case TroubleKind::reporter_stopped:
      text =
          fmt::format("{} used to send reports, and has sent none since {}", trouble.name, since);
      break;
    case TroubleKind::sender_silent:
      text = fmt::format("silent since {}, though the record lists it: {}", since, trouble.name);
      senders.push_back(trouble.name);
      break;
    case TroubleKind::mail_lost:
      text = fmt::format("since the record ends in -all ({}): {}", since, trouble.name);
      break;
  }
  const bool is_note = trouble.kind == TroubleKind::sender_silent;
  return {std::string(name_of(trouble.kind)),
          is_note ? Severity::note : Severity::warning,
          std::move(text),
          {},
          std::move(senders)};
}

/// nullopt where that needs no word.
std::optional<Change> ended(const Trouble& trouble, const Told& after) {
  const auto note = [](std::string_view code, std::string text,
                       std::vector<std::string> senders = {}) {
    return Change{std::string(code), Severity::note, std::move(text), {}, std::move(senders)};
  };
  switch (trouble.kind) {
    case TroubleKind::none_held:
      return note("reports_came", "the first reports are held");
    case TroubleKind::dns_failed:
      return note("dns_answers", "the DNS answers again");
    case TroubleKind::reports_stopped:
      return note("reports_resumed", "reports come again");
    case TroubleKind::reporter_stopped:
      return note("reporter_resumed", fmt::format("{} sends reports again", trouble.name));
    case TroubleKind::sender_silent: {
      // Otherwise it has left the window or the record, which is told as such.
      if (!after.run) return std::nullopt;
      const auto& senders = after.run->senders;
      const auto found = std::ranges::find(senders, trouble.subject, &ledger::RunSender::id);
      if (found == senders.end()) return std::nullopt;
      return note("sender_resumed", "sends again: " + trouble.name, {trouble.name});
    }
    case TroubleKind::mail_lost:
      return note("mail_back", "no longer so: " + trouble.name);
  }
  return std::nullopt;
}

bool holds(const std::vector<Trouble>& troubles, const Trouble& wanted) {
  return std::ranges::any_of(troubles, [&](const Trouble& each) {
    return each.kind == wanted.kind && each.subject == wanted.subject;
  });
}

}  // namespace

std::vector<Change> changes_since(const Told& before, const Told& after) {
  std::vector<Change> changes;
  for (const auto& trouble : after.troubles) {
    if (!holds(before.troubles, trouble)) changes.push_back(began(trouble));
  }
  if (before.run && after.run && before.run != after.run) {
    auto compared = compare(*before.run, *after.run).changes;
    std::ranges::move(compared, std::back_inserter(changes));
  }
  for (const auto& trouble : before.troubles) {
    if (holds(after.troubles, trouble)) continue;
    if (auto change = ended(trouble, after)) changes.push_back(*std::move(change));
  }
  return changes;
}

}  // namespace hardfail::analysis
