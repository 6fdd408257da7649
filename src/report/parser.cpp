#include "hardfail/report/parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "decoder.hpp"
#include "fingerprint.hpp"
#include "hardfail/util/error.hpp"
#include "head_reader.hpp"
#include "record_cache.hpp"
#include "record_reader.hpp"
#include "scanner.hpp"
#include "warning_log.hpp"

namespace hardfail::report {

struct Parser::State {
  State(const ParserLimits& bounds, OnRecord&& take_record, OnReport&& take_report)
      : limits(bounds),
        on_record(std::move(take_record)),
        on_report(std::move(take_report)),
        decoder(log),
        record_reader(bounds, log),
        scanner(
            bounds, log, [this](std::string_view text) { return take_known_record(text); },
            [this](std::string_view xml) { read_record(xml); },
            [this](std::string&& head) { end_report(head); }) {}

  std::size_t take_known_record(std::string_view text) {
    auto found = record_cache.find(text);
    if (!found || found->octets > limits.record_octets) return 0;
    count_record();
    take(std::move(found->record));
    return found->octets;
  }

  void read_record(std::string_view xml) {
    count_record();
    const auto notes = log.notes();
    auto record = record_reader.read(xml);
    if (!record) return;
    if (log.notes() == notes) record_cache.keep(xml, *record);
    take(std::move(*record));
  }

  void count_record() {
    if (++sums.seen > limits.records) {
      throw InputError(
          fmt::format("the report has more than {} records (--limit-records)", limits.records));
    }
  }

  void take(Record&& record) {
    ++sums.records;
    sums.messages += record.messages;
    if (!sums.header_from) sums.header_from = record.authentication->header_from;
    sums.fingerprint.add(record);
    on_record(std::move(record));
  }

  void end_report(std::string_view head) {
    Report report = read_head(head, sums.header_from, limits, log);
    report.records = sums.records;
    report.messages = sums.messages;
    sums.fingerprint.add(report);
    sums.fingerprint.add(sums.seen);
    report.body_hash = sums.fingerprint.value();
    report.warnings = log.take();
    sums = {};
    on_report(std::move(report));
  }

  /// Over the records of the report being read.
  struct Sums {
    Fingerprint fingerprint;
    std::uint64_t seen = 0;  ///< those left out included
    std::uint64_t records = 0;
    std::uint64_t messages = 0;
    std::optional<DomainName> header_from;  ///< the first
  };

  ParserLimits limits;
  OnRecord on_record;
  OnReport on_report;
  WarningLog log;
  Decoder decoder;
  RecordReader record_reader;
  RecordCache record_cache;
  Scanner scanner;
  Sums sums;
};

Parser::Parser(ParserLimits limits, OnRecord on_record, OnReport on_report)
    : m_state(std::make_unique<State>(limits, std::move(on_record), std::move(on_report))) {}

Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

void Parser::feed(std::string_view octets) {
  // In slices, so that the buffers stay small whatever the caller has at hand.
  constexpr std::size_t slice = 64U << 10U;
  for (; !octets.empty(); octets.remove_prefix(std::min(slice, octets.size()))) {
    m_state->scanner.feed(m_state->decoder.decode(octets.substr(0, slice)));
  }
}

void Parser::finish() {
  m_state->scanner.feed(m_state->decoder.finish());
  m_state->scanner.finish();
}

}  // namespace hardfail::report
