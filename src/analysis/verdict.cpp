#include "hardfail/analysis/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "context.hpp"
#include "doubts.hpp"
#include "recommendation.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using spf::Qualifier;
using spf::RecordStatus;

/// "no day", "only 1 day", "only 7 days"
std::string only(std::uint64_t number, std::string_view noun) {
  return number == 0 ? fmt::format("no {}", noun) : "only " + counted(number, noun);
}

/// Gathers reasons and finds the state: the first whose condition holds.
class Decision {
 public:
  explicit Decision(const Circumstances& given) : m_given(given) {}

  [[nodiscard]] Verdict decide();

 private:
  using Check = bool (Decision::*)();

  bool record_is_broken();
  bool fails_its_senders();
  bool is_hardfail_already();
  bool passes_everybody() { return tell(everybody_passes(m_given)); }
  bool misses_senders();
  bool hears_senders() { return tell(heard_senders(m_given)); }
  bool hears_unknown() { return tell(heard_unknown(m_given)); }
  bool is_parked_without_mx();
  bool lacks_evidence();
  bool has_too_much_unknown();
  bool hides_evidence() { return tell(dns_hides_evidence(m_given)); }
  bool has_steady_suspects();
  bool is_parked();
  bool forwards_too_much();

  void add(std::string code, Severity severity, std::string text, std::uint64_t messages = 0) {
    m_reasons.push_back({std::move(code), severity, std::move(text), messages});
  }
  /// Adds the reason, if there is one.
  bool tell(std::optional<Reason> reason) {
    if (reason) m_reasons.push_back(std::move(*reason));
    return reason.has_value();
  }
  [[nodiscard]] int exit_code(State state) const;
  [[nodiscard]] std::string few_messages_text() const;
  [[nodiscard]] std::string all_listed_text() const;

  const Circumstances& m_given;
  std::vector<Reason> m_reasons;
};

bool Decision::record_is_broken() {
  const std::string name = m_given.domain.text();
  const auto& findings = m_given.survey.findings;
  const auto almost = std::ranges::find(findings, "not_a_record", &spf::Finding::code);
  switch (m_given.survey.status) {
    case RecordStatus::ok:
      return false;
    case RecordStatus::none:
      add("no_record", Severity::error,
          fmt::format("{} publishes no SPF record{}", name,
                      almost == findings.end() ? "" : ": " + almost->text));
      return true;
    case RecordStatus::multiple:
      add("several_records", Severity::error,
          fmt::format(
              "{} publishes {} SPF records, and only one is allowed: receivers use none of them",
              name, m_given.survey.own.texts.size()));
      return true;
    case RecordStatus::permerror:
    case RecordStatus::temperror:
      break;
  }
  const auto finding =
      std::ranges::find(findings, spf::Finding::Severity::error, &spf::Finding::severity);
  const std::string why = finding == findings.end() ? "" : ": " + finding->text;
  if (m_given.survey.status == RecordStatus::permerror) {
    add("permerror", Severity::error, "receivers cannot use the SPF record (permerror)" + why);
  } else {
    add("temperror", Severity::error,
        "the SPF record cannot be evaluated at present (temperror)" + why);
  }
  return true;
}

bool Decision::fails_its_senders() {
  return tell(error_for_senders(m_given)) || tell(dns_failed_for_senders(m_given));
}

bool Decision::is_hardfail_already() {
  if (m_given.survey.all != Qualifier::fail) return false;
  passes_everybody();
  hears_senders();
  const std::uint64_t lost = m_given.impact.newly_failed_legitimate;
  if (lost > 0) {
    add("loses_legitimate", Severity::error,
        fmt::format("the record already ends in -all, but {} missing from it{}: {} failed",
                    counted(m_given.unlisted.senders, "sender is", "senders are"),
                    addresses_text(m_given.unlisted), messages_text(lost)),
        lost);
  } else if (!forwards_too_much()) {
    add("already_hardfail", Severity::note,
        "the record already ends in -all, and no legitimate sender seen is missing from it");
  }
  return true;
}

