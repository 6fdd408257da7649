#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "assess/digests.hpp"
#include "assess/judge_all.hpp"
#include "commands/commands.hpp"
#include "hardfail/analysis/digest.hpp"
#include "hardfail/render/digest.hpp"
#include "options/assess_options.hpp"

namespace hardfail::cli {
namespace {

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
    const auto cadence = invocation.options.get("period", cadences, parse_cadence)
                             .value_or(analysis::Cadence::weekly);
    const auto period = analysis::digest_period(cadence, options.as_of);
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
      status = std::max(status, judgement->assessment.verdict.exit_code);
      digests.push_back(digest(judgement->assessment, period, *store));
    };
    judge_all(to_judge, *store, invocation.global, invocation.environment, take);
    return {render::present(digests, invocation.global.format, invocation.global.page), status};
  }
};

}  // namespace

std::unique_ptr<Command> make_digest_command() { return std::make_unique<DigestCommand>(); }

}  // namespace hardfail::cli
