#pragma once

#include <cstdint>
#include <optional>

#include "hardfail/net/ip_network.hpp"

namespace hardfail::spf {

/// The clients that an evaluation goes the same way for, from its own client upwards. Watches what
/// the evaluation asks of its client: as long as that is only whether it lies in some network, its
/// neighbours up to the next edge of one of those networks are told the same.
class Scope {
 public:
  explicit Scope(const IpAddress& client) : m_client(client) {}

  /// The client was held against `network`.
  void note(const IpNetwork& network);

  /// A term needs the client itself, or its message: from here on each goes its own way.
  void note_personal() noexcept { m_is_personal = true; }

  [[nodiscard]] bool is_personal() const noexcept { return m_is_personal; }

  /// The first address above the client that may fare differently; nullopt where all of its family
  /// fare alike.
  [[nodiscard]] const std::optional<IpAddress>& end() const noexcept { return m_end; }

  /// How many networks the client was held against.
  [[nodiscard]] std::uint64_t comparisons() const noexcept { return m_comparisons; }

 private:
  IpAddress m_client;
  std::optional<IpAddress> m_end;
  std::uint64_t m_comparisons = 0;
  bool m_is_personal = false;
};

}  // namespace hardfail::spf
