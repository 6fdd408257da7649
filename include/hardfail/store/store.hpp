#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/ledger/basis.hpp"
#include "hardfail/ledger/conduct.hpp"
#include "hardfail/ledger/forgetting.hpp"
#include "hardfail/ledger/heard.hpp"
#include "hardfail/ledger/holding.hpp"
#include "hardfail/ledger/input.hpp"
#include "hardfail/ledger/known_answer.hpp"
#include "hardfail/ledger/known_host.hpp"
#include "hardfail/ledger/mail.hpp"
#include "hardfail/ledger/mark.hpp"
#include "hardfail/ledger/run.hpp"
#include "hardfail/ledger/trouble.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/host_pattern.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/report/record.hpp"
#include "hardfail/report/report.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::store {

class Content;

/// What saving a report came to.
enum class Saved : std::uint8_t {
  added,
  duplicate,    ///< the same report is held already; nothing was added
  conflicting,  ///< another body is held under the same identity; both are kept and flagged
};

/// Takes in reports, in one transaction until commit(); its destruction undoes everything since the
/// last one.
class Import {
 public:
  Import(const Import&) = delete;
  Import& operator=(const Import&) = delete;
  Import(Import&&) = delete;
  Import& operator=(Import&&) = delete;
  virtual ~Import() = default;

  /// Adds a record to the report being read.
  virtual void add(const report::Record& record) = 0;
  /// Ends the report being read: keeps it with its records, or drops them where it is held already.
  /// `imported`: when it was first; nullopt for now.
  virtual Saved finish(const report::Report& report, const ledger::Origin& origin,
                       std::optional<Moment> imported) = 0;
  Saved finish(const report::Report& report, const ledger::Origin& origin) {
    return finish(report, origin, std::nullopt);
  }
  /// Drops the records since the last finish().
  virtual void discard() = 0;
  /// Notes an input that could not be read; the same one is noted once, with its last reason. Of
  /// all the newest ten thousand are kept: anybody can send what cannot be read.
  virtual void reject(const ledger::KeptRejection& rejected) = 0;
  /// Drops what was noted of an input that could not be read: it has been read again.
  virtual void forget_rejections(std::string_view path) = 0;
  /// Remembers a file, so that known_files() returns it.
  virtual void remember(const ledger::KnownFile& file) = 0;
  /// Remembers a mail of a folder, so that known_mails() returns it.
  virtual void remember(const ledger::MailFolder& folder, const ledger::KnownMail& mail) = 0;
  /// Makes everything since the last commit durable, and goes on with a new transaction.
  virtual void commit() = 0;

 protected:
  Import() = default;
};

/// What a commit is safe from.
enum class Durability : std::uint8_t {
  process_death,
  power_cut,  ///< slower: each commit waits for the disk
};

/// A run to be kept, which outlives the call.
struct RunToSave {
  const ledger::Run* run = nullptr;        ///< never null
  ledger::News news = ledger::News::some;  ///< since last_run() as of the run
  const ledger::Basis* basis = nullptr;    ///< what it was judged by; null to keep none
};

/// The reports held, and what was concluded from them. Nothing else knows which engine holds them.
class Store {
 public:
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store(Store&&) = delete;
  Store& operator=(Store&&) = delete;
  virtual ~Store() = default;

  /// False where it was opened for reading by a user who may not write it: whatever writes throws
  /// Error (io) then. What reads throws database_busy where somebody wrote meanwhile and the file
  /// could not be locked.
  [[nodiscard]] virtual bool may_write() const = 0;

  /// Starts taking in reports. Waits, as commit() does, for another import to end its transaction,
  /// at most an hour; throws database_busy after that, or if a blocked SIGINT or SIGTERM is
  /// pending.
  [[nodiscard]] virtual std::unique_ptr<Import> begin_import(Durability durability) = 0;
  [[nodiscard]] std::unique_ptr<Import> begin_import() {
    return begin_import(Durability::process_death);
  }

