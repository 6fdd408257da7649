#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "hardfail/dns/network.hpp"

namespace hardfail::dns {

enum class Transport : std::uint8_t { udp, tcp };

/// Sends one query in wire form and waits for its answer, octet for octet as it was sent. nullopt
/// where none comes in time, or one that does not repeat id and question (RFC 5452, section 9.1).
[[nodiscard]] std::optional<std::vector<std::uint8_t>> ask_alone(
    std::span<const std::uint8_t> query, const Server& server, Transport transport,
    std::chrono::milliseconds timeout);

}  // namespace hardfail::dns
