#include "hardfail/store/copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "hardfail/store/content.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "report_digest.hpp"

namespace hardfail::store {
namespace {

/// After so many rows or reports, what was copied is made durable.
constexpr std::uint64_t most_uncommitted_rows = 500'000;
constexpr std::uint64_t most_uncommitted_reports = 5'000;

struct DigestHash {
  std::size_t operator()(const ShortDigest& digest) const noexcept {
    return std::hash<std::string_view>{}(
        {reinterpret_cast<const char*>(digest.data()), digest.size()});
  }
};

using Digests = std::unordered_map<ShortDigest, ShortDigest, DigestHash>;

std::string title_of(const report::Report& report) {
  constexpr std::size_t longest = 100;
  return fmt::format("report '{}' of {} for {}", shortened(printable(report.report_id), longest),
                     shortened(printable(report.org_name), longest),
                     report.policy.domain ? report.policy.domain->text() : "?");
}

constexpr const char* repair =
    "run the same copy again; if that does not help, delete what differs with 'hardfail forget' "
    "and copy again";

/// Puts reports into a store, and notes what they are by their identities.
class CopyingSink final : public ReportSink {
 public:
  CopyingSink(Import& import, ledger::Copied& copied,
              const std::function<void(const ledger::Copied&)>& progress)
      : m_import(import), m_copied(copied), m_progress(progress) {}

  void add(const report::Record& record) override {
    m_digest.add(record);
    m_import.add(record);
    ++m_copied.rows;
    ++m_uncommitted_rows;
  }

  void finish(const report::Report& report, const ledger::Origin& origin,
              Moment imported) override {
    m_digests.emplace(identity_digest(report), m_digest.finish(report));
    const auto saved = m_import.finish(report, origin, imported);
    ++m_copied.reports;
    m_copied.messages += report.messages;
    if (saved != Saved::duplicate) ++m_copied.added;
    m_progress(m_copied);
    if (++m_uncommitted_reports < most_uncommitted_reports &&
        m_uncommitted_rows < most_uncommitted_rows) {
      return;
    }
    m_import.commit();
    m_uncommitted_reports = 0;
    m_uncommitted_rows = 0;
  }

  [[nodiscard]] const Digests& digests() const noexcept { return m_digests; }

 private:
  Import& m_import;
  ledger::Copied& m_copied;
  const std::function<void(const ledger::Copied&)>& m_progress;
  ReportDigest m_digest;
  Digests m_digests;
  std::uint64_t m_uncommitted_rows = 0;
  std::uint64_t m_uncommitted_reports = 0;
};

/// Counts the reports that are to be there, and finds the first that is another.
class ComparingSink final : public ReportSink {
 public:
  ComparingSink(const Digests& wanted, const std::function<void()>& progress)
      : m_wanted(wanted), m_progress(progress) {}

  void add(const report::Record& record) override { m_digest.add(record); }

  void finish(const report::Report& report, const ledger::Origin& /*origin*/,
              Moment /*imported*/) override {
    m_progress();
    const auto digest = m_digest.finish(report);
    const auto wanted = m_wanted.find(identity_digest(report));
    if (wanted == m_wanted.end()) return;
    ++m_found;
    if (wanted->second != digest && m_other.empty()) m_other = title_of(report);
  }

  [[nodiscard]] std::uint64_t found() const noexcept { return m_found; }
  [[nodiscard]] const std::string& other() const noexcept { return m_other; }

