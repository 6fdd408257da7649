#include "hardfail/render/forgotten.hpp"

#include <fmt/format.h>

#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "json.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

std::string to_text(const ledger::Forgotten& forgotten, Deed deed, const Page& page) {
  auto text = fmt::format("{} {}: {}, {}.", counted(forgotten.reports, "report"),
                          deed == Deed::done ? "deleted" : "would be deleted",
                          counted(forgotten.rows, "row"), counted(forgotten.messages, "message"));
  if (forgotten.runs > 0) text += fmt::format(" {} as well.", counted(forgotten.runs, "run"));
  if (forgotten.marks > 0) text += fmt::format(" {} as well.", counted(forgotten.marks, "mark"));
  return wrapped(text, page);
}

Json to_json(const ledger::Forgotten& forgotten, Deed deed) {
  return {{"schema", "hardfail.forget/1"},  {"dry_run", deed == Deed::trial},
          {"reports", forgotten.reports},   {"rows", forgotten.rows},
          {"messages", forgotten.messages}, {"runs", forgotten.runs},
          {"marks", forgotten.marks}};
}

Grid to_grid(const ledger::Forgotten& forgotten) {
  return {{"reports", "rows", "messages", "runs", "marks"},
          {{std::to_string(forgotten.reports), std::to_string(forgotten.rows),
            std::to_string(forgotten.messages), std::to_string(forgotten.runs),
            std::to_string(forgotten.marks)}}};
}

}  // namespace

std::string present(const ledger::Forgotten& forgotten, Deed deed, Format format,
                    const Page& page) {
  switch (format) {
    case Format::text:
      return to_text(forgotten, deed, page);
    case Format::json:
      return to_text(to_json(forgotten, deed));
    case Format::ndjson:
      return on_one_line(to_text(to_json(forgotten, deed)));
    case Format::csv:
      return to_csv(to_grid(forgotten));
    case Format::html:
      return to_html("Forget", to_grid(forgotten));
    case Format::zone:
    case Format::prometheus:
    case Format::nagios:
      break;
  }
  return {};
}

}  // namespace hardfail::render
