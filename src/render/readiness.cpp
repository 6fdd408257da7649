#include "hardfail/render/readiness.hpp"

#include <cassert>
#include <string>
#include <utility>
#include <vector>

#include "cells.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "json.hpp"
#include "readiness_json.hpp"
#include "readiness_text.hpp"
#include "source_text.hpp"
#include "table.hpp"
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

Grid sources_grid(const Assessment& assessment) {
  Grid grid{
      {"ip",          "host",      "class",      "messages",   "governed_messages", "dkim_aligned",
       "days",        "reporters", "first_seen", "last_seen",  "spf_now",           "spf_mechanism",
       "signal",      "why",       "advice",     "confidence", "may_mislead",       "sender",
       "sender_name", "asn",       "as_name"},
      {}};
  for (const auto& source : assessment.sources) {
    grid.rows.push_back({source.address.to_string(),
                         source.host ? source.host->name.text() : "",
                         std::string(name_of(source.source_class)),
                         std::to_string(source.messages),
                         std::to_string(source.governed_messages),
                         std::to_string(source.dkim_aligned),
                         std::to_string(source.days),
                         std::to_string(source.reporters),
                         to_iso8601(source.first_seen),
                         to_iso8601(source.last_seen),
                         std::string(spf::name_of(source.spf_now->result)),
                         source.spf_now->mechanism,
                         std::string(source.signals.front().code),
                         source.signals.front().text,
                         source.advice,
                         std::string(name_of(source.confidence)),
                         std::string(source.may_mislead),
                         assessment.senders[source.sender].id,
                         assessment.senders[source.sender].name,
                         source.system ? std::to_string(source.system->number) : "",
                         source.system ? source.system->organization : ""});
  }
  return grid;
}

std::string senders_table(const Assessment& assessment, const Page& page) {
  Table table({{"SENDER", Align::left, Fit::may_be_cut},
               {"CLASS"},
               {"CONFIDENCE"},
               {"ADDRESSES", Align::right},
               {"MESSAGES", Align::right},
               {"DAYS", Align::right},
               {"WHY", Align::left, Fit::may_be_cut}});
  for (const auto& sender : assessment.senders) {
    const auto& traits = traits_of(sender.source_class);
    table.add({sender.name,
               {std::string(traits.one), tone_of(traits.standing)},
               std::string(name_of(sender.confidence)),
               grouped(sender.sources.size()),
               grouped(sender.messages),
               grouped(sender.days),
               sender.signals.front().text});
  }
  return table.to_text(page);
}

std::string sources_table(const Assessment& assessment, const Page& page) {
  Table table({{"ADDRESS"},
               {"HOST", Align::left, Fit::may_be_cut},
               {"CLASS"},
               {"CONFIDENCE"},
               {"MESSAGES", Align::right},
               {"DAYS", Align::right},
               {"SPF NOW"},
               {"WHY", Align::left, Fit::may_be_cut}});
  for (const auto& source : assessment.sources) {
    const auto& traits = traits_of(source.source_class);
    table.add({source.address.to_string(),
               host_text(source),
               {std::string(traits.one), tone_of(traits.standing)},
               std::string(name_of(source.confidence)),
               grouped(source.messages),
               grouped(source.days),
               std::string(spf::name_of(source.spf_now->result)),
               source.signals.front().text});
  }
  return table.to_text(page);
}

class ReadinessText final : public ReadinessAnswer {
 public:
  explicit ReadinessText(const Page& page) : m_page(page), m_overview(overview_table()) {}

  void add(const Assessment& assessment) override {
    add_to_overview(assessment, m_page.charset, m_overview);
    m_parts.push_back(readiness_text(assessment, m_page));
  }

  [[nodiscard]] std::string text() override {
    std::string text = m_parts.size() > 1 ? m_overview.to_text(m_page) : "";
    for (const auto& part : m_parts) {
      if (!text.empty()) text += "\n\n";
      text += part;
    }
    return text;
  }

 private:
  Page m_page;
  Table m_overview;
  std::vector<std::string> m_parts;
};

class ReadinessJson final : public ReadinessAnswer {
 public:
  void add(const Assessment& assessment) override {
    m_documents.push_back(readiness_document(assessment));
  }

  [[nodiscard]] std::string text() override {
    return m_documents.size() == 1 ? std::move(m_documents.front()) : array_text(m_documents);
  }

 private:
  std::vector<std::string> m_documents;
};

class ReadinessRows final : public ReadinessAnswer {
 public:
  explicit ReadinessRows(std::string (*to_text)(const Grid&))
      : m_to_text(to_text), m_grid(readiness_grid()) {}

  void add(const Assessment& assessment) override {
    m_grid.rows.push_back(readiness_row(assessment));
  }

  [[nodiscard]] std::string text() override { return m_to_text(m_grid); }

 private:
  std::string (*m_to_text)(const Grid&);
  Grid m_grid;
};

}  // namespace

std::unique_ptr<ReadinessAnswer> start_readiness(Format format, const Page& page) {
  switch (format) {
    case Format::text:
      return std::make_unique<ReadinessText>(page);
    case Format::json:
      return std::make_unique<ReadinessJson>();
    case Format::csv:
      return std::make_unique<ReadinessRows>(to_csv);
    case Format::html:
      return std::make_unique<ReadinessRows>(
          [](const Grid& grid) { return to_html("Readiness for -all", grid); });
  }
  return {};
}

std::string present_sources(const Assessment& assessment, Format format, const Page& page,
                            bool by_address) {
  switch (format) {
    case Format::text:
      return by_address ? sources_table(assessment, page) : senders_table(assessment, page);
    case Format::json:
      return sources_document(assessment);
    case Format::csv:
      return to_csv(sources_grid(assessment));
    case Format::html:
      return to_html("Sources of " + assessment.domain.text(), sources_grid(assessment));
  }
  return {};
}

std::string present_source(const Assessment& assessment, Format format, const Page& page) {
  assert(assessment.sources.size() == 1);
  return format == Format::text ? source_text(assessment, assessment.sources.front(), page)
                                : present_sources(assessment, format, page, true);
}

}  // namespace hardfail::render
