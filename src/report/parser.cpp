#include "hardfail/report/parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "decoder.hpp"
#include "fingerprint.hpp"
#include "hardfail/util/error.hpp"
#include "head_reader.hpp"
#include "record_reader.hpp"
#include "scanner.hpp"
#include "warning_log.hpp"

namespace hardfail::report {

struct Parser::State {
  State(const ParserLimits& bounds, OnRecord&& receiver)
      : limits(bounds),
        on_record(std::move(receiver)),
        decoder(log),
        record_reader(bounds, log),
        scanner(bounds, log, [this](std::string_view xml) { read_record(xml); }) {}

  void read_record(std::string_view xml) {
    if (++seen > limits.records) {
      throw InputError(
          fmt::format("the report has more than {} records (--limit-records)", limits.records));
    }
    auto record = record_reader.read(xml);
    if (!record) return;
    ++records;
    messages += record->messages;
    fingerprint.add(*record);
    on_record(std::move(*record));
  }

  ParserLimits limits;
  OnRecord on_record;
  WarningLog log;
  Decoder decoder;
  RecordReader record_reader;
  Scanner scanner;
  Fingerprint fingerprint;
  std::uint64_t seen = 0;  ///< records, those left out included
  std::uint64_t records = 0;
  std::uint64_t messages = 0;
};

Parser::Parser(ParserLimits limits, OnRecord on_record)
    : m_state(std::make_unique<State>(limits, std::move(on_record))) {}

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

Report Parser::finish() {
  auto& state = *m_state;
  state.scanner.feed(state.decoder.finish());
  const auto head = state.scanner.finish();
  Report report = read_head(head, state.limits, state.log);
  report.records = state.records;
  report.messages = state.messages;
  state.fingerprint.add(report);
  state.fingerprint.add(state.seen);
  report.body_hash = state.fingerprint.value();
  report.warnings = state.log.take();
  return report;
}

}  // namespace hardfail::report
