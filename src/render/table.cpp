#include "table.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "hardfail/util/text.hpp"

namespace hardfail::render {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;  // columns a cut column keeps

std::string line_of(const std::vector<Cell>& cells, const std::vector<Column>& columns,
                    const std::vector<std::size_t>& widths, const Page& page) {
  std::string line;
  std::size_t owed = 0;  // blanks, written only before something: no line ends in one
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto text = cut(cells[i].text, std::max<std::size_t>(widths[i], 1), page.charset);
    const auto blanks = widths[i] - std::min(widths[i], display_width(text));
    const bool right = columns[i].align == Align::right;
    if (!text.empty()) {
      line.append(owed + (right ? blanks : 0), ' ');
      line += painted(text, cells[i].tone, page.colour);
      owed = right ? 0 : blanks;
    } else {
      owed += blanks;
    }
    owed += gap;
  }
  return line + '\n';
}

}  // namespace

void Table::add(std::vector<Cell> cells) {
  assert(cells.size() == m_columns.size());
  for (auto& cell : cells) cell.text = printable(cell.text);
  m_rows.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths(const Page& page) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    auto width = display_width(m_columns[i].title);
    for (const auto& row : m_rows) width = std::max(width, display_width(row[i].text));
    widths.push_back(width);
  }
  if (page.width == 0) return widths;

  const auto total = std::accumulate(widths.begin(), widths.end(), gap * (widths.size() - 1));
  for (auto excess = total - std::min(total, page.width); excess > 0; --excess) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const bool may_shrink = m_columns[i].fit == Fit::may_be_cut && widths[i] > narrowest;
      if (may_shrink && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
    }
    if (widest == nullptr) break;
    --*widest;
  }
  return widths;
}

std::string Table::to_text(const Page& page) const {
  const auto column_widths = widths(page);
  std::vector<Cell> titles;
  for (const auto& column : m_columns) titles.emplace_back(column.title, Tone::strong);
  auto text = line_of(titles, m_columns, column_widths, page);
  for (const auto& row : m_rows) text += line_of(row, m_columns, column_widths, page);
  return text;
}

}  // namespace hardfail::render
