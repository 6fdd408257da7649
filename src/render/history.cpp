#include "hardfail/render/history.hpp"

#include <fmt/format.h>

#include "change_json.hpp"
#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

std::string to_text(std::span<const HistoryEntry> entries, const Page& page) {
  std::string text;
  for (const auto& entry : entries) {
    const auto runs = entry.runs == 1 ? std::string()
                                      : fmt::format(" to {} ({})", to_iso_date(entry.last_as_of),
                                                    counted(entry.runs, "run"));
    const auto number = entry.is_replayable ? fmt::format("  run {}", entry.run) : std::string();
    text += fmt::format("{}{}  {}{}\n", to_iso_date(entry.first_as_of), runs,
                        painted(name_of(entry.state), Tone::strong, page.colour), number);
    if (entry.changes.empty()) {
      text += wrapped(printable(entry.record.empty() ? "no SPF record" : entry.record), page, 4,
                      "    ");
    }
    for (const auto& change : entry.changes) {
      const bool is_note = change.severity == analysis::Severity::note;
      text += wrapped(printable(change.text), page, 4, is_note ? "  - " : "  * ");
    }
  }
  return text;
}

Json rows_json(std::span<const HistoryEntry> entries) {
  auto list = Json::array();
  for (const auto& entry : entries) {
    list.push_back({{"first_as_of", json_time(entry.first_as_of)},
                    {"last_as_of", json_time(entry.last_as_of)},
                    {"runs", entry.runs},
                    {"state", name_of(entry.state)},
                    {"record", json_text(entry.record)},
                    {"changes", changes_json(entry.changes)},
                    {"run", entry.run},
                    {"replayable", entry.is_replayable}});
  }
  return list;
}

Grid to_grid(const DomainName& domain, std::span<const HistoryEntry> entries) {
  Grid grid{{"domain", "first_as_of", "last_as_of", "runs", "state", "record", "changes", "run",
             "replayable"},
            {}};
  for (const auto& entry : entries) {
    std::string changes;
    for (const auto& change : entry.changes) {
      if (!changes.empty()) changes += "; ";
      changes += change.text;
    }
    grid.rows.push_back({domain.text(), to_iso8601(entry.first_as_of), to_iso8601(entry.last_as_of),
                         std::to_string(entry.runs), std::string(name_of(entry.state)),
                         entry.record, changes, std::to_string(entry.run),
                         entry.is_replayable ? "yes" : "no"});
  }
  return grid;
}

}  // namespace

std::string present(const DomainName& domain, std::span<const HistoryEntry> entries, Format format,
                    const Page& page) {
  return in_format(format, {.text = [&] { return to_text(entries, page); },
                            .json = [&]() -> Json {
                              return {{"schema", "hardfail.history/1"},
                                      {"domain", json_text(domain.text())},
                                      {"history", rows_json(entries)}};
                            },
                            .grid = [&] { return to_grid(domain, entries); },
                            .title = "History of " + domain.text(),
                            .lines =
                                [&] {
                                  return lines_text({{"schema", "hardfail.history-entry/1"},
                                                     {"domain", json_text(domain.text())}},
                                                    rows_json(entries));
                                }});
}

}  // namespace hardfail::render
