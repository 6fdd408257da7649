#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <vector>

#include "commands/commands.hpp"
#include "hardfail/util/text.hpp"
#include "import/confinement.hpp"
#include "import/import_run.hpp"
#include "import/query_logs.hpp"
#include "options/import_options.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

int status_of(const render::ImportSummary& summary) {
  if (summary.interrupted) return interrupted_status;
  return summary.rejected.empty() ? 0 : 1;
}

/// Whether there is something to say with --quiet in text: cron mails whatever a program prints.
bool is_worth_telling(int status, const GlobalOptions& global) {
  return global.verbosity != Verbosity::quiet || global.format != render::Format::text ||
         global.output || status != 0;
}

constexpr auto query_log = "query-log";

class ImportCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "import"; }
  [[nodiscard]] std::string synopsis() const override { return "PATH..."; }
  [[nodiscard]] std::string summary() const override {
    return "read reports into the database: files, directories, - for stdin";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"import ~/dmarc-reports", "import --move-to ~/dmarc-read ~/dmarc-inbox",
            "import --query-log /var/log/named/queries.log"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    auto options = import_option_specs();
    options.push_back({query_log, "", "the files are query logs of a name server (see `listen`)"});
    return options;
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto& arguments = invocation.options.positionals();
    if (arguments.empty()) {
      throw Error(Failure::usage, "there is nothing to import",
                  "name files or directories, or - for standard input");
    }
    const auto options = read_import_options(invocation.options);
    std::vector<ledger::Rejection> unreadable;
    const std::vector<fs::path> paths(arguments.begin(), arguments.end());
    const auto files = ingest::expand_paths(paths, unreadable);

    const auto store = invocation.open_store(store::OpenMode::create);
    if (invocation.options.is_on(query_log)) {
      confine_import(invocation, options, paths);
      auto summary = import_query_logs(files, options.limits, invocation.environment.now(), *store,
                                       invocation.messages);
      for (const auto& each : summary.rejected) {
        invocation.messages.error(fmt::format("{}: {}", printable(each.path), each.reason));
      }
      summary.rejected.insert(summary.rejected.begin(), unreadable.begin(), unreadable.end());
      const int status = summary.rejected.empty() ? 0 : 1;
      if (!is_worth_telling(status, invocation.global)) return {std::nullopt, 0};
      return {render::present(summary, invocation.global.format, invocation.global.page), status};
    }
    ImportRun import(invocation, options, *store);
    confine_import(invocation, options, paths);
    import.reject(unreadable);
    const auto summary = import.run(files);
    if (summary.interrupted) {
      invocation.messages.error("interrupted; what was read until then is in the database");
    } else if (files.empty()) {
      invocation.messages.warning("the paths given hold no files");
    }
    if (!is_worth_telling(status_of(summary), invocation.global)) return {std::nullopt, 0};
    return {render::present(summary, invocation.global.format, invocation.global.page),
            status_of(summary)};
  }
};

}  // namespace

std::unique_ptr<Command> make_import_command() { return std::make_unique<ImportCommand>(); }

}  // namespace hardfail::cli
