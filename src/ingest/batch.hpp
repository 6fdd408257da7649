#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <variant>
#include <vector>

#include "hardfail/ingest/ingest.hpp"

namespace hardfail::ingest {

/// Part of the contents of an input: records of one report, and what follows them.
struct Batch {
  struct More {};  ///< the report goes on in the next batch
  struct ReportEnd {
    report::Report report;
    std::string member;
  };
  struct Discard {};
  /// The input ends; if reading it broke off, with an exception for the writer.
  struct InputEnd {
    InputSummary summary;
    std::exception_ptr broken;
  };

  std::vector<report::Record> records;
  std::variant<More, ReportEnd, Discard, InputEnd> then;
  std::size_t octets = 0;      ///< roughly, in memory
  std::uint64_t position = 0;  ///< in the input, roughly
};

/// Roughly how much memory a record takes.
[[nodiscard]] inline std::size_t octets_of(const report::Record& record) {
  constexpr std::size_t name = 32;  // one too long to be held in the string object itself
  const auto& authentication = *record.authentication;
  auto octets =
      sizeof record + 2 * name + authentication.spf.size() * (sizeof(report::SpfAuth) + name);
  for (const auto& dkim : authentication.dkim) octets += sizeof dkim + name + dkim.selector.size();
  for (const auto& reason : authentication.reasons) octets += sizeof reason + reason.comment.size();
  return octets;
}

}  // namespace hardfail::ingest
