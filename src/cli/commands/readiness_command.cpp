#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "assess/judge_all.hpp"
#include "assess/replay.hpp"
#include "commands/commands.hpp"
#include "hardfail/render/readiness.hpp"
#include "options/assess_options.hpp"
#include "page_folder.hpp"

namespace hardfail::cli {
namespace {

/// How the run differs from the one before; nullopt if there is none. The answer is complete
/// without that, so a run that this version cannot read only causes a warning.
std::optional<analysis::Comparison> compare_with_last(const ledger::Run& run, store::Store& store,
                                                      Messages& messages) {
  try {
    const auto last = store.last_run(run.domain, run.as_of);
    return last ? std::optional(analysis::compare(*last, run)) : std::nullopt;
  } catch (const Error& error) {
    if (error.failure() != Failure::unusable_data) throw;
    messages.warning(error.what());
    return std::nullopt;
  }
}

/// Whether a run is kept whose answer has this format: one that later ones are compared with. What
/// is asked every few minutes, and shows no changes, is none.
bool is_remembered(render::Format format) {
  switch (format) {
    case render::Format::text:
    case render::Format::json:
    case render::Format::ndjson:
    case render::Format::csv:
    case render::Format::html:
    case render::Format::zone:
      return true;
    case render::Format::prometheus:
    case render::Format::nagios:
      return false;
  }
  return true;
}

struct Finding {
  ledger::Run run;
  ledger::News news;
  std::shared_ptr<const ledger::Basis> basis;
};

/// Keeps the runs, for later ones to be compared with. The answer is complete without that, so a
/// database that cannot be written now only causes a warning.
void remember(const std::vector<Finding>& findings, store::Store& store, Messages& messages) {
  const std::string_view unremembered =
      findings.size() == 1 ? "the verdict is not remembered" : "the verdicts are not remembered";
  if (!findings.empty() && !store.may_write()) {
    return messages.warning(fmt::format("{}: this user may not write the database", unremembered));
  }
  std::vector<store::RunToSave> runs;
  runs.reserve(findings.size());
  for (const auto& [run, news, basis] : findings) runs.push_back({&run, news, basis.get()});
  try {
    store.save_runs(runs);
  } catch (const Error& error) {
    messages.warning(fmt::format("{}: {}", unremembered, error.what()));
  }
}

/// The first run is news as well.
ledger::News news_of(const std::optional<analysis::Comparison>& since_last) {
  return since_last && since_last->changes.empty() ? ledger::News::none : ledger::News::some;
}

/// A table has to do where no domain is named; there may be hundreds.
render::ReadinessView view_of(const Invocation& invocation, std::size_t domains) {
  const auto& options = invocation.options;
  render::ReadinessView view;
  if (options.positionals().empty() && options.find("replay") == nullptr &&
      invocation.global.verbosity != Verbosity::verbose) {
    view.several = render::Several::at_a_glance;
  }
  if (options.is_on("explain")) view.background = render::Background::told;
  // Of several domains, only one may have an answer.
  if (options.is_on("array") || domains > 1) view.single = render::SingleJson::array;
  return view;
}

void judge(const std::vector<DomainName>& domains, store::Store& store,
           const AssessOptions& options, const Invocation& invocation, const TakeJudgement& take) {
  std::vector<ToJudge> to_judge;
  to_judge.reserve(domains.size());
  for (const auto& domain : domains) to_judge.push_back({domain, &options});
  judge_all(to_judge, store, invocation.global, invocation.environment, take);
}

/// What is told of the domains, and the exit status that they come to.
class ReadinessOutput {
 public:
  ReadinessOutput(const Invocation& invocation, std::size_t domains)
      : m_messages(invocation.messages),
        m_pages(PageFolder::of(invocation.global)),
        m_answer(render::start_readiness(invocation.global.format, invocation.global.page,
                                         view_of(invocation, domains))) {}

  void add(const analysis::Assessment& assessment) {
    m_status = std::max(m_status, assessment.verdict.exit_code);
    if (m_pages) {
      m_pages->add(assessment);
    } else {
      m_answer->add(assessment);
    }
  }

  void add(const DomainName& domain, const Error& error) {
    m_messages.error(error);
    m_status = std::max(m_status, static_cast<int>(error.failure()));
    m_answer->add_unjudged(domain, error.what());
  }

