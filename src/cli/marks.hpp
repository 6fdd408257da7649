#pragma once

#include <vector>

#include "hardfail/analysis/mark.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::cli {

/// The operator's marks on sources of a domain. Throws Error (unusable_data) where one names a
/// class that this version does not know.
[[nodiscard]] std::vector<analysis::Mark> marks_of(const DomainName& domain, store::Store& store);

}  // namespace hardfail::cli
