#include "hardfail/render/query_log_summary.hpp"

#include <fmt/format.h>

#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

std::string to_text(const QueryLogSummary& summary, const Page& page) {
  auto text = fmt::format("{} of {} in {} asked about clients that a record does not list.",
                          counted(summary.questions, "question"), counted(summary.lines, "line"),
                          counted(summary.files, "query log"));
  if (summary.of_other_domains > 0) {
    text += fmt::format(" {} about domains without a report in the database: not kept.",
                        counted(summary.of_other_domains, "question was", "questions were"));
  }
  if (summary.left_out > 0) {
    text += fmt::format(" {} left out: too many clients within one hour.",
                        counted(summary.left_out, "question was", "questions were"));
  }
  if (summary.unreadable > 0) {
    text += fmt::format(" {} not understood, the first at {}.",
                        counted(summary.unreadable, "line was", "lines were"),
                        printable(summary.first_problem));
  }
  if (!summary.rejected.empty()) {
    text += fmt::format(" {} rejected.", counted(summary.rejected.size(), "input"));
  }
  return wrapped(text, page);
}

Json to_json(const QueryLogSummary& summary) {
  auto rejected = Json::array();
  for (const auto& each : summary.rejected) {
    rejected.push_back({{"path", json_text(each.path)}, {"error", json_text(each.reason)}});
  }
  return {{"schema", "hardfail.query-log/1"},
          {"files", summary.files},
          {"lines", summary.lines},
          {"questions", summary.questions},
          {"of_other_domains", summary.of_other_domains},
          {"left_out", summary.left_out},
          {"unreadable", summary.unreadable},
          {"first_problem", json_text(summary.first_problem)},
          {"rejected", std::move(rejected)}};
}

Grid to_grid(const QueryLogSummary& summary) {
  return {{"files", "lines", "questions", "of_other_domains", "left_out", "unreadable", "rejected"},
          {{std::to_string(summary.files), std::to_string(summary.lines),
            std::to_string(summary.questions), std::to_string(summary.of_other_domains),
            std::to_string(summary.left_out), std::to_string(summary.unreadable),
            std::to_string(summary.rejected.size())}}};
}

}  // namespace

std::string present(const QueryLogSummary& summary, Format format, const Page& page) {
  return in_format(format, {.text = [&] { return to_text(summary, page); },
                            .json = [&] { return to_json(summary); },
                            .grid = [&] { return to_grid(summary); },
                            .title = "Query logs"});
}

}  // namespace hardfail::render
