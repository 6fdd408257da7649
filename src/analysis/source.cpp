#include "hardfail/analysis/source.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

constexpr std::array<std::pair<SourceClass, std::string_view>, 6> class_names = {{
    {SourceClass::listed, "listed"},
    {SourceClass::unlisted_legitimate, "unlisted_legitimate"},
    {SourceClass::forwarder, "forwarder"},
    {SourceClass::unaffected, "unaffected"},
    {SourceClass::suspected_spoof, "suspected_spoof"},
    {SourceClass::unknown, "unknown"},
}};

bool is_all(std::string_view term) {
  if (!term.empty() && std::string_view("+-~?").find(term.front()) != std::string_view::npos) {
    term.remove_prefix(1);
  }
  return iequals(term, "all");
}

bool is_redirect(std::string_view term) {
  constexpr std::string_view name = "redirect=";
  return iequals(term.substr(0, name.size()), name);
}

}  // namespace

std::string_view name_of(SourceClass value) noexcept {
  return std::ranges::find(class_names, value, &decltype(class_names)::value_type::first)->second;
}

std::optional<SourceClass> parse_source_class(std::string_view text) noexcept {
  const auto found =
      std::ranges::find(class_names, text, &decltype(class_names)::value_type::second);
  if (found == class_names.end()) return std::nullopt;
  return found->first;
}

LiveSpf LiveSpf::of(const spf::Outcome& outcome) {
  LiveSpf live;
  live.result = outcome.result;
  live.mechanism = outcome.mechanism;
  live.undecided = outcome.undecided;
  // A redirect puts its target's record, `all` included, in the place of the domain's own
  // (RFC 7208, section 6.1); an include does not.
  std::span<const std::string> path(outcome.path);
  while (!path.empty() && is_redirect(path.front())) path = path.subspan(1);
  const bool ends_in_all = !path.empty() && is_all(path.back());
  live.by_plus_all = outcome.result == spf::Result::pass && (ends_in_all || outcome.is_open_pass);
  // A record that comes to its end without a match is neutral, and -all would be its new end
  // (RFC 7208, section 4.7).
  live.by_all =
      path.empty() ? outcome.result == spf::Result::neutral : path.size() == 1 && ends_in_all;
  return live;
}

}  // namespace hardfail::analysis
