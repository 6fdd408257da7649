#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

[[nodiscard]] std::vector<ledger::HeldDomain> query_domains(Client& client);
[[nodiscard]] std::vector<ledger::HeldReport> query_reports(
    Client& client, const std::optional<DomainName>& domain);
[[nodiscard]] std::vector<ledger::KnownFile> query_known_files(Client& client);

/// The condition on rows of `report` and `record` that they are those of a domain's own reports.
[[nodiscard]] std::string is_policy_of(const DomainName& domain);

/// A name read from the database; text that is not a name means damage.
[[nodiscard]] DomainName domain_name(const Client& client, std::string_view text);

/// The warnings in a row whose next columns are warning_codes, warning_texts and warning_counts.
[[nodiscard]] std::vector<report::Warning> warnings_in(const Client& client, RowReader& row);

}  // namespace hardfail::store::clickhouse
