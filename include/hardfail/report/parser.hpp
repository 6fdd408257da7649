#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "hardfail/report/record.hpp"
#include "hardfail/report/report.hpp"

namespace hardfail::report {

/// Bounds on one report; past one, the report is refused with the bound's name.
struct ParserLimits {
  std::uint64_t records = 20'000'000;
  std::size_t record_octets = 1U << 20U;  ///< XML of one record
  std::size_t head_octets = 1U << 20U;    ///< XML outside the records
  std::size_t text_octets = 1024;  ///< one kept text; longer ones are shortened with a warning
};

/// Reads aggregate-report XML (RFC 7489, appendix C, and RFC 9990) as it arrives, in memory that
/// does not grow with the report. Names are compared without namespace or prefix; entities beyond
/// XML's own five and character references are never expanded.
///
/// Each record is handed on as soon as it is whole, and the report after its last record. Several
/// reports may follow one another. Errors in one are repaired where it is plain what was meant, and
/// noted in Report::warnings.
class Parser {
 public:
  using OnRecord = std::function<void(Record&&)>;
  using OnReport = std::function<void(Report&&)>;

  Parser(ParserLimits limits, OnRecord on_record, OnReport on_report);
  ~Parser();
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;

  /// Takes the next octets of the document. Throws InputError past a limit, as soon as it is plain
  /// that this is not an aggregate report, and where a report lacks what it cannot be used without:
  /// the policy domain or the period.
  void feed(std::string_view octets);

  /// Ends the document, and with it its last report. Throws InputError as feed() does, and where it
  /// held no report.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace hardfail::report
