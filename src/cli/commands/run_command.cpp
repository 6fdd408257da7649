#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "assess/judge_all.hpp"
#include "commands/commands.hpp"
#include "fetch/fetch_mail.hpp"
#include "hardfail/analysis/intake.hpp"
#include "hardfail/render/news.hpp"
#include "hardfail/util/text.hpp"
#include "import/import_run.hpp"
#include "import/query_logs.hpp"
#include "options/assess_options.hpp"
#include "options/database.hpp"
#include "output.hpp"
#include "run/input_troubles.hpp"
#include "run/lock.hpp"
#include "run/outputs.hpp"
#include "run/run_check.hpp"
#include "run/settings.hpp"
#include "run/tellers.hpp"
#include "run/telling.hpp"

namespace hardfail::cli {
namespace {

/// Thrown where a signal asks for the end.
struct Interrupted {};

/// One `hardfail run`, in the order of its functions.
class Run {
 public:
  Run(const Invocation& invocation, const Settings& settings)
      : m_invocation(invocation),
        m_settings(settings),
        m_store(invocation.open_store(store::OpenMode::create)),
        m_lock(run_lock_base(database_of(invocation.options, invocation.environment),
                             invocation.environment)),
        m_reader(std::string(standard_output), *m_store),
        m_tellers(invocation, settings, *m_store),
        m_outputs(settings.outputs, invocation.messages),
        m_input_troubles(*m_store, invocation.messages) {}

  void import() {
    const auto rejected = m_store->rejected_inputs();
    for (const auto& input : m_settings.inputs) import_from(input, rejected);
    for (const auto& input : m_settings.mailboxes) import_from(input, rejected);
    // Of the domains that reports are held of by now.
    for (const auto& input : m_settings.query_logs) import_from(input, rejected);
    m_input_troubles.save();
  }

  void judge() {
    const auto domains = domains_to_judge();
    std::vector<ToJudge> to_judge;
    to_judge.reserve(domains.size());
    for (const auto& each : domains) to_judge.push_back({each.domain, &each.options});
    auto next = domains.begin();
    judge_all(to_judge, *m_store, m_invocation.global, m_invocation.environment,
              [&](const DomainName& /*domain*/, Judgement&& judgement) {
                const auto& settings = *next++;
                if (judgement) {
                  take(settings, *std::move(judgement));
                } else {
                  take(settings, judgement.error());
                }
              });
    std::vector<store::RunToSave> runs;
    runs.reserve(m_runs.size());
    for (const auto& [run, news, basis] : m_runs) runs.push_back({run.get(), news, basis.get()});
    m_store->save_runs(runs);
  }

  void write_outputs() { m_status = std::max(m_status, m_outputs.write()); }

  /// Standard output comes last, since nobody may be reading.
  void tell() {
    m_status = std::max(m_status, m_tellers.tell());
    const auto now = m_invocation.environment.now();
    const bool tells_all = m_invocation.options.is_on("always");
    if (const auto news = tells_all ? m_reader.all(now) : m_reader.changes(now)) {
      const auto& global = m_invocation.global;
      deliver(render::present(*news, global.format, global.page), global.output,
              m_invocation.environment.out);
    }
    m_reader.save();
  }

  void forget_old() {
    std::vector<ledger::Forgetting> due;
    const auto& retention = m_settings.retention;
    for (const auto& domain : m_store->domains()) {
      const auto own =
          std::ranges::find(m_settings.domains, domain.domain, &DomainSettings::domain);
      const auto keep =
          own != m_settings.domains.end() && own->keep ? own->keep : retention.reports;
      if (keep) due.push_back({.domain = domain.domain, .before = as_of() - *keep});
      if (!retention.runs) continue;
      due.push_back({.domain = domain.domain,
                     .before = as_of() - std::max(*retention.runs, keep.value_or(*retention.runs)),
                     .takes_runs = true});
    }
    for (const auto& each : due) forget(each);
  }

  [[nodiscard]] int status() const noexcept { return m_status; }

 private:
  static constexpr std::string_view standard_output = "standard output";

  struct ToKeep {
    std::shared_ptr<const ledger::Run> run;
    ledger::News news;
    std::shared_ptr<const ledger::Basis> basis;
  };

  template <typename Input>
  void import_from(const Input& input, const std::vector<ledger::KeptRejection>& rejected) {
    auto options = input.options;
    options.told = rejected;
    try {
      import(input, options);
      m_input_troubles.works(input.name);
    } catch (const Error& error) {
      // What is held can be judged all the same.
      if (error.failure() == Failure::database_busy) throw;
      note(error);
      m_input_troubles.failed(input.name, error, m_invocation.environment.now());
    }
  }

  void import(const PathInput& input, const ImportOptions& options) {
    std::vector<ledger::Rejection> unreadable;
    const auto files = ingest::expand_paths(std::vector{input.path}, unreadable);
    ImportRun import(m_invocation, options, *m_store);
    import.reject(unreadable);
    if (import.run(files).interrupted) throw Interrupted{};
  }

  void import(const MailboxInput& input, const ImportOptions& options) {
    const auto fetched = fetch_mail(m_invocation, input.mail, options, *m_store);
    if (fetched.summary.interrupted) throw Interrupted{};
    if (fetched.trouble) throw Error(*fetched.trouble);
  }

  void import(const QueryLogInput& input, const ImportOptions& options) {
    std::vector<ledger::Rejection> unreadable;
    const auto files = ingest::expand_paths(std::vector{input.path}, unreadable);
    const auto summary = import_query_logs(files, options.limits, m_invocation.environment.now(),
                                           *m_store, m_invocation.messages);
    std::ranges::copy(summary.rejected, std::back_inserter(unreadable));
    if (unreadable.empty()) return;
    const auto& first = unreadable.front();
    throw InputError(fmt::format("{}: {}", printable(first.path), first.reason));
  }

