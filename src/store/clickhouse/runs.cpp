#include "clickhouse/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "clickhouse/bases.hpp"
#include "clickhouse/keys.hpp"
#include "clickhouse/reports.hpp"
#include "findings.hpp"
#include "stored_values.hpp"
#include "unknown_name.hpp"

namespace hardfail::store::clickhouse {
namespace {

constexpr std::size_t most_without_news = 1000;

struct RunRow {
  std::uint64_t id = 0;
  Moment as_of{};
  Moment last_as_of{};
  std::uint64_t runs = 1;
  std::string state;
  std::string spf_record;
  Key findings{};
  ledger::News news = ledger::News::some;
};

std::string_view octets_of(const Octets& octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

Octets octets_from(std::string_view text) { return {text.begin(), text.end()}; }

/// The runs of a domain, the earliest first.
std::vector<RunRow> rows_of_runs(Client& client, const DomainName& domain) {
  auto rows = client.ask(
      fmt::format("SELECT id, run_at, last_at, runs, state, spf_record, findings, is_news "
                  "FROM run FINAL WHERE gone = 0 AND domain = {} ORDER BY run_at, id",
                  literal(domain.text())));
  std::vector<RunRow> runs;
  while (rows.step()) {
    auto& row = rows.read();
    RunRow run;
    run.id = row.u64();
    run.as_of = moment(row.i64());
    run.last_as_of = moment(row.i64());
    run.runs = row.u64();
    run.state = row.text();
    run.spf_record = row.text();
    run.findings = key_from(row.octets(sizeof(Key)));
    run.news = row.u8() != 0 ? ledger::News::some : ledger::News::none;
    runs.push_back(std::move(run));
  }
  return runs;
}

void put_run(RowWriter& rows, const DomainName& domain, const RunRow& run, std::uint8_t gone) {
  rows.text(domain.text()).u64(run.id).i64(stored(run.as_of)).i64(stored(run.last_as_of));
  rows.u64(run.runs).text(run.state).text(run.spf_record).octets(view(run.findings));
  rows.u8(run.news == ledger::News::some ? 1 : 0).u8(gone);
}

/// The last of those that begin at `latest` or before; nullptr where there is none.
RunRow* last_of(std::vector<RunRow>& runs, Moment latest) {
  const auto after = std::ranges::upper_bound(runs, latest, {}, &RunRow::as_of);
  return after == runs.begin() ? nullptr : &*std::prev(after);
}

void put_classes(RowWriter& rows, const Key& key, std::string_view kind, const Classes& classes) {
  for (const auto& [name, packed] : classes) {
    rows.octets(view(key)).text(kind).text(name).text("").text(name);
    rows.text(octets_of(packed.v4)).text(octets_of(packed.v6));
  }
}

void put_findings(RowWriter& rows, const Key& key, const Findings& findings) {
  for (const auto& [domain, text] : findings.records) {
    rows.octets(view(key)).text("record").text(domain.text()).text(text).text("").text("").text("");
  }
  put_classes(rows, key, "class", findings.classes);
  put_classes(rows, key, "mark", findings.marks);
  for (const auto& [id, sender] : findings.senders) {
    rows.octets(view(key)).text("sender").text(id).text(sender.name).text(sender.source_class);
    rows.text(octets_of(sender.sources.v4)).text(octets_of(sender.sources.v6));
  }
}

/// Equal findings have equal keys.
Key findings_key(const Findings& findings) {
  RowWriter rows;
  put_findings(rows, Key{}, findings);
  return key_of(rows.str());
}

/// What runs found, by key: a condition on rows of `finding` says which.
std::map<Key, Findings> findings_where(Client& client, const std::string& condition) {
  auto rows = client.ask(
      "SELECT findings, kind, id, text, class, ipv4, ipv6 FROM finding FINAL WHERE " + condition);
  std::map<Key, Findings> all;
  while (rows.step()) {
    auto& row = rows.read();
    auto& findings = all[key_from(row.octets(sizeof(Key)))];
    const auto kind = row.text();
    std::string id(row.text());
    std::string text(row.text());
    std::string source_class(row.text());
    auto v4 = octets_from(row.text());
    Packed packed{std::move(v4), octets_from(row.text())};
    if (kind == "record") {
      findings.records.emplace(domain_name(client, id), std::move(text));
    } else if (kind == "sender") {
      findings.senders.emplace(
          std::move(id), StoredSender{std::move(text), std::move(source_class), std::move(packed)});
    } else {
      (kind == "class" ? findings.classes : findings.marks)
          .emplace(std::move(id), std::move(packed));
    }
  }
  return all;
}

/// That of a run that an early version saved without its sources.
constexpr Key unknown_findings{};

std::map<DomainName, std::string> records_in(const DomainName& domain, const RunRow& row,
                                             Findings& findings) {
  if (row.findings != unknown_findings) return std::move(findings.records);
  if (row.spf_record.empty()) return {};
  return {{domain, row.spf_record}};
}

ledger::Run run_in(const Client& client, const DomainName& domain, const RunRow& row,
                   Findings findings) {
  const auto state = ledger::parse_state(row.state);
  if (!state) refuse_unknown("a kept run names the verdict", row.state);
  ledger::Run run{domain, row.as_of, *state, {}, std::nullopt};
  if (row.findings == unknown_findings) {
    run.records = records_in(domain, row, findings);
    return run;
  }
  // All rows of one key come at once, but on a replica perhaps later than the run.
  if (findings == Findings{} && row.findings != findings_key({})) client.fail_damaged();
  if (!restore(std::move(findings), run)) client.fail_damaged();
  return run;
}

ledger::Run run_in(Client& client, const DomainName& domain, const RunRow& row) {
  auto findings = findings_where(client, fmt::format("findings = {}", literal(view(row.findings))));
  return run_in(client, domain, row, std::move(findings[row.findings]));
}

/// One for each row.
std::vector<ledger::EqualRuns> equal_runs(Client& client, const DomainName& domain,
                                          const std::vector<RunRow>& rows) {
  std::vector<ledger::EqualRuns> runs;
  const auto findings =
      findings_where(client, fmt::format("findings IN (SELECT findings FROM run WHERE domain = {})",
                                         literal(domain.text())));
  for (const auto& row : rows) {
    const auto found = findings.find(row.findings);
    runs.push_back(
        {run_in(client, domain, row, found == findings.end() ? Findings{} : found->second),
         row.last_as_of, row.runs});
  }
  return runs;
}

/// Past all that a domain has, and about the time in microseconds, so that ids of two machines that
/// save at once differ.
std::uint64_t next_id(const std::vector<RunRow>& runs) {
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  std::uint64_t last = 0;
  for (const auto& run : runs) last = std::max(last, run.id);
  return std::max(last + 1, static_cast<std::uint64_t>(now));
}

std::set<std::uint64_t> runs_told(Client& client, const DomainName& domain) {
  auto rows = client.ask(fmt::format("SELECT run FROM told FINAL WHERE gone = 0 AND domain = {}",
                                     literal(domain.text())));
  std::set<std::uint64_t> told;
  while (rows.step()) told.insert(rows.read().u64());
  return told;
}

/// Folds runs that told of no change into the one before where nothing is held against them, past
/// so many of them.
void fold_old(Client& client, const DomainName& domain, std::vector<RunRow> runs,
              RowWriter& changes) {
  if (runs.size() <= most_without_news) return;
  std::ranges::sort(runs, {}, [](const RunRow& run) { return std::tie(run.as_of, run.id); });
  const auto told = runs_told(client, domain);
  for (std::size_t i = 1; i + most_without_news < runs.size();) {
    const auto& run = runs[i];
    const bool next_is_quiet = runs[i + 1].news == ledger::News::none;
    if (run.news == ledger::News::some || !next_is_quiet || told.contains(run.id)) {
      ++i;
      continue;
    }
    runs[i - 1].last_as_of = run.last_as_of;
    runs[i - 1].runs += run.runs;
    put_run(changes, domain, run, 1);
    put_run(changes, domain, runs[i - 1], 0);
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

/// Makes room for a run that found something else between runs that found the same, of whose
/// moments the first and the last are known.
void make_room(const DomainName& domain, RunRow& before, std::vector<RunRow>& runs,
               RowWriter& changes) {
  auto rest = before;
  rest.id = next_id(runs) + 1;  // the run that comes between has the next
  rest.as_of = before.last_as_of;
  rest.runs = 1;
  rest.news = ledger::News::some;  // it comes back to what had been left: a change like any other
  before.last_as_of = before.as_of;
  before.runs = std::max<std::uint64_t>(before.runs - 1, 1);
  put_run(changes, domain, before, 0);
  put_run(changes, domain, rest, 0);
  runs.push_back(std::move(rest));
}

}  // namespace

void keep_run(Client& client, const ledger::Run& run, ledger::News news,
              const ledger::Basis* basis) {
  auto runs = rows_of_runs(client, run.domain);
  const auto findings = findings_of(run);
  const auto key = findings_key(findings);
  auto* before = last_of(runs, run.as_of);
  RowWriter changes;
  if (before != nullptr && before->findings == key && before->state == name_of(run.state)) {
    before->last_as_of = std::max(before->last_as_of, run.as_of);
    ++before->runs;
    put_run(changes, run.domain, *before, 0);
    client.insert(run_columns, changes.take());
    return;
  }
  RowWriter finding_rows;
  put_findings(finding_rows, key, findings);
  client.insert("finding (findings, kind, id, text, class, ipv4, ipv6)", finding_rows.take());

  const RunRow added{next_id(runs),
                     run.as_of,
                     run.as_of,
                     1,
                     std::string(name_of(run.state)),
                     std::string(run.own_record()),
                     key,
                     news};
  put_run(changes, run.domain, added, 0);
  if (before != nullptr && run.as_of < before->last_as_of)
    make_room(run.domain, *before, runs, changes);
  runs.push_back(added);
  fold_old(client, run.domain, std::move(runs), changes);
  client.insert(run_columns, changes.take());
  if (basis != nullptr && news == ledger::News::some) {
    insert_basis(client, run.domain, added.id, *basis);
    drop_excess_bases(client, run.domain);
  }
}

std::uint64_t id_of_run(Client& client, const ledger::Run& run) {
  const auto key = findings_key(findings_of(run));
  auto runs = rows_of_runs(client, run.domain);
  const auto* last = last_of(runs, run.as_of);
  if (last == nullptr || last->findings != key || last->state != name_of(run.state)) {
    keep_run(client, run, ledger::News::some, nullptr);
    runs = rows_of_runs(client, run.domain);
    last = last_of(runs, run.as_of);
  }
  if (last == nullptr) client.fail_damaged();
  return last->id;
}

ledger::Run query_run(Client& client, const DomainName& domain, std::uint64_t id) {
  const auto runs = rows_of_runs(client, domain);
  const auto row = std::ranges::find(runs, id, &RunRow::id);
  if (row == runs.end()) client.fail_damaged();
  return run_in(client, domain, *row);
}

std::vector<ledger::EqualRuns> query_runs(Client& client, const DomainName& domain) {
  return equal_runs(client, domain, rows_of_runs(client, domain));
}

std::vector<KeptRuns> query_kept_runs(Client& client, const DomainName& domain) {
  const auto rows = rows_of_runs(client, domain);
  const auto bases = query_bases(client, domain);
  auto equal = equal_runs(client, domain, rows);
  std::vector<KeptRuns> runs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto basis = bases.find(rows[i].id);
    runs.push_back(
        {std::move(equal[i]), rows[i].news, basis == bases.end() ? nullptr : basis->second});
  }
  return runs;
}

void add_runs(Client& client, const DomainName& domain, std::span<const KeptRuns> runs) {
  auto held = rows_of_runs(client, domain);
  const auto bases = query_bases(client, domain);
  RowWriter changes;
  RowWriter finding_rows;
  for (const auto& [equal, news, basis] : runs) {
    const auto& run = equal.first;
    const auto findings = findings_of(run);
    const auto key = run.sources ? findings_key(findings) : unknown_findings;
    auto row = std::ranges::find_if(held, [&](const RunRow& each) {
      return each.as_of == run.as_of && each.findings == key && each.state == name_of(run.state);
    });
    if (row == held.end()) {
      row = held.insert(
          row, {next_id(held), run.as_of, equal.last_as_of, equal.runs,
                std::string(name_of(run.state)), std::string(run.own_record()), key, news});
      if (run.sources) put_findings(finding_rows, key, findings);
    } else {
      row->last_as_of = std::max(row->last_as_of, equal.last_as_of);
      row->runs = std::max(row->runs, equal.runs);
    }
    put_run(changes, domain, *row, 0);
    if (basis && !bases.contains(row->id)) insert_basis(client, domain, row->id, *basis);
  }
  client.insert("finding (findings, kind, id, text, class, ipv4, ipv6)", finding_rows.take());
  client.insert(run_columns, changes.take());
  drop_excess_bases(client, domain);
}

std::vector<ledger::RunRecords> query_records_of_runs(Client& client, const DomainName& domain,
                                                      Moment since) {
  auto rows = rows_of_runs(client, domain);
  std::erase_if(rows, [&](const RunRow& row) { return row.last_as_of < since; });
  std::vector<ledger::RunRecords> found;
  if (rows.empty()) return found;
  auto findings = findings_where(
      client, fmt::format("kind = 'record' AND findings IN (SELECT findings FROM run WHERE domain "
                          "= {} AND last_at >= {})",
                          literal(domain.text()), stored(since)));
  for (const auto& row : rows) {
    auto of_row = findings[row.findings];
    found.push_back({row.as_of, row.last_as_of, records_in(domain, row, of_row)});
  }
  return found;
}

std::vector<ledger::RunNumber> query_run_numbers(Client& client, const DomainName& domain) {
  std::vector<ledger::RunNumber> numbers;
  const auto based = runs_with_basis(client, domain);
  for (const auto& row : rows_of_runs(client, domain)) {
    numbers.push_back({row.id, based.contains(row.id)});
  }
  return numbers;
}

std::optional<ledger::Replayable> query_replayable(Client& client, std::uint64_t number) {
  auto rows =
      client.ask(fmt::format("SELECT domain FROM run FINAL WHERE gone = 0 AND id = {}", number));
  if (!rows.step()) return std::nullopt;
  auto domain = domain_name(client, rows.read().text());
  auto basis = query_basis(client, domain, number);
  return ledger::Replayable{std::move(domain), std::move(basis)};
}

std::optional<ledger::Run> query_last_run(Client& client, const DomainName& domain, Moment latest) {
  auto runs = rows_of_runs(client, domain);
  const auto* row = last_of(runs, latest);
  if (row == nullptr) return std::nullopt;
  auto run = run_in(client, domain, *row);
  if (row->last_as_of <= latest) run.as_of = row->last_as_of;
  return run;
}

}  // namespace hardfail::store::clickhouse
