#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "hardfail/analysis/alarm.hpp"
#include "hardfail/ledger/state.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "monitoring.hpp"

namespace hardfail::render {
namespace {

using analysis::Alarm;
using analysis::Assessment;

std::string_view name_of(Alarm alarm) {
  switch (alarm) {
    case Alarm::ok:
      return "OK";
    case Alarm::warning:
      return "WARNING";
    case Alarm::critical:
      return "CRITICAL";
    case Alarm::unknown:
      return "UNKNOWN";
  }
  return "UNKNOWN";
}

/// The worst first: what is known to be wrong comes before what is not known.
int rank_of(Alarm alarm) {
  switch (alarm) {
    case Alarm::critical:
      return 0;
    case Alarm::warning:
      return 1;
    case Alarm::unknown:
      return 2;
    case Alarm::ok:
      return 3;
  }
  return 2;
}

/// On one line, and without what ends the text of a check.
std::string check_text(std::string_view text) {
  auto safe = printable_ascii(text);
  std::ranges::replace(safe, '|', '/');
  return safe;
}

/// A label of performance data may hold neither of these.
std::string label_of(std::string_view text) {
  auto label = check_text(text);
  std::ranges::replace_if(
      label, [](char c) { return c == '\'' || c == '='; }, '_');
  return label;
}

struct Checked {
  Alarm alarm = Alarm::unknown;
  std::string domain;
  std::string what;
  std::vector<std::pair<std::string_view, std::string>>
      data;  ///< name, and value;warn;crit;min;max
};

std::vector<std::pair<std::string_view, std::string>> data_of(const Assessment& each) {
  const auto missing = analysis::missing_senders(each);
  return {{"missing", fmt::format("{};;0;0", missing)},
          {"messages", fmt::format("{};;;0", each.evidence.messages)},
          {"legitimate", fmt::format("{};;;0", each.evidence.legitimate_messages)},
          {"days", fmt::format("{};;;0", each.evidence.days_with_reports)},
          {"lookups", fmt::format("{};;10;0", each.spf.lookups)},
          {"void_lookups", fmt::format("{};;2;0", each.spf.void_lookups)}};
}

class NagiosAnswer final : public ReadinessAnswer {
 public:
  void add(const Assessment& each) override {
    auto what = std::string(traits_of(each.verdict.state).headline);
    if (const auto missing = analysis::missing_senders(each); missing > 0) {
      what += fmt::format(", {}", counted(missing, "missing sender"));
    }
    m_checked.push_back({alarm_of(each), each.domain.text(), std::move(what), data_of(each)});
  }

  void add_unjudged(const DomainName& domain, std::string_view reason) override {
    m_checked.push_back({Alarm::unknown, domain.text(), std::string(reason), {}});
  }

  [[nodiscard]] std::string text() override {
    std::ranges::stable_sort(m_checked, {},
                             [](const Checked& each) { return rank_of(each.alarm); });
    auto line = fmt::format("HARDFAIL {} - {}", name_of(worst()), told());
    std::string data;
    for (const auto& each : m_checked) {
      for (const auto& [name, value] : each.data) {
        const auto label = m_checked.size() == 1
                               ? std::string(name)
                               : fmt::format("'{} {}'", label_of(each.domain), name);
        data += fmt::format(" {}={}", label, value);
      }
    }
    if (!data.empty()) line += " |" + data;
    return line + '\n';
  }

  [[nodiscard]] std::optional<int> status() const override { return static_cast<int>(worst()); }

 private:
  [[nodiscard]] Alarm worst() const {
    auto worst = m_checked.empty() ? Alarm::unknown : Alarm::ok;
    for (const auto& each : m_checked) {
      if (rank_of(each.alarm) < rank_of(worst)) worst = each.alarm;
    }
    return worst;
  }

  /// The domains whose alarm is the worst, some of them with what is wrong.
  [[nodiscard]] std::string told() const {
    constexpr std::size_t most = 5;
    const auto bad = static_cast<std::size_t>(
        std::ranges::count_if(m_checked, [&](const auto& each) { return each.alarm == worst(); }));
    std::string text;
    if (m_checked.size() > 1) text = fmt::format("{} of {} domains: ", bad, m_checked.size());
    for (std::size_t i = 0; i < std::min(bad, most); ++i) {
      if (i > 0) text += "; ";
      text += check_text(fmt::format("{}: {}", m_checked[i].domain, m_checked[i].what));
    }
    if (bad > most) text += "; ...";
    return text;
  }

  std::vector<Checked> m_checked;
};

}  // namespace

std::unique_ptr<ReadinessAnswer> start_nagios() { return std::make_unique<NagiosAnswer>(); }

std::string failed_check(std::string_view reason) {
  return fmt::format("HARDFAIL UNKNOWN - {}\n", check_text(reason));
}

}  // namespace hardfail::render
