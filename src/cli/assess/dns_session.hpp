#pragma once

#include <memory>

#include "hardfail/dns/cache.hpp"
#include "options/global_options.hpp"

namespace hardfail::cli {

/// The DNS of one run: a master file or the network, behind a cache.
class DnsSession {
 public:
  /// Throws Error where the file cannot be read, or no server is configured.
  explicit DnsSession(const DnsOptions& options);

  [[nodiscard]] dns::Cache& cache() noexcept { return m_cache; }

 private:
  std::unique_ptr<dns::Resolver> m_upstream;
  dns::Cache m_cache;
};

}  // namespace hardfail::cli
