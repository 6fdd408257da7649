#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "connection.hpp"

struct sqlite3_stmt;

namespace hardfail::store {

using Blob = std::span<const std::uint8_t>;

/// A prepared statement, used again and again: bind() its values, step() through its rows.
class Statement {
 public:
  Statement(Connection& connection, std::string_view sql);

  /// Starts over with these values for ?1, ?2, ... Texts and blobs must stay where they are until
  /// the last step().
  template <class... Values>
  Statement& bind(const Values&... values) {
    rewind();
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }

  /// Goes to the next row; false behind the last one, and the statement is at rest again.
  [[nodiscard]] bool step();

  /// Runs a statement that yields no rows.
  template <class... Values>
  void run(const Values&... values) {
    bind(values...);
    while (step()) {
    }
  }

  /// The first column of the first row, an integer; nullopt where there is no row.
  template <class... Values>
  [[nodiscard]] std::optional<std::int64_t> first(const Values&... values) {
    bind(values...);
    if (!step()) return std::nullopt;
    const auto value = integer(0);
    rewind();
    return value;
  }

  /// Columns of the row stepped to, the first being 0. Views hold until the next step().
  [[nodiscard]] std::int64_t integer(int column) const noexcept;
  [[nodiscard]] std::string_view text(int column) const noexcept;
  [[nodiscard]] Blob blob(int column) const noexcept;
  [[nodiscard]] bool is_null(int column) const noexcept;

  /// Puts the statement at rest before its last row, so that it holds no lock.
  void rewind() noexcept;

 private:
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  void bind_one(int index, std::int64_t value);
  void bind_one(int index, std::uint64_t value) = delete;  // half of them do not fit
  void bind_one(int index, std::string_view value);
  void bind_one(int index, Blob value);
  void bind_one(int index, std::optional<std::int64_t> value);
  void check(int code) const;

  Connection& m_connection;
  std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
};

}  // namespace hardfail::store