bool Decision::misses_senders() {
  if (m_given.unlisted.sources == 0) return false;
  add("unlisted_senders", Severity::error,
      fmt::format("{} missing from the record{}{}",
                  counted(m_given.unlisted.senders, "sender is", "senders are"),
                  addresses_text(m_given.unlisted),
                  m_given.unlisted.newly_failed == 0
                      ? ""
                      : ": -all would fail " + messages_text(m_given.unlisted.newly_failed)),
      m_given.unlisted.newly_failed);
  return true;
}

bool Decision::lacks_evidence() {
  if (m_given.evidence.outside_window) return tell(reports_outside_window(m_given));
  const auto before = m_reasons.size();
  const auto& have = m_given.evidence.counted;
  const auto& wanted = m_given.thresholds;
  const std::string_view seeing =
      m_given.evidence.governed_legitimate > 0 ? " of legitimate mail" : "";
  if (have.days < wanted.min_days) {
    add("few_days", Severity::warning,
        fmt::format("the window holds {} with reports{}, but {} are needed: mail that is sent once "
                    "a month may not have shown yet",
                    only(have.days, "day"), seeing, wanted.min_days));
  } else if (have.span() < wanted.min_days) {
    add("short_span", Severity::warning,
        fmt::format("the reports{} span {}, but {} are needed", seeing, only(have.span(), "day"),
                    wanted.min_days));
  }
  if (have.reporters < wanted.min_reporters) {
    add("few_reporters", Severity::warning,
        fmt::format("{} sent reports{}, but {} are needed: each sees only its own part of the mail",
                    only(have.reporters, "reporter"), seeing, wanted.min_reporters));
  }
  const bool is_uneven = m_given.evidence.governed_legitimate >= wanted.min_messages;
  if (m_given.has_few_messages() && (!is_uneven || m_reasons.size() == before)) {
    add("few_messages", Severity::warning, few_messages_text(), have.messages);
  }
  return m_reasons.size() > before;
}

bool Decision::has_too_much_unknown() {
  if (!m_given.too_much_unknown()) return false;
  m_reasons.push_back(unknown_past_tolerance(m_given));
  return true;
}

/// Without an MX nothing is received, and nobody is expected to send: no mail need be waited for.
bool Decision::is_parked_without_mx() {
  return m_given.dns.mail_exchanger == DnsFacts::MailExchanger::none &&
         !m_given.too_much_unknown() && !steady_suspects(m_given) && !heard_unknown(m_given) &&
         !dns_hides_evidence(m_given) && is_parked();
}

bool Decision::has_steady_suspects() {
  return m_given.evidence.legitimate_messages == 0 && tell(steady_suspects(m_given));
}

bool Decision::is_parked() {
  if (m_given.evidence.legitimate_messages > 0) return false;
  const auto seen = m_given.evidence.messages;
  add("nobody_sends", Severity::note,
      fmt::format("nobody legitimate sends as {}: {}", m_given.domain.text(),
                  seen == 0 ? "no mail was seen"
                            : fmt::format("{} seen, without any sign of legitimacy",
                                          counted(seen, "message was", "messages were"))),
      seen);
  return true;
}

bool Decision::forwards_too_much() {
  if (!m_given.too_much_forwarded()) return false;
  m_reasons.push_back(forwarded_past_tolerance(m_given));
  return true;
}

int Decision::exit_code(State state) const {
  const bool costs =
      state == State::already_hardfail &&
      (m_given.hardfail_costs() || m_given.too_much_unknown() || heard_senders(m_given));
  return costs ? 1 : traits_of(state).exit_code;
}

