#include "hardfail/render/readiness.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "grid.hpp"
#include "hardfail/render/page.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "monitoring.hpp"
#include "overview.hpp"
#include "readiness_json.hpp"
#include "readiness_text.hpp"
#include "readiness_zone.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;

Grid readiness_grid() {
  return {{"domain", "as_of", "state", "exit_code", "reports", "reporters", "days_with_reports",
           "messages", "legitimate_messages", "newly_failed", "newly_failed_legitimate",
           "newly_failed_forwarded", "record", "proposed", "enough_on", "recommendation"},
          {}};
}

/// The values under readiness_grid().
std::vector<std::string> readiness_row(const Assessment& each) {
  return {each.domain.text(),
          to_iso8601(each.as_of),
          std::string(name_of(each.verdict.state)),
          std::to_string(each.verdict.exit_code),
          std::to_string(each.evidence.reports),
          std::to_string(each.evidence.reporters.size()),
          std::to_string(each.evidence.days_with_reports),
          std::to_string(each.evidence.messages),
          std::to_string(each.evidence.legitimate_messages),
          std::to_string(each.impact.newly_failed),
          std::to_string(each.impact.newly_failed_legitimate),
          std::to_string(each.impact.newly_failed_forwarded),
          each.spf.own.texts.empty() ? "" : each.spf.own.texts.front(),
          each.proposal ? each.proposal->record : "",
          each.verdict.enough_on ? to_iso_date(*each.verdict.enough_on) : "",
          each.verdict.recommendation};
}

class ReadinessText final : public ReadinessAnswer {
 public:
  ReadinessText(const Page& page, const ReadinessView& view) : m_page(page), m_view(view) {}

  void add(const Assessment& assessment) override {
    m_overview.add(assessment, m_page.charset);
    add_changes(assessment);
    // Whether the first one stays alone is not yet known.
    if (m_view.several == Several::at_a_glance && !m_parts.empty()) return;
    m_parts.push_back(readiness_text(assessment, m_page, m_view.background));
  }

  [[nodiscard]] std::string text() override {
    if (m_overview.domains() == 0) return {};
    if (m_overview.domains() == 1) return std::move(m_parts.front());
    auto text = m_overview.to_text(m_page);
    if (m_view.several == Several::at_a_glance) {
      if (!m_changes.empty()) text += "\nChanged since the last run\n" + m_changes + '\n';
      return text +
             wrapped("`hardfail readiness DOMAIN` says more of one of them, --verbose of all.",
                     m_page);
    }
    for (const auto& part : m_parts) text += "\n\n" + part;
    return text;
  }

 private:
  /// A run is remembered once it is answered: what changed has to be told now or never.
  void add_changes(const Assessment& assessment) {
    if (!assessment.since_last) return;
    for (const auto& change : assessment.since_last->changes) {
      m_changes +=
          wrapped(fmt::format("{}: {}", domain_text(assessment.domain, m_page.charset),
                              printable(change.text)),
                  m_page, 4, change.severity == analysis::Severity::note ? "  - " : "  * ");
    }
  }

  Page m_page;
  ReadinessView m_view;
  std::string m_changes;
  Overview m_overview;
  std::vector<std::string> m_parts;
};

/// What is made of each domain alone, put one after the other.
class ReadinessSequence final : public ReadinessAnswer {
 public:
  explicit ReadinessSequence(std::string (*to_text)(const Assessment&)) : m_to_text(to_text) {}

  void add(const Assessment& assessment) override { m_text += m_to_text(assessment); }

  [[nodiscard]] std::string text() override { return std::move(m_text); }

 private:
  std::string (*m_to_text)(const Assessment&);
  std::string m_text;
};

class ReadinessJson final : public ReadinessAnswer {
 public:
  explicit ReadinessJson(SingleJson single) : m_single(single) {}

  void add(const Assessment& assessment) override {
    m_documents.push_back(readiness_document(assessment));
  }

  [[nodiscard]] std::string text() override {
    const bool is_object = m_documents.size() == 1 && m_single == SingleJson::object;
    return is_object ? std::move(m_documents.front()) : array_text(m_documents);
  }

 private:
  SingleJson m_single;
  std::vector<std::string> m_documents;
};

class ReadinessRows final : public ReadinessAnswer {
 public:
  void add(const Assessment& assessment) override {
    m_grid.rows.push_back(readiness_row(assessment));
  }

  [[nodiscard]] std::string text() override { return to_csv(m_grid); }

 private:
  Grid m_grid = readiness_grid();
};

/// The page of one domain; of several, an index that says what to do about each.
class ReadinessPage final : public ReadinessAnswer {
 public:
  void add(const Assessment& assessment) override {
    if (m_count++ == 0) m_only = domain_page(assessment, PagePlace::alone);
    m_index.add(assessment);
  }

  [[nodiscard]] std::string text() override {
    return m_count == 1 ? std::move(m_only) : m_index.text();
  }

 private:
  std::size_t m_count = 0;
  std::string m_only;
  IndexPage m_index{IndexPage::Place::alone};
};

}  // namespace

std::unique_ptr<ReadinessAnswer> start_readiness(Format format, const Page& page,
                                                 const ReadinessView& view) {
  switch (format) {
    case Format::text:
      return std::make_unique<ReadinessText>(page, view);
    case Format::json:
      return std::make_unique<ReadinessJson>(view.single);
    case Format::ndjson:
      return std::make_unique<ReadinessSequence>(
          [](const Assessment& each) { return on_one_line(readiness_document(each)); });
    case Format::csv:
      return std::make_unique<ReadinessRows>();
    case Format::html:
      return std::make_unique<ReadinessPage>();
    case Format::zone:
      return std::make_unique<ReadinessSequence>(readiness_zone);
    case Format::prometheus:
      return start_prometheus();
    case Format::nagios:
      return start_nagios();
  }
  return {};
}

}  // namespace hardfail::render
