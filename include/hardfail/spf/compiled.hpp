#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "hardfail/dns/cache.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/spf/check.hpp"

namespace hardfail::spf {

/// Addresses that fare alike: from `first` up to the next range. The first range of each family
/// begins at its address zero.
struct CompiledRange {
  static constexpr std::uint32_t open = UINT32_MAX;
  IpAddress first;
  std::uint32_t outcome = open;  ///< index, or `open`
};

/// The record of a domain with all that it refers to, as ranges of addresses: what check_host()
/// comes to for each, limits included, without a walk through the terms.
class CompiledRecord {
 public:
  /// Compiles the record of `domain` as the DNS is now. Its include tree is asked for level by
  /// level. Of `options` the limits apply; the time limit, trace and explanation do not.
  [[nodiscard]] static CompiledRecord of(const DomainName& domain, dns::Resolver& resolver,
                                         const CheckOptions& options = {});

  /// The same, with the open passes told apart (open_passes()), for check_clients().
  [[nodiscard]] static std::shared_ptr<const CompiledRecord> with_open_passes(
      const DomainName& domain, dns::Cache& cache, const CheckOptions& options = {});

  /// What check_host() gives for `client`, except for the explanation of a fail. nullptr where
  /// check_host() itself has to be asked: a term that looks at the single client or message is
  /// reached (`ptr`, macros other than %{d}), or the record is too large to be compiled as far as
  /// this address. Valid as long as this object lives.
  [[nodiscard]] const Outcome* find(const IpAddress& client) const noexcept;

  /// Whether a pass lists nobody, as far as that was told apart.
  [[nodiscard]] bool is_open_pass(const Outcome& outcome) const;

  /// Ranges of addresses with one outcome each; neighbours differ.
  [[nodiscard]] std::size_t size() const noexcept { return m_ranges.size(); }

 private:
  CompiledRecord(std::vector<CompiledRange> ranges, std::vector<Outcome> outcomes)
      : m_ranges(std::move(ranges)), m_outcomes(std::move(outcomes)) {}

  std::vector<CompiledRange> m_ranges;  // sorted
  std::vector<Outcome> m_outcomes;
  std::vector<TermPath> m_open_ways;
};

/// check_host() for many clients of one domain: by its compiled record, and by a walk through the
/// terms for those whom that leaves open. Clients that fare alike share their outcome, which has no
/// explanation. The time limit does not apply, as for check_hosts().
[[nodiscard]] std::vector<std::shared_ptr<const Outcome>> check_clients(
    const DomainName& domain, std::span<const IpAddress> clients, dns::Cache& cache,
    const CheckOptions& options = {});

/// The same by a record that is compiled already. Pre: it is that of `domain` by what `cache`
/// answers, compiled by with_open_passes() with the same options.
[[nodiscard]] std::vector<std::shared_ptr<const Outcome>> check_clients(
    const DomainName& domain, const std::shared_ptr<const CompiledRecord>& record,
    std::span<const IpAddress> clients, dns::Cache& cache, const CheckOptions& options = {});

}  // namespace hardfail::spf
