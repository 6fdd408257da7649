#pragma once

#include <memory>
#include <string>
#include <utility>

#include "assess/dns_wait.hpp"
#include "environment.hpp"
#include "hardfail/dns/cache.hpp"
#include "options/global_options.hpp"

namespace hardfail::cli {

/// A resolver over a master file or the network. Throws Error where the file cannot be read, or no
/// server is configured.
[[nodiscard]] std::unique_ptr<dns::Resolver> make_resolver(const DnsOptions& options);

/// The DNS of one run: a master file or the network, behind a cache.
class DnsSession {
 public:
  /// Throws as make_resolver() does.
  DnsSession(const GlobalOptions& options, const Environment& environment);
  DnsSession(const DnsSession&) = delete;
  DnsSession& operator=(const DnsSession&) = delete;
  DnsSession(DnsSession&&) = delete;
  DnsSession& operator=(DnsSession&&) = delete;
  ~DnsSession() = default;

  [[nodiscard]] dns::Cache& cache() noexcept { return m_cache; }

  /// What the next questions are about, for whoever waits at a terminal.
  void about(std::string what) { m_wait.about(std::move(what)); }

 private:
  DnsWait m_wait;
  dns::Cache m_cache;
};

}  // namespace hardfail::cli
