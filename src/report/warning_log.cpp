#include "warning_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"

namespace hardfail::report {
namespace {

constexpr std::size_t different_warnings = 100;
constexpr std::size_t shown_octets = 80;

}  // namespace

void WarningLog::note(std::string_view code, std::string_view what, std::string_view odd,
                      std::string_view consequence) {
  odd = odd.substr(0, shown_octets + 1);
  if (counted(code, odd, 1)) return;
  add(code, odd,
      fmt::format("{} \"{}\" {}", what, printable(shortened(odd, shown_octets)), consequence), 1);
}

void WarningLog::note(std::string_view code, std::string_view sentence, std::uint64_t count) {
  if (counted(code, sentence, count)) return;
  add(code, sentence, std::string(sentence), count);
}

bool WarningLog::counted(std::string_view code, std::string_view odd, std::uint64_t count) {
  ++m_notes;
  const auto known = std::ranges::find_if(m_entries, [&](const Entry& entry) {
    return entry.warning.code == code && entry.odd == odd;
  });
  if (known == m_entries.end()) return false;
  known->warning.count += count;
  return true;
}

void WarningLog::add(std::string_view code, std::string_view odd, std::string text,
                     std::uint64_t count) {
  if (m_entries.size() == different_warnings) {
    m_further += count;
    return;
  }
  m_entries.push_back({std::string(odd), {std::string(code), std::move(text), count}});
}

std::vector<Warning> WarningLog::take() {
  std::vector<Warning> warnings;
  warnings.reserve(m_entries.size() + 1);
  for (auto& entry : m_entries) warnings.push_back(std::move(entry.warning));
  if (m_further > 0) {
    warnings.push_back({"further", "further oddities of other kinds are not listed", m_further});
  }
  m_entries.clear();
  m_further = 0;
  return warnings;
}

}  // namespace hardfail::report
