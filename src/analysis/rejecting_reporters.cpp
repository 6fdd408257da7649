#include "rejecting_reporters.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

// The mail services of United Internet answer MAIL FROM with "550 ... Reject due to SPF policy":
// https://smtp.codes/unitedinternet/, https://postmaster.web.de/de/fehlermeldungen.
constexpr std::array<std::string_view, 5> labels = {"gmx", "ionos", "1&1", "1and1", "1und1"};
constexpr std::array<std::string_view, 2> domains = {"web.de", "mail.com"};

bool is_at_or_below(std::string_view name, std::string_view domain) {
  return name == domain || (name.ends_with(domain) && name[name.size() - domain.size() - 1] == '.');
}

bool names_one(std::string_view word) {
  return std::ranges::any_of(
             domains, [&](std::string_view domain) { return is_at_or_below(word, domain); }) ||
         std::ranges::any_of(split(word, '.'), [](std::string_view label) {
           return std::ranges::find(labels, label) != labels.end();
         });
}

}  // namespace

bool rejects_on_spf_fail(std::string_view reporter) {
  constexpr std::string_view separators = " \t()<>[],;:\"'@/|!";
  auto words = to_lower(reporter);
  std::ranges::replace_if(
      words, [&](char c) { return separators.find(c) != std::string_view::npos; }, ' ');
  return std::ranges::any_of(split(words, ' '), names_one);
}

std::map<std::uint32_t, std::string> rejecting_reporters(
    const std::vector<std::string>& reporters) {
  std::map<std::uint32_t, std::string> rejecting;
  for (std::size_t i = 0; i < reporters.size(); ++i) {
    if (rejects_on_spf_fail(reporters[i])) {
      rejecting.emplace(static_cast<std::uint32_t>(i), reporters[i]);
    }
  }
  return rejecting;
}

}  // namespace hardfail::analysis