  /// Those configured; else all that are held.
  std::vector<DomainSettings> domains_to_judge() {
    if (!m_settings.domains.empty()) return m_settings.domains;
    std::vector<DomainSettings> domains;
    for (const auto& held : m_store->domains()) {
      domains.push_back({held.domain, m_settings.options, {}, {}, {}});
    }
    if (domains.empty()) throw empty_database(m_invocation);
    return domains;
  }

  void take(const DomainSettings& settings, Judged&& judged) {
    auto& assessment = judged.assessment;
    const auto run = std::make_shared<const ledger::Run>(analysis::run_of(assessment));
    if (const auto last = m_store->last_run(run->domain, run->as_of)) {
      assessment.since_last = analysis::compare(*last, *run);
    }
    const auto& since_last = assessment.since_last;
    const bool is_equal = since_last && since_last->changes.empty();
    m_runs.push_back({run, is_equal ? ledger::News::none : ledger::News::some,
                      is_equal ? nullptr : std::move(judged.basis)});
    m_status = std::max(m_status, assessment.verdict.exit_code);
    const auto intake = analysis::intake_of(assessment.domain, assessment.as_of, assessment.dmarc,
                                            {}, m_store->reports(assessment.domain));
    m_reader.add(assessment, intake, run);
    m_tellers.add(settings, assessment, intake, run);
    m_outputs.add(assessment, settings.group);
  }

  void take(const DomainSettings& settings, const Error& error) {
    note(error);
    m_outputs.add_unjudged(settings.domain, settings.group, error.what());
    if (error.failure() == Failure::unusable_data) return m_invocation.messages.error(error);
    m_reader.add(settings.domain, as_of(), error);
    m_tellers.add(settings, settings.domain, as_of(), error);
  }

  void note(const Error& error) {
    m_status = std::max(m_status, static_cast<int>(error.failure()));
  }

  [[nodiscard]] Moment as_of() const { return m_settings.options.as_of; }

  /// Old reports do no harm: where the database is in use, another run will forget them. Since the
  /// file is written anew for that, a week's worth has to be due.
  void forget(const ledger::Forgetting& forgetting) {
    auto overdue = forgetting;
    *overdue.before -= std::chrono::days{7};
    try {
      const auto would = m_store->would_forget(overdue);
      if (would.reports == 0 && would.runs == 0) return;
      m_store->forget(forgetting);
    } catch (const Error& error) {
      if (error.failure() != Failure::database_busy) throw;
      m_invocation.messages.detail(fmt::format("old reports stay for now: {}", error.what()));
    }
  }

  const Invocation& m_invocation;
  const Settings& m_settings;
  std::unique_ptr<store::Store> m_store;
  RunLock m_lock;
  Teller m_reader;  ///< of standard output
  Tellers m_tellers;
  Outputs m_outputs;
  InputTroubles m_input_troubles;
  std::vector<ToKeep> m_runs;
  int m_status = 0;
};

class RunCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "run"; }
  [[nodiscard]] std::string synopsis() const override { return "[OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "import, judge, and tell what changed: for a schedule";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"run --check", "run", "run --always"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    auto specs = assess_option_specs();
    std::erase_if(specs, [](const OptionSpec& spec) { return spec.name == "record"; });
    specs.push_back({"always", "", "tell of every domain, whether anything changed or not"});
    specs.push_back({"notify-command", "COMMAND", "a program that gets what changed, as JSON"});
    specs.push_back({"check",
                     "[=connect]",
                     "tell every mistake of the configuration, and stop",
                     Place::command_line,
                     {"connect"}});
    return specs;
  }
  [[nodiscard]] bool tells_mistakes(const Options& options) const override {
    return options.find("check") != nullptr;
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    expect_no_arguments(invocation.options);
    if (const auto depth = invocation.options.get("check", "nothing or connect", parse_depth)) {
      return check_config(invocation, *depth);
    }
    auto settings = settings_of(invocation);
    if (auto command = notify_command(invocation.options)) {
      settings.notify.push_back({"", *std::move(command)});
    }
    warn_of_future(settings.options.as_of, settings.options.now, invocation.messages);
    Run run(invocation, settings);
    try {
      run.import();
    } catch (const Interrupted&) {
      invocation.messages.error("interrupted; what was read until then is in the database");
      return {std::nullopt, interrupted_status};
    }
    run.judge();
    run.write_outputs();
    run.tell();
    run.forget_old();
    return {std::nullopt, run.status()};
  }

 private:
  static std::optional<CheckDepth> parse_depth(std::string_view text) {
    if (text == "true") return CheckDepth::files;
    if (text == "connect") return CheckDepth::connect;
    return std::nullopt;
  }

  static std::optional<process::Command> notify_command(const Options& options) {
    constexpr std::string_view expected = "a program and its arguments";
    return options.get("notify-command", expected, [](std::string_view text) {
      auto command = process::parse_command(text);
      return command ? std::optional(*std::move(command)) : std::nullopt;
    });
  }

  static Settings settings_of(const Invocation& invocation) {
    const auto& environment = invocation.environment;
    if (!invocation.config) {
      Settings settings;
      settings.options = read_assess_options(invocation.options, environment);
      return settings;
    }
    auto [settings, mistakes] = read_settings(*invocation.config, invocation.options, environment);
    refuse_mistakes(mistakes);
    return std::move(settings);
  }
};

}  // namespace

std::unique_ptr<Command> make_run_command() { return std::make_unique<RunCommand>(); }

}  // namespace hardfail::cli
