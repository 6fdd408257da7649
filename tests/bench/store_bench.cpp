// store_bench DATABASE REPORTS ROWS: what the store costs by itself, over made-up reports whose
// rows repeat and vary as a year's archive does. DATABASE is a file of SQLite, or a database on a
// ClickHouse server, whose octets system.parts tells. Not a test: it prints figures.

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "hardfail/store/clickhouse.hpp"
#include "hardfail/store/store.hpp"

namespace {

using namespace hardfail;
using namespace hardfail::report;
namespace chr = std::chrono;

/// Time passed, and the processor's share of it: the machine may be busy with other things.
class Stopwatch {
 public:
  [[nodiscard]] double wall() const {
    return chr::duration<double>(chr::steady_clock::now() - m_start).count();
  }
  [[nodiscard]] double processor() const { return used() - m_used; }

 private:
  static double used() {
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0) std::abort();
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }

  chr::steady_clock::time_point m_start = chr::steady_clock::now();
  double m_used = used();
};

/// Reports of 200 domains; about every fifth row carries a set of results not seen before.
class Maker {
 public:
  Record record(std::uint32_t report, std::uint32_t row) {
    const auto domain = name(report % 200, "brand{}-example.com");
    const auto address = random();
    const auto octets = std::bit_cast<std::array<std::uint8_t, 4>>(address);
    Record record{*IpAddress::from_octets(octets), 1 + row % 7, std::nullopt, {}};
    Authentication set;
    const auto kind = random() % 100;
    set.header_from = kind % 3 == 0 ? *domain.child("news") : domain;
    const bool fresh = kind < 21;
    set.spf = {{kind % 2 == 0 ? domain : name(kind % 16, "bulk{}.example.biz"), SpfScope::mfrom,
                kind % 5 == 0 ? SpfResult::softfail : SpfResult::pass}};
    set.dkim = {
        {domain, fresh ? fmt::format("s{}", m_fresh++) : fmt::format("selector{}", kind % 4),
         DkimResult::pass},
        {name(kind % 8, "esp{}.example.net"), "20240101", DkimResult::pass}};
    set.disposition = Disposition::none;
    set.dkim_aligned = Verdict::pass;
    set.spf_aligned = kind % 2 == 0 ? Verdict::pass : Verdict::fail;
    record.authentication = std::move(set);
    return record;
  }

  [[nodiscard]] static Report make_report(std::uint32_t number, std::uint64_t records) {
    Report report;
    report.org_name = fmt::format("reporter-{}.example", number % 19);
    report.email = "noreply-dmarc@" + report.org_name;
    report.report_id = fmt::format("{:032x}", number * 2654435761U);
    report.period.begin = Moment(chr::days(19'000 + number % 365));
    report.period.end = report.period.begin + chr::days(1);
    report.policy.domain = name(number % 200, "brand{}-example.com");
    report.policy.p = "quarantine";
    report.records = records;
    report.messages = records * 3;
    report.body_hash = number;
    return report;
  }

 private:
  std::uint32_t random() { return static_cast<std::uint32_t>(m_engine()); }

  template <class Pattern>
  static DomainName name(std::uint32_t number, const Pattern& pattern) {
    return *DomainName::parse(fmt::format(fmt::runtime(pattern), number));
  }

  std::mt19937 m_engine{1};
  std::uint64_t m_fresh = 0;
};

/// Each import makes the same reports, one after the other; what that takes is not counted.
void import_all(store::Store& store, std::uint32_t reports, std::uint32_t rows) {
  Maker maker;
  const Stopwatch time;
  double made_in = 0;
  double made_by = 0;
  const auto import = store.begin_import();
  for (std::uint32_t number = 0; number < reports; ++number) {
    const Stopwatch making;
    std::vector<Record> made;
    for (std::uint32_t row = 0; row < rows / reports; ++row) {
      made.push_back(maker.record(number, row));
    }
    made_in += making.wall();
    made_by += making.processor();
    for (const auto& record : made) import->add(record);
    import->finish(Maker::make_report(number, made.size()), {"bench", ""});
    if (number % 1000 == 999) import->commit();
  }
  import->commit();
  const auto rate = [&](double seconds) { return static_cast<double>(rows) / seconds; };
  const auto wall = time.wall() - made_in;
  const auto processor = time.processor() - made_by;
  fmt::print("import: {:.2f} s, {:.0f} rows/s; processor: {:.2f} s, {:.0f} rows/s\n", wall,
             rate(wall), processor, rate(processor));
}

void observe(store::Store& store, const char* domain, chr::days length) {
  const Stopwatch time;
  const Period window{Moment(chr::days(19'000)), Moment(chr::days(19'000) + length)};
  const auto seen = store.observations(*DomainName::parse(domain), window);
  fmt::print("observations of {} over {} days: {} rows, {} sets, {} reports in {:.3f} s\n", domain,
             length.count(), seen.rows.size(), seen.authentications.size(), seen.reports,
             time.wall());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return EXIT_FAILURE;
  const auto reports = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
  const auto rows = static_cast<std::uint32_t>(std::strtoul(argv[3], nullptr, 10));

  const auto address = store::ClickHouseAddress::parse(argv[1]);
  auto store = address ? store::open_clickhouse(*address, std::nullopt, store::OpenMode::create)
                       : store::open_sqlite(argv[1], store::OpenMode::create);
  import_all(*store, reports, rows);
  import_all(*store, reports, rows);
  observe(*store, "com", chr::days(365));
  observe(*store, "brand0-example.com", chr::days(365));
  observe(*store, "bulk7.example.biz", chr::days(365));
  observe(*store, "example.biz", chr::days(90));
  const Stopwatch time;
  const auto domains = store->domains().size();
  fmt::print("domains: {} in {:.3f} s\n", domains, time.wall());
  if (address) return EXIT_SUCCESS;
  store.reset();  // what is in the log is in the file then
  fmt::print("{:.1f} octets a row\n",
             static_cast<double>(std::filesystem::file_size(argv[1])) / rows);
}
