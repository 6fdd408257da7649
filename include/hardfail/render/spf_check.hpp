#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>

#include "hardfail/net/ip_address.hpp"
#include "hardfail/render/format.hpp"
#include "hardfail/spf/check.hpp"

namespace hardfail::render {

/// One check_host() and its outcome.
struct SpfCheck {
  std::string domain;  ///< as given where it is not a valid domain name
  IpAddress client;
  spf::Outcome outcome;
};

/// Text with the trace as an indented tree; JSON by schema hardfail.spf-check/1.
[[nodiscard]] std::string present(const SpfCheck& check, Format format, const Page& page);

}  // namespace hardfail::render
