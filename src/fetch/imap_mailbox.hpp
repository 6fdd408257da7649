#pragma once

#include <functional>
#include <memory>

#include "hardfail/fetch/mailbox.hpp"

namespace hardfail::fetch {

/// As open() does. Throws Error (configuration) where the account has no credentials, or no TLS
/// while its server is another machine.
[[nodiscard]] std::unique_ptr<Mailbox> open_imap(const ImapAccount& account,
                                                 std::function<void()> waiting);

}  // namespace hardfail::fetch
