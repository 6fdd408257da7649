// The text of a configuration file: what is in it, and its mistakes, are told by their lines.
#include <algorithm>
#include <string_view>

#include "fuzz.hpp"
#include "hardfail/config/vocabulary.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hardfail;
  const auto text = fuzz::octets_of(data, size);
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  const auto document = config::parse(text, "a.conf", "/home/a");
  const auto is_there = [lines](const auto& each) { return each.line >= 1 && each.line <= lines; };
  fuzz::require(std::ranges::all_of(document.mistakes, is_there), "a mistake has a line");
  fuzz::require(std::ranges::all_of(document.entries, is_there), "a key has a line");
  fuzz::require(std::ranges::all_of(document.sections, is_there), "a section has a line");
  const config::SectionKind kind{.kind = "domain", .keys = {"days"}};
  for (const auto& mistake : config::unknown_words(document, {}, {&kind, 1})) {
    fuzz::require(is_there(mistake) && !mistake.text.empty(),
                  "an unknown word is told by its line");
  }
  return 0;
}
