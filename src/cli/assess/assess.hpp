#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "assess/host_names.hpp"
#include "assess/kept_answers.hpp"
#include "hardfail/analysis/assessment.hpp"
#include "hardfail/asn/database.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/ledger/basis.hpp"
#include "hardfail/ledger/conduct.hpp"
#include "hardfail/ledger/known_host.hpp"
#include "hardfail/ledger/mark.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/readiness/assess.hpp"
#include "hardfail/report/observation.hpp"
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

/// What became of a domain.
struct Judged {
  analysis::Assessment assessment;
  std::shared_ptr<const ledger::Basis> basis;  ///< what it was judged by; null where that is much
};

/// What reporters were seen to do, which is the same for all domains: asked of the store once for
/// each moment.
class KnownConduct {
 public:
  /// `store` must outlive it.
  explicit KnownConduct(store::Store& store) : m_store(store) {}

  /// In the year before, since receivers change their ways.
  [[nodiscard]] const ledger::Conduct& as_of(Moment moment);

 private:
  store::Store& m_store;
  std::map<Moment, ledger::Conduct> m_known;
};

/// A domain on its way to its assessment. Only judge(), which waits for the DNS, may run beside the
/// rest of the program.
class Case {
 public:
  /// Reads what the store holds of the domain. Warns of marks that cannot match. Throws Error:
  /// no_input where no report of the domain is held, unusable_data where the database of autonomous
  /// systems is damaged. `options` must outlive the case.
  Case(DomainName domain, const AssessOptions& options, store::Store& store, KnownConduct& conduct,
       Messages& messages);

  /// How much there is to judge: rows of reports.
  [[nodiscard]] std::size_t rows() const noexcept { return m_rows; }

  /// To be called once. Of the SPF records of all services, asks for those that `memory` does not
  /// hold, and compiles those that `records` does not hold. Throws Error (dns_unavailable) where no
  /// server answers anything.
  [[nodiscard]] analysis::Assessment judge(dns::Resolver& resolver, AnswerMemory& memory,
                                           readiness::ServiceRecords& records, Messages& messages);

  /// Instead of judge(), by what a run was judged by. Warns of answers that are not among it.
  [[nodiscard]] analysis::Assessment judge_by(const ledger::Basis& basis, Messages& messages);

  /// What judge() judged by; null where that is too much to be kept.
  [[nodiscard]] std::shared_ptr<const ledger::Basis> basis() const noexcept { return m_basis; }

  /// The host names that judge() found and that are to be kept.
  [[nodiscard]] std::vector<ledger::KnownHost>& fresh_names() noexcept { return m_fresh; }

 private:
  [[nodiscard]] analysis::Assessment judge_by(dns::Resolver& names_dns, dns::Resolver& dns,
                                              dns::Resolver* services_dns, Messages& messages);

  DomainName m_domain;
  const AssessOptions& m_options;
  report::Observations m_observations;
  std::size_t m_rows;
  readiness::Options m_judged_by;
  std::vector<ledger::Mark> m_marks;
  NamesWanted m_names;
  std::vector<ledger::KnownHost> m_fresh;
  std::vector<ledger::UsedAnswer> m_used_names;
  std::shared_ptr<const ledger::Basis> m_basis;
};

/// Has one domain judged by the reports, marks and host names that the store holds. Warns also of
/// answers that cannot be kept. Throws as Case does.
[[nodiscard]] Judged assess(const DomainName& domain, store::Store& store, dns::Resolver& resolver,
                            const AssessOptions& options, Messages& messages);

}  // namespace hardfail::cli
