#pragma once

#include "hardfail/readiness/host_names.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/store/store.hpp"
#include "messages.hpp"

namespace hardfail::cli {

/// The host names of the sources, nullopt for one that has none: from the database if it holds an
/// answer that has not expired, else from the DNS. New answers are kept for as long as the DNS
/// says, but at least ten minutes and at most a week; that there is no name, at most a day. DNS
/// errors are not kept. Warns if answers cannot be kept, if reverse DNS takes more than half a
/// minute (what is missing by then is left out), and if not all sources are asked for.
[[nodiscard]] readiness::HostNames host_names(const DomainName& domain,
                                              const report::Observations& observations,
                                              store::Store& store, dns::Resolver& resolver,
                                              Moment now, Messages& messages);

/// The same from the DNS alone.
[[nodiscard]] readiness::HostNames fresh_host_names(const DomainName& domain,
                                                    const report::Observations& observations,
                                                    dns::Resolver& resolver, Messages& messages);

}  // namespace hardfail::cli