 private:
  const Digests& m_wanted;
  const std::function<void()>& m_progress;
  ReportDigest m_digest;
  std::uint64_t m_found = 0;
  std::string m_other;
};

bool is_same(const ledger::Run& a, const ledger::Run& b) {
  return a.as_of == b.as_of && a.state == b.state && a.records == b.records &&
         a.sources == b.sources && a.senders == b.senders && a.sender_of == b.sender_of;
}

/// True where nothing of `wanted` is missing in `held`.
bool covers(const KeptRuns& held, const KeptRuns& wanted) {
  return is_same(held.runs.first, wanted.runs.first) &&
         held.runs.last_as_of >= wanted.runs.last_as_of && held.runs.runs >= wanted.runs.runs &&
         (held.basis || !wanted.basis);
}

bool is_same(const ledger::Told& a, const ledger::Told& b) {
  if ((a.run == nullptr) != (b.run == nullptr) || (a.run && !is_same(*a.run, *b.run))) return false;
  return std::ranges::is_permutation(a.troubles, b.troubles);
}

bool is_same(const ledger::KnownHost& a, const ledger::KnownHost& b) {
  if (a.host.has_value() != b.host.has_value()) return false;
  return !a.host || (a.host->name == b.host->name && a.host->confirmed == b.host->confirmed);
}

/// All that is remembered besides reports. Each function returns how much of it was missing.
class Memory {
 public:
  enum class Pass : std::uint8_t { bring, look };

  Memory(Store& from, Store& to, Moment now)
      : m_from(from), m_to(to), m_now(now), m_source(from.content()), m_target(to.content()) {
    std::set<DomainName> domains;
    for (auto& domain : m_source->remembered_domains()) domains.insert(std::move(domain));
    m_domains.assign(domains.begin(), domains.end());
  }

  std::uint64_t rejections(Pass pass) {
    std::map<std::pair<std::string, std::string>, Moment> held;
    const auto place = [](const ledger::KeptRejection& each) {
      return std::pair(each.rejection.path, each.rejection.member);
    };
    for (const auto& each : m_to.rejected_inputs()) held.emplace(place(each), each.when);
    std::vector<ledger::KeptRejection> missing;
    for (auto& each : m_from.rejected_inputs()) {
      const auto known = held.find(place(each));
      if (known == held.end() || known->second < each.when) missing.push_back(std::move(each));
    }
    return import(missing, pass, [](Import& import, const auto& each) { import.reject(each); });
  }

  std::uint64_t files(Pass pass) {
    std::set<ledger::Digest> held;
    for (const auto& file : m_to.known_files()) held.insert(file.digest);
    std::vector<ledger::KnownFile> missing;
    for (const auto& file : m_from.known_files()) {
      if (!held.contains(file.digest)) missing.push_back(file);
    }
    return import(missing, pass, [](Import& import, const auto& file) { import.remember(file); });
  }

  std::uint64_t mails(Pass pass) {
    std::map<std::string, std::string> generations;
    for (auto& folder : m_target->mail_folders()) {
      generations.emplace(std::move(folder.address), std::move(folder.generation));
    }
    std::uint64_t all = 0;
    for (const auto& folder : m_source->mail_folders()) {
      // One that was fetched from since knows more of it.
      const auto known = generations.find(folder.address);
      if (known != generations.end() && known->second != folder.generation) continue;
      std::set<std::string> held;
      for (auto& mail : m_to.known_mails(folder)) held.insert(std::move(mail.id));
      auto missing = m_from.known_mails(folder);
      std::erase_if(missing, [&](const auto& mail) { return held.contains(mail.id); });
      all += import(missing, pass,
                    [&](Import& import, const auto& mail) { import.remember(folder, mail); });
    }
    return all;
  }

  std::uint64_t marks(Pass pass) {
    std::uint64_t all = 0;
    for (const auto& domain : m_domains) {
      const auto held = m_to.marks(domain);
      for (const auto& mark : m_from.marks(domain)) {
        const auto known = std::ranges::find(held, mark.source, &ledger::Mark::source);
        if (known != held.end() && known->when >= mark.when) continue;
        ++all;
        if (pass == Pass::bring) m_to.set_mark(domain, mark);
      }
    }
    return all;
  }

