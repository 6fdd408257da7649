#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "assess/judge_all.hpp"
#include "commands/commands.hpp"
#include "hardfail/analysis/digest.hpp"
#include "hardfail/render/digest.hpp"
#include "options/assess_options.hpp"

namespace hardfail::cli {
namespace {

std::optional<std::chrono::days> parse_length(std::string_view text) {
  if (text == "weekly") return std::chrono::days{7};
  if (text == "monthly") return std::chrono::days{30};
  return std::nullopt;
}

/// What the last run told that judged as of the period's begin or before; nullopt without one, or
/// where this version cannot read it.
std::optional<ledger::State> state_at(const DomainName& domain, Moment moment,
                                      store::Store& store) {
  try {
    const auto run = store.last_run(domain, moment);
    return run ? std::optional(run->state) : std::nullopt;
  } catch (const Error& error) {
    if (error.failure() != Failure::unusable_data) throw;
    return std::nullopt;
  }
}

analysis::Digest digest(const analysis::Assessment& assessment, std::chrono::days length,
                        store::Store& store) {
  const auto& domain = assessment.domain;
  const auto span = analysis::digest_span(assessment.as_of, length);
  const auto intake = analysis::intake_of(domain, span.end, {.organizational_domain = domain}, {},
                                          store.reports(domain));
  return analysis::digest_of(assessment, length, store.observations(domain, span), intake.reporters,
                             state_at(domain, span.end - length, store));
}

class DigestCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "digest"; }
  [[nodiscard]] std::string synopsis() const override { return "[DOMAIN...] [OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "the last week or month against the one before";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"digest example.com", "digest --period monthly --format html --output digest.html"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    auto specs = assess_option_specs();
    std::erase_if(specs, [](const OptionSpec& spec) { return spec.name == "record"; });
    specs.push_back({"period",
                     "PERIOD",
                     "weekly, 7 days, or monthly, 30 (default: weekly)",
                     Place::command_line,
                     {"weekly", "monthly"}});
    return specs;
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    auto options = read_assess_options(invocation.options, invocation.environment);
    warn_of_future(options.as_of, options.now, invocation.messages);
    options.as_of = analysis::last_midnight(options.as_of);
    const auto length = invocation.options.get("period", "weekly or monthly", parse_length)
                            .value_or(std::chrono::days{7});
    const auto store = invocation.open_store(store::OpenMode::reading);
    const auto domains = domains_to_judge(invocation, *store);
    std::vector<ToJudge> to_judge;
    to_judge.reserve(domains.size());
    for (const auto& domain : domains) to_judge.push_back({domain, &options});
    std::vector<analysis::Digest> digests;
    int status = 0;
    const auto take = [&](const DomainName& /*domain*/, Judgement&& judgement) {
      if (!judgement) {
        if (domains.size() == 1) throw Error(judgement.error());
        invocation.messages.error(judgement.error());
        status = std::max(status, static_cast<int>(judgement.error().failure()));
        return;
      }
      status = std::max(status, judgement->verdict.exit_code);
      digests.push_back(digest(*judgement, length, *store));
    };
    judge_all(to_judge, *store, invocation.global, invocation.environment, take);
    return {render::present(digests, invocation.global.format, invocation.global.page), status};
  }
};

}  // namespace

std::unique_ptr<Command> make_digest_command() { return std::make_unique<DigestCommand>(); }

}  // namespace hardfail::cli
