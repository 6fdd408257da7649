#include "table.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace hardfail::render {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;  // columns a column keeps that may be cut or wrapped
constexpr std::size_t widest = 400;   // of such a one where there is no page to fit

std::size_t total(const std::vector<std::size_t>& widths) {
  std::size_t sum = 0;
  for (const auto width : widths) sum += width > 0 ? width + gap : 0;
  return sum - std::min(sum, gap);
}

/// Takes columns from the widest of the flexible ones, none below its `least`, until the table
/// fits.
void shrink(std::vector<std::size_t>& widths, const std::vector<std::size_t>& least,
            std::size_t page_width) {
  for (auto excess = total(widths) - std::min(total(widths), page_width); excess > 0; --excess) {
    std::size_t* largest = nullptr;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > least[i] && (largest == nullptr || widths[i] > *largest)) {
        largest = &widths[i];
      }
    }
    if (largest == nullptr) return;
    --*largest;
  }
}

/// One cell in lines.
std::vector<std::string> lines_of_cell(const std::string& text, std::size_t width, Fit fit,
                                       const Page& page) {
  switch (fit) {
    case Fit::whole:
    case Fit::may_be_cut:
      return {cut(shown(text, page.charset), width, page.charset)};
    case Fit::may_wrap:
      break;
  }
  // Without a page a row stays a line.
  return page.width == 0 ? lines_of_cell(text, width, Fit::may_be_cut, page)
                         : lines_of(shown(text, page.charset), width);
}

}  // namespace

void Table::add(std::vector<Cell> cells) {
  assert(cells.size() == m_columns.size());
  m_rows.push_back({std::move(cells), {}});
}

void Table::add_below(const std::string& text) {
  assert(!m_rows.empty());
  m_rows.back().below.push_back(text);
}

std::vector<std::size_t> Table::widths(const Page& page) const {
  std::vector<std::size_t> widths;
  std::vector<std::size_t> least;
  std::vector<std::size_t> floor;
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    const Column& column = m_columns[i];
    auto width = display_width(column.title);
    for (const auto& row : m_rows) {
      width = std::max(width, display_width(shown(row.cells[i].text, page.charset)));
      if (i + 1 < m_columns.size()) continue;
      for (const auto& text : row.below) width = std::max(width, display_width(text));
    }
    const bool is_whole = column.fit == Fit::whole;
    widths.push_back(is_whole ? width : std::min(width, widest));
    least.push_back(is_whole ? width : std::min(width, column.least));
    floor.push_back(is_whole ? width : std::min(width, narrowest));
  }
  if (page.width == 0) return widths;

  for (std::size_t i = m_columns.size(); i > 0 && total(least) > page.width; --i) {
    if (m_columns[i - 1].need == Need::always) continue;
    widths[i - 1] = least[i - 1] = floor[i - 1] = 0;
  }
  shrink(widths, least, page.width);
  shrink(widths, floor, page.width);
  return widths;
}

std::string Table::row_text(const Row& row, const std::vector<std::size_t>& widths,
                            const Page& page) const {
  std::vector<std::vector<std::string>> cells;
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    cells.push_back(widths[i] == 0
                        ? std::vector<std::string>{}
                        : lines_of_cell(row.cells[i].text, widths[i], m_columns[i].fit, page));
  }
  for (const auto& text : row.below) {
    auto more = lines_of_cell(text, widths.back(), m_columns.back().fit, page);
    cells.back().insert(cells.back().end(), more.begin(), more.end());
  }
  std::size_t height = 1;
  for (const auto& lines : cells) height = std::max(height, lines.size());

  std::string text;
  for (std::size_t at = 0; at < height; ++at) {
    std::size_t owed = 0;  // blanks, written only before something: no line ends in one
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (widths[i] == 0) continue;
      const auto& part = at < cells[i].size() ? cells[i][at] : std::string();
      const auto blanks = widths[i] - std::min(widths[i], display_width(part));
      const bool right = m_columns[i].align == Align::right;
      if (!part.empty()) {
        text.append(owed + (right ? blanks : 0), ' ');
        text += painted(part, row.cells[i].tone, page.colour);
        owed = right ? 0 : blanks;
      } else {
        owed += blanks;
      }
      owed += gap;
    }
    text += '\n';
  }
  return text;
}

std::string Table::to_text(const Page& page) const {
  const auto column_widths = widths(page);
  Row titles;
  for (const auto& column : m_columns) titles.cells.emplace_back(column.title, Tone::strong);
  auto text = row_text(titles, column_widths, page);
  for (const auto& row : m_rows) text += row_text(row, column_widths, page);
  return text;
}

}  // namespace hardfail::render
