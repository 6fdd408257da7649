#include "sweep.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "describe.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::spf {
namespace {

constexpr const char* past_bounds = " lies past what is looked at";

constexpr unsigned most_lookups = 10;
constexpr unsigned most_void_lookups = 2;
constexpr std::size_t most_mx_hosts = 10;

/// IPv4-mapped networks are held as ::/128, which no client has.
bool is_mapped(const IpNetwork& network) { return network == IpNetwork::parse("::"); }

void take(AddressSet& open, const IpNetwork& network, Qualifier qualifier,
          const std::vector<std::string>& path, std::vector<Decided>& decided) {
  if (is_mapped(network)) return;
  for (const auto& range : open.take(range_of(network))) {
    decided.push_back({range, qualifier, path});
  }
}

std::vector<std::string> longer(std::vector<std::string> path, std::string_view term) {
  path.emplace_back(term);
  return path;
}

}  // namespace

bool is_enumerable(const RecordTree& tree, const Branch& branch) {
  if (branch.kind == Branch::Kind::ptr || !branch.is_static) return false;
  return !branch.node || is_enumerable(tree, tree.nodes[*branch.node]);
}

bool is_enumerable(const RecordTree& tree, const Node& node) {
  return std::ranges::all_of(node.branches,
                             [&](const Branch& branch) { return is_enumerable(tree, branch); });
}

void Sweep::end(std::string problem) {
  if (!m_problem) m_problem = std::move(problem);
}

bool Sweep::spend_lookup(const std::string& term) {
  if (m_limits == Limits::none || ++m_lookups <= most_lookups) return true;
  end(fmt::format("{} would be look-up number {}, and {} are allowed", term, m_lookups,
                  most_lookups));
  return false;
}

/// False where the answer ends the evaluation. `what` it was asked for.
bool Sweep::account(dns::Status status, const std::string& what) {
  if (dns::is_error(status)) {
    end(fmt::format("{}: {}", what, dns::describe(status)));
    return false;
  }
  if (m_limits == Limits::none || !dns::is_void(status)) return true;
  if (++m_void_lookups <= most_void_lookups) return true;
  end(fmt::format("{}: void look-up number {}, and {} are allowed", what, m_void_lookups,
                  most_void_lookups));
  return false;
}

void Sweep::sweep(const Node& node, AddressSet& open, std::vector<Decided>& decided,
                  const Path& path) {
  if (!node.published.record) return;
  const auto& record = *node.published.record;
  for (const auto& directive : record.directives) {
    if (m_problem || open.empty()) return;
    decide(node, directive, open, decided, path);
  }
  if (m_problem || open.empty() || !record.redirect || record.all() != nullptr) return;
  const auto further = longer(path, record.text_of(record.redirect->where));
  if (const auto* target = follow_redirect(node, further)) sweep(*target, open, decided, further);
}

/// `path` leads to the redirect.
const Node* Sweep::follow_redirect(const Node& node, const Path& path) {
  const auto where = node.published.record->redirect->where;
  const auto term = name_of_term(node, where);
  const auto* branch = branch_at(node, where);
  if (branch == nullptr) {
    end(term + past_bounds);
    return nullptr;
  }
  if (!spend_lookup(term)) return nullptr;
  if (!branch->is_static) {
    m_skipped.push_back(path);
    return nullptr;
  }
  return enter(*branch, term) ? &m_tree.nodes[*branch->node] : nullptr;
}

/// False where the record that an include or redirect leads to ends the evaluation.
bool Sweep::enter(const Branch& branch, const std::string& term) {
  if (!branch.target) {
    end(term + " leads to no domain name");
  } else if (branch.is_loop) {
    end(term + " leads back to a record it is part of");
  } else if (!branch.node) {
    end(term + past_bounds);
  } else {
    const auto& node = m_tree.nodes[*branch.node];
    if (!account(node.status, term)) return false;
    if (node.published.record && branch.target->parent()) return true;
    end(fmt::format("{} leads to {}, where there is no valid SPF record", term,
                    printable(branch.target->text())));
  }
  return false;
}

