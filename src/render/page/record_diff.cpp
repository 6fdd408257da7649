#include "page/record_diff.hpp"

#include <algorithm>
#include <span>

#include "hardfail/util/text.hpp"

namespace hardfail::render {
namespace {

using Terms = std::span<const std::string_view>;

std::vector<std::string_view> terms_of(std::string_view record) {
  auto terms = split(record, ' ');
  std::erase(terms, std::string_view());
  return terms;
}

/// For each pair of places in two lists, the length of the longest common subsequence from there
/// on.
class CommonLengths {
 public:
  CommonLengths(Terms before, Terms after)
      : m_columns(after.size() + 1), m_lengths((before.size() + 1) * m_columns) {
    for (auto i = before.size(); i-- > 0;) {
      for (auto j = after.size(); j-- > 0;) {
        m_lengths[i * m_columns + j] =
            before[i] == after[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }

  [[nodiscard]] std::uint32_t at(std::size_t i, std::size_t j) const {
    return m_lengths[i * m_columns + j];
  }

 private:
  std::size_t m_columns;
  std::vector<std::uint32_t> m_lengths;
};

void compare_middles(Terms before, Terms after, std::vector<DiffTerm>& diff) {
  constexpr std::size_t most_pairs = 1'000'000;
  std::size_t i = 0;
  std::size_t j = 0;
  if (before.size() * after.size() <= most_pairs) {
    const CommonLengths common(before, after);
    while (i < before.size() && j < after.size()) {
      if (before[i] == after[j]) {
        diff.push_back({DiffTerm::Kind::kept, before[i++]});
        ++j;
      } else if (common.at(i + 1, j) >= common.at(i, j + 1)) {
        diff.push_back({DiffTerm::Kind::removed, before[i++]});
      } else {
        diff.push_back({DiffTerm::Kind::added, after[j++]});
      }
    }
  }
  for (const auto term : before.subspan(i)) diff.push_back({DiffTerm::Kind::removed, term});
  for (const auto term : after.subspan(j)) diff.push_back({DiffTerm::Kind::added, term});
}

}  // namespace

std::vector<DiffTerm> record_diff(std::string_view before, std::string_view after) {
  const auto old_terms = terms_of(before);
  const auto new_terms = terms_of(after);
  const auto shorter = std::min(old_terms.size(), new_terms.size());
  std::size_t head = 0;
  while (head < shorter && old_terms[head] == new_terms[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head &&
         old_terms[old_terms.size() - 1 - tail] == new_terms[new_terms.size() - 1 - tail]) {
    ++tail;
  }
  std::vector<DiffTerm> diff;
  for (std::size_t i = 0; i < head; ++i) diff.push_back({DiffTerm::Kind::kept, old_terms[i]});
  compare_middles(Terms(old_terms).subspan(head, old_terms.size() - head - tail),
                  Terms(new_terms).subspan(head, new_terms.size() - head - tail), diff);
  for (auto i = old_terms.size() - tail; i < old_terms.size(); ++i) {
    diff.push_back({DiffTerm::Kind::kept, old_terms[i]});
  }
  return diff;
}

}  // namespace hardfail::render
