#include "hardfail/spf/correction.hpp"

#include <algorithm>
#include <vector>

#include "hardfail/spf/record.hpp"
#include "hardfail/util/text.hpp"
#include "record/slip.hpp"
#include "record/term_parser.hpp"

namespace hardfail::spf {
namespace {

constexpr std::string_view version = "v=spf1";

/// Without what is pasted along with a record: quotes, blanks, a byte order mark.
std::string_view without_wrapping(std::string_view text) {
  constexpr std::string_view wrapping = "\"'` \t\r\n\\\xef\xbb\xbf";
  const auto begin = std::min(text.find_first_not_of(wrapping), text.size());
  return text.substr(begin, text.find_last_not_of(wrapping) + 1 - begin);
}

/// What follows the version; nullopt where there is none.
std::optional<std::string_view> terms_of(std::string_view text) {
  const auto bare = version.substr(2);
  for (const auto start : {version, bare}) {
    if (!iequals(text.substr(0, start.size()), start)) continue;
    const auto rest = text.substr(start.size());
    if (start == bare && !rest.starts_with(' ')) continue;
    if (!rest.empty() && (is_digit(rest.front()) || rest.front() == '.')) continue;
    return rest.substr(std::min(rest.find_first_not_of(" ;,:\t"), rest.size()));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> corrected(std::string_view text) {
  const auto terms_text = terms_of(without_wrapping(text));
  if (!terms_text) return std::nullopt;
  std::vector<std::string_view> terms;
  for (const auto term : split(*terms_text, ' ')) {
    if (!term.empty()) terms.push_back(term);
  }
  std::string right(version);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (parse_term(terms[i])) {
      right.append(" ").append(terms[i]);
      continue;
    }
    const auto slip = slip_in(terms[i], i + 1 < terms.size() ? terms[i + 1] : std::string_view());
    if (!slip || !slip->right) return std::nullopt;
    right.append(" ").append(*slip->right);
    if (slip->joins_next) ++i;
  }
  return parse_record(right) ? std::optional(right) : std::nullopt;
}

}  // namespace hardfail::spf
