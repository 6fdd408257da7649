#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "assess/domain_meant.hpp"
#include "commands/commands.hpp"
#include "hardfail/readiness/used_answers.hpp"
#include "hardfail/render/history.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

/// Adds what the DNS answered the later of two runs otherwise, where both are known so well.
void add_answers(const ledger::RunNumber& before, const ledger::RunNumber& after,
                 store::Store& store, std::vector<analysis::Change>& changes) {
  if (!before.is_replayable || !after.is_replayable) return;
  const auto earlier = store.replayable(before.number);
  const auto later = store.replayable(after.number);
  if (!earlier || !earlier->basis || !later || !later->basis) return;
  auto answers = readiness::answer_changes(*earlier->basis, *later->basis);
  std::ranges::move(answers, std::back_inserter(changes));
}

/// One entry for each row of runs that found the same.
std::vector<render::HistoryEntry> entries_of(const std::vector<ledger::EqualRuns>& kept,
                                             const std::vector<ledger::RunNumber>& numbers,
                                             store::Store& store) {
  std::vector<render::HistoryEntry> entries;
  for (std::size_t i = 0; i < std::min(kept.size(), numbers.size()); ++i) {
    const auto& [run, last_as_of, runs] = kept[i];
    const auto* before = i > 0 ? &kept[i - 1].first : nullptr;
    auto changes = before != nullptr ? analysis::compare(*before, run).changes
                                     : std::vector<analysis::Change>();
    if (before != nullptr && changes.empty()) {
      entries.back().last_as_of = last_as_of;
      entries.back().runs += runs;
      continue;
    }
    if (before != nullptr && before->state != run.state) {
      add_answers(numbers[i - 1], numbers[i], store, changes);
    }
    entries.push_back({run.as_of, last_as_of, runs, run.state, std::string(run.own_record()),
                       std::move(changes), numbers[i].number, numbers[i].is_replayable});
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
    return {render::present(domain, entries_of(runs, store->run_numbers(domain), *store),
                            invocation.global.format, invocation.global.page)};
  }
};

}  // namespace

std::unique_ptr<Command> make_history_command() { return std::make_unique<HistoryCommand>(); }

}  // namespace hardfail::cli
