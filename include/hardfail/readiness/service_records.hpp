#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <mutex>
#include <unordered_map>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/spf/compiled.hpp"

namespace hardfail::readiness {

/// The SPF records of services, compiled once for all domains that the DNS answers alike. From any
/// thread.
class ServiceRecords {
 public:
  ServiceRecords() = default;
  ServiceRecords(const ServiceRecords&) = delete;
  ServiceRecords& operator=(const ServiceRecords&) = delete;
  ServiceRecords(ServiceRecords&&) = delete;
  ServiceRecords& operator=(ServiceRecords&&) = delete;
  ~ServiceRecords() = default;

  /// The record of `name` by what `dns` answers, which is asked the same questions whether it is
  /// compiled anew or not.
  [[nodiscard]] std::shared_ptr<const spf::CompiledRecord> of(const DomainName& name,
                                                              dns::Resolver& dns);

 private:
  struct Compiled;

  std::mutex m_mutex;
  std::unordered_map<DomainName, std::shared_ptr<const Compiled>> m_compiled;
};

}  // namespace hardfail::readiness