  std::uint64_t runs(Pass pass) {
    std::uint64_t all = 0;
    for (const auto& domain : m_domains) {
      const auto held = m_target->runs(domain);
      auto missing = m_source->runs(domain);
      std::erase_if(missing, [&](const KeptRuns& wanted) {
        return std::ranges::any_of(held,
                                   [&](const KeptRuns& each) { return covers(each, wanted); });
      });
      all += missing.size();
      if (pass == Pass::bring && !missing.empty()) m_target->add_runs(domain, missing);
    }
    return all;
  }

  std::uint64_t refusals(Pass pass) {
    std::uint64_t all = 0;
    for (const auto& domain : m_domains) {
      const auto held = m_target->refusals(domain);
      auto missing = m_source->refusals(domain);
      std::erase_if(missing, [&](const ledger::Refusal& each) {
        const auto known = std::ranges::find(held, each.reporter, &ledger::Refusal::reporter);
        return known != held.end() && known->as_of >= each.as_of;
      });
      all += missing.size();
      if (pass == Pass::bring && !missing.empty()) m_target->save_refusals(domain, missing);
    }
    return all;
  }

  std::uint64_t told(Pass pass) {
    std::uint64_t all = 0;
    for (const auto& teller : m_source->tellers()) {
      all += told_by(teller, pass) + digests_told_by(teller, pass);
    }
    return all;
  }

  std::uint64_t heard(Pass pass) {
    std::uint64_t all = 0;
    for (const auto& domain : m_domains) {
      std::map<ledger::HeardHour, std::uint64_t> held;
      for (const auto& each : m_target->heard(domain)) held.emplace(each.where, each.queries);
      auto missing = m_source->heard(domain);
      std::erase_if(missing, [&](const ledger::HeardQueries& each) {
        const auto known = held.find(each.where);
        return known != held.end() && known->second >= each.queries;
      });
      all += missing.size();
      if (pass == Pass::bring && !missing.empty()) m_to.save_heard(missing);
    }
    return all;
  }

  std::uint64_t hosts(Pass pass) {
    std::unordered_map<IpAddress, ledger::KnownHost> held;
    for (auto& host : m_target->known_hosts(m_now)) held.emplace(host.address, std::move(host));
    auto missing = m_source->known_hosts(m_now);
    std::erase_if(missing, [&](const ledger::KnownHost& each) {
      const auto known = held.find(each.address);
      if (known == held.end()) return false;
      return known->second.expires > each.expires ||
             (known->second.expires == each.expires && is_same(known->second, each));
    });
    if (pass == Pass::bring && !missing.empty()) m_to.save_known_hosts(missing, m_now);
    return missing.size();
  }

  std::uint64_t answers(Pass pass) {
    std::map<std::pair<DomainName, std::uint16_t>, Moment> held;
    for (auto& each : m_to.known_answers(m_now)) {
      held.emplace(std::pair(std::move(each.name), each.type), each.expires);
    }
    auto missing = m_from.known_answers(m_now);
    std::erase_if(missing, [&](const ledger::KnownAnswer& each) {
      const auto known = held.find(std::pair(each.name, each.type));
      return known != held.end() && known->second >= each.expires;
    });
    if (pass == Pass::bring && !missing.empty()) m_to.save_known_answers(missing, m_now);
    return missing.size();
  }

  std::uint64_t troubles(Pass pass) {
    auto held = m_to.input_troubles();
    std::uint64_t all = 0;
    for (const auto& each : m_from.input_troubles()) {
      if (std::ranges::find(held, each.input, &ledger::InputTrouble::input) != held.end()) continue;
      held.push_back(each);
      ++all;
    }
    if (pass == Pass::bring && all > 0) m_to.save_input_troubles(held);
    return all;
  }

 private:
  template <class Item, class Put>
  std::uint64_t import(const std::vector<Item>& items, Pass pass, Put put) {
    if (pass == Pass::bring && !items.empty()) {
      const auto import = m_to.begin_import();
      for (const auto& item : items) put(*import, item);
      import->commit();
    }
    return items.size();
  }

