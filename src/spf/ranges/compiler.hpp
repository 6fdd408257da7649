#pragma once

#include <vector>

#include "evaluation/scope.hpp"
#include "hardfail/spf/addresses.hpp"
#include "hardfail/spf/compiled.hpp"
#include "ranges/address_range.hpp"

namespace hardfail::spf {

/// What check_host() comes to for every client.
struct Compilation {
  std::vector<CompiledRange> ranges;  ///< sorted; neighbours differ
  std::vector<Outcome> outcomes;
  std::vector<TermPath> passed_over;  ///< terms that need the single client, each once
};

/// Compiles the record of `domain` as the DNS in `cache` is, within what CompiledRecord::of() says.
[[nodiscard]] Compilation compile(const DomainName& domain, dns::Cache& cache,
                                  const CheckOptions& options, Personal personal);

/// Clients that fare alike.
struct OutcomeRange {
  AddressRange clients;
  const Outcome* outcome = nullptr;  ///< of the compilation; nullptr where that is left open
};

[[nodiscard]] std::vector<OutcomeRange> ranges_of(const Compilation& compiled);

/// Options for what would be if there were no limits: high enough for any record that is in use,
/// and low enough to end a loop.
[[nodiscard]] CheckOptions practically_unlimited();

}  // namespace hardfail::spf
