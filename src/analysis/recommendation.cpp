#include "recommendation.hpp"

#include <fmt/format.h>

#include <chrono>

#include "doubts.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using spf::RecordStatus;

std::string parking(const Circumstances& given) {
  if (given.policy.record && given.policy.action == dmarc::Action::reject) {
    return "Publish \"v=spf1 -all\": nobody should send as this domain, and its DMARC policy "
           "already says so.";
  }
  const bool has_own = given.policy.record && given.policy.found_at == given.domain;
  const bool only_tests = has_own && given.policy.record->p == dmarc::Action::reject;
  return fmt::format(
      "Publish \"v=spf1 -all\", and {} at _dmarc.{}: nobody should send as this domain.",
      only_tests ? "take t=y out of the DMARC record"
      : has_own  ? "set p=reject in the DMARC record"
                 : "publish \"v=DMARC1; p=reject\"",
      given.domain.text());
}

/// Pre: no report meets the window.
std::string looking_elsewhere(const Evidence& evidence) {
  const auto& held = evidence.outside_window.value();
  auto text = fmt::format("Ask again with --as-of {}, to judge by the reports there are.",
                          to_iso_date(held.last + std::chrono::days{1}));
  if (held.last < evidence.window.begin) {
    text += fmt::format(
        " For an answer as of {}, import newer reports; if none have come, check that the rua "
        "address in the DMARC record accepts reports.",
        to_iso_date(evidence.window.end));
  }
  return text;
}

std::string waiting(const Circumstances& given) {
  if (given.evidence.outside_window) return looking_elsewhere(given.evidence);
  if (is_enough(given.evidence, given.thresholds)) return "Ask again when the DNS answers.";
  if (const auto day = enough_on(given.evidence, given.thresholds)) {
    return fmt::format(
        "Wait: keep ~all and ask again on {}. By then there will be enough reports, if they keep "
        "coming as they do now.",
        to_iso_date(*day));
  }
  if (given.evidence.reporters.size() < given.thresholds.min_reporters) {
    return "Wait: keep ~all and ask again when more receivers send reports. When that will be "
           "cannot "
           "be predicted: it depends on where your mail goes. Check that the rua address in the "
           "DMARC record accepts reports.";
  }
  const auto window = std::chrono::floor<std::chrono::days>(given.evidence.window.end) -
                      std::chrono::floor<std::chrono::days>(given.evidence.window.begin);
  if (window < std::chrono::days{given.thresholds.min_days}) {
    return fmt::format(
        "Ask again with a longer window (--days): one of {} cannot hold the {} days of reports "
        "that are needed.",
        counted(static_cast<std::uint64_t>(window.count()), "day"), given.thresholds.min_days);
  }
  return "Wait: keep ~all. At the present pace this window will never hold enough reports: ask "
         "again "
         "with a longer one (--days).";
}

}  // namespace

std::string recommend(const Circumstances& given, State state) {
  switch (state) {
    case State::fix_record:
      return given.survey.status == RecordStatus::temperror ||
                     (given.survey.status == RecordStatus::ok && !error_for_senders(given))
                 ? "Fix the DNS of the record first, then ask again."
                 : fmt::format(
                       "Fix the SPF record first: as long as receivers cannot use it, its `all` "
                       "has no "
                       "effect. `hardfail spf audit {}` shows what is wrong.",
                       given.domain.text());
    case State::already_hardfail:
      return given.impact.newly_failed_legitimate > 0
                 ? "Add the missing senders now, or go back to ~all until they are listed."
             : given.hardfail_costs()
                 ? "Go back to ~all and let DMARC enforce: -all loses forwarded mail that no "
                   "listing can save."
             : given.too_much_unknown()
                 ? "Keep -all, but find out who the unknown sources are and mark them: it fails "
                   "their mail."
                 : "Keep -all, and check again when a new service starts to send for you.";
    case State::not_ready:
      if (everybody_passes(given)) {
        return "Take out what lets everybody pass, list the senders by terms of their own, and ask "
               "again.";
      }
      return given.unlisted.sources > 0
                 ? "Do not move to -all yet: add the missing senders to the record, or give them "
                   "an "
                   "envelope (Return-Path) domain of their own. Then ask again when new reports "
                   "are in."
                 : "Do not move to -all yet: find out who the unknown sources are and mark them.";
    case State::insufficient_evidence:
      return waiting(given);
    case State::parked:
      return parking(given);
    case State::keep_softfail:
      return "Keep ~all and let DMARC enforce: -all would lose forwarded mail that no listing "
             "can save.";
    case State::ready:
      if (given.policy.dns_failed || given.policy.action != dmarc::Action::none) {
        return "Change the end of the record to -all.";
      }
      return given.policy.record
                 ? "Change the end of the record to -all; or move DMARC from p=none to "
                   "p=quarantine first, which protects more."
                 : "Change the end of the record to -all, and publish a DMARC policy: it protects "
                   "the From line, which SPF does not.";
  }
  return {};
}

std::string recommend_what_if(const DomainName& domain, const Verdict& verdict) {
  const bool loses_mail = verdict.state == State::already_hardfail && verdict.exit_code != 0;
  const bool does_harm = verdict.state == State::fix_record || loses_mail ||
                         verdict.reasons.front().code == "everybody_passes";
  return fmt::format(
      "{} {}",
      does_harm
          ? "Do not publish this record as it is."
          : fmt::format(
                "First publish this record as the TXT record of {}; all else comes after that.",
                domain.text()),
      verdict.recommendation);
}

}  // namespace hardfail::analysis
