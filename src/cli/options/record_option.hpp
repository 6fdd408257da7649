#pragma once

#include <optional>
#include <string>

#include "options/options.hpp"

namespace hardfail::cli {

/// --record: what if the domain published this one?
[[nodiscard]] OptionSpec record_option_spec();

/// The record given. Throws Error (usage) for a text that no receiver takes for an SPF record, such
/// as one in quotation marks.
[[nodiscard]] std::optional<std::string> read_record_option(const Options& options);

}  // namespace hardfail::cli
