#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "context.hpp"
#include "hardfail/analysis/assessment.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using spf::Qualifier;
using spf::RecordStatus;

/// Gathers reasons and finds the state: the first whose condition holds.
class Decision {
 public:
  Decision(const DomainName& domain, const Evidence& evidence, const std::vector<Source>& sources,
           const Impact& impact, const spf::Survey& survey, const dmarc::Policy& policy,
           const Thresholds& thresholds)
      : m_domain(domain),
        m_evidence(evidence),
        m_impact(impact),
        m_survey(survey),
        m_policy(policy),
        m_thresholds(thresholds),
        m_unlisted(sum_of(sources, SourceClass::unlisted_legitimate)),
        m_unknown(sum_of(sources, SourceClass::unknown)),
        m_forwarders(sum_of(sources, SourceClass::forwarder)),
        m_spoof(sum_of(sources, SourceClass::suspected_spoof)) {}

  [[nodiscard]] Verdict decide();

 private:
  using Check = bool (Decision::*)();

  bool record_is_broken();
  bool is_hardfail_already();
  bool misses_senders();
  bool lacks_evidence();
  bool has_too_much_unknown();
  bool is_parked();
  bool forwards_too_much();

  void add(std::string code, Severity severity, std::string text, std::uint64_t messages = 0) {
    m_reasons.push_back({std::move(code), severity, std::move(text), messages});
  }
  [[nodiscard]] int exit_code(State state) const;
  [[nodiscard]] std::string recommend(State state) const;
  [[nodiscard]] std::string recommend_parking() const;
  [[nodiscard]] std::string recommend_waiting() const;
  [[nodiscard]] std::string all_listed_text() const;
  /// What the record's -all costs already is more than is tolerated.
  [[nodiscard]] bool hardfail_costs() const {
    return m_impact.newly_failed_legitimate > 0 ||
           share_of_legitimate(m_impact.newly_failed_forwarded) > m_thresholds.max_forwarded;
  }
  [[nodiscard]] double share_of_legitimate(std::uint64_t messages) const {
    return analysis::share_of_legitimate(messages, m_evidence);
  }

  const DomainName& m_domain;
  const Evidence& m_evidence;
  const Impact& m_impact;
  const spf::Survey& m_survey;
  const dmarc::Policy& m_policy;
  const Thresholds& m_thresholds;
  ClassSum m_unlisted, m_unknown, m_forwarders, m_spoof;
  std::vector<Reason> m_reasons;
};

bool Decision::record_is_broken() {
  const std::string name = m_domain.text();
  switch (m_survey.status) {
    case RecordStatus::ok:
      return false;
    case RecordStatus::none:
      add("no_record", Severity::error, fmt::format("{} has no SPF record", name));
      return true;
    case RecordStatus::multiple:
      add("several_records", Severity::error,
          fmt::format(
              "{} has {} SPF records; receivers treat that as an error and use none of them", name,
              m_survey.own.texts.size()));
      return true;
    case RecordStatus::permerror:
    case RecordStatus::temperror:
      break;
  }
  const bool permanent = m_survey.status == RecordStatus::permerror;
  const auto finding = std::ranges::find(m_survey.findings, spf::Survey::Finding::Severity::error,
                                         &spf::Survey::Finding::severity);
  const std::string why =
      finding == m_survey.findings.end() ? std::string("see its problems below") : finding->text;
  add(permanent ? "permerror" : "temperror", Severity::error,
      permanent ? fmt::format("the SPF record of {} is in error: {}", name, why)
                : fmt::format("the SPF record of {} cannot be read to its end now: {}", name, why));
  return true;
}

bool Decision::is_hardfail_already() {
  if (m_survey.all != Qualifier::fail) return false;
  const std::uint64_t lost = m_impact.newly_failed_legitimate;
  if (lost > 0) {
    add("loses_legitimate", Severity::error,
        fmt::format("the record ends in -all and misses {}: {} of theirs failed",
                    counted(m_unlisted.sources, "legitimate source", "legitimate sources"),
                    messages_text(lost)),
        lost);
  } else if (!forwards_too_much()) {
    add("already_hardfail", Severity::note,
        "the record ends in -all already; no legitimate sender seen is missing");
  }
  return true;
}

bool Decision::misses_senders() {
  if (m_unlisted.sources == 0) return false;
  add("unlisted_senders", Severity::error,
      fmt::format("{} legitimate {} not in the record: -all would fail {}", m_unlisted.sources,
                  m_unlisted.sources == 1 ? "source is" : "sources are",
                  m_unlisted.newly_failed == 1
                      ? "its message"
                      : fmt::format("{} messages", m_unlisted.newly_failed)),
      m_unlisted.newly_failed);
  return true;
}

