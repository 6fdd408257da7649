#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <memory>
#include <utility>

namespace hardfail {

/// A value that nobody changes and that copies share, so that a copy costs no more than a pointer;
/// copies may be read in several threads at once. One that was moved from may only be assigned to
/// or destroyed.
template <typename Value>
class Shared {
 public:
  Shared() : Shared(Value{}) {}
  // NOLINTNEXTLINE(google-explicit-constructor): it stands for the value.
  Shared(Value value) : m_value(std::make_shared<const Value>(std::move(value))) {}

  [[nodiscard]] const Value& operator*() const noexcept { return *m_value; }
  [[nodiscard]] const Value* operator->() const noexcept { return m_value.get(); }

  /// True if there are other copies just now; another thread may be about to drop them.
  [[nodiscard]] bool has_copies() const noexcept { return m_value.use_count() != 1; }

  friend bool operator==(const Shared& a, const Shared& b) {
    return a.m_value == b.m_value || *a == *b;
  }
  friend auto operator<=>(const Shared& a, const Shared& b) { return *a <=> *b; }

 private:
  std::shared_ptr<const Value> m_value;
};

}  // namespace hardfail