void Sweep::decide(const Node& node, const Directive& directive, AddressSet& open,
                   std::vector<Decided>& decided, const Path& path) {
  const auto& record = *node.published.record;
  const auto further = longer(path, record.text_of(directive.where));
  const auto take_everything = [&] {
    for (const auto& range : open.take_all()) {
      decided.push_back({range, directive.qualifier, further});
    }
  };
  if (std::holds_alternative<All>(directive.mechanism)) return take_everything();
  if (const auto* ip = std::get_if<Ip>(&directive.mechanism)) {
    return take(open, ip->network, directive.qualifier, further, decided);
  }
  const auto term = name_of_term(node, directive.where);
  const auto* branch = branch_at(node, directive.where);
  if (branch == nullptr) return end(term + past_bounds);
  if (!spend_lookup(term)) return;
  if (branch->kind == Branch::Kind::ptr || !branch->is_static) {
    m_skipped.push_back(further);
    return;
  }
  if (branch->kind == Branch::Kind::include) {
    if (!enter(*branch, term)) return;
    return decide_by_include(*branch, directive.qualifier, open, decided, further);
  }
  if (!branch->target) return;
  if (branch->kind == Branch::Kind::exists) {
    if (branch->asked.empty()) return end(term + past_bounds);
    const auto status = m_tree.answers.at(branch->asked.front()).status;
    if (account(status, term) && !dns::is_void(status)) take_everything();
    return;
  }
  const auto* a = std::get_if<A>(&directive.mechanism);
  const auto& prefix = a != nullptr ? a->prefix : std::get<Mx>(directive.mechanism).prefix;
  for (const auto& network : networks_of_hosts(*branch, prefix, term)) {
    take(open, network, directive.qualifier, further, decided);
  }
}

/// An include matches where its record passes, whatever that record says of the rest (section 5.2).
void Sweep::decide_by_include(const Branch& branch, Qualifier qualifier, AddressSet& open,
                              std::vector<Decided>& decided, const Path& path) {
  auto inside = open;
  std::vector<Decided> by_record;
  sweep(m_tree.nodes[*branch.node], inside, by_record, path);
  for (auto& each : by_record) {
    if (each.qualifier != Qualifier::pass) continue;
    static_cast<void>(open.take(each.clients));
    each.qualifier = qualifier;
    decided.push_back(std::move(each));
  }
}

/// The MX hosts of a name in the order they are looked at; none where that ends the evaluation.
std::vector<DomainName> Sweep::exchanges_of(const DomainName& name, const std::string& term) {
  const auto found = m_tree.answers.find({name, dns::RecordType::mx});
  if (found == m_tree.answers.end()) {
    end(term + past_bounds);
    return {};
  }
  if (!account(found->second.status, term)) return {};
  auto exchanges = found->second.all<dns::MailExchange>();
  std::ranges::stable_sort(exchanges, {}, &dns::MailExchange::preference);
  std::vector<DomainName> hosts;
  for (auto& exchange : exchanges) {
    if (exchange.host) hosts.push_back(*std::move(exchange.host));
  }
  if (hosts.size() <= most_mx_hosts) return hosts;
  end(fmt::format("{} leads to {} MX hosts, and {} are allowed", term, hosts.size(),
                  most_mx_hosts));
  return {};
}

/// The networks of a term `a` or `mx`, up to the answer that ends the evaluation.
std::vector<IpNetwork> Sweep::networks_of_hosts(const Branch& branch, const DualCidr& prefix,
                                                const std::string& term) {
  const bool v4 = m_family == IpAddress::Family::v4;
  const auto hosts = branch.kind == Branch::Kind::mx ? exchanges_of(*branch.target, term)
                                                     : std::vector{*branch.target};
  std::vector<IpNetwork> networks;
  for (const auto& host : hosts) {
    const auto found = m_tree.answers.find({host, v4 ? dns::RecordType::a : dns::RecordType::aaaa});
    if (found == m_tree.answers.end()) {
      end(term + past_bounds);
      break;
    }
    if (!account(found->second.status, term)) break;
    for (const auto& address : found->second.all<IpAddress>()) {
      if (address.family() != m_family) continue;
      networks.push_back(*IpNetwork::of(address, v4 ? prefix.v4 : prefix.v6));
    }
  }
  return networks;
}

}  // namespace hardfail::spf
