#include "assess/dns_session.hpp"
#include "commands/commands.hpp"
#include "hardfail/render/readiness.hpp"
#include "options/assess_options.hpp"

namespace hardfail::cli {
namespace {

class SourcesCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "sources"; }
  [[nodiscard]] std::string synopsis() const override { return "DOMAIN [OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "who sends as the domain: class, volume, reason, what to do";
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    auto specs = assess_option_specs();
    specs.push_back({"addresses", "", "one line an address, not a sender"});
    return specs;
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto domain = domain_argument(only_argument(invocation.options, "domain"));
    const auto options = read_assess_options(invocation.options, invocation.environment);
    const auto store = invocation.open_store(store::OpenMode::existing);
    DnsSession dns(invocation.global.dns);
    return {
        render::present_sources(assess(domain, *store, dns.cache(), options, invocation.messages),
                                invocation.global.format, invocation.global.page,
                                invocation.options.is_on("addresses"))};
  }
};

}  // namespace

std::unique_ptr<Command> make_sources_command() { return std::make_unique<SourcesCommand>(); }

}  // namespace hardfail::cli
