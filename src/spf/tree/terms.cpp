#include "tree/terms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"

namespace hardfail::spf {
namespace {

std::string counted(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : noun.ends_with('s') ? "es" : "s");
}

/// Void look-ups by the client's family.
struct Voids {
  unsigned v4 = 0;
  unsigned v6 = 0;

  void add(const Voids& other) {
    v4 += other.v4;
    v6 += other.v6;
  }
};

class TreeReader {
 public:
  explicit TreeReader(const RecordTree& tree) : m_tree(tree) {}

  std::vector<TreeTerm> read() {
    static_cast<void>(read(m_tree.nodes.front()));
    return std::move(m_terms);
  }

 private:
  struct Cost {
    unsigned lookups = 0;
    Voids voids;
  };

  Cost read(const Node& node) {
    Cost sum;
    for (const auto& branch : node.branches) {
      const auto cost = read(node, branch);
      sum.lookups += cost.lookups;
      sum.voids.add(cost.voids);
    }
    return sum;
  }

  Cost read(const Node& node, const Branch& branch) {
    const auto at = m_terms.size();
    m_terms.push_back({node.depth, node.published.domain,
                       std::string(node.published.record->text_of(branch.where)), 0, 0,
                       leads_to(branch)});
    Cost cost{1, {}};
    for (const auto& question : branch.asked) cost.voids.add(voids_of(branch, question));
    if (branch.node) {
      const auto& below = m_tree.nodes[*branch.node];
      if (dns::is_void(below.status)) cost.voids.add({1, 1});
      const auto deeper = read(below);
      cost.lookups += deeper.lookups;
      cost.voids.add(deeper.voids);
    }
    m_terms[at].lookups = cost.lookups;
    m_terms[at].void_lookups = std::max(cost.voids.v4, cost.voids.v6);
    return cost;
  }

  [[nodiscard]] Voids voids_of(const Branch& branch, const dns::Question& question) const {
    if (!dns::is_void(m_tree.answers.at(question).status)) return {};
    if (branch.kind == Branch::Kind::exists) return {1, 1};
    const bool v4 = question.type != dns::RecordType::aaaa;
    const bool v6 = question.type != dns::RecordType::a;
    return {v4 ? 1U : 0U, v6 ? 1U : 0U};
  }

  [[nodiscard]] std::string leads_to(const Branch& branch) const {
    if (branch.kind == Branch::Kind::ptr) return "the names of each client";
    if (!branch.is_static) return "differs from message to message";
    if (!branch.target) return "no domain name";
    if (branch.is_loop) return "back to a record above";
    if (branch.node) return describe(m_tree.nodes[*branch.node]);
    if (branch.asked.empty()) return "not looked at";
    return describe_answers(branch);
  }

  [[nodiscard]] std::string describe_answers(const Branch& branch) const {
    std::size_t addresses = 0;
    std::size_t hosts = 0;
    for (const auto& question : branch.asked) {
      const auto& answer = m_tree.answers.at(question);
      if (dns::is_error(answer.status)) return std::string(dns::describe(answer.status));
      addresses += answer.all<IpAddress>().size();
      hosts += answer.all<dns::MailExchange>().size();
    }
    if (branch.kind == Branch::Kind::exists) {
      return addresses > 0 ? "matches every client" : "matches no client";
    }
    const auto found = counted(addresses, "address");
    return branch.kind == Branch::Kind::mx ? fmt::format("{}, {}", counted(hosts, "host"), found)
                                           : found;
  }

  const RecordTree& m_tree;
  std::vector<TreeTerm> m_terms;
};

}  // namespace

std::string describe(const Node& node) {
  const auto& published = node.published;
  switch (published.status) {
    case RecordStatus::none:
      return "no SPF record";
    case RecordStatus::multiple:
      return counted(published.texts.size(), "SPF record");
    case RecordStatus::permerror:
      return "a record with a syntax error";
    case RecordStatus::temperror:
      return std::string(dns::describe(node.status));
    case RecordStatus::ok:
      break;
  }
  const auto& record = *published.record;
  const auto networks = std::ranges::count_if(record.directives, [](const Directive& directive) {
    return std::holds_alternative<Ip>(directive.mechanism);
  });
  auto text =
      networks == 0 ? std::string() : counted(static_cast<std::size_t>(networks), "network");
  if (const auto* all = record.all()) {
    if (!text.empty()) text += ", ";
    text += printable(record.text_of(all->where));
  }
  return text.empty() ? "no network of its own" : text;
}

std::vector<TreeTerm> terms_of(const RecordTree& tree) { return TreeReader(tree).read(); }

}  // namespace hardfail::spf
