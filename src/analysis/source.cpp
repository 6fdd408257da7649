#include "hardfail/analysis/source.hpp"

#include <span>

#include "hardfail/spf/listening.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

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

LiveSpf LiveSpf::of(const spf::Outcome& outcome) {
  LiveSpf live;
  live.result = outcome.result;
  live.mechanism = outcome.mechanism;
  live.undecided = outcome.undecided;
  live.problem = outcome.problem;
  // A redirect puts its target's record, `all` included, in the place of the domain's own
  // (RFC 7208, section 6.1); an include does not.
  std::span<const std::string> path(outcome.path);
  while (!path.empty() && is_redirect(path.front())) path = path.subspan(1);
  // A listening term has the qualifier of `all` and stands before it.
  const bool ends_in_all =
      !path.empty() && (is_all(path.back()) || spf::is_listening_term(path.back()));
  live.by_plus_all = outcome.result == spf::Result::pass && (ends_in_all || outcome.is_open_pass);
  // A record that comes to its end without a match is neutral, and -all would be its new end
  // (RFC 7208, section 4.7).
  live.by_all =
      path.empty() ? outcome.result == spf::Result::neutral : path.size() == 1 && ends_in_all;
  return live;
}

}  // namespace hardfail::analysis
