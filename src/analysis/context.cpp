#include "context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "doubts.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using dmarc::Action;

bool has(const std::vector<Reason>& reasons, std::string_view code) {
  return std::ranges::find(reasons, code, &Reason::code) != reasons.end();
}

void add_forwarded(const Circumstances& given, std::vector<Reason>& reasons) {
  const auto failed = given.forwarders.newly_failed;
  if (failed == 0 || has(reasons, "forwarded_mail")) return;
  if (given.too_much_forwarded()) return reasons.push_back(forwarded_past_tolerance(given));
  reasons.push_back({"forwarded_within_tolerance", Severity::note,
                     fmt::format("{} ({} of the legitimate mail) came through forwarders that keep "
                                 "the envelope; receivers that reject on SPF alone would refuse "
                                 "them",
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
       fmt::format("{} of the {} at risk ({}) went to {}, known to refuse mail on SPF fail before "
                   "DKIM or DMARC are looked at: under -all they are lost there",
                   messages, messages_text(at_risk),
                   percent(static_cast<double>(messages) / static_cast<double>(at_risk)),
                   listing(seen, [](const auto& each) { return each.first; })),
       messages});
}

/// Where -all is published already, the reports are those of the mail that got through.
void add_unseen(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  if (state != State::already_hardfail || given.evidence.legitimate_messages == 0) return;
  reasons.push_back({"unseen_rejections", Severity::note,
                     "receivers that reject on SPF fail before they read a message never report it "
                     "(RFC 9989, section 7.1): what -all loses there is not in these figures"});
}

void add_unknown(const Circumstances& given, std::vector<Reason>& reasons) {
  if (given.unknown.sources == 0 || has(reasons, "unknown_sources")) return;
  if (given.too_much_unknown()) return reasons.push_back(unknown_past_tolerance(given));
  reasons.push_back({"unknown_within_tolerance", Severity::note,
                     fmt::format("{} from {} that may be legitimate, within the tolerance",
                                 messages_text(given.unknown.messages),
                                 counted(given.unknown.sources, "source", "sources")),
                     given.unknown.messages});
}

void add_spoofed(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  if (given.spoof.newly_failed == 0 || state == State::parked) return;
  reasons.push_back({"spoofed_mail", Severity::note,
                     fmt::format("-all {} {} from {} without any sign of legitimacy",
                                 state == State::already_hardfail ? "fails" : "would fail",
                                 messages_text(given.spoof.newly_failed),
                                 counted(given.spoof.sources, "source", "sources")),
                     given.spoof.newly_failed});
}

/// Before a sender is failed that was taken for a forger, whoever reads this may know better.
void add_suspects(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  if (state != State::ready && state != State::parked) return;
  if (auto suspects = suspects_to_know(given)) reasons.push_back(std::move(*suspects));
}

/// A domain that nobody legitimate sends as wants to be refused outright.
void add_parked_policy(const Circumstances& given, std::vector<Reason>& reasons) {
  const auto& policy = given.policy;
  if (policy.action == Action::reject) {
    reasons.push_back({"dmarc_enforces", Severity::note,
                       "DMARC asks to reject mail in its name already, as it should be for a "
                       "domain that does not send"});
    return;
  }
  reasons.push_back(
      {"dmarc_not_reject", Severity::warning,
       fmt::format("{}: a domain that does not send wants p=reject beside -all, for SPF alone does "
                   "not stop forgeries of the From line",
                   policy.record
                       ? fmt::format("DMARC is at p={} only", dmarc::name_of(policy.action))
                       : std::string("no DMARC policy is published"))});
}

void add_policy(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  const auto& policy = given.policy;
  const auto add = [&](std::string code, std::string text) {
    reasons.push_back({std::move(code), Severity::note, std::move(text)});
  };
  if (policy.dns_failed && !policy.record) {
    return add("dmarc_unknown", "the DMARC policy could not be read from the DNS");
  }
  const bool nobody_sends = state == State::parked || (state == State::already_hardfail &&
                                                       given.evidence.legitimate_messages == 0);
  if (nobody_sends) return add_parked_policy(given, reasons);
  if (!policy.record) {
    return add("no_dmarc",
               "no DMARC policy that counts is published: ~all is mere advice then, and -all the "
               "only word that receivers have. Under a policy DKIM counts as well, and can save "
               "forwarded mail");
  }
  switch (policy.action) {
    case Action::none:
      return add("dmarc_none",
                 "DMARC is at p=none: receivers are asked to do nothing about mail that fails. "
                 "That is a reason to wait with -all: p=quarantine protects the From line, and "
                 "spares forwarded mail that DKIM vouches for");
    case Action::quarantine:
      return add("dmarc_enforces",
                 "DMARC asks for quarantine already: where receivers evaluate it, -all adds "
                 "little. It acts at receivers that reject on SPF before they see the message, and "
                 "what they reject shows in no later report");
    case Action::reject:
      return add("dmarc_enforces",
                 "DMARC asks for reject already: receivers that evaluate it refuse forgeries with "
                 "~all as well. What -all adds are receivers without DMARC and those that reject "
                 "on SPF before they see the message; what these reject shows in no later report");
  }
}

}  // namespace

Reason unknown_past_tolerance(const Circumstances& given) {
  return {"unknown_sources", Severity::warning,
          fmt::format("{} may be legitimate and nobody has said so: {}, seen on up to {}; the "
                      "tolerance is {} of the legitimate messages and fewer than {} days",
                      counted(given.unknown.sources, "source", "sources"),
                      messages_text(given.unknown.messages),
                      counted(given.unknown.most_days, "day", "days"),
                      percent(given.thresholds.max_unknown), given.thresholds.max_unknown_days),
          given.unknown.messages};
}

Reason forwarded_past_tolerance(const Circumstances& given) {
  const auto failed = given.impact.newly_failed_forwarded;
  return {"forwarded_mail", Severity::warning,
          fmt::format("{} ({} of the legitimate mail) were passed on by {} that keep the envelope; "
                      "-all would fail them and listing cannot mend it; the tolerance is {}",
                      messages_text(failed), percent(given.share_of_legitimate(failed)),
                      counted(given.forwarders.sources, "forwarder", "forwarders"),
                      percent(given.thresholds.max_forwarded)),
          failed};
}

void add_context(const Circumstances& given, State state, std::vector<Reason>& reasons) {
  add_forwarded(given, reasons);
  add_rejecting_reporters(given, reasons);
  add_unseen(given, state, reasons);
  add_unknown(given, reasons);
  add_spoofed(given, state, reasons);
  add_suspects(given, state, reasons);
  add_policy(given, state, reasons);
}

}  // namespace hardfail::analysis
