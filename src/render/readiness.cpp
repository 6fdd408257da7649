#include "hardfail/render/readiness.hpp"

#include <string>

#include "class_words.hpp"
#include "grid.hpp"
#include "readiness_json.hpp"
#include "readiness_text.hpp"
#include "table.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;

Grid readiness_grid(std::span<const Assessment> assessments) {
  Grid grid{{"domain", "as_of", "state", "exit_code", "reports", "reporters", "days_with_reports",
             "messages", "legitimate_messages", "newly_failed", "newly_failed_legitimate",
             "newly_failed_forwarded", "record", "proposed", "enough_on", "recommendation"},
            {}};
  for (const auto& each : assessments) {
    grid.rows.push_back(
        {each.domain.text(), to_iso8601(each.as_of), std::string(name_of(each.verdict.state)),
         std::to_string(each.verdict.exit_code), std::to_string(each.evidence.reports),
         std::to_string(each.evidence.reporters.size()),
         std::to_string(each.evidence.days_with_reports), std::to_string(each.evidence.messages),
         std::to_string(each.evidence.legitimate_messages),
         std::to_string(each.impact.newly_failed),
         std::to_string(each.impact.newly_failed_legitimate),
         std::to_string(each.impact.newly_failed_forwarded),
         each.spf.own.texts.empty() ? "" : each.spf.own.texts.front(),
         each.proposal ? each.proposal->record : "",
         each.verdict.enough_on ? to_iso_date(*each.verdict.enough_on) : "",
         each.verdict.recommendation});
  }
  return grid;
}

Grid sources_grid(const Assessment& assessment) {
  Grid grid{
      {"ip", "host", "class", "messages", "governed_messages", "dkim_aligned", "days", "reporters",
       "first_seen", "last_seen", "spf_now", "spf_mechanism", "signal", "why", "advice"},
      {}};
  for (const auto& source : assessment.sources) {
    grid.rows.push_back({source.address.to_string(), source.host ? source.host->name.text() : "",
                         std::string(name_of(source.source_class)), std::to_string(source.messages),
                         std::to_string(source.governed_messages),
                         std::to_string(source.dkim_aligned), std::to_string(source.days),
                         std::to_string(source.reporters), to_iso8601(source.first_seen),
                         to_iso8601(source.last_seen),
                         std::string(spf::name_of(source.spf_now.result)), source.spf_now.mechanism,
                         source.signals.front().code, source.signals.front().text, source.advice});
  }
  return grid;
}

std::string sources_table(const Assessment& assessment, const Page& page) {
  Table table({{"ADDRESS"},
               {"HOST", Align::left, Fit::may_be_cut},
               {"CLASS"},
               {"MESSAGES", Align::right},
               {"DAYS", Align::right},
               {"SPF NOW"},
               {"WHY", Align::left, Fit::may_be_cut}});
  for (const auto& source : assessment.sources) {
    table.add({source.address.to_string(),
               host_text(source),
               {std::string(plain_name(source.source_class)), tone_of(source.source_class)},
               grouped(source.messages),
               std::to_string(source.days),
               std::string(spf::name_of(source.spf_now.result)),
               source.signals.front().text});
  }
  return table.to_text(page);
}

}  // namespace

std::string present_readiness(std::span<const Assessment> assessments, Format format,
                              const Page& page) {
  switch (format) {
    case Format::text: {
      std::string text = assessments.size() > 1 ? overview_text(assessments, page) : "";
      for (const auto& assessment : assessments) {
        if (!text.empty()) text += "\n\n";
        text += readiness_text(assessment, page);
      }
      return text;
    }
    case Format::json: {
      if (assessments.size() == 1) return to_text(to_json(assessments.front()));
      auto list = Json::array();
      for (const auto& assessment : assessments) list.push_back(to_json(assessment));
      return to_text(list);
    }
    case Format::csv:
      return to_csv(readiness_grid(assessments));
    case Format::html:
      return to_html("Readiness for -all", readiness_grid(assessments));
  }
  return {};
}

std::string present_sources(const Assessment& assessment, Format format, const Page& page) {
  switch (format) {
    case Format::text:
      return sources_table(assessment, page);
    case Format::json: {
      auto sources = Json::array();
      for (const auto& source : assessment.sources) sources.push_back(to_json(source));
      return to_text(Json{{"schema", "hardfail.sources/1"},
                          {"domain", json_text(assessment.domain.text())},
                          {"as_of", json_time(assessment.as_of)},
                          {"sources", std::move(sources)}});
    }
    case Format::csv:
      return to_csv(sources_grid(assessment));
    case Format::html:
      return to_html("Sources of " + assessment.domain.text(), sources_grid(assessment));
  }
  return {};
}

}  // namespace hardfail::render
