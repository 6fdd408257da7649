#pragma once

#include <set>
#include <string>
#include <vector>

#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {

/// Networks that share a qualifier, or a term as it was written.
struct FlatPart {
  Qualifier qualifier = Qualifier::pass;
  std::vector<std::string> networks;  ///< "ip4:192.0.2.0/24"
  std::string kept;
};

/// A record tree as it evaluates, without the includes.
struct FlatParts {
  std::vector<FlatPart> parts;    ///< in the order of evaluation
  std::vector<std::string> tail;  ///< `all` or a redirect that is kept, then modifiers
  std::vector<std::string> kept;  ///< terms that depend on the message
  std::vector<std::string> lost;  ///< a sentence each
  unsigned lookups = 0;           ///< of the kept terms, in the worst case
  std::set<DomainName> names;     ///< whose records the kept terms need
};

/// The string in front of a term for its qualifier: empty for pass.
[[nodiscard]] std::string prefix_of(Qualifier qualifier);

/// Resolves the first record of `tree`, which has one; `resolver` has the answers of the tree. The
/// problem says why it cannot be done.
[[nodiscard]] Expected<FlatParts, Problem> flat_parts(const RecordTree& tree,
                                                      dns::Resolver& resolver);

}  // namespace hardfail::spf
