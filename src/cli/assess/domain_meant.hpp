#pragma once

#include <optional>
#include <string>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::cli {

/// "did you mean example.com?", for a domain that no report is held of and that is spelt like one;
/// nullopt for any other.
[[nodiscard]] std::optional<std::string> domain_meant(const DomainName& domain,
                                                      store::Store& store);

}  // namespace hardfail::cli
