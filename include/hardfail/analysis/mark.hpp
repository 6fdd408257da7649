#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <span>

#include "hardfail/analysis/source.hpp"
#include "hardfail/ledger/mark.hpp"
#include "hardfail/net/host_name.hpp"

namespace hardfail::analysis {

using ledger::Mark;

/// The mark that counts for a source: of those that match, the one with the narrowest pattern. A
/// pattern of names matches only a host name that is confirmed, since whoever owns an address can
/// give it any name. `host` is nullptr where the source has none.
[[nodiscard]] const Mark* mark_of(const IpAddress& address, const HostName* host,
                                  std::span<const Mark> marks);

/// What the operator marked a source that has been classified; nullopt where no mark matches it.
[[nodiscard]] std::optional<SourceClass> marked_class(const Source& source);

/// What a mark says, as a signal.
[[nodiscard]] Signal signal_of(const Mark& mark);

}  // namespace hardfail::analysis
