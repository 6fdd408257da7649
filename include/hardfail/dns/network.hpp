#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/util/error.hpp"

namespace hardfail::dns {

/// A server to ask: address and port.
struct Server {
  IpAddress address;
  std::uint16_t port = 53;

  /// Parses `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`.
  [[nodiscard]] static std::optional<Server> parse(std::string_view text);
};

struct NetworkOptions {
  std::optional<Server> server;             ///< nullopt: the system's resolvers
  std::chrono::milliseconds timeout{5000};  ///< for one question, all tries and TCP included
  unsigned in_flight = 256;                 ///< questions open at once
  /// Told at least once a second, while there is something to wait for, how many of the present
  /// questions are answered and how many there are.
  std::function<void(std::size_t answered, std::size_t asked)> on_wait = {};
};

/// Asks the network, with many questions in flight. One object serves one thread.
/// Throws Error (dns_unavailable) where no server is configured.
[[nodiscard]] std::unique_ptr<Resolver> make_network_resolver(const NetworkOptions& options);

}  // namespace hardfail::dns
