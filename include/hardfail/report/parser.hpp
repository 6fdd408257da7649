#pragma once

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
/// Each record is handed on as soon as it is whole. What a report gets wrong is mended where what
/// was meant is plain, and said in Report::warnings.
class Parser {
 public:
  using OnRecord = std::function<void(Record&&)>;

  Parser(ParserLimits limits, OnRecord on_record);
  ~Parser();
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;

  /// Takes the next octets of the document. Throws InputError past a limit, or as soon as it is
  /// plain that this is no aggregate report.
  void feed(std::string_view octets);

  /// Ends the document. Throws InputError where it was no report, or lacks what a report cannot be
  /// used without: the policy domain, the period.
  [[nodiscard]] Report finish();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace hardfail::report
