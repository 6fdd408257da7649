#pragma once

#include "hardfail/fetch/account.hpp"
#include "hardfail/util/secret.hpp"

namespace hardfail::fetch {

/// The secret. Throws Error as read_secret_file() and process::run_for_secret() do.
[[nodiscard]] Secret secret_from(const SecretSource& source);

}  // namespace hardfail::fetch
