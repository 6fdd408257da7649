#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <utility>

namespace hardfail {

/// Owns a file descriptor; closes it when it dies.
class Descriptor {
 public:
  /// Takes over `value`, which is -1 where there is none.
  explicit Descriptor(int value = -1) noexcept : m_value(value) {}
  Descriptor(Descriptor&& other) noexcept : m_value(std::exchange(other.m_value, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(m_value, other.m_value);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  /// -1 where there is none; poll(2) passes over that.
  [[nodiscard]] int get() const noexcept { return m_value; }

  void close() noexcept;

 private:
  int m_value;
};

}  // namespace hardfail
