#include "flatten/flat_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "evaluation/evaluation.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/util/text.hpp"
#include "ranges/compiler.hpp"

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

/// True if what a term and those below it lead to does not depend on client or message.
bool is_enumerable(const RecordTree& tree, const Branch& branch) {
  if (branch.kind == Branch::Kind::ptr || !branch.is_static) return false;
  return !branch.node ||
         std::ranges::all_of(tree.nodes[*branch.node].branches,
                             [&](const Branch& below) { return is_enumerable(tree, below); });
}

class Reader {
 public:
  Reader(const RecordTree& tree, dns::Resolver& resolver) : m_tree(tree), m_rest(resolver) {}

  Expected<FlatParts, Problem> read() {
    read(m_tree.nodes.front());
    dns::Cache cache(m_rest);
    const auto compiled = compile(m_tree.nodes.front().published.domain, cache,
                                  practically_unlimited(), Personal::stop);
    for (const auto& [clients, outcome] : ranges_of(compiled)) {
      if (outcome == nullptr) {
        return Unexpected(Problem{"it refers to more records than are followed", 0});
      }
      if (outcome->problem) return Unexpected(Problem{*outcome->problem, 0});
      file(clients, *outcome);
    }
    write_parts();
    return std::move(m_flat);
  }

 private:
  /// What stands between two kept terms: the clients that its terms decide, by result.
  using Segment = std::map<Result, std::vector<AddressRange>>;

  /// Reads the domain's own record, and those that redirects lead to. The terms that are not kept
  /// make up the record that is written out as networks.
  void read(const Node& node) {
    const auto& record = *node.published.record;
    std::string rest(version_section);
    for (const auto& directive : record.directives) {
      const auto text = std::string(record.text_of(directive.where));
      if (std::holds_alternative<All>(directive.mechanism)) {
        m_default = result_of(directive.qualifier);
        m_flat.tail.push_back(prefix_of(directive.qualifier) + "all");
        return end(node, fmt::format("{} {}", rest, text));
      }
      if (read(node, directive, text)) rest.append(1, ' ').append(text);
    }
    if (!record.redirect) return end(node, rest);
    const auto text = std::string(record.text_of(record.redirect->where));
    const auto* branch = branch_at(node, record.redirect->where);
    if (branch != nullptr && !is_enumerable(m_tree, *branch)) {
      m_default.reset();
      m_flat.tail.push_back(text);
      note_kept(text, *branch);
      return publish(node, rest);
    }
    publish(node, rest + ' ' + text);
    if (branch == nullptr || !branch->node) return;
    const auto& target = m_tree.nodes[*branch->node];
    if (!target.published.record) return;
    note_resolved(text, *branch);
    m_way.push_back(text);
    read(target);
  }

  /// False where the term is kept.
  bool read(const Node& node, const Directive& directive, const std::string& text) {
    const auto* branch = branch_at(node, directive.where);
    if (branch != nullptr && !is_enumerable(m_tree, *branch)) {
      m_default.reset();
      note_kept(text, *branch);
      m_kept.push_back(text);
      m_segments.emplace_back();
      return false;
    }
    if (branch != nullptr) note_resolved(text, *branch);
    auto path = m_way;
    path.push_back(text);
    m_segment_of.emplace(std::move(path), m_segments.size() - 1);
    return true;
  }

  void end(const Node& node, const std::string& rest) {
    publish(node, rest);
    read_modifiers(node);
  }

  void publish(const Node& node, const std::string& rest) {
    m_rest.set_txt(node.published.domain, std::span(&rest, 1));
  }

  /// Puts clients into the segment of the term that decides for them.
  void file(const AddressRange& clients, const Outcome& outcome) {
    const auto& path = outcome.path;
    std::size_t redirects = 0;
    while (redirects < std::min(m_way.size(), path.size()) && path[redirects] == m_way[redirects]) {
      ++redirects;
    }
    if (redirects == path.size()) return;
    const TermPath term(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(redirects) + 1);
    const auto segment = m_segment_of.find(term);
    if (segment == m_segment_of.end()) return;  // `all`
    m_segments[segment->second][outcome.result].push_back(clients);
  }

  /// Whoever a segment decides for is in one of its parts alone, so their order is free. Networks
  /// that get what all the rest gets need not be named, unless something else stands between the
  /// two.
  void write_parts() {
    for (std::size_t i = 0; i < m_segments.size(); ++i) {
      if (i > 0) m_flat.parts.push_back({Qualifier::pass, {}, m_kept[i - 1]});
      const bool is_last = i + 1 == m_segments.size();
      for (const auto qualifier :
           {Qualifier::pass, Qualifier::fail, Qualifier::softfail, Qualifier::neutral}) {
        const auto ranges = m_segments[i].find(result_of(qualifier));
        if (ranges == m_segments[i].end()) continue;
        if (is_last && m_default == ranges->first) continue;
        m_flat.parts.push_back({qualifier, networks_in(ranges->second), {}});
      }
    }
  }

  static std::vector<std::string> networks_in(std::vector<AddressRange> ranges) {
    std::vector<std::string> networks;
    for (const auto& range : merged(std::move(ranges))) {
      for (const auto& network : networks_of(range)) {
        const bool v4 = network.address().family() == IpAddress::Family::v4;
        networks.push_back(fmt::format("ip{}:{}", v4 ? 4 : 6, network.to_string()));
      }
    }
    return networks;
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
            ? fmt::format("`{}` is decided as of today; {} is no longer queried", term, name)
            : fmt::format("`{}` is written out as of today: changes at {} take effect only when "
                          "the record is flattened again",
                          term, name));
  }

  const RecordTree& m_tree;
  dns::Overlay m_rest;  // the records without the kept terms
  TermPath m_way;       // the redirects that lead from the domain's record to the last
  std::vector<std::string> m_kept;
  std::vector<Segment> m_segments{1};  // one more than there are kept terms
  std::map<TermPath, std::size_t> m_segment_of;
  FlatParts m_flat;
  std::optional<Result> m_default = Result::neutral;  // for whatever is not decided
};

}  // namespace

std::string prefix_of(Qualifier qualifier) {
  return qualifier == Qualifier::pass ? std::string()
                                      : std::string(1, static_cast<char>(qualifier));
}

Expected<FlatParts, Problem> flat_parts(const RecordTree& tree, dns::Resolver& resolver) {
  return Reader(tree, resolver).read();
}

}  // namespace hardfail::spf
