#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

/// As the functions of Store.
[[nodiscard]] std::optional<ledger::Told> query_told(Client& client, std::string_view teller,
                                                     const DomainName& domain);
[[nodiscard]] std::uint64_t count_tellings(Client& client, std::string_view teller);
void replace_told(Client& client, std::string_view teller, std::span<const ledger::Told> told);

}  // namespace hardfail::store::clickhouse
