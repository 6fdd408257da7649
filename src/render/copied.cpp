#include "hardfail/render/copied.hpp"

#include <fmt/format.h>

#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "json.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

std::string to_text(const ledger::Copied& copied, const Page& page) {
  return wrapped(
      fmt::format("{}, {} of them new: {}, {}. {}, {} and {} as well. All has been read again "
                  "where it was copied to, and is the same there.",
                  counted(copied.reports, "report"), grouped(copied.added),
                  counted(copied.rows, "row"), counted(copied.messages, "message"),
                  counted(copied.runs, "run"), counted(copied.marks, "mark"),
                  counted(copied.others, "other entry", "other entries")),
      page);
}

Json to_json(const ledger::Copied& copied) {
  return {{"schema", "hardfail.copy/1"}, {"reports", copied.reports},   {"added", copied.added},
          {"rows", copied.rows},         {"messages", copied.messages}, {"runs", copied.runs},
          {"marks", copied.marks},       {"others", copied.others}};
}

Grid to_grid(const ledger::Copied& copied) {
  return {
      {"reports", "added", "rows", "messages", "runs", "marks", "others"},
      {{std::to_string(copied.reports), std::to_string(copied.added), std::to_string(copied.rows),
        std::to_string(copied.messages), std::to_string(copied.runs), std::to_string(copied.marks),
        std::to_string(copied.others)}}};
}

}  // namespace

std::string present(const ledger::Copied& copied, Format format, const Page& page) {
  return in_format(format, {.text = [&] { return to_text(copied, page); },
                            .json = [&] { return to_json(copied); },
                            .grid = [&] { return to_grid(copied); },
                            .title = "Copy"});
}

}  // namespace hardfail::render
