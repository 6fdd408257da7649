#include "commands/commands.hpp"
#include "hardfail/render/domain_list.hpp"

namespace hardfail::cli {
namespace {

class DomainsCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "domains"; }
  [[nodiscard]] std::string synopsis() const override { return "[OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "the domains in the database: reports, period, messages, verdict";
  }
  [[nodiscard]] std::vector<std::string> examples() const override { return {"domains"}; }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    expect_no_arguments(invocation.options);
    const auto store = invocation.open_store(store::OpenMode::reading);
    const auto domains = store->domains();
    if (domains.empty()) throw empty_database(invocation);
    return {render::present(domains, invocation.global.format, invocation.global.page)};
  }
};

}  // namespace

std::unique_ptr<Command> make_domains_command() { return std::make_unique<DomainsCommand>(); }

}  // namespace hardfail::cli
