#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/asn/database.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/readiness/assess.hpp"
#include "hardfail/store/store.hpp"
#include "messages.hpp"

namespace hardfail::cli {

/// Whether to look up the host names of sources.
enum class HostNames : std::uint8_t {
  look_up,         ///< and keep them, and use what was kept
  look_up_afresh,  ///< what a master file says is not what the DNS said before
  leave_out,
};

/// Where DNS answers come from, and so whether they may be kept.
enum class DnsSource : std::uint8_t {
  network,
  file,  ///< what it says is not what the DNS said before, or will say
};

/// How an assessment is asked for.
struct AssessOptions {
  Moment as_of{};
  std::chrono::days window{90};  ///< before `as_of`
  readiness::Options judged_by;
  std::shared_ptr<const Services> services;  ///< owns those of `judged_by`; null for the built-in
  std::shared_ptr<asn::Database> systems;    ///< null where none is at hand
  HostNames host_names = HostNames::look_up;
  DnsSource dns = DnsSource::network;
  Moment now{};  ///< for what expires; no verdict depends on it
};

/// Has a domain judged by the reports, marks and host names that the store holds. Of the SPF
/// records of all services, it asks for those that the store does not hold. Warns of answers that
/// cannot be kept and of marks that cannot match. Throws Error: no_input where no report of the
/// domain is held, dns_unavailable where no server answers anything, unusable_data where the
/// database of autonomous systems is damaged.
[[nodiscard]] analysis::Assessment assess(const DomainName& domain, store::Store& store,
                                          dns::Resolver& resolver, const AssessOptions& options,
                                          Messages& messages);

}  // namespace hardfail::cli
