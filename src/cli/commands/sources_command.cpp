#include <fmt/format.h>

#include <optional>
#include <vector>

#include "assess/dns_session.hpp"
#include "commands/commands.hpp"
#include "hardfail/render/readiness.hpp"
#include "options/assess_options.hpp"

namespace hardfail::cli {
namespace {

IpAddress address_argument(const std::string& text) {
  if (const auto address = IpAddress::parse(text)) return *address;
  throw Error(Failure::usage, fmt::format("'{}' is not an IP address", text),
              "what follows the domain is one of its sources, such as 192.0.2.1");
}

/// Drops all other sources. Throws Error (no_input) where the address is none.
void keep_only(const IpAddress& address, analysis::Assessment& assessment) {
  auto& sources = assessment.sources;
  std::erase_if(sources, [&](const auto& source) { return source.address != address; });
  if (!sources.empty()) {
    assessment.senders = {assessment.senders[sources.front().sender]};
    sources.front().sender = 0;
    return;
  }
  const auto& window = assessment.evidence.window;
  const auto domain = assessment.domain.text();
  throw Error(
      Failure::no_input,
      fmt::format("no report in the window from {} to {} names {} as a source of {}",
                  to_iso_date(window.begin), to_iso_date(window.end), address.to_string(), domain),
      fmt::format("`hardfail sources {}` lists those there are", domain));
}

class SourcesCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "sources"; }
  [[nodiscard]] std::string synopsis() const override { return "DOMAIN [ADDRESS] [OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "who sends as the domain: class, volume, reason, what to do";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"sources example.com", "sources example.com 192.0.2.25"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    auto specs = assess_option_specs();
    specs.push_back({"addresses", "", "one line an address, not a sender"});
    return specs;
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto& arguments = invocation.options.positionals();
    if (arguments.size() > 2) {
      throw Error(Failure::usage, fmt::format("'{}' is one argument too many", arguments[2]));
    }
    std::optional<IpAddress> address;
    if (arguments.size() == 2) address = address_argument(arguments[1]);
    const auto domain =
        domain_argument(address ? arguments[0] : only_argument(invocation.options, "domain"));
    const auto options = read_assess_options(invocation.options, invocation.environment);
    warn_of_future(options, invocation.messages);
    const auto store = invocation.open_store(store::OpenMode::existing);
    DnsSession dns(invocation.global.dns);
    auto assessment = assess(domain, *store, dns.cache(), options, invocation.messages);
    for (const auto& reason : assessment.verdict.reasons) {
      if (reason.code == "reports_outside_window") invocation.messages.warning(reason.text);
    }
    const auto& [format, page] = std::pair(invocation.global.format, invocation.global.page);
    if (address) {
      keep_only(*address, assessment);
      return {render::present_source(assessment, format, page)};
    }
    return {
        render::present_sources(assessment, format, page, invocation.options.is_on("addresses"))};
  }
};

}  // namespace

std::unique_ptr<Command> make_sources_command() { return std::make_unique<SourcesCommand>(); }

}  // namespace hardfail::cli
