#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <variant>
#include <vector>

#include "hardfail/ingest/ingest.hpp"

namespace hardfail::ingest {

/// A piece of what an input holds: records of one report, and what came after them.
struct Batch {
  struct More {};  ///< the report goes on in the next batch
  struct ReportEnd {
    report::Report report;
    std::string member;
  };
  struct Discard {};
  /// The input ends; with an exception that is for the writer where reading it broke off.
  struct InputEnd {
    InputSummary summary;
    std::exception_ptr broken;
  };

  std::vector<report::Record> records;
  std::variant<More, ReportEnd, Discard, InputEnd> then;
  std::size_t octets = 0;      ///< about what it takes in memory
  std::uint64_t position = 0;  ///< in the input, about where it comes from
};

/// About what a record takes in memory.
[[nodiscard]] inline std::size_t octets_of(const report::Record& record) {
  constexpr std::size_t name = 32;  // those that do not fit into the string itself
  const auto& authentication = *record.authentication;
  auto octets =
      sizeof record + 2 * name + authentication.spf.size() * (sizeof(report::SpfAuth) + name);
  for (const auto& dkim : authentication.dkim) octets += sizeof dkim + name + dkim.selector.size();
  for (const auto& reason : authentication.reasons) octets += sizeof reason + reason.comment.size();
  return octets;
}

}  // namespace hardfail::ingest