  /// Every domain that a report was published for, by name.
  [[nodiscard]] virtual std::vector<ledger::HeldDomain> domains() = 0;

  /// The reports held, newest first; those of one domain if it is given.
  [[nodiscard]] virtual std::vector<ledger::HeldReport> reports(
      const std::optional<DomainName>& domain) = 0;

  /// The inputs that could not be read, newest first.
  [[nodiscard]] virtual std::vector<ledger::KeptRejection> rejected_inputs() = 0;

  /// The files that need not be read again, by digest.
  [[nodiscard]] virtual std::vector<ledger::KnownFile> known_files() = 0;

  /// The mails of a folder that need not be fetched again, by id.
  [[nodiscard]] virtual std::vector<ledger::KnownMail> known_mails(
      const ledger::MailFolder& folder) = 0;

  /// Forgets the mails of a folder whose ids are not among these: they are no longer there.
  virtual void forget_mails_except(const ledger::MailFolder& folder,
                                   const std::set<std::string>& present) = 0;

  /// What reports whose period meets `window` say of `domain`: rows whose header from or SPF
  /// identity is the domain or a name below it, in the reports of any policy domain. Conflicting
  /// reports are one: of rows alike, those of the body that counts the most messages.
  [[nodiscard]] virtual report::Observations observations(const DomainName& domain,
                                                          const Period& window) = 0;

  /// From the begin of the first report that observations() would read for the domain in some
  /// window to the end of the last; nullopt where there is none.
  [[nodiscard]] virtual std::optional<Period> reported_span(const DomainName& domain) = 0;

  /// Keeps what query logs say; of an hour that is held already, the larger count.
  virtual void save_heard(std::span<const ledger::HeardQueries> queries) = 0;

  /// What query logs say of clients of exactly this domain in the hours of `window`.
  [[nodiscard]] virtual ledger::Heard heard(const DomainName& domain, const Period& window) = 0;

  /// What reporters did with mail that fails SPF, of any domain: by reports that end in `window`,
  /// as far as they were imported since this is counted, and by runs as of it.
  [[nodiscard]] virtual ledger::Conduct conduct(const Period& window) = 0;

  /// Counts what forget() would take.
  [[nodiscard]] virtual ledger::Forgotten would_forget(const ledger::Forgetting& forgetting) = 0;

  /// Deletes reports with their rows, and runs and marks where they are named; then gives the space
  /// back, for which nobody else may be using the database: throws database_busy where somebody is,
  /// after the deletion. Files known stay known, so that no import brings their reports back.
  virtual ledger::Forgotten forget(const ledger::Forgetting& forgetting) = 0;

  /// Saves runs, all or none where the database is a file. Of one that found what the one before it
  /// found, it saves only that it did. What told of a change is kept for good, with what it was
  /// held against; of all else what the latest thousand found. Of the runs that told of a change,
  /// the latest fifty keep their basis. What they found of reporters is kept for conduct().
  virtual void save_runs(std::span<const RunToSave> runs) = 0;
  void save_run(const ledger::Run& run, ledger::News news, const ledger::Basis* basis = nullptr) {
    const RunToSave one{&run, news, basis};
    save_runs(std::span(&one, 1));
  }

  /// The runs kept of a domain, by the moment they judged as of, the earliest first; those of one
  /// moment in the order they were saved. Throws Error (unusable_data) where one names a state or
  /// class that this version does not know.
  [[nodiscard]] virtual std::vector<ledger::EqualRuns> runs(const DomainName& domain) = 0;

  /// What these are called, in the same order.
  [[nodiscard]] virtual std::vector<ledger::RunNumber> run_numbers(const DomainName& domain) = 0;

  /// The records that runs found which judged as of `since` or later, the earliest first.
  [[nodiscard]] virtual std::vector<ledger::RunRecords> records_of_runs(const DomainName& domain,
                                                                        Moment since) = 0;

