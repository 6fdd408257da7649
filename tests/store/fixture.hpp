#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hardfail/store/store.hpp"
#include "hardfail/util/error.hpp"

/// What the tests of the store build their reports from.
namespace hardfail::store::fixture {

/// A directory that goes away with all that is in it.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    auto pattern = (std::filesystem::temp_directory_path() / "hardfail-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    m_path = pattern;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  TemporaryDirectory(TemporaryDirectory&&) = delete;
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  [[nodiscard]] std::filesystem::path database() const { return m_path / "hardfail.db"; }

 private:
  std::filesystem::path m_path;
};

inline DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

/// The moment that many days into 2026.
inline Moment day(int number) {
  return Moment(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1) + std::chrono::days(number));
}

inline Period days(int from, int to) { return {day(from), day(to)}; }

/// A row with this header from and, where it is given, a passing SPF result for `spf`.
inline report::Record row(std::string_view source, std::string_view header_from,
                          std::string_view spf = {}, std::uint64_t messages = 1) {
  report::Record record{IpAddress::parse(source).value(), messages, std::nullopt, {}};
  report::Authentication authentication;
  if (!header_from.empty()) authentication.header_from = name(header_from);
  if (!spf.empty()) {
    authentication.spf = {{name(spf), report::SpfScope::mfrom, report::SpfResult::pass}};
  }
  record.authentication = std::move(authentication);
  return record;
}

/// Gives a record other results, made of its own by `change`.
template <class Change>
void edit(report::Record& record, Change change) {
  auto authentication = *record.authentication;
  change(authentication);
  record.authentication = std::move(authentication);
}

/// A report of one day, its body hash made from its id.
inline report::Report make_report(std::string_view id, std::string_view domain, Period period,
                                  std::string_view org_name = "google.com") {
  report::Report made;
  made.org_name = org_name;
  made.report_id = id;
  made.period = period;
  made.policy.domain = name(domain);
  made.body_hash = std::hash<std::string_view>{}(id);
  return made;
}

/// Adds the rows and ends the report, its totals taken from them.
inline Saved save(Import& import, report::Report made, const std::vector<report::Record>& rows,
                  const ledger::Origin& origin = {"a.xml", ""}) {
  for (const auto& record : rows) {
    import.add(record);
    ++made.records;
    made.messages += record.messages;
  }
  return import.finish(made, origin);
}

/// The Failure that `action` throws; nullopt where it throws none.
template <class Action>
std::optional<Failure> failure_of(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.failure();
  }
  return std::nullopt;
}

}  // namespace hardfail::store::fixture
