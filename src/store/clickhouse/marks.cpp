#include "clickhouse/marks.hpp"

#include <fmt/format.h>

#include <utility>

#include "stored_values.hpp"
#include "unknown_name.hpp"

namespace hardfail::store::clickhouse {
namespace {

constexpr std::string_view mark_columns =
    "mark (domain, source, class, note, name, marked_at, gone)";

}  // namespace

std::vector<ledger::Mark> query_marks(Client& client, const DomainName& domain) {
  auto rows =
      client.ask(fmt::format("SELECT source, class, note, marked_at, name FROM mark FINAL "
                             "WHERE gone = 0 AND domain = {} ORDER BY source",
                             literal(domain.text())));
  std::vector<ledger::Mark> marks;
  while (rows.step()) {
    auto& row = rows.read();
    auto source = HostPattern::parse(row.text());
    if (!source) client.fail_damaged();
    const auto name = row.text();
    const auto source_class = ledger::parse_source_class(name);
    if (!source_class) {
      refuse_unknown(fmt::format("the mark on {} names the class", source->to_string()), name);
    }
    ledger::Mark mark{*std::move(source), *source_class, std::string(row.text())};
    mark.when = moment(row.i64());
    mark.name = row.text();
    marks.push_back(std::move(mark));
  }
  return marks;
}

void insert_mark(Client& client, const DomainName& domain, const ledger::Mark& mark) {
  RowWriter row;
  row.text(domain.text()).text(mark.source.to_string()).text(name_of(mark.source_class));
  row.text(mark.note).text(mark.name).i64(stored(mark.when)).u8(0);
  client.insert(mark_columns, row.take());
}

bool remove_mark(Client& client, const DomainName& domain, const HostPattern& source) {
  auto rows = client.ask(
      fmt::format("SELECT count() FROM mark FINAL WHERE gone = 0 AND domain = {} AND source = {}",
                  literal(domain.text()), literal(source.to_string())));
  if (!rows.step() || rows.read().u64() == 0) return false;
  RowWriter row;
  row.text(domain.text()).text(source.to_string()).text("").text("").text("").i64(0).u8(1);
  client.insert(mark_columns, row.take());
  return true;
}

}  // namespace hardfail::store::clickhouse
