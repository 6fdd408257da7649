#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

namespace hardfail {

/// The error that stands in an Expected in place of a value.
template <typename E>
class Unexpected {
 public:
  explicit Unexpected(E error) : m_error(std::move(error)) {}

  [[nodiscard]] E&& error() && { return std::move(m_error); }

 private:
  E m_error;
};

/// A value, or the error that there is in its place: as much of C++23's std::expected as is used,
/// by its names. A type of the project's own, so that installed headers ask for no other library's,
/// and a program compiled as C++23 means by them what the library was compiled with as C++20.
///
/// Taking the one where the other is throws std::bad_variant_access.
template <typename T, typename E>
class [[nodiscard]] Expected {
 public:
  Expected() requires std::default_initializable<T>
  = default;
  template <typename U = T>
  requires(std::convertible_to<U, T> && !std::same_as<std::remove_cvref_t<U>, Expected>)
      // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
      Expected(U&& value)
      : m_state(std::in_place_index<0>, std::forward<U>(value)) {}
  template <typename G>
  // NOLINTNEXTLINE(google-explicit-constructor): this and the above stand for what they hold.
  Expected(Unexpected<G> error) : m_state(std::in_place_index<1>, std::move(error).error()) {}

  [[nodiscard]] bool has_value() const noexcept { return m_state.index() == 0; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

  [[nodiscard]] const T& operator*() const& { return std::get<0>(m_state); }
  [[nodiscard]] T& operator*() & { return std::get<0>(m_state); }
  [[nodiscard]] T&& operator*() && { return std::get<0>(std::move(m_state)); }
  [[nodiscard]] const T* operator->() const { return &**this; }
  [[nodiscard]] T* operator->() { return &**this; }

  [[nodiscard]] const E& error() const& { return std::get<1>(m_state); }
  [[nodiscard]] E& error() & { return std::get<1>(m_state); }
  [[nodiscard]] E&& error() && { return std::get<1>(std::move(m_state)); }

  [[nodiscard]] T value_or(T other) && {
    return has_value() ? *std::move(*this) : std::move(other);
  }

  /// What the function makes of the value, or the error as it is.
  template <typename F>
  [[nodiscard]] auto transform(F&& function) && -> Expected<std::invoke_result_t<F, T>, E> {
    if (!has_value()) return Unexpected(std::move(*this).error());
    return std::invoke(std::forward<F>(function), *std::move(*this));
  }

 private:
  std::variant<T, E> m_state;
};

}  // namespace hardfail
