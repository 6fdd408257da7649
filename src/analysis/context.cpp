#include "context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "doubts.hpp"
#include "hardfail/util/text.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using dmarc::Action;

bool has(const std::vector<Reason>& reasons, std::string_view code) {
  return std::ranges::find(reasons, code, &Reason::code) != reasons.end();
}

void add_forwarded(const Circumstances& given, std::vector<Reason>& reasons) {
  const auto failed = given.impact.newly_failed_forwarded;
  if (failed == 0 || has(reasons, "forwarded_mail")) return;
  if (given.too_much_forwarded()) return reasons.push_back(forwarded_past_tolerance(given));
  reasons.push_back({"forwarded_within_tolerance", Severity::note,
                     fmt::format("{} ({} of the legitimate mail) came through forwarders that keep "
                                 "the envelope sender; receivers that reject on SPF alone would "
                                 "refuse this mail",
                                 messages_text(failed), percent(given.share_of_legitimate(failed))),
                     failed});
}

void add_rejecting_reporters(const Circumstances& given, std::vector<Reason>& reasons) {
  const auto& seen = given.impact.at_rejecting_reporters;
  if (seen.empty()) return;
  std::uint64_t messages = 0;
  for (const auto& [reporter, count] : seen) messages += count;
  const auto at_risk = given.impact.newly_failed_legitimate + given.impact.newly_failed_forwarded;
  reasons.push_back(
      {"rejecting_reporters", Severity::note,
       fmt::format(
           "{} of the {} at risk ({}) went to {}, listed as refusing mail on SPF fail before "
           "looking at DKIM",
           grouped(messages), messages_text(at_risk),
           percent(static_cast<double>(messages) / static_cast<double>(at_risk)),
           listing(seen, [](const auto& each) { return each.first; })),
       messages});
}

/// What reports cannot show: mail that is refused before it is read, and receivers without reports.
void add_unseen(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  if (given.evidence.legitimate_messages == 0) return;
  if (state == State::ready && !given.dns.listening) {
    reasons.push_back(
        {"not_listened", Severity::note,
         fmt::format("a sender whose mail goes only to receivers that send no reports is not in "
                     "these figures, and they cannot tell whether there is one; `hardfail listen "
                     "{}` says how to hear of it",
                     given.domain.text())});
  }
  if (state != State::already_hardfail) return;
  reasons.push_back(
      {"unseen_rejections", Severity::note,
       "receivers that reject on SPF fail before they read a message never report it "
       "(RFC 9989, section 7.1): mail that -all loses there is not in these figures"});
}

std::string unknown_text(const Circumstances& given) {
  if (!given.thresholds.strict || given.likely.sources == 0) {
    return counted(given.unknown.senders, "unknown sender") + addresses_text(given.unknown);
  }
  return counted(given.unknown.senders, "sender") + addresses_text(given.unknown) +
         ", unknown or merely likely to be what they seem,";
}

void add_unknown(const Circumstances& given, std::vector<Reason>& reasons) {
  if (given.unknown.sources == 0 || has(reasons, "unknown_sources")) return;
  if (given.too_much_unknown()) return reasons.push_back(unknown_past_tolerance(given));
  reasons.push_back({"unknown_within_tolerance", Severity::note,
                     fmt::format("{} from {} may be legitimate, which is within the tolerance",
                                 messages_text(given.unknown.messages), unknown_text(given)),
                     given.unknown.messages});
}

void add_spoofed(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  if (given.spoof.newly_failed == 0 || state == State::parked) return;
  reasons.push_back({"spoofed_mail", Severity::note,
                     fmt::format("-all {} {} from {} that nothing vouches for",
                                 state == State::already_hardfail ? "fails" : "would fail",
                                 messages_text(given.spoof.newly_failed),
                                 counted(given.spoof.sources, "address", "addresses")),
                     given.spoof.newly_failed});
}

std::string_view rule_of(const Source& source) { return source.signals.front().code; }

/// Pre: not empty, all by the same rule.
Reason likely_by_rule(const std::vector<const Source*>& sources) {
  std::uint64_t messages = 0;
  for (const auto* source : sources) messages += source->messages;
  const Source& first = *sources.front();
  const auto& traits = traits_of(first.source_class);
  return {
      "merely_likely", Severity::note,
      fmt::format("merely likely: {} ({}) by the rule {}: {}. What can mislead: {}",
                  counted(sources.size(), traits.one, traits.many), messages_text(messages),
                  rule_of(first),
                  listing(sources, [](const Source* each) { return each->address.to_string(); }),
                  first.may_mislead),
      messages};
}

/// Before a sender that was taken for a forger is failed: whoever reads this may know better.
void add_suspects(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  if (state != State::ready && state != State::parked) return;
  if (auto suspects = suspects_to_know(given)) reasons.push_back(std::move(*suspects));
}

/// What is merely likely, rule by rule: before a yes that rests on it, and where a strict verdict
/// says no because of it.
void add_likely(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  const bool held_back = given.thresholds.strict && has(reasons, "unknown_sources");
  if (state != State::ready && state != State::parked && !held_back) return;
  std::vector<std::vector<const Source*>> rules;
  for (const auto& source : given.sources) {
    if (!is_merely_likely(source)) continue;
    const auto same = std::ranges::find_if(
        rules, [&](const auto& of) { return rule_of(*of.front()) == rule_of(source); });
    if (same == rules.end()) {
      rules.push_back({&source});
    } else {
      same->push_back(&source);
    }
  }
  for (const auto& sources : rules) reasons.push_back(likely_by_rule(sources));
}

