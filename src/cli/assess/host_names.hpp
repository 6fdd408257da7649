#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "hardfail/ledger/known_host.hpp"
#include "hardfail/readiness/host_names.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/store/store.hpp"
#include "messages.hpp"

namespace hardfail::cli {

/// The sources worth a host name: what is known of them, and whom to ask the DNS for.
struct NamesWanted {
  readiness::HostNames known;
  std::vector<IpAddress> asked;
  std::size_t sources = 0;  ///< with those that are not worth it
};

/// All are to be asked for.
[[nodiscard]] NamesWanted names_wanted(const report::Observations& observations);

/// Those are known of which the database holds an answer that has not expired.
[[nodiscard]] NamesWanted names_wanted(const report::Observations& observations,
                                       store::Store& store, Moment now);

/// Those and these addresses, which the same store may know.
void add_wanted(NamesWanted& wanted, std::span<const IpAddress> addresses, store::Store& store,
                Moment now);

/// The host names of the sources, nullopt for one that has none, and what is new of it.
struct NamesFound {
  readiness::HostNames names;
  std::vector<ledger::KnownHost> fresh;
};

/// Looks up the names that are not known. The new answers hold for as long as the DNS says, but at
/// least ten minutes and at most a week; that there is no name, at most a day. DNS errors are not
/// among them. Warns if reverse DNS takes more than half a minute (what is missing by then is left
/// out), and if not all sources are asked for.
[[nodiscard]] NamesFound find_names(const DomainName& domain, NamesWanted&& wanted,
                                    dns::Resolver& resolver, Moment now, Messages& messages);

/// Keeps the new answers, if this user may write; warns if they cannot be kept.
void keep_names(std::span<const ledger::KnownHost> fresh, store::Store& store, Moment now,
                Messages& messages);

}  // namespace hardfail::cli
