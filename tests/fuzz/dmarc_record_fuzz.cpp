// The text of a DMARC record.
#include <string>

#include "fuzz.hpp"
#include "hardfail/dmarc/policy.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hardfail;
  const auto octets = fuzz::octets_of(data, size);
  for (const auto& text : {std::string(octets), "v=DMARC1; " + std::string(octets)}) {
    const auto record = dmarc::parse_record(text);
    fuzz::require(!record || record->text == text, "a record keeps its text");
    fuzz::require(record || !record.error().text.empty(), "a refusal says why");
  }
  return 0;
}
