#pragma once

#include <functional>
#include <memory>

#include "hardfail/fetch/mailbox.hpp"

namespace hardfail::fetch {

/// As open() does. Throws Error (configuration) where the account lacks tenant, client or secret.
[[nodiscard]] std::unique_ptr<Mailbox> open_graph(const GraphAccount& account,
                                                  std::function<void()> waiting);

}  // namespace hardfail::fetch