/// Mail of a domain that nobody legitimate sends as should be refused outright.
void add_parked_policy(const Circumstances& given, std::vector<Reason>& reasons) {
  const auto& policy = given.policy;
  if (policy.action == Action::reject) {
    reasons.push_back(
        {"dmarc_enforces", Severity::note,
         "the DMARC policy is p=reject already, as it should be for a domain that sends no "
         "mail"});
    return;
  }
  reasons.push_back(
      {"dmarc_not_reject", Severity::warning,
       fmt::format(
           "{}: a domain that sends no mail should have p=reject as well as -all, since SPF "
           "alone does not stop forged From headers",
           policy.record
               ? fmt::format("the DMARC policy is only p={}", dmarc::name_of(policy.action))
               : std::string("no DMARC policy is published"))});
}

void add_policy(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  const auto& policy = given.policy;
  const auto add = [&](std::string code, std::string text) {
    reasons.push_back({std::move(code), Severity::note, std::move(text)});
  };
  if (policy.dns_failed && !policy.record) {
    return add("dmarc_unknown",
               fmt::format("the DMARC policy could not be read: the DNS failed for _dmarc.{} or a "
                           "name above it",
                           given.domain.text()));
  }
  const bool nobody_sends = state == State::parked || (state == State::already_hardfail &&
                                                       given.evidence.legitimate_messages == 0);
  if (nobody_sends) return add_parked_policy(given, reasons);
  if (!policy.record) {
    return add("no_dmarc",
               "no valid DMARC policy is published: without one, ~all is mere advice and -all the "
               "only instruction that receivers have. With one, DKIM counts as well and can save "
               "forwarded mail");
  }
  switch (policy.action) {
    case Action::none:
      return add(
          "dmarc_none",
          "the DMARC policy is p=none, which asks receivers for nothing: move to p=quarantine "
          "before -all. It protects the From line, and spares forwarded mail that DKIM "
          "vouches for");
    case Action::quarantine:
      return add("dmarc_enforces",
                 "the DMARC policy is p=quarantine already: where receivers evaluate it, -all adds "
                 "little. It acts at receivers that reject on SPF before they see the message, and "
                 "mail that they reject appears in no later report");
    case Action::reject:
      return add(
          "dmarc_enforces",
          "the DMARC policy is p=reject already: receivers that evaluate it refuse forgeries "
          "under ~all as well. -all acts only at receivers without DMARC, and at those that "
          "reject on SPF before they see the message; mail that these reject appears in no "
          "later report");
  }
}

void add_unknown_organizations(const Circumstances& given, std::vector<Reason>& reasons) {
  const auto& failed = given.dns.organizations_failed;
  if (failed.empty()) return;
  reasons.push_back(
      {"organization_unknown", Severity::warning,
       fmt::format("the DNS failed for the organizational domain of {}: signatures "
                   "there are taken to be aligned with the From domain by name alone",
                   listing(failed, [](const auto& name) { return printable(name.text()); }))});
}

}  // namespace

Reason unknown_past_tolerance(const Circumstances& given) {
  return {"unknown_sources", Severity::warning,
          fmt::format("{} may be legitimate: {}, seen on up to {}; the tolerance is {} of the "
                      "legitimate messages, and fewer than {} days for each sender",
                      unknown_text(given), messages_text(given.unknown.messages),
                      counted(given.unknown.most_days, "day"),
                      percent(given.thresholds.max_unknown), given.thresholds.max_unknown_days),
          given.unknown.messages};
}

Reason reports_outside_window(const Circumstances& given) {
  const auto& held = given.evidence.outside_window.value();
  const auto& window = given.evidence.window;
  return {"reports_outside_window", Severity::warning,
          fmt::format("every report of {} lies outside the window from {} to {}: they cover {} to "
                      "{}, and --as-of {} would show the newest",
                      given.domain.text(), to_iso_date(window.begin), to_iso_date(window.end),
                      to_iso_date(held.first), to_iso_date(held.last),
                      to_iso_date(held.last + std::chrono::days{1}))};
}

Reason forwarded_past_tolerance(const Circumstances& given) {
  const auto failed = given.impact.newly_failed_forwarded;
  return {
      "forwarded_mail", Severity::warning,
      fmt::format("{} ({} of the legitimate mail) came through forwarders ({}) that keep the "
                  "envelope sender; -all would fail this mail, and listing the forwarders is no "
                  "remedy; the tolerance is {}",
                  messages_text(failed), percent(given.share_of_legitimate(failed)),
                  counted(given.forwarders.sources, "address", "addresses"),
                  percent(given.thresholds.max_forwarded)),
      failed};
}

void add_context(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  if (given.evidence.outside_window && !has(reasons, "reports_outside_window")) {
    reasons.push_back(reports_outside_window(given));
  }
  add_forwarded(given, reasons);
  add_rejecting_reporters(given, reasons);
  add_unseen(given, state, reasons);
  add_unknown(given, reasons);
  add_spoofed(given, state, reasons);
  add_suspects(given, state, reasons);
  add_likely(given, state, reasons);
  add_policy(given, state, reasons);
  add_unknown_organizations(given, reasons);
}

}  // namespace hardfail::analysis
