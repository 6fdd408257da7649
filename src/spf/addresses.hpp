#pragma once

#include "hardfail/spf/addresses.hpp"
#include "record_tree.hpp"

namespace hardfail::spf {

/// The addresses that the first record of `tree` authorises.
[[nodiscard]] Addresses addresses_of(const RecordTree& tree);

}  // namespace hardfail::spf
