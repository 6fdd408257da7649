#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "text.hpp"

namespace hardfail::render {

enum class Align : std::uint8_t { left, right };

/// Whether a column may be cut where the table is wider than the page.
enum class Fit : std::uint8_t { whole, may_be_cut };

struct Column {
  std::string title;
  Align align = Align::left;
  Fit fit = Fit::whole;
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

  /// The table in lines of at most the page's width where the columns that may be cut allow it.
  [[nodiscard]] std::string to_text(const Page& page) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(const Page& page) const;
  std::vector<Column> m_columns;
  std::vector<std::vector<Cell>> m_rows;
};

}  // namespace hardfail::render
