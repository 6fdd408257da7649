#pragma once

#include "hardfail/spf/addresses.hpp"
#include "hardfail/spf/audit.hpp"
#include "json.hpp"

namespace hardfail::render {

/// "error", "warning", "note".
[[nodiscard]] std::string_view name_of(spf::Survey::Finding::Severity severity);

/// "include:_spf.example.net > ip4:192.0.2.0/24"
[[nodiscard]] std::string joined(const spf::TermPath& path);

/// Networks, counts, and what is not in them, without a schema.
[[nodiscard]] Json to_json(const spf::Addresses& addresses);

}  // namespace hardfail::render