bool Decision::lacks_evidence() {
  const auto before = m_reasons.size();
  if (m_evidence.days_with_reports < m_thresholds.min_days) {
    add("few_days", Severity::warning,
        fmt::format(
            "only {} with reports, {} are needed: what is sent once a month has not shown yet",
            counted(m_evidence.days_with_reports, "day", "days"), m_thresholds.min_days));
  } else if (m_evidence.days_spanned < m_thresholds.min_days) {
    add("short_span", Severity::warning,
        fmt::format("the reports span {} days, {} are needed", m_evidence.days_spanned,
                    m_thresholds.min_days));
  }
  if (m_evidence.reporters.size() < m_thresholds.min_reporters) {
    add("few_reporters", Severity::warning,
        fmt::format("only {}, {} are needed: each sees its own part of the mail",
                    counted(m_evidence.reporters.size(), "reporter", "reporters"),
                    m_thresholds.min_reporters));
  }
  if (m_evidence.legitimate_messages > 0 &&
      m_evidence.legitimate_messages < m_thresholds.min_messages) {
    add("few_messages", Severity::warning,
        fmt::format(
            "only {} legitimate {}, {} are needed: with none missing among n, up to 3/n may be",
            m_evidence.legitimate_messages,
            m_evidence.legitimate_messages == 1 ? "message" : "messages",
            m_thresholds.min_messages),
        m_evidence.legitimate_messages);
  }
  return m_reasons.size() > before;
}

bool Decision::has_too_much_unknown() {
  const double tolerated =
      m_thresholds.max_unknown * static_cast<double>(m_evidence.legitimate_messages);
  const bool too_many = static_cast<double>(m_unknown.messages) > tolerated;
  const bool too_long = m_unknown.most_days >= m_thresholds.max_unknown_days;
  if (m_unknown.sources == 0 || (!too_many && !too_long)) return false;
  add("unknown_sources", Severity::warning,
      fmt::format("{} may be legitimate and nobody has said so: {}, seen on up to {}; the "
                  "tolerance is {} of the "
                  "legitimate messages and fewer than {} days",
                  counted(m_unknown.sources, "source", "sources"),
                  messages_text(m_unknown.messages), counted(m_unknown.most_days, "day", "days"),
                  percent(m_thresholds.max_unknown), m_thresholds.max_unknown_days),
      m_unknown.messages);
  return true;
}

bool Decision::is_parked() {
  if (m_evidence.legitimate_messages > 0) return false;
  add("nobody_sends", Severity::note,
      fmt::format("nobody legitimate sends as {}: all {} seen {} without a sign of legitimacy",
                  m_domain.text(), messages_text(m_evidence.messages),
                  m_evidence.messages == 1 ? "is" : "are"),
      m_evidence.messages);
  return true;
}

bool Decision::forwards_too_much() {
  const double share = share_of_legitimate(m_impact.newly_failed_forwarded);
  if (share <= m_thresholds.max_forwarded) return false;
  add("forwarded_mail", Severity::warning,
      fmt::format("{} ({} of the legitimate mail) were passed on by {} that keep the envelope; "
                  "-all would fail them and "
                  "listing cannot mend it; the tolerance is {}",
                  messages_text(m_impact.newly_failed_forwarded), percent(share),
                  counted(m_forwarders.sources, "forwarder", "forwarders"),
                  percent(m_thresholds.max_forwarded)),
      m_impact.newly_failed_forwarded);
  return true;
}

int Decision::exit_code(State state) const {
  switch (state) {
    case State::ready:
    case State::parked:
      return 0;
    case State::already_hardfail:
      return hardfail_costs() ? 1 : 0;
    case State::not_ready:
    case State::keep_softfail:
      return 1;
    case State::fix_record:
    case State::insufficient_evidence:
      return 2;
  }
  return 2;
}

