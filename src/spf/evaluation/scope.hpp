#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "hardfail/net/ip_network.hpp"
#include "hardfail/spf/addresses.hpp"

namespace hardfail::spf {

/// What an evaluation for many clients does at a term that needs the client itself, or its message.
enum class Personal : std::uint8_t {
  stop,       ///< from there on each client goes its own way
  pass_over,  ///< the term counts as no match
};

/// The clients that an evaluation goes the same way for, from its own client upwards. Watches what
/// the evaluation asks of its client: as long as that is only whether it lies in some network, its
/// neighbours up to the next edge of one of those networks are told the same.
class Scope {
 public:
  explicit Scope(const IpAddress& client, Personal personal = Personal::stop)
      : m_client(client), m_personal(personal) {}

  /// The client was held against `network`.
  void note(const IpNetwork& network);

  [[nodiscard]] Personal personal() const noexcept { return m_personal; }

  /// The evaluation ended at a term that needs the client itself, or its message.
  void note_personal() noexcept { m_is_personal = true; }

  [[nodiscard]] bool is_personal() const noexcept { return m_is_personal; }

  /// Such a term was passed over.
  void note_passed_over(TermPath path) { m_passed_over.push_back(std::move(path)); }

  [[nodiscard]] const std::vector<TermPath>& passed_over() const noexcept { return m_passed_over; }

  /// The first address above the client that may fare differently; nullopt where all of its family
  /// fare alike.
  [[nodiscard]] const std::optional<IpAddress>& end() const noexcept { return m_end; }

  /// How many networks the client was held against.
  [[nodiscard]] std::uint64_t comparisons() const noexcept { return m_comparisons; }

 private:
  IpAddress m_client;
  Personal m_personal;
  std::optional<IpAddress> m_end;
  std::vector<TermPath> m_passed_over;
  std::uint64_t m_comparisons = 0;
  bool m_is_personal = false;
};

}  // namespace hardfail::spf
