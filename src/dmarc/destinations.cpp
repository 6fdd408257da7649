#include "hardfail/dmarc/destinations.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>

#include "hardfail/util/text.hpp"
#include "record_parser.hpp"

namespace hardfail::dmarc {
namespace {

/// The address of a mailto: URI (RFC 6068), without a size limit behind it.
Destination read_uri(const std::string& uri) {
  constexpr std::string_view scheme = "mailto:";
  Destination destination;
  destination.uri = uri;
  std::string_view rest = uri;
  if (!iequals(rest.substr(0, scheme.size()), scheme)) return destination;
  rest.remove_prefix(scheme.size());
  if (const auto limit = rest.find('!'); limit != std::string_view::npos) {
    destination.has_size_limit = true;
    rest = rest.substr(0, limit);
  }
  rest = rest.substr(0, rest.find('?'));
  const auto at = rest.rfind('@');
  if (at == std::string_view::npos || at == 0) return destination;
  destination.domain = DomainName::parse(rest.substr(at + 1));
  return destination;
}

MailHost mail_host_of(const DomainName& domain, dns::Resolver& resolver) {
  const std::array questions = {dns::Question{domain, dns::RecordType::mx},
                                dns::Question{domain, dns::RecordType::a},
                                dns::Question{domain, dns::RecordType::aaaa}};
  const auto answers = resolver.ask_all(questions);
  const auto exchanges = answers[0].all<dns::MailExchange>();
  if (!exchanges.empty()) {
    const bool receives = std::ranges::any_of(
        exchanges, [](const auto& exchange) { return exchange.host.has_value(); });
    return receives ? MailHost::present : MailHost::absent;
  }
  if (dns::is_error(answers[0].status)) return MailHost::unknown;
  // Without an MX, mail goes to the domain's own address.
  if (!answers[1].all<IpAddress>().empty() || !answers[2].all<IpAddress>().empty()) {
    return MailHost::present;
  }
  const bool failed = dns::is_error(answers[1].status) || dns::is_error(answers[2].status);
  return failed ? MailHost::unknown : MailHost::absent;
}

void ask_for_consent(const DomainName& policy_domain, Destination& destination,
                     dns::Resolver& resolver) {
  const auto name = DomainName::parse(
      fmt::format("{}._report._dmarc.{}", policy_domain.text(), destination.domain->text()));
  if (!name) {  // too long to be asked for
    destination.consent = Consent::missing;
    return;
  }
  destination.consent_name = *name;
  const auto answer = resolver.ask({*name, dns::RecordType::txt});
  if (dns::is_error(answer.status)) {
    destination.consent = Consent::unknown;
    return;
  }
  const auto texts = answer.all<dns::CharacterStrings>();
  const bool agrees = std::ranges::any_of(texts, [](const dns::CharacterStrings& strings) {
    return read_record(fmt::format("{}", fmt::join(strings, ""))).has_value();
  });
  destination.consent = agrees ? Consent::given : Consent::missing;
}

}  // namespace

std::vector<Destination> destinations_of(const Policy& policy, dns::Resolver& resolver) {
  assert(policy.record && policy.found_at);
  std::vector<Destination> destinations;
  std::vector<DomainName> domains;
  for (const auto& uri : policy.record->rua) {
    if (uri.empty()) continue;
    destinations.push_back(read_uri(uri));
    if (destinations.back().domain) domains.push_back(*destinations.back().domain);
  }
  const auto organizations = organizations_of(domains, resolver);
  std::size_t next = 0;
  for (auto& destination : destinations) {
    if (!destination.domain) continue;
    destination.mail_host = mail_host_of(*destination.domain, resolver);
    const auto& organization = organizations[next++];
    const bool is_own = destination.domain->is_at_or_below(policy.organizational_domain) ||
                        organization.domain == policy.organizational_domain;
    if (!is_own) ask_for_consent(*policy.found_at, destination, resolver);
  }
  return destinations;
}

}  // namespace hardfail::dmarc
