#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"

namespace hardfail {

/// A password, a token or a key. It cannot be printed or formatted, only reveal()ed, and its octets
/// are wiped when it dies. A copy is a secret too.
class Secret {
 public:
  explicit Secret(std::string_view text) : m_octets(text.begin(), text.end()) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret other) noexcept {
    std::swap(m_octets, other.m_octets);
    return *this;
  }
  ~Secret();

  /// The secret itself, for the call that needs it; never for a message.
  [[nodiscard]] std::string_view reveal() const noexcept {
    return {m_octets.data(), m_octets.size()};
  }

 private:
  std::vector<char> m_octets;  // Unlike a string, it leaves nothing behind when it is moved.
};

/// Overwrites what a string has held, so that it is nowhere in memory, and empties it.
void wipe(std::string& text) noexcept;

/// The secret that a file or a program gave: `text` without the newline at its end. Wipes `text`.
/// Refuses one that is empty, has more than one line or holds a zero octet, without showing it.
[[nodiscard]] Expected<Secret, Problem> take_secret(std::string& text);

/// The secret that a file holds. Throws Error (configuration) where it cannot be read, holds no
/// secret as take_secret() takes it, or may be read by others than its owner. The group may read a
/// file of root's, as the credentials of systemd are and `chown root:GROUP` makes them.
[[nodiscard]] Secret read_secret_file(const std::filesystem::path& path);

}  // namespace hardfail
