#include "hardfail/render/mark_list.hpp"

#include <fmt/format.h>

#include "forms.hpp"
#include "grid.hpp"
#include "json.hpp"
#include "table.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

using ledger::Mark;

std::string to_text(const DomainName& domain, std::span<const Mark> marks, const Page& page) {
  if (marks.empty()) {
    return fmt::format("No source of {} is marked.\n", domain_text(domain, page.charset));
  }
  Table table({{"SOURCE"},
               {"CLASS"},
               {"NAME", Align::left, Fit::may_be_cut},
               {"MARKED"},
               {"NOTE", Align::left, Fit::may_be_cut}});
  for (const auto& mark : marks) {
    table.add({mark.source.to_string(), std::string(name_of(mark.source_class)), mark.name,
               to_iso_date(mark.when), mark.note});
  }
  return table.to_text(page);
}

Json rows_json(std::span<const Mark> marks) {
  auto list = Json::array();
  for (const auto& mark : marks) {
    list.push_back({{"source", mark.source.to_string()},
                    {"class", name_of(mark.source_class)},
                    {"note", json_text(mark.note)},
                    {"marked", json_time(mark.when)},
                    {"name", json_text(mark.name)}});
  }
  return list;
}

Grid to_grid(const DomainName& domain, std::span<const Mark> marks) {
  Grid grid{{"domain", "source", "class", "note", "marked", "name"}, {}};
  for (const auto& mark : marks) {
    grid.rows.push_back({domain.text(), mark.source.to_string(),
                         std::string(name_of(mark.source_class)), mark.note, to_iso8601(mark.when),
                         mark.name});
  }
  return grid;
}

}  // namespace

std::string present(const DomainName& domain, std::span<const Mark> marks, Format format,
                    const Page& page) {
  return in_format(format, {.text = [&] { return to_text(domain, marks, page); },
                            .json = [&]() -> Json {
                              return {{"schema", "hardfail.marks/1"},
                                      {"domain", json_text(domain.text())},
                                      {"marks", rows_json(marks)}};
                            },
                            .grid = [&] { return to_grid(domain, marks); },
                            .title = "Marks of " + domain.text(),
                            .lines =
                                [&] {
                                  return lines_text({{"schema", "hardfail.mark/1"},
                                                     {"domain", json_text(domain.text())}},
                                                    rows_json(marks));
                                }});
}

}  // namespace hardfail::render
