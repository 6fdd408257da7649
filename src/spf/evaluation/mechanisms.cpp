#include <algorithm>

#include "evaluation/evaluation.hpp"

namespace hardfail::spf {

// The mechanisms, section 5.

Or<bool> Evaluation::match(const Term&, const All&) { return true; }

Or<bool> Evaluation::match(const Term& term, const Include& include) {
  if (auto spent = spend_lookup(term); !spent) return Unexpected(spent.error());
  const auto domain = record_target(term, include.domain);
  if (!domain) return Unexpected(domain.error());
  const auto result = check_domain(*domain, Standing::included, &term);
  if (!result) return Unexpected(result.error());
  if (*result == Result::pass) return true;
  if (*result == Result::none) {
    return stop(Stop::Why::permerror, fmt::format("{} leads to {}, which has no SPF record",
                                                  term.name(), printable(domain->text())));
  }
  m_path.clear();  // What decided there decides nothing here.
  return false;
}

Or<bool> Evaluation::match(const Term& term, const A& a) {
  if (auto spent = spend_lookup(term); !spent) return Unexpected(spent.error());
  const auto host = target(term, a.domain);
  if (!host) return Unexpected(host.error());
  if (!*host) return false;
  return match_hosts(term, std::span(&**host, 1), a.prefix);
}

Or<bool> Evaluation::match(const Term& term, const Mx& mx) {
  if (auto spent = spend_lookup(term); !spent) return Unexpected(spent.error());
  const auto domain = target(term, mx.domain);
  if (!domain) return Unexpected(domain.error());
  if (!*domain) return false;

  const dns::Question question{**domain, dns::RecordType::mx};
  const auto answer = ask(term, question);
  if (!answer) return Unexpected(answer.error());
  if (auto spent = account(term, question, *answer); !spent) {
    return Unexpected(spent.error());
  }
  auto exchanges = answer->all<dns::MailExchange>();
  std::ranges::stable_sort(exchanges, {}, &dns::MailExchange::preference);
  std::vector<DomainName> hosts;
  for (auto& exchange : exchanges) {
    if (exchange.host) hosts.push_back(*std::move(exchange.host));
  }
  if (hosts.size() > m_options.max_names) {
    return stop(Stop::Why::permerror, fmt::format("{} leads to {} MX hosts; {} are allowed",
                                                  term.name(), hosts.size(), m_options.max_names));
  }
  return match_hosts(term, hosts, mx.prefix);
}

Or<bool> Evaluation::match(const Term& term, const Ptr& ptr) {
  if (auto spent = spend_lookup(term); !spent) return Unexpected(spent.error());
  const auto domain = target(term, ptr.domain);
  if (!domain) return Unexpected(domain.error());
  if (!*domain) return false;
  const auto names = validated_names(term, &**domain);
  if (!names) return Unexpected(names.error());
  return std::ranges::any_of(*names,
                             [&](const DomainName& name) { return name.is_at_or_below(**domain); });
}

Or<bool> Evaluation::match(const Term&, const Ip& ip) { return client_is_in(ip.network); }

Or<bool> Evaluation::match(const Term& term, const Exists& exists) {
  if (auto spent = spend_lookup(term); !spent) return Unexpected(spent.error());
  const auto name = target(term, exists.domain);
  if (!name) return Unexpected(name.error());
  if (!*name) return false;
  const dns::Question question{**name, dns::RecordType::a};
  const auto answer = ask(term, question);
  if (!answer) return Unexpected(answer.error());
  if (auto spent = account(term, question, *answer); !spent) {
    return Unexpected(spent.error());
  }
  return answer->status == dns::Status::answered;
}

bool Evaluation::client_is_in(const IpNetwork& network) {
  if (m_scope != nullptr) m_scope->note(network);
  return network.contains(m_query.client);
}

/// True if an address of one of the hosts, with the prefix length applied, is the client's. The
/// hosts are asked for at once and looked at in order, up to the first that matches.
Or<bool> Evaluation::match_hosts(const Term& term, std::span<const DomainName> hosts,
                                 const DualCidr& prefix) {
  const bool is_v4 = m_query.client.family() == IpAddress::Family::v4;
  const unsigned bits = is_v4 ? prefix.v4 : prefix.v6;
  const auto questions = address_questions(hosts);
  const auto answers = ask(term, questions);
  if (!answers) return Unexpected(answers.error());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (auto spent = account(term, questions[i], (*answers)[i]); !spent) {
      return Unexpected(spent.error());
    }
    for (const auto& address : (*answers)[i].all<IpAddress>()) {
      const auto network = IpNetwork::of(address, bits);
      if (network && client_is_in(*network)) return true;
    }
  }
  return false;
}

}  // namespace hardfail::spf
