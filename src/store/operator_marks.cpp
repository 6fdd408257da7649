#include "operator_marks.hpp"

#include <fmt/format.h>

#include <cassert>
#include <utility>

#include "dictionary.hpp"
#include "statement.hpp"
#include "stored_values.hpp"
#include "unknown_name.hpp"

namespace hardfail::store {

std::vector<ledger::Mark> query_marks(Connection& connection, const DomainName& domain) {
  const auto key = reversed(domain);
  Statement query(connection,
                  "SELECT source, class, note, marked_at, name FROM mark "
                  "WHERE domain = (SELECT id FROM domain WHERE reversed = ?1) ORDER BY source");
  query.bind(key);
  std::vector<ledger::Mark> marks;
  while (query.step()) {
    auto source = HostPattern::parse(query.text(0));
    if (!source) connection.fail_damaged();
    const auto source_class = ledger::parse_source_class(query.text(1));
    if (!source_class) {
      refuse_unknown(fmt::format("the mark on {} names the class", source->to_string()),
                     query.text(1));
    }
    marks.push_back({*std::move(source), *source_class, std::string(query.text(2)),
                     moment(query.integer(3)), std::string(query.text(4))});
  }
  return marks;
}

void insert_mark(Connection& connection, const DomainName& domain, const ledger::Mark& mark) {
  assert(connection.in_transaction());
  Domains domains(connection);
  const auto id = domains.id_of(domain);
  domains.write_new();
  Statement(connection,
            "INSERT OR REPLACE INTO mark (domain, source, class, note, marked_at, name) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
      .run(id, mark.source.to_string(), name_of(mark.source_class), mark.note, stored(mark.when),
           mark.name);
}

bool delete_mark(Connection& connection, const DomainName& domain, const HostPattern& source) {
  assert(connection.in_transaction());
  const auto before = connection.total_changes();
  Statement(connection,
            "DELETE FROM mark WHERE source = ?2 AND "
            "domain = (SELECT id FROM domain WHERE reversed = ?1)")
      .run(reversed(domain), source.to_string());
  return connection.total_changes() != before;
}

}  // namespace hardfail::store
