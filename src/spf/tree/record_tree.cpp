#include "tree/record_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

#include "hardfail/spf/limits.hpp"
#include "hardfail/util/text.hpp"
#include "lookup/published.hpp"
#include "record/macro_expansion.hpp"

namespace hardfail::spf {
namespace {

// Past what an evaluation can reach before its limit of 10 look-ups: 10 mx terms of 10 hosts each
// make 210 questions.
constexpr std::size_t most_nodes_below_a_root = 60;
constexpr std::size_t most_questions_below_a_root = 400;
constexpr std::size_t most_branches = 40;
constexpr unsigned most_depth = 12;

class Grower {
 public:
  Grower(dns::Resolver& resolver, std::span<const dns::RecordType> address_types)
      : m_resolver(resolver), m_address_types(address_types) {}

  RecordTree grow(std::span<const DomainName> roots, std::span<const dns::Question> also) {
    m_wanted.insert(also.begin(), also.end());
    for (const auto& root : roots) add_node(root, m_tree.nodes.size(), std::nullopt);
    while (!m_unread.empty() || !m_exchanges.empty() || !m_wanted.empty()) {
      ask_wanted();
      for (const auto id : std::exchange(m_exchanges, {})) want_hosts(id);
      for (const auto node : std::exchange(m_unread, {})) read(node);
    }
    return std::move(m_tree);
  }

 private:
  struct BranchId {
    std::size_t node = 0;
    std::size_t index = 0;
  };

  struct Budget {
    std::size_t nodes = 0;
    std::size_t questions = 0;
  };

  /// False where the root's budget is spent.
  bool want(std::size_t root, const dns::Question& question) {
    if (m_tree.answers.contains(question) || m_wanted.contains(question)) return true;
    if (m_spent[root].questions >= most_questions_below_a_root) return false;
    ++m_spent[root].questions;
    m_wanted.insert(question);
    return true;
  }

  void ask_wanted() {
    const auto wanted = std::exchange(m_wanted, {});
    const std::vector<dns::Question> questions(wanted.begin(), wanted.end());
    auto answers = m_resolver.ask_all(questions);
    for (std::size_t i = 0; i < questions.size(); ++i) {
      m_tree.answers.insert_or_assign(questions[i], std::move(answers[i]));
    }
  }

  /// nullopt past the bounds.
  std::optional<std::size_t> add_node(const DomainName& domain, std::size_t root,
                                      std::optional<std::size_t> parent) {
    const unsigned depth = parent ? m_tree.nodes[*parent].depth + 1 : 0;
    if (m_spent[root].nodes >= most_nodes_below_a_root || depth > most_depth ||
        !want(root, {domain, dns::RecordType::txt})) {
      return std::nullopt;
    }
    ++m_spent[root].nodes;
    const std::size_t id = m_tree.nodes.size();
    m_tree.nodes.push_back(
        {{domain, RecordStatus::none, {}, {}, {}, {}}, dns::Status::timeout, parent, depth, {}});
    m_roots.push_back(root);
    m_unread.push_back(id);
    return id;
  }

  [[nodiscard]] bool stands_below(std::size_t node, const DomainName& domain) const {
    for (std::optional<std::size_t> at = node; at; at = m_tree.nodes[*at].parent) {
      if (m_tree.nodes[*at].published.domain == domain) return true;
    }
    return false;
  }

  void read(std::size_t id) {
    const DomainName domain = m_tree.nodes[id].published.domain;
    auto fetched = to_fetched(domain, m_tree.answers.at({domain, dns::RecordType::txt}));
    if (fetched.published.record) {
      auto branches = branches_of(domain, *fetched.published.record);
      if (branches.size() > most_branches) {
        branches.erase(branches.begin() + most_branches, branches.end());
      }
      for (std::size_t i = 0; i < branches.size(); ++i) follow(id, i, branches[i]);
      m_tree.nodes[id].branches = std::move(branches);
    }
    m_tree.nodes[id].published = std::move(fetched.published);
    m_tree.nodes[id].status = fetched.status;
  }

  /// The terms in front of `all`, or all of them and the redirect.
  static std::vector<Branch> branches_of(const DomainName& domain, const Record& record) {
    std::vector<Branch> branches;
    for (const auto& directive : record.directives) {
      if (std::holds_alternative<All>(directive.mechanism)) return branches;
      if (auto branch = branch_of(domain, directive)) branches.push_back(*std::move(branch));
    }
    if (record.redirect) {
      branches.push_back(make_branch(Branch::Kind::redirect, record.redirect->where,
                                     record.redirect->value, domain));
    }
    return branches;
  }

