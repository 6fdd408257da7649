#include <fmt/format.h>

#include "assess/domain_meant.hpp"
#include "commands/commands.hpp"
#include "hardfail/net/idna.hpp"
#include "hardfail/render/report_list.hpp"

namespace hardfail::cli {
namespace {

class ReportsCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "reports"; }
  [[nodiscard]] std::string synopsis() const override { return "[--domain DOMAIN] [--warnings]"; }
  [[nodiscard]] std::string summary() const override {
    return "the reports held, and the inputs rejected with the reason";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"reports --domain example.com --warnings"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    return {{"domain", "DOMAIN", "only the reports of this domain, and no rejected inputs"},
            {"warnings", "", "list what was malformed in each report and was repaired",
             Place::command_line_or_config}};
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    expect_no_arguments(invocation.options);
    const auto domain = invocation.options.get("domain", "a domain name", parse_international);
    const auto store = invocation.open_store(store::OpenMode::reading);

    render::ReportList list{.reports = store->reports(domain)};
    if (domain && list.reports.empty()) {
      throw Error(
          Failure::no_input, fmt::format("no report of {} is in the database", domain->text()),
          domain_meant(*domain, *store).value_or("`hardfail domains` lists the domains there are"));
    }
    if (!domain) list.rejected = store->rejected_inputs();
    if (list.reports.empty() && list.rejected.empty()) throw empty_database(invocation);
    if (invocation.options.is_on("warnings")) list.warnings = render::WarningDetail::spelled_out;
    return {render::present(list, invocation.global.format, invocation.global.page)};
  }
};

}  // namespace

std::unique_ptr<Command> make_reports_command() { return std::make_unique<ReportsCommand>(); }

}  // namespace hardfail::cli
