#include "assess/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "options/assess_options.hpp"

namespace hardfail::cli {
namespace {

struct KeptRun {
  DomainName domain;
  std::shared_ptr<const ledger::Basis> basis;
  ledger::Run run;
  std::optional<ledger::Run> before;
};

KeptRun kept_run(std::uint64_t number, store::Store& store) {
  const auto found = store.replayable(number);
  if (!found) {
    throw Error(Failure::no_input, fmt::format("there is no run {} in the database", number),
                "`hardfail history DOMAIN` shows the numbers of its runs");
  }
  const auto domain = printable(found->domain.text());
  if (!found->basis) {
    throw Error(Failure::no_input,
                fmt::format("the DNS answers of run {}, of {}, were not kept", number, domain),
                fmt::format("they are kept of the latest runs at which something changed, but not "
                            "by earlier versions; `hardfail history {}` shows the numbers of "
                            "those that have them",
                            domain));
  }
  const auto runs = store.runs(found->domain);
  const auto numbers = store.run_numbers(found->domain);
  const auto place = static_cast<std::size_t>(
      std::ranges::find(numbers, number, &ledger::RunNumber::number) - numbers.begin());
  if (place >= runs.size()) {
    throw Error(Failure::database_busy, "somebody is writing the database", "try again");
  }
  KeptRun kept{found->domain, found->basis, runs[place].first, std::nullopt};
  auto next = place;
  while (next > 0 && numbers[next - 1].number > number) --next;  // kept only afterwards
  if (next > 0) {
    const auto& before = runs[next - 1];
    kept.before = before.first;
    // Whatever found the same later was not known then.
    if (before.last_as_of <= kept.run.as_of) kept.before->as_of = before.last_as_of;
  }
  return kept;
}

void warn_of_difference(std::uint64_t number, const ledger::Run& then, const ledger::Run& now,
                        Messages& messages) {
  const auto changes = analysis::compare(then, now).changes;
  if (changes.empty()) return;
  std::string told;
  for (const auto& change : changes) told += (told.empty() ? "" : "; ") + change.text;
  messages.warning(fmt::format(
      "this is not what run {} said: {}. Reports or marks came or went since then, or this version "
      "of hardfail judges otherwise",
      number, shortened(printable(told), 400)));
}

}  // namespace

analysis::Assessment replay(std::uint64_t number, store::Store& store, AssessOptions options,
                            Messages& messages) {
  const auto kept = kept_run(number, store);
  options.as_of = kept.run.as_of;
  read_basis(*kept.basis, options);
  KnownConduct conduct(store);
  Case judged(kept.domain, options, store, conduct, messages);
  auto assessment = judged.judge_by(*kept.basis, messages);
  const auto run = analysis::run_of(assessment);
  warn_of_difference(number, kept.run, run, messages);
  if (kept.before) assessment.since_last = analysis::compare(*kept.before, run);
  return assessment;
}

}  // namespace hardfail::cli