std::string Decision::recommend(State state) const {
  switch (state) {
    case State::fix_record:
      return m_survey.status == RecordStatus::temperror
                 ? "Mend the DNS of the record first, then ask again."
                 : "Mend the SPF record first: nothing can be said of its `all` while receivers "
                   "cannot use it.";
    case State::already_hardfail:
      return m_impact.newly_failed_legitimate > 0
                 ? "Add the missing senders now, or go back to ~all until they are listed."
             : hardfail_costs()
                 ? "Go back to ~all and let DMARC enforce: -all loses forwarded mail that no "
                   "listing can save."
                 : "Keep -all, and look again when a new service starts to send for you.";
    case State::not_ready:
      return m_unlisted.sources > 0
                 ? "Do not move to -all yet: add the missing senders, or give them a bounce domain "
                   "of their own, and ask again when the next reports are in."
                 : "Do not move to -all yet: find out who the unknown sources are and mark them.";
    case State::insufficient_evidence:
      return recommend_waiting();
    case State::parked:
      return recommend_parking();
    case State::keep_softfail:
      return "Stay with ~all and let DMARC enforce: -all would lose forwarded mail that no listing "
             "can save.";
    case State::ready:
      if (m_policy.dns_failed || m_policy.action != dmarc::Action::none) {
        return "Change the end of the record to -all.";
      }
      return m_policy.record
                 ? "Change the end of the record to -all; or move DMARC from p=none to "
                   "p=quarantine first, which protects more."
                 : "Change the end of the record to -all, and publish a DMARC policy: it protects "
                   "the From line, which SPF does not.";
  }
  return {};
}

std::string Decision::recommend_parking() const {
  if (m_policy.record && m_policy.action == dmarc::Action::reject) {
    return "Publish \"v=spf1 -all\": nobody is to send as this domain, and its DMARC policy says "
           "so "
           "already.";
  }
  const bool has_own = m_policy.record && m_policy.found_at == m_domain;
  return fmt::format(
      "Publish \"v=spf1 -all\", and {} at _dmarc.{}: nobody is to send as this domain.",
      has_own ? "set p=reject in the DMARC record" : "\"v=DMARC1; p=reject\"", m_domain.text());
}

std::string Decision::recommend_waiting() const {
  if (const auto day = enough_on(m_evidence, m_thresholds)) {
    return fmt::format(
        "Wait: keep ~all and ask again on {}. The reports are enough by then if they keep coming "
        "as they do now.",
        to_iso_date(*day));
  }
  if (m_evidence.reporters.size() < m_thresholds.min_reporters) {
    return "Wait: keep ~all and ask again when more receivers report. That has no date: it depends "
           "on where your mail goes. See that the rua address of the DMARC record takes reports.";
  }
  const auto window = std::chrono::floor<std::chrono::days>(m_evidence.window.end) -
                      std::chrono::floor<std::chrono::days>(m_evidence.window.begin);
  if (window < std::chrono::days{m_thresholds.min_days}) {
    return fmt::format(
        "Ask again over a longer window: one of {} does not hold the {} days of reports that are "
        "needed (--days).",
        counted(static_cast<std::uint64_t>(window.count()), "day", "days"), m_thresholds.min_days);
  }
  return "Wait: keep ~all. At the pace of the reports so far, this window never holds enough of "
         "them: ask again over a longer one (--days).";
}

std::string Decision::all_listed_text() const {
  auto text =
      fmt::format("every legitimate sender seen is in the record or not governed by it: {} from {}",
                  messages_text(m_evidence.legitimate_messages),
                  counted(m_evidence.reporters.size(), "reporter", "reporters"));
  if (m_evidence.missing_bound) {
    text += fmt::format("; with none missing among so many, fewer than {} are, at 95 %",
                        percent(*m_evidence.missing_bound));
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
      {&Decision::is_hardfail_already, State::already_hardfail},
      {&Decision::misses_senders, State::not_ready},
      {&Decision::lacks_evidence, State::insufficient_evidence},
      {&Decision::has_too_much_unknown, State::not_ready},
      {&Decision::is_parked, State::parked},
      {&Decision::forwards_too_much, State::keep_softfail},
  };
  State state = State::ready;
  const auto* const found =
      std::ranges::find_if(rows, [&](const Row& row) { return (this->*row.holds)(); });
  if (found != std::end(rows)) {
    state = found->state;
  } else {
    add("all_listed", Severity::note, all_listed_text(), m_evidence.legitimate_messages);
  }
  add_context({m_domain, m_evidence, m_impact, m_policy, state, m_unknown, m_forwarders, m_spoof},
              m_reasons);
  Verdict verdict{state, exit_code(state), recommend(state), std::move(m_reasons), {}};
  if (state == State::insufficient_evidence)
    verdict.enough_on = enough_on(m_evidence, m_thresholds);
  return verdict;
}

}  // namespace

Verdict decide(const DomainName& domain, const Evidence& evidence,
               const std::vector<Source>& sources, const Impact& impact, const spf::Survey& survey,
               const dmarc::Policy& policy, const Thresholds& thresholds) {
  return Decision(domain, evidence, sources, impact, survey, policy, thresholds).decide();
}

}  // namespace hardfail::analysis
