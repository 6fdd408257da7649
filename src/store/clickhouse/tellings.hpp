#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

/// As the functions of Store.
[[nodiscard]] std::optional<ledger::Told> query_told(Client& client, std::string_view teller,
                                                     const DomainName& domain);
[[nodiscard]] std::uint64_t count_tellings(Client& client, std::string_view teller);
void replace_told(Client& client, std::string_view teller, std::span<const ledger::Told> told,
                  std::uint64_t telling);
[[nodiscard]] std::optional<Moment> query_digest_told(Client& client, std::string_view teller,
                                                      const DomainName& domain);
void insert_digest_told(Client& client, std::string_view teller,
                        std::span<const DomainName> domains, Moment until);
[[nodiscard]] std::vector<ledger::InputTrouble> query_input_troubles(Client& client);
void replace_input_troubles(Client& client, std::span<const ledger::InputTrouble> troubles);

}  // namespace hardfail::store::clickhouse
