#include "import/query_logs.hpp"

#include <fmt/format.h>

#include <set>

#include "hardfail/ingest/lines.hpp"
#include "hardfail/querylog/tally.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

/// What is held in memory before it goes to the database.
constexpr std::size_t most_unsaved = 200'000;

std::set<DomainName> held_domains(store::Store& store) {
  std::set<DomainName> names;
  for (auto& held : store.domains()) names.insert(std::move(held.domain));
  return names;
}

}  // namespace

render::QueryLogSummary import_query_logs(std::span<const std::filesystem::path> files,
                                          const ingest::Limits& limits, Moment now,
                                          store::Store& store, Messages& messages) {
  render::QueryLogSummary summary;
  querylog::Tally tally(held_domains(store), now);
  const auto save = [&](const std::vector<ledger::HeardQueries>& queries) {
    for (const auto& each : queries) summary.questions += each.queries;
    store.save_heard(queries);
  };
  for (const auto& file : files) {
    messages.detail(fmt::format("reading {}", printable(file.string())));
    ++summary.files;
    try {
      ingest::read_lines(file, limits, [&](std::string_view line) {
        tally.add(line);
        if (tally.size() > most_unsaved) save(tally.take_finished_hours());
      });
    } catch (const InputError& error) {
      summary.rejected.push_back({file.string(), {}, error.what()});
    }
    save(tally.take());
  }
  summary.lines = tally.lines();
  summary.of_other_domains = tally.of_other_domains();
  summary.left_out = tally.left_out();
  summary.unreadable = tally.unreadable();
  summary.first_problem = tally.first_problem();
  return summary;
}

}  // namespace hardfail::cli