  std::uint64_t told_by(const std::string& teller, Pass pass) {
    const auto number = m_from.tellings(teller);
    const auto held_number = m_to.tellings(teller);
    // One that has told more since knows what it told last.
    if (number == 0 || held_number > number) return 0;
    std::vector<ledger::Told> missing;
    for (const auto& domain : m_domains) {
      auto told = m_from.told(teller, domain);
      if (!told) continue;
      const auto held = m_to.told(teller, domain);
      if (!held || !is_same(*held, *told)) missing.push_back(*std::move(told));
    }
    if (pass == Pass::bring && !missing.empty()) m_target->save_told(teller, missing, number);
    return missing.size();
  }

  std::uint64_t digests_told_by(const std::string& teller, Pass pass) {
    std::uint64_t all = 0;
    for (const auto& domain : m_domains) {
      const auto until = m_from.digest_told(teller, domain);
      if (!until || m_to.digest_told(teller, domain) >= until) continue;
      ++all;
      if (pass == Pass::bring) m_to.save_digest_told(teller, std::span(&domain, 1), *until);
    }
    return all;
  }

  Store& m_from;
  Store& m_to;
  Moment m_now;
  std::unique_ptr<Content> m_source;
  std::unique_ptr<Content> m_target;
  std::vector<DomainName> m_domains;
};

void require_equal_reports(const Digests& wanted, const NamedStore& from, const NamedStore& to,
                           const std::function<void()>& progress) {
  ComparingSink found(wanted, progress);
  to.store.content()->read_reports(found);
  if (found.found() != wanted.size()) {
    throw Error(
        Failure::io,
        fmt::format("of {} in {} only {} are in {} after the copy",
                    counted(wanted.size(), "report"), from.name, grouped(found.found()), to.name),
        repair);
  }
  if (!found.other().empty()) {
    throw Error(
        Failure::io,
        fmt::format("the {} is another in {} than in {}", found.other(), to.name, from.name),
        repair);
  }
}

}  // namespace

ledger::Copied copy(const NamedStore& from, const NamedStore& to, Moment now,
                    const std::function<void(const ledger::Copied&)>& progress) {
  ledger::Copied copied;
  Digests digests;
  {
    const auto import = to.store.begin_import();
    CopyingSink sink(*import, copied, progress);
    from.store.content()->read_reports(sink);
    import->commit();
    digests = sink.digests();
  }
  using Pass = Memory::Pass;
  Memory memory(from.store, to.store, now);
  copied.runs = memory.runs(Pass::bring);
  copied.marks = memory.marks(Pass::bring);
  copied.others = memory.refusals(Pass::bring) + memory.told(Pass::bring) +
                  memory.heard(Pass::bring) + memory.hosts(Pass::bring) +
                  memory.answers(Pass::bring) + memory.troubles(Pass::bring) +
                  memory.rejections(Pass::bring);
  // What need not be read again comes after what was read.
  copied.others += memory.files(Pass::bring) + memory.mails(Pass::bring);

  require_equal_reports(digests, from, to, [&] { progress(copied); });
  const auto require_none = [&](std::uint64_t missing, std::string_view what) {
    if (missing == 0) return;
    throw Error(Failure::io,
                fmt::format("{} of the {} in {} are missing in {} after the copy", grouped(missing),
                            what, from.name, to.name),
                repair);
  };
  require_none(memory.runs(Pass::look), "runs");
  require_none(memory.marks(Pass::look), "marks");
  require_none(memory.refusals(Pass::look), "refusals of reporters");
  require_none(memory.told(Pass::look), "news told");
  require_none(memory.heard(Pass::look), "hours of query logs");
  require_none(memory.hosts(Pass::look), "host names");
  require_none(memory.answers(Pass::look), "answers of the DNS");
  require_none(memory.troubles(Pass::look), "inputs told of");
  require_none(memory.files(Pass::look), "files known");
  require_none(memory.mails(Pass::look), "mails known");
  return copied;
}

}  // namespace hardfail::store
