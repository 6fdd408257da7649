#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "connection.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::store {

/// A moment as columns hold it: seconds since 1970.
[[nodiscard]] inline std::int64_t stored(Moment moment) {
  return moment.time_since_epoch().count();
}

[[nodiscard]] inline Moment moment(std::int64_t stored) {
  return Moment(std::chrono::seconds(stored));
}

/// A count, which columns hold as a signed number.
[[nodiscard]] inline std::uint64_t count(std::int64_t stored) {
  return static_cast<std::uint64_t>(stored);
}

/// A name read from the database; text that is not a name means damage.
[[nodiscard]] inline DomainName domain_name(const Connection& connection, std::string_view text) {
  auto name = DomainName::parse(text);
  if (!name) connection.fail_damaged();
  return *std::move(name);
}

}  // namespace hardfail::store
