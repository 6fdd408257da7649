#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "address_set.hpp"
#include "record_tree.hpp"

namespace hardfail::spf {

/// The limits of RFC 7208, section 4.6.4, or none: what would be if there were none.
enum class Limits : std::uint8_t { rfc7208, none };

/// Clients for which one directive decides.
struct Decided {
  AddressRange clients;
  Qualifier qualifier = Qualifier::pass;
  std::vector<std::string> path;  ///< the terms that lead there, the deciding one last
};

/// check_host() for all clients of one family at once, as far as no message has a say in it.
class Sweep {
 public:
  /// `tree` must outlive the sweep, and hold addresses of the family.
  Sweep(const RecordTree& tree, IpAddress::Family family, Limits limits)
      : m_tree(tree), m_family(family), m_limits(limits), m_open(family) {}

  /// Sweeps a record of the tree. What no directive decides is neutral, or an error: see problem().
  void run(const Node& root) { sweep(root, m_open, m_decided, {}); }

  /// The clients not decided yet that a directive of `node` matches.
  void decide(const Node& node, const Directive& directive) {
    if (!m_problem && !m_open.empty()) decide(node, directive, m_open, m_decided, {});
  }

  /// The record that the redirect of `node` leads to; nullptr where that ends the evaluation, or a
  /// client or message has a say in it. Pre: there is a redirect.
  [[nodiscard]] const Node* follow_redirect(const Node& node) { return follow_redirect(node, {}); }

  [[nodiscard]] std::span<const Decided> decided() const noexcept { return m_decided; }

  /// Why the clients that are not decided end in permerror or temperror; nullopt where they do not.
  [[nodiscard]] const std::optional<std::string>& problem() const noexcept { return m_problem; }

  /// Terms that a client or a message has a say in, by the way to them.
  [[nodiscard]] const std::vector<std::vector<std::string>>& skipped() const noexcept {
    return m_skipped;
  }

 private:
  using Path = std::vector<std::string>;

  void sweep(const Node& node, AddressSet& open, std::vector<Decided>& decided, const Path& path);
  void decide(const Node& node, const Directive& directive, AddressSet& open,
              std::vector<Decided>& decided, const Path& path);
  void decide_by_include(const Branch& branch, Qualifier qualifier, AddressSet& open,
                         std::vector<Decided>& decided, const Path& path);
  [[nodiscard]] std::vector<DomainName> exchanges_of(const DomainName& name,
                                                     const std::string& term);
  [[nodiscard]] std::vector<IpNetwork> networks_of_hosts(const Branch& branch,
                                                         const DualCidr& prefix,
                                                         const std::string& term);
  const Node* follow_redirect(const Node& node, const Path& path);
  bool enter(const Branch& branch, const std::string& term);
  bool spend_lookup(const std::string& term);
  bool account(dns::Status status, const std::string& what);
  void end(std::string problem);

  const RecordTree& m_tree;
  IpAddress::Family m_family;
  Limits m_limits;
  AddressSet m_open;
  std::vector<Decided> m_decided;
  std::vector<Path> m_skipped;
  std::optional<std::string> m_problem;
  unsigned m_lookups = 0;
  unsigned m_void_lookups = 0;
};

/// True if neither client nor message has a say in what the records at `node` and below lead to.
[[nodiscard]] bool is_enumerable(const RecordTree& tree, const Node& node);

/// The same for one term.
[[nodiscard]] bool is_enumerable(const RecordTree& tree, const Branch& branch);

}  // namespace hardfail::spf
