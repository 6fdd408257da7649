#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "text.hpp"

namespace hardfail::render {

enum class Align : std::uint8_t { left, right };

/// What becomes of a column where the table is wider than the page.
enum class Fit : std::uint8_t { whole, may_be_cut, may_wrap };

/// Whether a column stays where even its least width is too much.
enum class Need : std::uint8_t { always, where_there_is_room };

struct Column {
  std::string title;
  Align align = Align::left;
  Fit fit = Fit::whole;
  std::size_t least = 8;  ///< columns it keeps as long as others can be left out
  Need need = Need::always;
};

struct Cell {
  Cell(std::string cell_text, Tone cell_tone = Tone::plain)  // NOLINT: a text is a cell
      : text(std::move(cell_text)), tone(cell_tone) {}
  std::string text;
  Tone tone;
};

/// A table for people: a header, rows, two blanks between columns. Cells are made printable
/// here, so that nothing from outside reaches a terminal unescaped.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}

  /// Pre: one cell for each column.
  void add(std::vector<Cell> cells);

  /// Puts a text on a line of its own under the last cell of the last row. Pre: there is a row.
  void add_below(const std::string& text);

  [[nodiscard]] std::size_t rows() const noexcept { return m_rows.size(); }

  /// The table in lines of at most the page's width, as far as its columns allow that: those that
  /// are needed only where there is room are left out, the last first; then the widest are made
  /// narrower.
  [[nodiscard]] std::string to_text(const Page& page) const;

 private:
  struct Row {
    std::vector<Cell> cells;
    std::vector<std::string> below;
  };
  /// The width of each column, 0 for one that is left out.
  [[nodiscard]] std::vector<std::size_t> widths(const Page& page) const;
  [[nodiscard]] std::string row_text(const Row& row, const std::vector<std::size_t>& widths,
                                     const Page& page) const;
  std::vector<Column> m_columns;
  std::vector<Row> m_rows;
};

}  // namespace hardfail::render
