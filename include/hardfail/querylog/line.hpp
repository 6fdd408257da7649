#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string_view>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/util/expected.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::querylog {

/// A question that a name server was asked.
struct Line {
  Moment when{};
  IpAddress resolver;  ///< who asked
  DomainName name;
};

/// What a line of a query log says. Told by its content: the logs of BIND, Unbound, PowerDNS and
/// Amazon Route 53, dnstap as text, each as it is or behind what syslog puts in front; or an object
/// of JSON, as Cloudflare, Google Cloud, CloudWatch and dnstap write them. A time without a zone is
/// UTC; one without a year is the last such before `now`, a day's difference of clocks allowed.
///
/// nullopt where `label` is not a label of any name in the line, which then is about something
/// else; an error, a sentence, where it is and the rest cannot be made out.
[[nodiscard]] Expected<std::optional<Line>, const char*> read_line(std::string_view line,
                                                                   std::string_view label,
                                                                   Moment now);

}  // namespace hardfail::querylog
