// Lines of a name server's query log, whichever wrote it.
#include <algorithm>
#include <string_view>

#include "fuzz.hpp"
#include "hardfail/querylog/line.hpp"
#include "hardfail/util/text.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hardfail;
  constexpr std::string_view label = "_spflog";
  const auto now = parse_iso8601("2026-11-27T20:00:00Z").value();
  auto rest = fuzz::octets_of(data, size);
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const auto read = querylog::read_line(line, label, now);
    if (!read) {
      fuzz::require(!std::string_view(read.error()).empty(), "a refusal says why");
    } else if (*read) {
      fuzz::require(std::ranges::any_of((*read)->name.labels(),
                                        [label](auto each) { return to_lower(each) == label; }),
                    "a line that counts is about the label");
    }
  }
  return 0;
}