  /// The last run that judged as of `latest` or before; of runs that found the same, the last whose
  /// moment is known. Throws as runs() does.
  [[nodiscard]] virtual std::optional<ledger::Run> last_run(const DomainName& domain,
                                                            Moment latest) = 0;

  /// A run by its number; nullopt where there is no such run. Throws Error (unusable_data) where
  /// its basis names a use of answers that this version does not know.
  [[nodiscard]] virtual std::optional<ledger::Replayable> replayable(std::uint64_t number) = 0;

  /// What a teller has told of a domain last; nullopt where it has not told of it yet. Throws as
  /// runs() does.
  [[nodiscard]] virtual std::optional<ledger::Told> told(std::string_view teller,
                                                         const DomainName& domain) = 0;

  /// How often save_told() has been called for a teller.
  [[nodiscard]] virtual std::uint64_t tellings(std::string_view teller) = 0;

  /// Keeps what a teller has told, each in place of what it told of the domain before; all or
  /// nothing. Runs named are kept, however many follow.
  virtual void save_told(std::string_view teller, std::span<const ledger::Told> told) = 0;

  /// The end of the last period that a teller's digest has told of a domain; nullopt where there
  /// was none yet.
  [[nodiscard]] virtual std::optional<Moment> digest_told(std::string_view teller,
                                                          const DomainName& domain) = 0;

  /// Keeps that a teller's digest has told of these domains up to `until`.
  virtual void save_digest_told(std::string_view teller, std::span<const DomainName> domains,
                                Moment until) = 0;

  /// The marks on sources of a domain, in the order of their patterns' texts. Throws Error
  /// (unusable_data) where one names a class that this version does not know.
  [[nodiscard]] virtual std::vector<ledger::Mark> marks(const DomainName& domain) = 0;

  /// Sets a mark, in place of one on the same pattern.
  virtual void set_mark(const DomainName& domain, const ledger::Mark& mark) = 0;

  /// False if there is no such mark.
  virtual bool remove_mark(const DomainName& domain, const HostPattern& source) = 0;

  /// What is known about the names of these addresses and holds beyond `now`.
  [[nodiscard]] virtual std::vector<ledger::KnownHost> known_hosts(
      std::span<const IpAddress> addresses, Moment now) = 0;

  /// Keeps what was found out at `now`, and forgets what no longer holds then.
  virtual void save_known_hosts(std::span<const ledger::KnownHost> hosts, Moment now) = 0;

  /// What the DNS answered, as far as that holds beyond `now`; each question once.
  [[nodiscard]] virtual std::vector<ledger::KnownAnswer> known_answers(Moment now) = 0;

  /// Keeps what was answered at `now`, and forgets what no longer holds then.
  virtual void save_known_answers(std::span<const ledger::KnownAnswer> answers, Moment now) = 0;

  /// The inputs that could not be read, by name.
  [[nodiscard]] virtual std::vector<ledger::InputTrouble> input_troubles() = 0;

  /// Keeps these in place of those kept before.
  virtual void save_input_troubles(std::span<const ledger::InputTrouble> troubles) = 0;

  /// What a copy into another store needs besides; it may not outlive this one.
  [[nodiscard]] virtual std::unique_ptr<Content> content() = 0;

 protected:
  Store() = default;
};

/// The number of the schema that open_sqlite() gives a database.
[[nodiscard]] std::size_t schema_version() noexcept;

enum class OpenMode : std::uint8_t {
  create,    ///< make the file and its directory if they are missing
  existing,  ///< refuse if there is no database yet
  reading,   ///< as existing, and do without the right to write
};

/// Opens a database in a SQLite file and brings its schema up to date. Throws Error: no_input if it
/// must exist and does not, cannot_create, unusable_data if the file belongs to another program or
/// a newer version, database_busy, io; also where it may only be read and its schema is older.
[[nodiscard]] std::unique_ptr<Store> open_sqlite(const std::filesystem::path& path, OpenMode mode);

}  // namespace hardfail::store
