#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>

#include "clickhouse/client.hpp"
#include "hardfail/ledger/basis.hpp"
#include "hardfail/net/domain_name.hpp"

namespace hardfail::store::clickhouse {

/// Keeps what a run was judged by.
void insert_basis(Client& client, const DomainName& domain, std::uint64_t run,
                  const ledger::Basis& basis);

/// Lets go of what the earliest runs of a domain were judged by, beyond most_bases_of_domain.
void drop_excess_bases(Client& client, const DomainName& domain);

/// Drops what runs that are gone were judged by.
void drop_unused_bases(Client& client);

/// Of which runs it is kept.
[[nodiscard]] std::set<std::uint64_t> runs_with_basis(Client& client, const DomainName& domain);

/// What runs of a domain were judged by, by their ids. Throws Error (unusable_data) where it names
/// a use of answers that this version does not know.
[[nodiscard]] std::map<std::uint64_t, std::shared_ptr<const ledger::Basis>> query_bases(
    Client& client, const DomainName& domain);

/// The same of one run; null where it is not kept.
[[nodiscard]] std::shared_ptr<const ledger::Basis> query_basis(Client& client,
                                                               const DomainName& domain,
                                                               std::uint64_t run);

}  // namespace hardfail::store::clickhouse