  void end() {
    if (m_pages) m_pages->write_index();
  }

  [[nodiscard]] Answer answer() const {
    if (m_pages) return {std::nullopt, m_status};
    return {m_answer->text(), m_answer->status().value_or(m_status)};
  }

 private:
  Messages& m_messages;
  std::optional<PageFolder> m_pages;
  std::unique_ptr<render::ReadinessAnswer> m_answer;
  int m_status = 0;
};

/// Options that a run which is judged again decides itself.
void refuse_beside_replay(const Options& options) {
  if (!options.positionals().empty()) {
    throw Error(Failure::usage, "--replay is about the domain of that run", "name no domain");
  }
  auto decided = threshold_option_specs();
  for (const auto* name : {"as-of", "record", "no-names"}) decided.push_back({name, "", ""});
  for (const auto& spec : decided) {
    const auto* given = options.find(spec.name);
    if (given == nullptr || given->source != Options::Source::command_line) continue;
    throw Error(Failure::usage,
                fmt::format("--replay judges as that run did, so --{} cannot be given", spec.name),
                "leave one of them out");
  }
}

class ReadinessCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "readiness"; }
  [[nodiscard]] std::string synopsis() const override { return "[DOMAIN...] [OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "can the record end in -all? (for every domain if none is named)";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"readiness", "readiness example.com --explain", "readiness example.com --format zone",
            "readiness example.com --record 'v=spf1 mx ip4:192.0.2.25 ~all'",
            "readiness --replay 12"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    auto specs = assess_option_specs();
    specs.push_back({"explain", "", "also what only explains, and what the words mean",
                     Place::command_line_or_config});
    specs.push_back(
        {"replay", "RUN", "judge again as this run of `hardfail history` did, without the DNS"});
    specs.push_back({"array", "", "JSON is an array for one domain too (else only for several)",
                     Place::command_line_or_config});
    return specs;
  }
  [[nodiscard]] std::vector<render::Format> formats() const override {
    auto formats = Command::formats();
    for (const auto format :
         {render::Format::zone, render::Format::prometheus, render::Format::nagios}) {
      formats.push_back(format);
    }
    return formats;
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto options = read_assess_options(invocation.options, invocation.environment);
    if (const auto number = invocation.options.get(
            "replay", "the number of a run, as `hardfail history` shows it", parse_positive)) {
      return replay(*number, options, invocation);
    }
    warn_of_future(options.as_of, options.now, invocation.messages);
    if (options.judged_by.record && invocation.options.positionals().size() != 1) {
      throw Error(Failure::usage, "--record is about one domain", "name that domain");
    }
    const auto store = invocation.open_store(store::OpenMode::reading);
    const auto domains = domains_to_judge(invocation, *store);

    ReadinessOutput output(invocation, domains.size());
    std::vector<Finding> findings;
    const auto take = [&](const DomainName& domain, Judgement&& judgement) {
      if (!judgement) {
        if (domains.size() == 1) throw Error(judgement.error());
        return output.add(domain, judgement.error());
      }
      auto& assessment = judgement->assessment;
      // Neither a what-if nor the future is a state of the domain that later runs could be compared
      // with.
      if (!options.judged_by.record && options.as_of <= options.now &&
          is_remembered(invocation.global.format)) {
        auto run = analysis::run_of(assessment);
        assessment.since_last = compare_with_last(run, *store, invocation.messages);
        const auto news = news_of(assessment.since_last);
        findings.push_back({std::move(run), news,
                            news == ledger::News::some ? std::move(judgement->basis) : nullptr});
      }
      output.add(assessment);
    };
    judge(domains, *store, options, invocation, take);
    output.end();
    // Only after all are judged: changes that nobody was told of must be told the next time.
    remember(findings, *store, invocation.messages);
    return output.answer();
  }

 private:
  static Answer replay(std::uint64_t number, const AssessOptions& options,
                       const Invocation& invocation) {
    refuse_beside_replay(invocation.options);
    const auto store = invocation.open_store(store::OpenMode::reading);
    ReadinessOutput output(invocation, 1);
    output.add(cli::replay(number, *store, options, invocation.messages));
    output.end();
    return output.answer();
  }
};

}  // namespace

std::unique_ptr<Command> make_readiness_command() { return std::make_unique<ReadinessCommand>(); }

}  // namespace hardfail::cli
