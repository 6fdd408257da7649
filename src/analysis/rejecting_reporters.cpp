#include "rejecting_reporters.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

/// Whose answer to MAIL FROM is "550 ... Reject due to SPF policy".
struct Listed {
  enum class By : std::uint8_t { label, domain };
  std::string_view name;  ///< a label of a name, or a domain
  By by;
  std::string_view page;
};

constexpr std::string_view answers = "https://smtp.codes/unitedinternet/";
constexpr std::array<Listed, 7> list = {{
    {"gmx", Listed::By::label, answers},
    {"ionos", Listed::By::label, answers},
    {"1&1", Listed::By::label, answers},
    {"1and1", Listed::By::label, answers},
    {"1und1", Listed::By::label, answers},
    {"mail.com", Listed::By::domain, answers},
    {"web.de", Listed::By::domain, "https://postmaster.web.de/de/fehlermeldungen"},
}};

bool is_at_or_below(std::string_view name, std::string_view domain) {
  return name == domain || (name.ends_with(domain) && name[name.size() - domain.size() - 1] == '.');
}

bool names(std::string_view word, const Listed& listed) {
  switch (listed.by) {
    case Listed::By::domain:
      return is_at_or_below(word, listed.name);
    case Listed::By::label:
      return std::ranges::any_of(split(word, '.'),
                                 [&](std::string_view label) { return label == listed.name; });
  }
  return false;
}

}  // namespace

std::string_view page_on_rejecting(std::string_view reporter) {
  constexpr std::string_view separators = " \t()<>[],;:\"'@/|!";
  auto words = to_lower(reporter);
  std::ranges::replace_if(
      words, [&](char c) { return separators.find(c) != std::string_view::npos; }, ' ');
  for (const auto word : split(words, ' ')) {
    const auto* const found =
        std::ranges::find_if(list, [&](const Listed& listed) { return names(word, listed); });
    if (found != list.end()) return found->page;
  }
  return {};
}

std::map<std::uint32_t, std::string> rejecting_reporters(
    const std::vector<std::string>& reporters) {
  std::map<std::uint32_t, std::string> rejecting;
  for (std::size_t i = 0; i < reporters.size(); ++i) {
    if (!page_on_rejecting(reporters[i]).empty()) {
      rejecting.emplace(static_cast<std::uint32_t>(i), reporters[i]);
    }
  }
  return rejecting;
}

}  // namespace hardfail::analysis
