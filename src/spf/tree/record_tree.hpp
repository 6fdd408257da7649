#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/spf/finding.hpp"
#include "hardfail/spf/published.hpp"

namespace hardfail::spf {

/// A term that queries the DNS, and what it leads to for every client alike.
struct Branch {
  enum class Kind : std::uint8_t { include, redirect, a, mx, ptr, exists };
  Kind kind = Kind::include;
  Span where;
  /// What it names; nullopt where it depends on the client or the message, or is not a valid name.
  std::optional<DomainName> target;
  bool is_static = true;                 ///< the name does not depend on client or message
  bool uses_client_name = false;         ///< by %{p}
  std::optional<std::size_t> node = {};  ///< the record an include or redirect leads to
  /// An include or redirect that leads back to a record it stands below.
  bool is_loop = false;
  std::vector<dns::Question> asked = {};  ///< of a, mx and exists: MX first, then addresses
};

/// A record and the terms of it that evaluation can reach.
struct Node {
  Published published;
  dns::Status status = dns::Status::timeout;  ///< of the question for the record
  std::optional<std::size_t> parent;
  unsigned depth = 0;
  std::vector<Branch> branches;  ///< in the order of evaluation
};

/// Records and all they refer to. The first nodes are the roots, in the order given.
struct RecordTree {
  std::vector<Node> nodes;
  std::map<dns::Question, dns::Answer> answers;
};

/// Reads the records of `roots` and of whatever they include or redirect to, and the hosts that
/// their terms name, in as many rounds as the tree is deep. Addresses are asked for in
/// `address_types` (A, AAAA), and `also` with the first round. What lies far past the 10 look-ups
/// that an evaluation may spend is left out.
[[nodiscard]] RecordTree grow_tree(std::span<const DomainName> roots, dns::Resolver& resolver,
                                   std::span<const dns::RecordType> address_types,
                                   std::span<const dns::Question> also = {});

/// "`ptr` in the record of example.com", safe to show. Pre: the node has a record.
[[nodiscard]] std::string name_of_term(const Node& node, Span where);

/// Pre: the node has a record.
[[nodiscard]] Place place_of(const Node& node, Span where);

/// True if the record belongs to the domain of the first root, which can change it.
[[nodiscard]] bool is_own(const RecordTree& tree, const Node& node);

/// The branch of a directive; nullptr where it asks nothing, or lies past the bounds.
[[nodiscard]] const Branch* branch_at(const Node& node, Span where);

}  // namespace hardfail::spf
