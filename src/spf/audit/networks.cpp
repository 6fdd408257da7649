#include "audit/networks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "hardfail/net/special_use.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::spf {
namespace {

/// A network written in a record that evaluation can reach.
struct Literal {
  const Node& node;
  const Directive& directive;
  IpNetwork network;
  std::size_t order = 0;  ///< of evaluation

  [[nodiscard]] std::string name() const { return name_of_term(node, directive.where); }
};

/// The directives that evaluation can reach.
std::span<const Directive> live_directives(const Record& record) {
  const auto* all = record.all();
  const std::span directives(record.directives);
  return all == nullptr ? directives
                        : directives.first(static_cast<std::size_t>(all - directives.data()));
}

void collect(const RecordTree& tree, const Node& node, std::vector<Literal>& literals) {
  if (!node.published.record) return;
  const auto& record = *node.published.record;
  for (const auto& directive : live_directives(record)) {
    if (const auto* ip = std::get_if<Ip>(&directive.mechanism)) {
      literals.push_back({node, directive, ip->network, literals.size()});
    } else if (const auto* branch = branch_at(node, directive.where); branch && branch->node) {
      collect(tree, tree.nodes[*branch->node], literals);
    }
  }
  if (!record.redirect) return;
  if (const auto* branch = branch_at(node, record.redirect->where); branch && branch->node) {
    collect(tree, tree.nodes[*branch->node], literals);
  }
}

class NetworkAudit {
 public:
  NetworkAudit(const RecordTree& tree, FindingLog& findings) : m_tree(tree), m_findings(findings) {}

  void run() {
    collect(m_tree, m_tree.nodes.front(), m_literals);
    for (const auto& literal : m_literals) look_at(literal);
    for (const auto& node : m_tree.nodes) look_at(node);
    find_overlaps();
    find_repeated_records();
    if (m_documentation == 0) return;
    const auto& [what, node, where] = m_first_documentation;
    find(Severity::note, "documentation_address",
         fmt::format(
             "networks and addresses reserved for documentation: {}; the first is that of {}",
             m_documentation, what),
         *node, where);
  }

 private:
  void find(Severity severity, std::string_view code, std::string text, const Node& node,
            Span where) {
    if (!m_findings.wants(code)) return;
    m_findings.add(finding(severity, code, std::move(text), place_of(node, where)));
  }

  void look_at(const Literal& literal) {
    if (literal.network == IpNetwork::parse("::")) {
      find(Severity::warning, "mapped_network", fmt::format("{} matches no client", literal.name()),
           literal.node, literal.directive.where);
      return;
    }
    judge_width(literal.node, literal.directive.where, literal.network.address().family(),
                literal.network.bits());
    judge_use(literal.node, literal.directive.where, literal.network, {});
  }

  /// The widest that a network of a domain's own is likely to be; providers have wider ones.
  void judge_width(const Node& node, Span where, IpAddress::Family family, unsigned bits) {
    const bool v4 = family == IpAddress::Family::v4;
    const bool own = is_own(m_tree, node);
    const unsigned shortest = v4 ? (own ? 16 : 8) : (own ? 32 : 16);
    if (bits >= shortest) return;
    find(bits == 0 ? Severity::error : Severity::warning, "wide_network",
         fmt::format("{} authorises a /{} of IPv{}{}", name_of_term(node, where), bits, v4 ? 4 : 6,
                     v4 ? fmt::format(", {} addresses", std::uint64_t{1} << (32 - bits)) : ""),
         node, where);
  }

  /// `host` is the name that leads to the network; empty where it is written in the record.
  void judge_use(const Node& node, Span where, const IpNetwork& network, std::string_view host) {
    const auto use = special_use_of(network);
    if (!use) return;
    const auto term = name_of_term(node, where);
    const auto what = host.empty() ? term : fmt::format("{}, by {},", term, host);
    if (use->kind == SpecialUse::Kind::documentation) {
      if (m_documentation++ > 0) return;
      m_first_documentation = {what, &node, where};
      return;
    }
    find(Severity::warning, "private_address",
         fmt::format("{} authorises {}, which is reserved for {} ({})", what, network.to_string(),
                     use->name, use->source),
         node, where);
  }

