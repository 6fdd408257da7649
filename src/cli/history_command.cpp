#include <fmt/format.h>

#include <optional>
#include <utility>

#include "commands.hpp"
#include "hardfail/render/history.hpp"
#include "hardfail/util/text.hpp"
#include "run_memory.hpp"

namespace hardfail::cli {
namespace {

/// One entry for each row of runs that found the same.
std::vector<render::HistoryEntry> entries_of(std::vector<store::Run>&& runs) {
  std::vector<render::HistoryEntry> entries;
  std::optional<analysis::Snapshot> before;
  for (auto& run : runs) {
    auto record = run.spf_record;
    auto snapshot = snapshot_of(std::move(run));
    auto changes =
        before ? analysis::compare(*before, snapshot).changes : std::vector<analysis::Change>();
    if (before && changes.empty()) {
      entries.back().last_as_of = snapshot.as_of;
      ++entries.back().runs;
    } else {
      entries.push_back({snapshot.as_of, snapshot.as_of, 1, snapshot.state, std::move(record),
                         std::move(changes)});
    }
    before = std::move(snapshot);
  }
  return entries;
}

class HistoryCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "history"; }
  [[nodiscard]] std::string synopsis() const override { return "DOMAIN"; }
  [[nodiscard]] std::string summary() const override {
    return "how verdict and record changed from run to run";
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto domain = domain_argument(only_argument(invocation.options, "domain"));
    const auto store = invocation.open_store(store::OpenMode::existing);
    auto runs = store->runs(domain);
    if (runs.empty()) {
      throw Error(Failure::no_input,
                  fmt::format("no readiness run of {} is in the database", domain.text()),
                  fmt::format("make one with `hardfail readiness {}`", domain.text()));
    }
    return {render::present(domain, entries_of(std::move(runs)), invocation.global.format,
                            invocation.global.page)};
  }
};

}  // namespace

std::unique_ptr<Command> make_history_command() { return std::make_unique<HistoryCommand>(); }

}  // namespace hardfail::cli
