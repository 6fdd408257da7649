#include "publishers.hpp"

#include <cstdint>

#include "hardfail/spf/compiled.hpp"

namespace hardfail::readiness {
namespace {

/// So little mail is not worth asking the whole catalogue for.
constexpr std::uint64_t little_mail = 5;

bool is_worth_asking(const analysis::Source& source, const Services& services) {
  using enum analysis::SourceClass;
  const bool is_open = source.source_class == unlisted_legitimate || source.source_class == unknown;
  if (!is_open || source.governed_messages <= little_mail) return false;
  return !source.host || !source.host->confirmed || services.of_host(source.host->name) == nullptr;
}

}  // namespace

analysis::Publishers find_publishers(const std::vector<analysis::Source>& sources,
                                     const Services& services, dns::Cache& cache,
                                     ServiceRecords& records) {
  std::vector<IpAddress> addresses;
  for (const auto& source : sources) {
    if (is_worth_asking(source, services)) addresses.push_back(source.address);
  }
  analysis::Publishers publishers;
  if (addresses.empty()) return publishers;

  std::vector<dns::Question> questions;
  for (const auto& service : services.all()) {
    for (const auto& include : service.includes) {
      questions.push_back({include, dns::RecordType::txt});
    }
  }
  // Together, for the time of one answer; the records of most go no deeper.
  (void)cache.ask_all(questions);
  for (const auto& service : services.all()) {
    for (const auto& include : service.includes) {
      const auto outcomes =
          spf::check_clients(include, records.of(include, cache), addresses, cache);
      for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto live = analysis::LiveSpf::of(*outcomes[i]);
        if (live.result == spf::Result::pass && !live.by_plus_all) {
          publishers.emplace(addresses[i], &service);
        }
      }
    }
  }
  return publishers;
}

}  // namespace hardfail::readiness