  /// Prefix lengths and addresses of `a` and `mx`, and terms given twice.
  void look_at(const Node& node) {
    if (!node.published.record) return;
    std::set<std::string> met;
    for (const auto& directive : live_directives(*node.published.record)) {
      if (const auto* a = std::get_if<A>(&directive.mechanism))
        judge_prefix(node, directive, a->prefix);
      if (const auto* mx = std::get_if<Mx>(&directive.mechanism)) {
        judge_prefix(node, directive, mx->prefix);
      }
      if (std::holds_alternative<Ip>(directive.mechanism)) continue;
      auto text = to_lower(node.published.record->text_of(directive.where));
      if (text.front() == static_cast<char>(directive.qualifier)) text.erase(0, 1);
      if (met.insert(text).second) continue;
      find(Severity::warning, "duplicate_term",
           fmt::format("{} appears twice", name_of_term(node, directive.where)), node,
           directive.where);
    }
    for (const auto& branch : node.branches) {
      for (const auto& question : branch.asked) {
        if (branch.kind == Branch::Kind::exists) continue;
        for (const auto& address : m_tree.answers.at(question).all<IpAddress>()) {
          judge_use(node, branch.where, *IpNetwork::of(address, address.width()),
                    printable(question.name.text()));
        }
      }
    }
  }

  void judge_prefix(const Node& node, const Directive& directive, const DualCidr& prefix) {
    judge_width(node, directive.where, IpAddress::Family::v4, prefix.v4);
    judge_width(node, directive.where, IpAddress::Family::v6, prefix.v6);
  }

  /// Networks are apart or one in the other, so that those around a network, met in order of their
  /// first address and the wider first, form a stack.
  void find_overlaps() {
    std::vector<const Literal*> sorted;
    for (const auto& literal : m_literals) sorted.push_back(&literal);
    std::ranges::sort(sorted, [](const Literal* a, const Literal* b) {
      return std::tuple(a->network, a->order) < std::tuple(b->network, b->order);
    });
    std::vector<const Literal*> around;
    for (const auto* literal : sorted) {
      while (!around.empty() && !around.back()->network.contains(literal->network)) {
        around.pop_back();
      }
      if (!around.empty()) judge_overlap(*around.back(), *literal);
      around.push_back(literal);
    }
  }

  /// Pre: `outer` contains `inner`; of two that are equal the inner one is later.
  void judge_overlap(const Literal& outer, const Literal& inner) {
    assert(outer.network.contains(inner.network));
    const bool own = is_own(m_tree, outer.node) || is_own(m_tree, inner.node);
    if (!own) return;  // That is the provider's business.
    const bool same_record = &outer.node == &inner.node;
    const bool same = outer.directive.qualifier == inner.directive.qualifier;
    if (outer.network == inner.network) {
      find(same_record ? Severity::warning : Severity::note, "duplicate_term",
           fmt::format("{} repeats {}", inner.name(), outer.name()), inner.node,
           inner.directive.where);
    } else if (outer.order < inner.order) {
      find(same_record ? Severity::warning : Severity::note, "shadowed_term",
           fmt::format("{} never decides anything: {} comes before it and contains all of it",
                       inner.name(), outer.name()),
           inner.node, inner.directive.where);
    } else if (same) {
      find(Severity::note, "overlapping_networks",
           fmt::format("{} lies within {}", inner.name(), outer.name()), inner.node,
           inner.directive.where);
    }
  }

  /// Records that the tree leads to more than once.
  void find_repeated_records() {
    std::map<DomainName, unsigned> met;
    for (const auto& node : m_tree.nodes) {
      for (const auto& branch : node.branches) {
        if (!branch.node || ++met[*branch.target] != 2) continue;
        find(Severity::warning, "duplicate_include",
             fmt::format("{} leads to a record that is already in the tree",
                         name_of_term(node, branch.where)),
             node, branch.where);
      }
    }
  }

  const RecordTree& m_tree;
  FindingLog& m_findings;
  std::vector<Literal> m_literals;
  std::size_t m_documentation = 0;
  std::tuple<std::string, const Node*, Span> m_first_documentation;
};

}  // namespace

void look_at_networks(const RecordTree& tree, FindingLog& findings) {
  if (tree.nodes.front().published.record) NetworkAudit(tree, findings).run();
}

}  // namespace hardfail::spf
