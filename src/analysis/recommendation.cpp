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
    return "Publish \"v=spf1 -all\": nobody is to send as this domain, and its DMARC policy says "
           "so already.";
  }
  const bool has_own = given.policy.record && given.policy.found_at == given.domain;
  const bool only_tests = has_own && given.policy.record->p == dmarc::Action::reject;
  return fmt::format(
      "Publish \"v=spf1 -all\", and {} at _dmarc.{}: nobody is to send as this domain.",
      only_tests ? "take t=y out of the DMARC record"
      : has_own  ? "set p=reject in the DMARC record"
                 : "\"v=DMARC1; p=reject\"",
      given.domain.text());
}

std::string waiting(const Circumstances& given) {
  if (is_enough(given.evidence, given.thresholds)) return "Ask again when the DNS answers.";
  if (const auto day = enough_on(given.evidence, given.thresholds)) {
    return fmt::format(
        "Wait: keep ~all and ask again on {}. The reports are enough by then if they keep coming "
        "as they do now.",
        to_iso_date(*day));
  }
  if (given.evidence.reporters.size() < given.thresholds.min_reporters) {
    return "Wait: keep ~all and ask again when more receivers report. That has no date: it depends "
           "on where your mail goes. See that the rua address of the DMARC record takes reports.";
  }
  const auto window = std::chrono::floor<std::chrono::days>(given.evidence.window.end) -
                      std::chrono::floor<std::chrono::days>(given.evidence.window.begin);
  if (window < std::chrono::days{given.thresholds.min_days}) {
    return fmt::format(
        "Ask again over a longer window: one of {} does not hold the {} days of reports that are "
        "needed (--days).",
        counted(static_cast<std::uint64_t>(window.count()), "day", "days"),
        given.thresholds.min_days);
  }
  return "Wait: keep ~all. At the pace of the reports so far, this window never holds enough of "
         "them: ask again over a longer one (--days).";
}

}  // namespace

std::string recommend(const Circumstances& given, State state) {
  switch (state) {
    case State::fix_record:
      return given.survey.status == RecordStatus::temperror ||
                     (given.survey.status == RecordStatus::ok && !error_for_senders(given))
                 ? "Mend the DNS of the record first, then ask again."
                 : fmt::format(
                       "Mend the SPF record first: nothing can be said of its `all` while "
                       "receivers cannot use it. `hardfail spf audit {}` shows what is wrong.",
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
                 : "Keep -all, and look again when a new service starts to send for you.";
    case State::not_ready:
      if (everybody_passes(given)) {
        return "Take out what lets everybody pass, list the senders by terms of their own, and ask "
               "again.";
      }
      return given.unlisted.sources > 0
                 ? "Do not move to -all yet: add the missing senders, or give them a bounce domain "
                   "of their own, and ask again when the next reports are in."
                 : "Do not move to -all yet: find out who the unknown sources are and mark them.";
    case State::insufficient_evidence:
      return waiting(given);
    case State::parked:
      return parking(given);
    case State::keep_softfail:
      return "Stay with ~all and let DMARC enforce: -all would lose forwarded mail that no listing "
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

}  // namespace hardfail::analysis
