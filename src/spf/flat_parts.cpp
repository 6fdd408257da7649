#include "flat_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hardfail/util/text.hpp"
#include "sweep.hpp"

namespace hardfail::spf {
namespace {

/// The terms that query the DNS at a branch and below.
unsigned cost_of(const RecordTree& tree, const Branch& branch) {
  unsigned cost = 1;
  if (branch.node) {
    for (const auto& below : tree.nodes[*branch.node].branches) cost += cost_of(tree, below);
  }
  return cost;
}

class Reader {
 public:
  explicit Reader(const RecordTree& tree)
      : m_tree(tree),
        m_sweeps{Sweep(tree, IpAddress::Family::v4, Limits::none),
                 Sweep(tree, IpAddress::Family::v6, Limits::none)} {}

  tl::expected<FlatParts, Problem> read() {
    read(m_tree.nodes.front());
    for (const auto& sweep : m_sweeps) {
      if (sweep.problem()) return tl::make_unexpected(Problem{*sweep.problem(), 0});
    }
    // A network that gets what all the rest gets need not be named, unless something else stands
    // between the two.
    close_segment();
    return std::move(m_flat);
  }

 private:
  /// Reads the domain's own record, and those that redirects lead to.
  void read(const Node& node) {
    const auto& record = *node.published.record;
    for (const auto& directive : record.directives) {
      if (std::holds_alternative<All>(directive.mechanism)) {
        m_default = directive.qualifier;
        m_flat.tail.push_back(prefix_of(directive.qualifier) + "all");
        return read_modifiers(node);
      }
      read(node, directive);
    }
    if (!record.redirect) return read_modifiers(node);
    const auto text = std::string(record.text_of(record.redirect->where));
    const auto* branch = branch_at(node, record.redirect->where);
    if (branch != nullptr && !is_enumerable(m_tree, *branch)) {
      m_default.reset();
      m_flat.tail.push_back(text);
      note_kept(text, *branch);
    } else if (const auto* target = m_sweeps.front().follow_redirect(node)) {
      note_resolved(text, *branch);
      read(*target);
    }
  }

  void read(const Node& node, const Directive& directive) {
    const auto text = std::string(node.published.record->text_of(directive.where));
    const auto* branch = branch_at(node, directive.where);
    if (branch == nullptr || is_enumerable(m_tree, *branch)) {
      for (auto& sweep : m_sweeps) sweep.decide(node, directive);
      if (branch != nullptr) note_resolved(text, *branch);
      return;
    }
    m_default.reset();
    close_segment();
    note_kept(text, *branch);
    m_flat.parts.push_back({Qualifier::pass, {}, text});
  }

  /// What was decided since the last kept term. Whoever is decided by several is in one of them
  /// alone, so their order is free.
  void close_segment() {
    for (const auto qualifier :
         {Qualifier::pass, Qualifier::fail, Qualifier::softfail, Qualifier::neutral}) {
      std::vector<AddressRange> ranges;
      for (std::size_t i = 0; i < m_sweeps.size(); ++i) {
        const auto decided = m_sweeps[i].decided().subspan(m_closed[i]);
        for (const auto& each : decided) {
          if (each.qualifier == qualifier) ranges.push_back(each.clients);
        }
      }
      if (ranges.empty() || qualifier == m_default) continue;
      FlatPart part{qualifier, {}, {}};
      for (const auto& range : merged(std::move(ranges))) {
        for (const auto& network : networks_of(range)) {
          const bool v4 = network.address().family() == IpAddress::Family::v4;
          part.networks.push_back(fmt::format("ip{}:{}", v4 ? 4 : 6, network.to_string()));
        }
      }
      m_flat.parts.push_back(std::move(part));
    }
    for (std::size_t i = 0; i < m_sweeps.size(); ++i) m_closed[i] = m_sweeps[i].decided().size();
  }

  void read_modifiers(const Node& node) {
    const auto& record = *node.published.record;
    const bool own = &node == &m_tree.nodes.front();
    if (record.exp) {
      const auto text = std::string(record.text_of(record.exp->where));
      if (own || text.find('%') == std::string::npos) {
        m_flat.tail.push_back(text);
      } else {
        m_flat.lost.push_back(fmt::format("the explanation `{}` of {}", printable(text),
                                          printable(node.published.domain.text())));
      }
    }
    const auto& root = *m_tree.nodes.front().published.record;
    for (const auto& modifier : root.unknown_modifiers) {
      m_flat.tail.emplace_back(root.text_of(modifier.where));
    }
  }

  void note_kept(const std::string& text, const Branch& branch) {
    m_flat.kept.push_back(text);
    m_flat.lookups += cost_of(m_tree, branch);
    if (branch.node) note_names(m_tree.nodes[*branch.node]);
  }

  void note_names(const Node& node) {
    m_flat.names.insert(node.published.domain);
    for (const auto& branch : node.branches) {
      if (branch.node) note_names(m_tree.nodes[*branch.node]);
    }
  }

  void note_resolved(const std::string& text, const Branch& branch) {
    const auto term = printable(text);
    const auto name = branch.target ? printable(branch.target->text()) : std::string("its name");
    m_flat.lost.push_back(
        branch.kind == Branch::Kind::exists
            ? fmt::format("`{}` is decided as of today, and {} is not asked for any more", term,
                          name)
            : fmt::format("`{}` is written out as of today: what changes at {} takes effect only "
                          "when the record is flattened anew",
                          term, name));
  }

  const RecordTree& m_tree;
  std::array<Sweep, 2> m_sweeps;
  std::array<std::size_t, 2> m_closed{};  // decisions of each that are in parts
  FlatParts m_flat;
  std::optional<Qualifier> m_default = Qualifier::neutral;  // for whatever is not decided
};

}  // namespace

std::string prefix_of(Qualifier qualifier) {
  return qualifier == Qualifier::pass ? std::string()
                                      : std::string(1, static_cast<char>(qualifier));
}

tl::expected<FlatParts, Problem> flat_parts(const RecordTree& tree) { return Reader(tree).read(); }

}  // namespace hardfail::spf