std::string Decision::few_messages_text() const {
  const auto& evidence = m_given.evidence;
  const auto wanted = m_given.thresholds.min_messages;
  if (evidence.governed_legitimate < wanted) {
    return fmt::format(
        "the window holds {} that the record governs, but {} are needed: where none of n messages "
        "comes from a missing sender, up to 3/n of the mail still may",
        only(evidence.governed_legitimate, "legitimate message"), grouped(wanted));
  }
  return fmt::format(
      "only {} of {} count, but {} are needed: no day counts for more than a tenth of them, and no "
      "reporter for more than two thirds",
      grouped(evidence.counted.messages),
      counted(evidence.governed_legitimate, "legitimate message"), grouped(wanted));
}

std::string Decision::all_listed_text() const {
  auto text = fmt::format(
      "every legitimate sender seen is listed in the record or not governed by it: {} from {}",
      messages_text(m_given.evidence.legitimate_messages),
      counted(m_given.evidence.reporters.size(), "reporter"));
  if (m_given.evidence.missing_bound) {
    text += fmt::format(
        ". With none missing among the {} that count, less than {} of such mail comes from a "
        "missing sender, at 95% confidence",
        grouped(m_given.evidence.counted.messages), percent(*m_given.evidence.missing_bound));
  }
  return text;
}

Verdict Decision::decide() {
  struct Row {
    Check holds;
    State state;
  };
  static constexpr Row rows[] = {
      {&Decision::record_is_broken, State::fix_record},
      {&Decision::fails_its_senders, State::fix_record},
      {&Decision::is_hardfail_already, State::already_hardfail},
      {&Decision::passes_everybody, State::not_ready},
      {&Decision::misses_senders, State::not_ready},
      {&Decision::hears_senders, State::not_ready},
      {&Decision::is_parked_without_mx, State::parked},
      {&Decision::lacks_evidence, State::insufficient_evidence},
      {&Decision::has_too_much_unknown, State::not_ready},
      {&Decision::has_steady_suspects, State::not_ready},
      {&Decision::hears_unknown, State::insufficient_evidence},
      {&Decision::hides_evidence, State::insufficient_evidence},
      {&Decision::is_parked, State::parked},
      {&Decision::forwards_too_much, State::keep_softfail},
  };
  State state = State::ready;
  const auto* const found =
      std::ranges::find_if(rows, [&](const Row& row) { return (this->*row.holds)(); });
  if (found != std::end(rows)) {
    state = found->state;
  } else {
    add("all_listed", Severity::note, all_listed_text(), m_given.evidence.legitimate_messages);
  }
  add_context(m_given, state, m_reasons);
  Verdict verdict{.state = state,
                  .exit_code = exit_code(state),
                  .recommendation = {},
                  .steps = steps_for(m_given, state),
                  .reasons = std::move(m_reasons),
                  .enough_on = {},
                  .strict = m_given.thresholds.strict,
                  .likely_sources = m_given.likely.sources,
                  .likely_messages = m_given.likely.messages};
  verdict.recommendation = text_of(verdict.steps);
  if (state == State::insufficient_evidence)
    verdict.enough_on = enough_on(m_given.evidence, m_given.thresholds);
  return verdict;
}

}  // namespace

Verdict decide(const DomainName& domain, const Evidence& evidence,
               const std::vector<Source>& sources, std::span<const Sender> senders,
               const Impact& impact, const spf::Survey& survey, const dmarc::Policy& policy,
               const DnsFacts& dns, const Thresholds& thresholds) {
  const auto likely = sum_of_likely(sources);
  auto unknown = sum_of(senders, SourceClass::unknown);
  if (thresholds.strict) unknown.add(likely);
  const Circumstances given{.domain = domain,
                            .evidence = evidence,
                            .impact = impact,
                            .survey = survey,
                            .policy = policy,
                            .dns = dns,
                            .thresholds = thresholds,
                            .sources = sources,
                            .likely = likely,
                            .unlisted = sum_of(senders, SourceClass::unlisted_legitimate),
                            .unknown = unknown,
                            .forwarders = sum_of(senders, SourceClass::forwarder),
                            .spoof = sum_of(senders, SourceClass::suspected_spoof)};
  return Decision(given).decide();
}

}  // namespace hardfail::analysis
