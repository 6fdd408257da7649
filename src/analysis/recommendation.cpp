#include "recommendation.hpp"

#include <fmt/format.h>

#include <chrono>

#include "doubts.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using spf::RecordStatus;

std::vector<Step> parking(const Circumstances& given) {
  const Step nobody{"Publish \"v=spf1 -all\": nobody should send as this domain.", true};
  if (given.policy.record && given.policy.action == dmarc::Action::reject) return {nobody};
  const bool has_own = given.policy.record && given.policy.found_at == given.domain;
  const bool only_tests = has_own && given.policy.record->p == dmarc::Action::reject;
  return {nobody,
          {fmt::format("At _dmarc.{} {}.", given.domain.text(),
                       only_tests ? "take t=y out of the DMARC record"
                       : has_own  ? "set p=reject in the DMARC record"
                                  : "publish \"v=DMARC1; p=reject\"")}};
}

/// DMARC first where it asks for nothing: enforced it protects the From line, which SPF does not,
/// and spares forwarded mail that DKIM vouches for.
std::vector<Step> hardening(const Circumstances& given) {
  const Step harden{"Change the end of the record to -all.", true};
  if (given.policy.dns_failed || given.policy.action != dmarc::Action::none) return {harden};
  return {
      {given.policy.record
           ? "Move DMARC from p=none to p=quarantine: it protects the From line, which SPF does "
             "not, and spares forwarded mail that DKIM vouches for."
           : "Publish a DMARC policy: it protects the From line, which SPF does not."},
      {"Then change the end of the record to -all.", true}};
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
  if (is_enough(given.evidence, given.thresholds)) {
    return heard_unknown(given) ? "Find out who the addresses in the query log are, and mark them "
                                  "with `hardfail mark`; then ask again."
                                : "Ask again when the DNS answers.";
  }
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

std::vector<Step> steps_for(const Circumstances& given, State state) {
  const Step again{"Ask again when new reports are in."};
  const Step find_out{
      "Find out who the unknown senders are, and mark them: `hardfail mark` takes an address, a "
      "network or a domain of host names."};
  switch (state) {
    case State::fix_record:
      if (given.survey.status == RecordStatus::temperror ||
          (given.survey.status == RecordStatus::ok && !error_for_senders(given))) {
        return {{"Fix the DNS of the record, then ask again."}};
      }
      return {{fmt::format("Fix the SPF record: as long as receivers cannot use it, its `all` has "
                           "no effect. `hardfail spf audit {}` shows what is wrong.",
                           given.domain.text()),
               true},
              {"Then ask again."}};
    case State::already_hardfail:
      if (given.impact.newly_failed_legitimate > 0) {
        return {{"Add the missing senders now, or go back to ~all until they are listed.", true}};
      }
      if (given.hardfail_costs()) {
        return {
            {"Go back to ~all and let DMARC enforce: -all loses forwarded mail that no listing "
             "can save."}};
      }
      if (heard_senders(given)) {
        return {
            {"List those addresses of the query log that send for you, and mark the others with "
             "`hardfail mark`."}};
      }
      if (given.too_much_unknown()) return {{"Keep -all, which fails their mail."}, find_out};
      return {{"Keep -all, and check again when a new service starts to send for you."}};
    case State::not_ready: {
      if (everybody_passes(given)) {
        return {{"Take out what lets everybody pass, and list the senders by terms of their own."},
                again};
      }
      std::vector<Step> steps;
      if (given.unlisted.senders > 0) {
        steps.push_back({"Add the missing senders to the record, and keep ~all for now.", true});
      }
      if (heard_senders(given)) {
        steps.push_back(
            {"Find out who the addresses in the query log are: list those that send for "
             "you, and mark the others with `hardfail mark`."});
      }
      if (given.too_much_unknown() || steps.empty()) steps.push_back(find_out);
      steps.push_back(again);
      return steps;
    }
    case State::insufficient_evidence:
      return {{waiting(given)}};
    case State::parked:
      return parking(given);
    case State::keep_softfail:
      return {
          {"Keep ~all and let DMARC enforce: -all would lose forwarded mail that no listing "
           "can save."}};
    case State::ready:
      return hardening(given);
  }
  return {};
}

std::string text_of(const std::vector<Step>& steps) {
  std::string text;
  for (const auto& step : steps) text += (text.empty() ? "" : " ") + step.text;
  return text;
}

void put_publishing_first(const DomainName& domain, Verdict& verdict) {
  const bool loses_mail = verdict.state == State::already_hardfail && verdict.exit_code != 0;
  // Where senders are missing, the record with them is proposed in its place.
  const auto& code = verdict.reasons.front().code;
  const bool does_harm = verdict.state == State::fix_record || loses_mail ||
                         code == "everybody_passes" || code == "unlisted_senders";
  verdict.steps.insert(
      verdict.steps.begin(),
      Step{does_harm ? "Do not publish this record as it is."
                     : fmt::format("Publish this record as the TXT record of {}; all else comes "
                                   "after that.",
                                   domain.text())});
  verdict.recommendation = text_of(verdict.steps);
}

}  // namespace hardfail::analysis
