// The text of an SPF record: its tree and its errors point into it.
#include <string>

#include "fuzz.hpp"
#include "hardfail/spf/record.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hardfail;
  const std::string text = "v=spf1 " + std::string(fuzz::octets_of(data, size));
  const auto record = spf::parse_record(text);
  if (!record) {
    fuzz::require(!record.error().empty(), "a refused record has an error");
    for (const auto& error : record.error()) {
      fuzz::require(error.offset <= text.size(), "an error points into the record");
      fuzz::require(error.where.offset + error.where.length <= text.size(), "so does its term");
      fuzz::require(!error.text.empty(), "an error says what is wrong");
    }
    return 0;
  }
  fuzz::require(record->text == text, "the record keeps its text");
  for (const auto& directive : record->directives) {
    fuzz::require(directive.where.length > 0, "a term has a text");
    fuzz::require(directive.where.offset + directive.where.length <= text.size(),
                  "a term lies in the record");
    static_cast<void>(spf::include_target(record->text_of(directive.where)));
  }
  return 0;
}
