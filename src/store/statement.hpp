#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "connection.hpp"

struct sqlite3_stmt;

namespace hardfail::store {

using Blob = std::span<const std::uint8_t>;

/// A prepared statement, which may not outlive its connection, used again and again: bind() its
/// values, step() through its rows.
class Statement {
 public:
  Statement(Connection& connection, std::string_view sql);

  /// Starts over with these values for ?1, ?2, ... Texts and blobs must stay valid until the last
  /// step().
  template <class... Values>
  Statement& bind(const Values&... values) {
    rewind();
    bind_after(0, values...);
    return *this;
  }

  /// Binds these values to the parameters after ?`index`; the others keep theirs. Pre: at rest.
  template <class... Values>
  void bind_after(int index, const Values&... values) {
    assert(is_at_rest());
    (bind_one(++index, values), ...);
  }

  /// Goes to the next row; false after the last one, when the statement is at rest again.
  [[nodiscard]] bool step();

  /// Runs a statement that yields no rows.
  template <class... Values>
  void run(const Values&... values) {
    bind(values...);
    run_bound();
  }

  /// The same with the values that it has.
  void run_bound() {
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

  /// Puts the statement at rest before it has reached its last row, so that it holds no lock.
  void rewind() noexcept;

 private:
  struct Return {
    Connection* connection;
    void operator()(sqlite3_stmt* statement) const noexcept { connection->give_back(statement); }
  };

  void bind_one(int index, std::int64_t value);
  // NOLINTNEXTLINE(modernize-use-equals-delete): half of them do not fit
  void bind_one(int index, std::uint64_t value) = delete;
  void bind_one(int index, std::string_view value);
  void bind_one(int index, Blob value);
  void bind_one(int index, std::optional<std::int64_t> value);
  void check(int code) const;
  [[nodiscard]] bool is_at_rest() const noexcept;

  Connection& m_connection;
  std::unique_ptr<sqlite3_stmt, Return> m_statement;
};

/// Inserts rows of a table, many with each statement: most of what inserting a small row costs is
/// the statement's own.
class BulkInsert {
 public:
  /// `table` is its name and, in brackets, its columns; `columns` is their number.
  BulkInsert(Connection& connection, std::string_view table, int columns);

  /// `values_of` makes a tuple of values, one a column, of a row. A failure may leave some of the
  /// rows behind; undoing the transaction or savepoint takes them away.
  template <class Row, class ValuesOf>
  void run(std::span<const Row> rows, ValuesOf values_of) {
    m_one.rewind();  // it may have failed before
    m_many.rewind();
    for (; rows.size() >= rows_a_statement; rows = rows.subspan(rows_a_statement)) {
      for (std::size_t row = 0; row < rows_a_statement; ++row) {
        bind(m_many, static_cast<int>(row) * m_columns, values_of(rows[row]));
      }
      m_many.run_bound();
    }
    for (const auto& row : rows) {
      bind(m_one, 0, values_of(row));
      m_one.run_bound();
    }
  }

 private:
  static constexpr std::size_t rows_a_statement = 16;

  template <class Values>
  static void bind(Statement& statement, int index, const Values& values) {
    std::apply([&](const auto&... each) { statement.bind_after(index, each...); }, values);
  }

  int m_columns;
  Statement m_one;
  Statement m_many;
};

}  // namespace hardfail::store
