#include "own_hosts.hpp"

#include <algorithm>
#include <string>
#include <variant>

namespace hardfail::readiness {
namespace {

std::vector<DomainName> exchangers(const DomainName& domain, dns::Resolver& resolver) {
  std::vector<DomainName> hosts;
  for (const auto& exchange :
       resolver.ask({domain, dns::RecordType::mx}).all<dns::MailExchange>()) {
    if (exchange.host) hosts.push_back(*exchange.host);
  }
  return hosts;
}

std::vector<IpAddress> addresses_of(std::span<const DomainName> hosts, dns::Resolver& resolver) {
  std::vector<dns::Question> questions;
  for (const auto& host : hosts) {
    questions.push_back({host, dns::RecordType::a});
    questions.push_back({host, dns::RecordType::aaaa});
  }
  std::vector<IpAddress> addresses;
  for (const auto& answer : resolver.ask_all(questions)) {
    for (const auto& address : answer.all<IpAddress>()) addresses.push_back(address);
  }
  return addresses;
}

}  // namespace

std::vector<IpNetwork> own_terms(const spf::Survey& survey,
                                 std::span<const spf::TermPath> open_passes) {
  std::vector<IpNetwork> networks;
  if (!survey.own.record) return networks;
  for (const auto& directive : survey.own.record->directives) {
    const spf::TermPath way = {std::string(survey.own.record->text_of(directive.where))};
    if (std::ranges::find(open_passes, way) != open_passes.end()) continue;
    const auto* ip = std::get_if<spf::Ip>(&directive.mechanism);
    if (ip != nullptr && directive.qualifier == spf::Qualifier::pass)
      networks.push_back(ip->network);
  }
  return networks;
}

std::vector<IpAddress> own_hosts(const DomainName& domain, const DomainName& organization,
                                 dns::Resolver& resolver) {
  std::vector<DomainName> hosts = {domain};
  for (const auto& host : exchangers(domain, resolver)) {
    if (host.is_at_or_below(organization)) hosts.push_back(host);
  }
  return addresses_of(hosts, resolver);
}

std::vector<IpAddress> mail_hosts(const DomainName& domain, dns::Resolver& resolver) {
  return addresses_of(exchangers(domain, resolver), resolver);
}

analysis::DnsFacts::MailExchanger mail_exchanger(const DomainName& domain,
                                                 dns::Resolver& resolver) {
  using enum analysis::DnsFacts::MailExchanger;
  const auto answer = resolver.ask({domain, dns::RecordType::mx});
  if (dns::is_error(answer.status)) return dns_failed;
  const auto exchanges = answer.all<dns::MailExchange>();
  const bool receives = std::ranges::any_of(
      exchanges, [](const auto& exchange) { return exchange.host.has_value(); });
  return receives ? published : none;
}

}  // namespace hardfail::readiness
