#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <vector>

#include "hardfail/dns/cache.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/spf/outcome.hpp"

namespace hardfail::spf {

/// The ways to a pass that nearly every client gets, whoever it is, so that it proves nothing:
/// `+all`, wide networks, `a/0`, `exists:` of a fixed or wildcard name, at any depth. An outcome
/// whose `path` is one of these lists nobody.
///
/// Of networks, one way has to pass a sixteenth of the IPv4 addresses or a registry's whole block
/// of IPv6 (a /12); or all ways together have to pass a quarter of IPv4, where a way counts from a
/// /8 on. Terms that depend on the client are tried with addresses that no host can have.
[[nodiscard]] std::vector<TermPath> open_passes(const DomainName& domain, dns::Cache& cache,
                                                const CheckOptions& options = {});

}  // namespace hardfail::spf
