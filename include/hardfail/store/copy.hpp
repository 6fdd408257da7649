#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <functional>
#include <string>

#include "hardfail/ledger/copied.hpp"
#include "hardfail/store/store.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::store {

/// A store and its name, as messages show it.
struct NamedStore {
  Store& store;
  std::string name;
};

/// Brings everything that holds at `now` from one store into another, and then reads it there
/// again. What is there already stays, so that a copy that was broken off is finished by another
/// one; of what both hold and tell differently, such as marks, the later counts. `progress` is told
/// how far it has got, now and then, and ends the copy by throwing something.
///
/// Throws Error (io) where the second store then does not hold what the first does, and as the
/// functions of Store do.
ledger::Copied copy(const NamedStore& from, const NamedStore& to, Moment now,
                    const std::function<void(const ledger::Copied&)>& progress);

}  // namespace hardfail::store
