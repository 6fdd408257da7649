#pragma once

#include <memory>
#include <string>
#include <vector>

#include "assess/assess.hpp"
#include "hardfail/ledger/basis.hpp"

namespace hardfail::cli {

/// What a run with these options was judged by; null where that is more than is kept: 50,000
/// answers, or 4 MiB of aliases and records.
[[nodiscard]] std::shared_ptr<const ledger::Basis> basis_of(const AssessOptions& options,
                                                            std::vector<ledger::UsedAnswer>&& used);

/// The options that decide a verdict, as the command line takes them, apart by blanks: window,
/// thresholds, and whether names are looked up.
[[nodiscard]] std::string arguments_of(const AssessOptions& options);

}  // namespace hardfail::cli
