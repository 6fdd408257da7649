#include "hardfail/render/domain_list.hpp"

#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/util/count.hpp"
#include "json.hpp"
#include "table.hpp"
#include "text.hpp"

namespace hardfail::render {
namespace {

std::string to_text(std::span<const ledger::HeldDomain> domains, const Page& page) {
  Table table({{"DOMAIN", Align::left, Fit::may_be_cut},
               {"REPORTS", Align::right},
               {"REPORTERS", Align::right},
               {"MESSAGES", Align::right},
               {"FIRST"},
               {"LAST"},
               {"VERDICT"}});
  for (const auto& each : domains) {
    table.add({domain_text(each.domain, page.charset), grouped(each.reports),
               grouped(each.reporters), grouped(each.messages), to_iso_date(each.period.begin),
               to_iso_date(each.period.end), each.last_verdict.value_or("-")});
  }
  return table.to_text(page);
}

Json rows_json(std::span<const ledger::HeldDomain> domains) {
  auto list = Json::array();
  for (const auto& each : domains) {
    list.push_back({{"domain", json_text(each.domain.text())},
                    {"reports", each.reports},
                    {"reporters", each.reporters},
                    {"messages", each.messages},
                    {"begin", json_time(each.period.begin)},
                    {"end", json_time(each.period.end)},
                    {"last_verdict", json_optional(each.last_verdict)},
                    {"last_run", each.last_run ? json_time(*each.last_run) : Json(nullptr)}});
  }
  return list;
}

Grid to_grid(std::span<const ledger::HeldDomain> domains) {
  Grid grid{
      {"domain", "reports", "reporters", "messages", "begin", "end", "last_verdict", "last_run"},
      {}};
  for (const auto& each : domains) {
    grid.rows.push_back(
        {each.domain.text(), std::to_string(each.reports), std::to_string(each.reporters),
         std::to_string(each.messages), to_iso8601(each.period.begin), to_iso8601(each.period.end),
         each.last_verdict.value_or(""), each.last_run ? to_iso8601(*each.last_run) : ""});
  }
  return grid;
}

}  // namespace

std::string present(std::span<const ledger::HeldDomain> domains, Format format, const Page& page) {
  return in_format(format,
                   {.text = [&] { return to_text(domains, page); },
                    .json = [&]() -> Json {
                      return {{"schema", "hardfail.domains/1"}, {"domains", rows_json(domains)}};
                    },
                    .grid = [&] { return to_grid(domains); },
                    .title = "Domains",
                    .lines =
                        [&] {
                          return lines_text({{"schema", "hardfail.domain/1"}}, rows_json(domains));
                        }});
}

}  // namespace hardfail::render
