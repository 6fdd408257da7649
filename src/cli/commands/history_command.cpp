#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "assess/domain_meant.hpp"
#include "commands/commands.hpp"
#include "hardfail/render/history.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

/// One entry for each row of runs that found the same.
std::vector<render::HistoryEntry> entries_of(const std::vector<ledger::EqualRuns>& kept) {
  std::vector<render::HistoryEntry> entries;
  const ledger::Run* before = nullptr;
  for (const auto& [run, last_as_of, runs] : kept) {
    auto changes = before != nullptr ? analysis::compare(*before, run).changes
                                     : std::vector<analysis::Change>();
    if (before != nullptr && changes.empty()) {
      entries.back().last_as_of = last_as_of;
      entries.back().runs += runs;
    } else {
      entries.push_back({run.as_of, last_as_of, runs, run.state, std::string(run.own_record()),
                         std::move(changes)});
    }
    before = &run;
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
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"history example.com"};
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto domain = domain_argument(only_argument(invocation.options, "domain"));
    const auto store = invocation.open_store(store::OpenMode::reading);
    const auto runs = store->runs(domain);
    if (runs.empty()) {
      throw Error(
          Failure::no_input,
          fmt::format("no readiness run of {} is in the database", domain.text()),
          domain_meant(domain, *store)
              .value_or(fmt::format("make one with `hardfail readiness {}`", domain.text())));
    }
    return {render::present(domain, entries_of(runs), invocation.global.format,
                            invocation.global.page)};
  }
};

}  // namespace

std::unique_ptr<Command> make_history_command() { return std::make_unique<HistoryCommand>(); }

}  // namespace hardfail::cli
