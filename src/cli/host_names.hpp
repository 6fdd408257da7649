#pragma once

#include <span>
#include <unordered_map>

#include "hardfail/dns/host_names.hpp"
#include "hardfail/store/store.hpp"
#include "messages.hpp"

namespace hardfail::cli {

/// The host names of the addresses that have one: from the database where it holds what still
/// lives, else from the DNS, and then kept there for as long as the DNS says, but no less than ten
/// minutes and no more than a week; that there is none, no more than a day. DNS errors are not
/// kept. What cannot be kept is warned of, and so is reverse DNS that takes more than half a
/// minute: what it has not said by then is left out.
[[nodiscard]] std::unordered_map<IpAddress, dns::HostName> host_names(
    std::span<const IpAddress> addresses, store::Store& store, dns::Resolver& resolver, Moment now,
    Messages& messages);

/// The same from the DNS alone.
[[nodiscard]] std::unordered_map<IpAddress, dns::HostName> fresh_host_names(
    std::span<const IpAddress> addresses, dns::Resolver& resolver, Messages& messages);

}  // namespace hardfail::cli
