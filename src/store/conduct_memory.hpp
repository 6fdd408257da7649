#pragma once

#include "connection.hpp"
#include "hardfail/ledger/conduct.hpp"
#include "hardfail/ledger/run.hpp"
#include "hardfail/report/record.hpp"

namespace hardfail::store {

/// Whether a row with these results tells of mail that failed SPF for its envelope sender and was
/// accepted by the receiver's usual rules. An override says that it made an exception, and on HELO
/// alone hardly anybody refuses: neither proves anything.
[[nodiscard]] bool is_accepted_fail(const report::Authentication& authentication);

/// Keeps the refusals that a run found, in place of what earlier ones found of the same reporters.
/// Pre: a transaction is open.
void keep_refusals(Connection& connection, const ledger::Run& run);

/// What the reports that end in `window` and the runs as of it tell.
[[nodiscard]] ledger::Conduct query_conduct(Connection& connection, const Period& window);

}  // namespace hardfail::store
