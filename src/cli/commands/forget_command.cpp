#include <memory>
#include <vector>

#include "commands/commands.hpp"
#include "hardfail/net/idna.hpp"
#include "hardfail/render/forgotten.hpp"

namespace hardfail::cli {
namespace {

class ForgetCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "forget"; }
  [[nodiscard]] std::string synopsis() const override {
    return "--before DATE | --domain DOMAIN [OPTION...]";
  }
  [[nodiscard]] std::string summary() const override {
    return "delete reports that are no longer needed";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"forget --before 2025-01-01 --dry-run", "forget --domain old.example --runs --marks"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    return {{"before", "DATE", "what ended before this ISO 8601 date"},
            {"domain", "DOMAIN", "what is about this domain"},
            {"runs", "", "the readiness runs as well"},
            {"marks", "", "your marks as well"},
            {"dry-run", "", "say what would go, and delete nothing"}};
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    expect_no_arguments(invocation.options);
    const auto& options = invocation.options;
    const ledger::Forgetting forgetting{
        .domain = options.get("domain", "a domain name", parse_international),
        .before = options.get("before", "a date such as 2026-11-21", parse_iso8601),
        .takes_runs = options.is_on("runs"),
        .takes_marks = options.is_on("marks")};
    if (!forgetting.domain && !forgetting.before) {
      throw Error(Failure::usage, "forget needs to know what",
                  "name a date with --before, a domain with --domain, or both");
    }
    const bool is_trial = options.is_on("dry-run");
    const auto store =
        invocation.open_store(is_trial ? store::OpenMode::reading : store::OpenMode::existing);
    const auto forgotten = is_trial ? store->would_forget(forgetting) : store->forget(forgetting);
    return {render::present(forgotten, is_trial ? render::Deed::trial : render::Deed::done,
                            invocation.global.format, invocation.global.page)};
  }
};

}  // namespace

std::unique_ptr<Command> make_forget_command() { return std::make_unique<ForgetCommand>(); }

}  // namespace hardfail::cli
