#pragma once

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"
#include "tree/finding.hpp"

namespace hardfail::spf {

/// Tells of TXT records at `domain` that seem to be meant as SPF records and are none, each with
/// its text as the record of its place.
void look_for_almost_records(const DomainName& domain, const dns::Answer& txt,
                             FindingLog& findings);

}  // namespace hardfail::spf
