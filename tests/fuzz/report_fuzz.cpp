// A report comes to the same however its octets arrive. Fed one by one, no record is whole when it
// begins, so that all are scanned and parsed; fed whole, those like earlier ones come from the
// cache.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "fuzz.hpp"
#include "hardfail/report/parser.hpp"
#include "hardfail/util/error.hpp"

namespace {

using namespace hardfail;
using namespace hardfail::report;

struct Reading {
  std::vector<Record> records;
  std::vector<std::uint64_t> bodies;
  /// Of each report, sorted.
  std::vector<std::vector<Warning>> warnings;
  std::string refusal;
  friend bool operator==(const Reading&, const Reading&) = default;
};

Reading read(std::string_view xml, std::size_t piece) {
  constexpr ParserLimits limits{
      .records = 1000, .record_octets = 1U << 14U, .head_octets = 1U << 14U, .text_octets = 64};
  Reading reading;
  Parser parser(
      limits, [&](Record&& record) { reading.records.push_back(std::move(record)); },
      [&](Report&& report) {
        reading.bodies.push_back(report.body_hash);
        // Odd octets are counted with the report that is being read when they arrive.
        std::erase_if(report.warnings, [](const Warning& each) {
          return each.code == "nul" || each.code == "encoding-repaired";
        });
        std::ranges::sort(report.warnings);
        reading.warnings.push_back(std::move(report.warnings));
      });
  try {
    for (; !xml.empty(); xml.remove_prefix(std::min(piece, xml.size()))) {
      parser.feed(xml.substr(0, piece));
    }
    parser.finish();
  } catch (const InputError& error) {
    reading.refusal = error.what();
    fuzz::require(!reading.refusal.empty(), "a refusal says why");
  }
  return reading;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto xml = fuzz::octets_of(data, size);
  const auto whole = read(xml, std::string_view::npos);
  fuzz::require(read(xml, 1) == whole, "octet by octet a report is the same");
  fuzz::require(read(xml, 7) == whole, "in pieces a report is the same");
  return 0;
}
