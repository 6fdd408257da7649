#include <fmt/format.h>

#include "assess/dns_session.hpp"
#include "commands/commands.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/net/idna.hpp"
#include "hardfail/render/spf_check.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/util/text.hpp"
#include "options/record_option.hpp"

namespace hardfail::cli {
namespace {

/// What the part before the last `@` is called where a sender has none (RFC 7208, section 4.3).
constexpr std::string_view default_local_part = "postmaster";

/// `sender` without angle brackets.
std::string_view bare(std::string_view sender) {
  if (sender.starts_with('<') && sender.ends_with('>')) {
    sender = sender.substr(1, sender.size() - 2);
  }
  return sender;
}

/// "postmaster" for a null sender too, since HELO is checked in its name (section 2.4).
std::string local_part(std::string_view sender) {
  const auto at = sender.rfind('@');
  const auto local = sender.substr(0, at == std::string_view::npos ? 0 : at);
  return std::string(local.empty() ? default_local_part : local);
}

/// The domain of the sender, of the HELO identity where there is none; nullopt where neither is
/// given, or the HELO name is not a domain name.
std::optional<DomainName> sender_domain(std::string_view sender,
                                        const std::optional<std::string>& helo) {
  if (sender.empty()) return helo ? parse_international(*helo) : std::nullopt;
  const auto at = sender.rfind('@');
  auto domain = parse_international(sender.substr(at == std::string_view::npos ? 0 : at + 1));
  if (!domain) {
    throw Error(Failure::usage,
                fmt::format("'{}' is not a sender address with a domain", printable(sender)),
                "write it as local-part@domain");
  }
  return domain;
}

std::optional<std::string> text_of(const Options& options, std::string_view name) {
  const auto* value = options.find(name);
  return value == nullptr ? std::nullopt : std::optional(value->text);
}

spf::Outcome check(const Invocation& invocation, const std::string& domain,
                   const IpAddress& client) {
  const auto given = text_of(invocation.options, "sender").value_or("");
  const auto sender = bare(given);
  const auto helo = text_of(invocation.options, "helo");
  const auto name = parse_international(domain);
  auto query = name ? spf::Query::of_message(client, local_part(sender) + '@' + name->text(),
                                             helo.value_or(""))
                    : std::nullopt;
  if (!query) {
    spf::Outcome outcome;
    outcome.problem = fmt::format("'{}' is not a domain name that could have a record", domain);
    return outcome;
  }
  query->helo = helo;
  query->sender_domain = sender_domain(sender, helo);

  DnsSession dns(invocation.global, invocation.environment);
  dns::Overlay overlay(dns.cache());
  if (const auto record = read_record_option(invocation.options)) {
    overlay.set_txt(query->domain, std::span(&*record, 1));
  }
  spf::CheckOptions options;
  options.trace = true;
  return spf::check_host(*query, overlay, options);
}

class SpfCheckCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "spf check"; }
  [[nodiscard]] std::string synopsis() const override { return "DOMAIN --ip IP [OPTION...]"; }
  [[nodiscard]] std::string summary() const override {
    return "the SPF result for an address, and how it is reached";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"spf check example.com --ip 192.0.2.25"};
  }
  [[nodiscard]] std::vector<OptionSpec> options() const override {
    return {{"ip", "IP", "the address of the sending host"},
            {"sender", "ADDRESS", "the envelope sender (default: postmaster)"},
            {"helo", "NAME", "the name that the host gives in HELO or EHLO"},
            record_option_spec()};
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto& given = only_argument(invocation.options, "domain");
    const auto name = parse_international(given);
    const auto domain = name ? name->text() : given;
    const auto client = invocation.options.get("ip", "an IPv4 or IPv6 address", IpAddress::parse);
    if (!client)
      throw Error(Failure::usage, "the address to check is missing", "give it with --ip");
    return {render::present(render::SpfCheck{domain, *client, check(invocation, domain, *client)},
                            invocation.global.format, invocation.global.page)};
  }
};

}  // namespace

std::unique_ptr<Command> make_spf_check_command() { return std::make_unique<SpfCheckCommand>(); }

}  // namespace hardfail::cli
