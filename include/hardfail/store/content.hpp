#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/ledger/basis.hpp"
#include "hardfail/ledger/conduct.hpp"
#include "hardfail/ledger/heard.hpp"
#include "hardfail/ledger/input.hpp"
#include "hardfail/ledger/known_host.hpp"
#include "hardfail/ledger/mail.hpp"
#include "hardfail/ledger/run.hpp"
#include "hardfail/ledger/trouble.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/report/record.hpp"
#include "hardfail/report/report.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::store {

/// Runs as they are kept.
struct KeptRuns {
  ledger::EqualRuns runs;
  ledger::News news = ledger::News::some;      ///< of the first of them
  std::shared_ptr<const ledger::Basis> basis;  ///< null where none is kept
};

/// Where Content::read_reports() puts what it reads.
class ReportSink {
 public:
  ReportSink(const ReportSink&) = delete;
  ReportSink& operator=(const ReportSink&) = delete;
  ReportSink(ReportSink&&) = delete;
  ReportSink& operator=(ReportSink&&) = delete;
  virtual ~ReportSink() = default;

  /// A row of the report that finish() is called with next.
  virtual void add(const report::Record& record) = 0;
  virtual void finish(const report::Report& report, const ledger::Origin& origin,
                      Moment imported) = 0;

 protected:
  ReportSink() = default;
};

/// What a store holds, as it holds it, where Store tells or takes only what is made of it: what a
/// copy into another store needs besides. Every function throws as those of Store do.
class Content {
 public:
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;
  Content(Content&&) = delete;
  Content& operator=(Content&&) = delete;
  virtual ~Content() = default;

  /// Every report with its rows, in the order in which they came; of conflicting ones every body.
  virtual void read_reports(ReportSink& sink) = 0;

  /// Every domain that something is kept of besides reports.
  [[nodiscard]] virtual std::vector<DomainName> remembered_domains() = 0;

  /// As Store::runs().
  [[nodiscard]] virtual std::vector<KeptRuns> runs(const DomainName& domain) = 0;
  /// Adds runs as they are, with all bounds to their number left to later runs. Those that are
  /// there become as many and last as long as these, where these are more.
  virtual void add_runs(const DomainName& domain, std::span<const KeptRuns> runs) = 0;

  /// What runs of the domain found of reporters, each once.
  [[nodiscard]] virtual std::vector<ledger::Refusal> refusals(const DomainName& domain) = 0;
  /// Keeps what was found, in place of what was found before it of the same reporters.
  virtual void save_refusals(const DomainName& domain,
                             std::span<const ledger::Refusal> refusals) = 0;

  /// Everybody who has told something.
  [[nodiscard]] virtual std::vector<std::string> tellers() = 0;
  /// As Store::save_told(), as the telling of this number.
  virtual void save_told(std::string_view teller, std::span<const ledger::Told> told,
                         std::uint64_t telling) = 0;

  [[nodiscard]] virtual std::vector<ledger::HeardQueries> heard(const DomainName& domain) = 0;
  [[nodiscard]] virtual std::vector<ledger::MailFolder> mail_folders() = 0;
  /// What holds beyond `now`.
  [[nodiscard]] virtual std::vector<ledger::KnownHost> known_hosts(Moment now) = 0;

 protected:
  Content() = default;
};

}  // namespace hardfail::store
