#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "hardfail/util/time.hpp"

namespace hardfail::ingest {

/// A mail to be made, in the form of this program's own: text, and the same as HTML.
struct Letter {
  std::string from;  ///< LOCAL@DOMAIN
  std::vector<std::string> to;
  std::string subject;  ///< control characters become visible ones
  std::string text;
  std::string html;
  std::string id;  ///< the left side of its Message-ID: letters, digits, dots and hyphens
  Moment date{};
};

/// The mail as octets (RFC 5322, MIME), lines ending in LF: multipart/alternative, with a Date, a
/// Message-ID of the sender's domain, and `Auto-Submitted: auto-generated` (RFC 3834) so that
/// nobody's absence answers it. GMime makes it, as it reads the mail that comes in.
[[nodiscard]] std::string compose(const Letter& letter);

}  // namespace hardfail::ingest
