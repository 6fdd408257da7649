#pragma once

#include <vector>

#include "assess/assess.hpp"
#include "environment.hpp"
#include "options/options.hpp"

namespace hardfail::cli {

/// The options of the commands that judge a domain.
[[nodiscard]] std::vector<OptionSpec> assess_option_specs();

/// Those of them that can differ from domain to domain.
[[nodiscard]] std::vector<OptionSpec> threshold_option_specs();

/// Puts those given in the place of what `assess` has. Throws as read_assess_options() does.
void read_thresholds(const Options& options, AssessOptions& assess);

/// Throws Error (usage, configuration) for a value that makes no sense.
[[nodiscard]] AssessOptions read_assess_options(const Options& options,
                                                const Environment& environment);

/// Puts the window, the thresholds and whether names are looked up in the place of what `assess`
/// has; of kept names none is taken. Throws Error (unusable_data) where these are no options of
/// this version.
void read_basis(const ledger::Basis& basis, AssessOptions& assess);

/// Warns of an `as_of` in the future.
void warn_of_future(Moment as_of, Moment now, Messages& messages);

}  // namespace hardfail::cli
