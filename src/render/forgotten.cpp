#include "hardfail/render/forgotten.hpp"

#include <fmt/format.h>

#include "forms.hpp"
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
  return in_format(format, {.text = [&] { return to_text(forgotten, deed, page); },
                            .json = [&] { return to_json(forgotten, deed); },
                            .grid = [&] { return to_grid(forgotten); },
                            .title = "Forget"});
}

}  // namespace hardfail::render
