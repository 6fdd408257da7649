#pragma once

#include <span>
#include <vector>

#include "connection.hpp"
#include "hardfail/ledger/conduct.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/report/record.hpp"

namespace hardfail::store {

/// Whether a row with these results tells of mail that failed SPF for its envelope sender and was
/// accepted by the receiver's usual rules. An override says that it made an exception, and on HELO
/// alone hardly anybody refuses: neither proves anything.
[[nodiscard]] bool is_accepted_fail(const report::Authentication& authentication);

/// Keeps the refusals that runs of the domain found, in place of what earlier ones found of the
/// same reporters. Pre: a transaction is open.
void keep_refusals(Connection& connection, const DomainName& domain,
                   std::span<const ledger::Refusal> refusals);

/// Those kept of the domain.
[[nodiscard]] std::vector<ledger::Refusal> query_refusals(Connection& connection,
                                                          const DomainName& domain);

/// What the reports that end in `window` and the runs as of it tell.
[[nodiscard]] ledger::Conduct query_conduct(Connection& connection, const Period& window);

}  // namespace hardfail::store
