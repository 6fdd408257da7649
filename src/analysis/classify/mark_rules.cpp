#include "predicates.hpp"
#include "rules.hpp"

namespace hardfail::analysis {
namespace {

using enum SourceClass;
using enum Confidence;

constexpr Rule marks[] = {
    {"mark_unlisted", unlisted_legitimate, certain, is_marked_listed_in_vain,
     [](const Facts& f) { return signal_of(*f.mark).text; },
     [] { return std::string("you marked it listed, and the record does not list it"); },
     "a mark that was set for another record"},
    {"mark", std::nullopt, certain, [](const Facts& f) { return f.mark != nullptr; },
     [](const Facts& f) { return signal_of(*f.mark).text; },
     [] { return std::string("you marked it"); }, "a mark that is out of date"},
};

}  // namespace

std::span<const Rule> mark_rules() noexcept { return marks; }

}  // namespace hardfail::analysis