  static Branch make_branch(Branch::Kind kind, Span where, const std::optional<MacroString>& spec,
                            const DomainName& domain) {
    return {kind, where, static_target(spec, domain), !spec || spec->is_static(),
            spec && uses_client_name(*spec)};
  }

  static std::optional<Branch> branch_of(const DomainName& domain, const Directive& directive) {
    const auto branch = [&](Branch::Kind kind, const std::optional<MacroString>& spec) {
      return make_branch(kind, directive.where, spec, domain);
    };
    const auto& mechanism = directive.mechanism;
    if (const auto* include = std::get_if<Include>(&mechanism)) {
      return branch(Branch::Kind::include, include->domain);
    }
    if (const auto* exists = std::get_if<Exists>(&mechanism)) {
      return branch(Branch::Kind::exists, exists->domain);
    }
    if (const auto* a = std::get_if<A>(&mechanism)) return branch(Branch::Kind::a, a->domain);
    if (const auto* mx = std::get_if<Mx>(&mechanism)) return branch(Branch::Kind::mx, mx->domain);
    if (const auto* ptr = std::get_if<Ptr>(&mechanism)) {
      return branch(Branch::Kind::ptr, ptr->domain);
    }
    return std::nullopt;
  }

  void follow(std::size_t node, std::size_t index, Branch& branch) {
    if (!branch.target) return;
    const auto& target = *branch.target;
    switch (branch.kind) {
      case Branch::Kind::include:
      case Branch::Kind::redirect:
        branch.is_loop = stands_below(node, target);
        if (!branch.is_loop) branch.node = add_node(target, m_roots[node], node);
        break;
      case Branch::Kind::a:
        want_addresses(node, branch, target);
        break;
      case Branch::Kind::mx:
        if (ask_for(node, branch, {target, dns::RecordType::mx})) {
          m_exchanges.push_back({node, index});
        }
        break;
      case Branch::Kind::exists:
        ask_for(node, branch, {target, dns::RecordType::a});
        break;
      case Branch::Kind::ptr:
        break;
    }
  }

  bool ask_for(std::size_t node, Branch& branch, const dns::Question& question) {
    const bool wanted = want(m_roots[node], question);
    if (wanted) branch.asked.push_back(question);
    return wanted;
  }

  void want_addresses(std::size_t node, Branch& branch, const DomainName& host) {
    for (const auto type : m_address_types) ask_for(node, branch, {host, type});
  }

  void want_hosts(BranchId id) {
    auto& branch = m_tree.nodes[id.node].branches[id.index];
    const auto exchanges = m_tree.answers.at(branch.asked.front()).all<dns::MailExchange>();
    if (exchanges.size() > limits::names) return;  // a permerror, whatever they are
    for (const auto& exchange : exchanges) {
      if (exchange.host) want_addresses(id.node, branch, *exchange.host);
    }
  }

  dns::Resolver& m_resolver;
  std::span<const dns::RecordType> m_address_types;
  RecordTree m_tree;
  std::vector<std::size_t> m_roots;       // the root above each node
  std::map<std::size_t, Budget> m_spent;  // by root
  std::set<dns::Question> m_wanted;
  std::vector<std::size_t> m_unread;
  std::vector<BranchId> m_exchanges;  // mx terms whose hosts are not asked for yet
};

}  // namespace

RecordTree grow_tree(std::span<const DomainName> roots, dns::Resolver& resolver,
                     std::span<const dns::RecordType> address_types,
                     std::span<const dns::Question> also) {
  return Grower(resolver, address_types).grow(roots, also);
}

std::string name_of_term(const Node& node, Span where) {
  assert(node.published.record);
  return fmt::format("`{}` in the record of {}",
                     printable_ascii(node.published.record->text_of(where)),
                     printable(node.published.domain.text()));
}

Place place_of(const Node& node, Span where) {
  assert(node.published.record);
  return {node.published.domain, node.published.record->text, where, where.offset};
}

bool is_own(const RecordTree& tree, const Node& node) {
  return node.published.domain.is_at_or_below(tree.nodes.front().published.domain);
}

const Branch* branch_at(const Node& node, Span where) {
  const auto found = std::ranges::find_if(
      node.branches, [&](const Branch& branch) { return branch.where.offset == where.offset; });
  return found == node.branches.end() ? nullptr : &*found;
}

}  // namespace hardfail::spf
