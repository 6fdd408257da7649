#include "hardfail/render/import_summary.hpp"

#include <fmt/format.h>

#include <cmath>

#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "json.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

std::string_view noun(InputKind inputs) {
  switch (inputs) {
    case InputKind::file:
      return "file";
    case InputKind::mail:
      break;
  }
  return "mail";
}

std::string to_text(const ImportSummary& summary, const Page& page) {
  auto text =
      fmt::format("{} added from {} in {:.1f} s: {}, {}.", counted(summary.reports, "report"),
                  counted(summary.files, noun(summary.inputs)), summary.time.count(),
                  counted(summary.rows, "row"), counted(summary.messages, "message"));
  if (summary.duplicates > 0) {
    text +=
        fmt::format(" {} held already.", counted(summary.duplicates, "report was", "reports were"));
  }
  if (summary.conflicting > 0) {
    text += fmt::format(" {} with the identity of another report and other content; both are kept.",
                        counted(summary.conflicting, "report"));
  }
  if (summary.skipped > 0) {
    text += fmt::format(" {} skipped: not aggregate reports.", counted(summary.skipped, "part"));
  }
  if (summary.ordinary_mails > 0) {
    // What becomes of mail in a mailbox, whoever fetches it has said.
    text += fmt::format(" {} without a report{}.", counted(summary.ordinary_mails, "mail"),
                        summary.inputs == InputKind::file ? " left alone" : "");
  }
  if (!summary.rejected.empty()) {
    text += fmt::format(" {} rejected.", counted(summary.rejected.size(), "input"));
  }
  if (summary.interrupted) text += " Interrupted: run it again to read the rest.";
  return wrapped(text, page);
}

Json to_json(const ImportSummary& summary) {
  auto rejected = Json::array();
  for (const auto& each : summary.rejected) {
    rejected.push_back({{"path", json_text(each.path)},
                        {"member", json_text(each.member)},
                        {"error", json_text(each.reason)}});
  }
  return {{"schema", "hardfail.import/1"},
          {"files", summary.files},
          {"reports", summary.reports},
          {"duplicates", summary.duplicates},
          {"conflicting", summary.conflicting},
          {"skipped", summary.skipped},
          {"ordinary_mails", summary.ordinary_mails},
          {"rejected", std::move(rejected)},
          {"rows", summary.rows},
          {"messages", summary.messages},
          {"seconds", std::round(summary.time.count() * 1000.0) / 1000.0},
          {"interrupted", summary.interrupted}};
}

Grid to_grid(const ImportSummary& summary) {
  return {{"files", "reports", "duplicates", "conflicting", "skipped", "rejected", "rows",
           "messages", "seconds"},
          {{std::to_string(summary.files), std::to_string(summary.reports),
            std::to_string(summary.duplicates), std::to_string(summary.conflicting),
            std::to_string(summary.skipped), std::to_string(summary.rejected.size()),
            std::to_string(summary.rows), std::to_string(summary.messages),
            fmt::format("{:.3f}", summary.time.count())}}};
}

}  // namespace

std::string present(const ImportSummary& summary, Format format, const Page& page) {
  return in_format(format, {.text = [&] { return to_text(summary, page); },
                            .json = [&] { return to_json(summary); },
                            .grid = [&] { return to_grid(summary); },
                            .title = "Import"});
}

}  // namespace hardfail::render
