#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "assess/dns_session.hpp"
#include "assess/selection.hpp"
#include "commands/commands.hpp"
#include "hardfail/ledger/source_class.hpp"
#include "hardfail/render/sources.hpp"
#include "hardfail/util/text.hpp"
#include "options/assess_options.hpp"

namespace hardfail::cli {
namespace {

IpAddress address_argument(const std::string& text) {
  if (const auto address = IpAddress::parse(text)) return *address;
  throw Error(Failure::usage, fmt::format("'{}' is not an IP address", text),
              "what follows the domain is one of its sources, such as 192.0.2.1");
}

Error not_a_source(const IpAddress& address, const analysis::Assessment& assessment) {
  const auto& window = assessment.evidence.window;
  const auto domain = assessment.domain.text();
  return {
      Failure::no_input,
      fmt::format("no report in the window from {} to {} names {} as a source of {}",
                  to_iso_date(window.begin), to_iso_date(window.end), address.to_string(), domain),
      fmt::format("`hardfail sources {}` lists those there are", domain)};
}

std::optional<analysis::SourceClass> options_class(const Options& options) {
  return options.get("class", "a class such as missing, listed or forwarder",
                     ledger::source_class_called);
}

/// Nobody reads thousands of lines on a terminal; programs get all they do not refuse.
std::size_t limit_of(const Invocation& invocation) {
  constexpr std::uint64_t readable = 50;
  const bool is_text = invocation.global.format == render::Format::text;
  const auto limit = invocation.options.get("limit", "a whole number", parse_unsigned)
                         .value_or(is_text ? readable : 0);
  return limit == 0 ? std::numeric_limits<std::size_t>::max() : limit;
}

class SourcesCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "sources"; }
  [[nodiscard]] std::string synopsis() const override { return "DOMAIN [ADDRESS] [OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "who sends as the domain: class, volume, reason, what to do";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"sources example.com", "sources example.com --class missing",
            "sources example.com 192.0.2.25"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    auto specs = assess_option_specs();
    specs.push_back(
        {"addresses", "", "one line an address, not a sender", Place::command_line_or_config});
    specs.push_back({"class", "CLASS", "only those of this class, such as missing or forwarder"});
    specs.push_back({"limit", "N", "at most so many (default: 50 in text; 0: all)",
                     Place::command_line_or_config});
    specs.push_back({"wide", "", "text in lines of any length, with all columns",
                     Place::command_line_or_config});
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
    warn_of_future(options.as_of, options.now, invocation.messages);
    const auto store = invocation.open_store(store::OpenMode::reading);
    DnsSession dns(invocation.global, invocation.environment);
    dns.about(domain.text());
    auto assessment = assess(domain, *store, dns.cache(), options, invocation.messages).assessment;
    for (const auto& reason : assessment.verdict.reasons) {
      if (reason.code == "reports_outside_window") invocation.messages.warning(reason.text);
    }
    const auto format = invocation.global.format;
    auto page = invocation.global.page;
    if (invocation.options.is_on("wide")) page.width = 0;
    if (address) {
      if (!keep_only(*address, assessment)) throw not_a_source(*address, assessment);
      return {render::present_source(assessment, format, page)};
    }
    render::SourcesView view;
    if (invocation.options.is_on("addresses")) view.rows = render::SourceRows::addresses;
    if (const auto wanted = options_class(invocation.options)) keep_class(*wanted, assessment);
    view.left_out = keep_first(limit_of(invocation), view.rows, assessment);
    return {render::present_sources(assessment, format, page, view)};
  }
};

}  // namespace

std::unique_ptr<Command> make_sources_command() { return std::make_unique<SourcesCommand>(); }

}  // namespace hardfail::cli
