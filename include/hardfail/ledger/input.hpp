#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstdint>
#include <string>

#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

/// Where something was read.
struct Origin {
  std::string path;    ///< of the file; "-" for standard input
  std::string member;  ///< inside it: "mail.eml: report.zip: a.xml"; empty for the file itself
};

/// Something that should have been a report and could not be read.
struct Rejection {
  std::string path;  ///< as in Origin
  std::string member;
  std::string reason;  ///< one sentence that the reader can act on
};

/// A rejection that is kept until its input is read again.
struct KeptRejection {
  Rejection rejection;
  Moment when{};
};

/// SHA-256 of the octets of a file.
using Digest = std::array<std::uint8_t, 32>;

/// A file that was read whole: its octets would yield the same again.
struct KnownFile {
  Digest digest{};
  std::uint64_t reports = 0;
  std::uint64_t skipped = 0;  ///< parts that neither are nor claim to be reports
};

}  // namespace hardfail::ledger
