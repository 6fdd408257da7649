#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "hardfail/ledger/state.hpp"
#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"
#include "monitoring.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;

constexpr std::array states = {ledger::State::fix_record, ledger::State::already_hardfail,
                               ledger::State::not_ready,  ledger::State::insufficient_evidence,
                               ledger::State::parked,     ledger::State::keep_softfail,
                               ledger::State::ready};

/// As the text format escapes a label's value.
std::string label_text(std::string_view text) {
  std::string escaped;
  for (const char c : is_utf8(text) ? std::string(text) : printable(text)) {
    if (c == '\\' || c == '"') escaped += '\\';
    if (c == '\n') {
      escaped += "\\n";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

/// A metric with its values, one of each domain or of each domain and label.
class Gauge {
 public:
  Gauge(std::string_view name, std::string_view help)
      : m_name(fmt::format("hardfail_{}", name)), m_help(help) {}

  template <typename Value>
  void add(const DomainName& domain, Value value) {
    m_lines += fmt::format("{}{{domain=\"{}\"}} {}\n", m_name, label_text(domain.text()), value);
  }
  template <typename Value>
  void add(const DomainName& domain, std::string_view label, std::string_view text, Value value) {
    m_lines += fmt::format("{}{{domain=\"{}\",{}=\"{}\"}} {}\n", m_name, label_text(domain.text()),
                           label, label_text(text), value);
  }

  [[nodiscard]] std::string text() const {
    if (m_lines.empty()) return {};
    return fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{2}", m_name, m_help, m_lines);
  }

 private:
  std::string m_name;
  std::string_view m_help;
  std::string m_lines;
};

std::int64_t seconds_of(Moment moment) { return moment.time_since_epoch().count(); }

std::optional<Moment> newest_report(const Assessment& assessment) {
  std::optional<Moment> newest;
  if (assessment.evidence.seen) newest = assessment.evidence.seen->last;
  for (const auto& reporter : assessment.volume.reporters) {
    newest = std::max(newest.value_or(reporter.last), reporter.last);
  }
  return newest;
}

class PrometheusAnswer final : public ReadinessAnswer {
 public:
  void add(const Assessment& each) override {
    const auto& domain = each.domain;
    m_judged.add(domain, 1);
    for (const auto state : states) {
      m_state.add(domain, "state", name_of(state), state == each.verdict.state ? 1 : 0);
    }
    m_exit.add(domain, each.verdict.exit_code);
    m_last_run.add(domain, seconds_of(each.as_of));
    m_reports.add(domain, each.evidence.reports);
    if (const auto newest = newest_report(each)) m_newest.add(domain, seconds_of(*newest));
    add_classes(each);
    m_lookups.add(domain, each.spf.lookups);
    m_void_lookups.add(domain, each.spf.void_lookups);
    m_failing.add(domain, "kind", "legitimate", each.impact.newly_failed_legitimate);
    m_failing.add(domain, "kind", "forwarded", each.impact.newly_failed_forwarded);
    m_failing.add(domain, "kind", "spoof", each.impact.newly_failed_spoof);
  }

  void add_unjudged(const DomainName& domain, std::string_view /*reason*/) override {
    m_judged.add(domain, 0);
  }

  [[nodiscard]] std::string text() override {
    std::string text;
    for (const auto* gauge : {&m_judged, &m_state, &m_exit, &m_last_run, &m_reports, &m_newest,
                              &m_messages, &m_senders, &m_failing, &m_lookups, &m_void_lookups}) {
      text += gauge->text();
    }
    return text;
  }

 private:
  void add_classes(const Assessment& each) {
    for (const auto& traits : ledger::class_traits()) {
      std::uint64_t messages = 0;
      for (const auto& source : each.sources) {
        if (source.source_class == traits.source_class) messages += source.messages;
      }
      m_messages.add(each.domain, "class", traits.name, messages);
      m_senders.add(
          each.domain, "class", traits.name,
          std::ranges::count(each.senders, traits.source_class, &analysis::Sender::source_class));
    }
  }

  Gauge m_judged{"domain_judged", "Whether the domain could be judged."};
  Gauge m_state{"verdict_state", "The verdict on the domain: 1 for the state it is in."};
  Gauge m_exit{"verdict_exit_status", "The exit status of hardfail readiness for the domain."};
  Gauge m_last_run{"last_run_timestamp_seconds", "The moment as of which the domain was judged."};
  Gauge m_reports{"window_reports", "Reports on the domain in the window that was judged."};
  Gauge m_newest{"newest_report_timestamp_seconds", "The end of the newest report on the domain."};
  Gauge m_messages{"window_messages", "Messages reported in the window, by class of source."};
  Gauge m_senders{"window_senders", "Senders seen in the window, by class."};
  Gauge m_failing{"failing_messages", "Messages of the window that -all would make fail SPF."};
  Gauge m_lookups{"spf_lookups",
                  "DNS look-ups of the SPF record in the worst case, of at most 10."};
  Gauge m_void_lookups{"spf_void_lookups", "Look-ups of it without an answer, of at most 2."};
};

}  // namespace

std::unique_ptr<ReadinessAnswer> start_prometheus() { return std::make_unique<PrometheusAnswer>(); }

}  // namespace hardfail::render
