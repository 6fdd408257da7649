#include <fmt/format.h>

#include <algorithm>

#include "hardfail/analysis/after.hpp"
#include "recommendation.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

/// "mail of Desk", "forwarded mail"
std::string what_mail(const ComparedMail& mail) {
  if (mail.sender.empty()) return "mail that -all can lose";
  return mail.sender_id.empty() ? mail.sender : "mail of " + mail.sender;
}

unsigned days_since(const After& after) { return after.since ? after.since->count() : 0; }

std::string headline(const After& after) {
  const auto at_risk = fmt::format("{} messages a week that -all can lose", whole(after.weekly));
  switch (after.state) {
    case AfterState::too_early:
      return fmt::format("too early to say: {} of reports since, of {} that are needed",
                         counted(days_since(after), "day"), days_to_hold);
    case AfterState::no_baseline:
      return fmt::format(
          "nothing to hold it against: {} of reports from before are looked at, and three weeks "
          "are needed",
          counted(after.before ? after.before->count() : 0, "day"));
    case AfterState::holding:
      if (after.weekly < 1) return "holding: before it, no mail was seen that -all can lose";
      return fmt::format(
          "holding: nothing is lost as far as reports show. Before it they showed {}; of {} of "
          "these a complete loss would show by now",
          at_risk, whole(after.weekly_watched));
    case AfterState::losing:
      return fmt::format("losing mail, in {} of reports since", counted(days_since(after), "day"));
  }
  return {};
}

/// Losses that no narrower one tells of.
std::vector<const ComparedMail*> told_losses(const After& after) {
  std::vector<const ComparedMail*> told;
  for (const auto& mail : after.compared) {
    if (mail.is_lost && !mail.is_explained) told.push_back(&mail);
  }
  return told;
}

}  // namespace

std::string lost_text(const ComparedMail& mail) {
  const auto figures = fmt::format("(expected {} to {}, seen {})", whole(mail.low),
                                   whole(mail.high), grouped(mail.seen));
  const auto who = mail.reporter.empty() ? "all reporters together report"
                                         : fmt::format("{} reports", mail.reporter);
  if (mail.seen == 0) return fmt::format("{} no {} any more {}", who, what_mail(mail), figures);
  return fmt::format("{} {:.0f}% less {} than before {}", who,
                     std::min(mail.lost_share() * 100, 99.0), what_mail(mail), figures);
}

std::string new_fails_text(const NewFails& fails) {
  return fmt::format("{} of {} failed since, which passed before", messages_text(fails.failed),
                     fails.sender);
}

std::string way_back_text(const After& after) {
  return fmt::format(
      "the way back is ~all: then nobody refuses {} messages a week of senders and forwarders by "
      "SPF alone, nor any forgery, which is left to DMARC",
      whole(after.weekly));
}

std::vector<Reason> reasons_of(const After& after) {
  const bool is_losing = after.state == AfterState::losing;
  std::vector<Reason> reasons = {{"after_" + std::string(name_of(after.state)),
                                  is_losing ? Severity::error : Severity::note, headline(after),
                                  0}};
  for (const auto* mail : told_losses(after)) {
    reasons.push_back({"mail_lost", Severity::error, lost_text(*mail), mail->seen});
  }
  for (const auto& fails : after.new_fails) {
    reasons.push_back({"new_fails", Severity::error, new_fails_text(fails), fails.failed});
  }
  if (!after.silent_reporters.empty()) {
    reasons.push_back(
        {"silent_since", Severity::warning,
         fmt::format("no report since from {}: whether they refuse all they get or just sent none, "
                     "reports cannot tell",
                     listing(after.silent_reporters, [](const auto& name) { return name; })),
         0});
  }
  if (is_losing) reasons.push_back({"way_back", Severity::note, way_back_text(after), 0});
  return reasons;
}

void tell_losses(const After& after, Verdict& verdict) {
  if (after.state != AfterState::losing) return;
  const auto losses = told_losses(after);
  const auto text =
      losses.empty() ? new_fails_text(after.new_fails.front()) : lost_text(*losses.front());
  const auto more = losses.size() + after.new_fails.size() - 1;
  verdict.reasons.insert(
      verdict.reasons.begin(),
      {"loses_since_turn", Severity::error,
       fmt::format("since the record ends in -all, mail is lost: {}{}", text,
                   more == 0 ? "" : fmt::format("; and {} more", counted(more, "finding")))});
  if (verdict.exit_code != 0) return;  // then the steps say so
  verdict.exit_code = 1;
  verdict.steps.insert(verdict.steps.begin(),
                       {"Go back to ~all until the mail that is lost is listed or known to be "
                        "no loss.",
                        false});
  verdict.recommendation = text_of(verdict.steps);
}

}  // namespace hardfail::analysis
