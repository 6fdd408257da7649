#pragma once

#include "hardfail/readiness/host_names.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/store/store.hpp"
#include "messages.hpp"

namespace hardfail::cli {

/// The host names of the sources, nullopt where one has none: from the database where it holds what
/// still lives, else from the DNS, and then kept there for as long as the DNS says, but no less
/// than ten minutes and no more than a week; that there is none, no more than a day. DNS errors are
/// not kept. What cannot be kept is warned of, and so is reverse DNS that takes more than half a
/// minute: what it has not said by then is left out. Of more than 20,000 sources only those seen in
/// the most rows are asked for, and that is warned of too.
[[nodiscard]] readiness::HostNames host_names(const DomainName& domain,
                                              const report::Observations& observations,
                                              store::Store& store, dns::Resolver& resolver,
                                              Moment now, Messages& messages);

/// The same from the DNS alone.
[[nodiscard]] readiness::HostNames fresh_host_names(const DomainName& domain,
                                                    const report::Observations& observations,
                                                    dns::Resolver& resolver, Messages& messages);

}  // namespace hardfail::cli
