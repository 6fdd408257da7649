#include <algorithm>

#include "assess/dns_session.hpp"
#include "commands/commands.hpp"
#include "hardfail/render/listening.hpp"
#include "hardfail/spf/listening.hpp"

namespace hardfail::cli {
namespace {

class ListenCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "listen"; }
  [[nodiscard]] std::string synopsis() const override { return "DOMAIN [OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "how to hear of senders that no report shows, by a term of the record";
  }
  [[nodiscard]] std::vector<render::Format> formats() const override {
    auto formats = Command::formats();
    formats.push_back(render::Format::zone);
    return formats;
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"listen example.com", "listen example.com --format zone"};
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto domain = domain_argument(only_argument(invocation.options, "domain"));
    DnsSession dns(invocation.global, invocation.environment);
    const auto plan = spf::plan_listening(domain, dns.cache());
    const bool fails = std::ranges::any_of(plan.findings, [](const spf::Finding& finding) {
      return finding.severity == spf::Finding::Severity::error;
    });
    return {render::present(plan, invocation.global.format, invocation.global.page), fails ? 1 : 0};
  }
};

}  // namespace

std::unique_ptr<Command> make_listen_command() { return std::make_unique<ListenCommand>(); }

}  // namespace hardfail::cli
