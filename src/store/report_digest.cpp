#include "report_digest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "authentication_codec.hpp"
#include "hardfail/util/digest.hpp"
#include "stored_values.hpp"

namespace hardfail::store {
namespace {

/// Octets of rows that wait in memory to be folded into a digest.
constexpr std::size_t most_unfolded = 256U << 10U;

void append_number(std::string& octets, std::uint64_t value) {
  for (int i = 0; i < 8; ++i) octets += static_cast<char>(value >> (8 * i) & 0xffU);
}

void append_text(std::string& octets, std::string_view value) {
  append_number(octets, value.size());
  octets += value;
}

ShortDigest short_digest(std::string_view octets) {
  const auto whole = sha256(octets);
  ShortDigest digest{};
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

/// Equal sets have equal octets, whatever numbers a store gives to names.
std::string octets_of_set(const report::Authentication& set) {
  std::vector<DomainName> names;
  std::string body;
  encode(
      set,
      [&](const DomainName& name) {
        const auto at = std::ranges::find(names, name);
        const auto number = static_cast<RowId>(at - names.begin()) + 1;
        if (at == names.end()) names.push_back(name);
        return number;
      },
      body);
  std::string octets;
  for (const auto& name : names) append_text(octets, name.text());
  append_text(octets, body);
  return octets;
}

void append_identity(std::string& octets, const report::Report& report) {
  append_text(octets, report.policy.domain ? report.policy.domain->text() : std::string());
  append_text(octets, report.org_name);
  append_text(octets, report.report_id);
  append_number(octets, static_cast<std::uint64_t>(stored(report.period.begin)));
  append_number(octets, static_cast<std::uint64_t>(stored(report.period.end)));
  append_number(octets, report.body_hash);
}

}  // namespace

void ReportDigest::add(const report::Record& record) {
  text({reinterpret_cast<const char*>(record.source.octets().data()),
        record.source.octets().size()});
  number(record.messages);
  text(record.envelope_to ? std::string_view(record.envelope_to->text()) : std::string_view());
  auto set = m_sets.find(&*record.authentication);
  if (set == m_sets.end()) {
    set = m_sets
              .emplace(&*record.authentication,
                       std::pair(record.authentication, octets_of_set(*record.authentication)))
              .first;
  }
  text(set->second.second);
  if (m_octets.size() > most_unfolded) fold();
}

ShortDigest ReportDigest::finish(const report::Report& report) {
  append_identity(m_octets, report);
  const auto& policy = report.policy;
  for (const auto* each :
       {&report.email, &report.extra_contact_info, &report.version, &report.generator, &policy.p,
        &policy.sp, &policy.np, &policy.adkim, &policy.aspf, &policy.pct, &policy.fo,
        &policy.testing, &policy.discovery_method}) {
    text(*each);
  }
  number(report.records);
  number(report.messages);
  for (const auto& warning : report.warnings) {
    text(warning.code);
    text(warning.text);
    number(warning.count);
  }
  const auto digest = short_digest(m_octets);
  m_octets.clear();
  m_sets.clear();
  return digest;
}

void ReportDigest::number(std::uint64_t value) { append_number(m_octets, value); }

void ReportDigest::text(std::string_view value) { append_text(m_octets, value); }

void ReportDigest::fold() {
  const auto digest = sha256(m_octets);
  m_octets.assign(digest.begin(), digest.end());
}

ShortDigest identity_digest(const report::Report& report) {
  std::string octets;
  append_identity(octets, report);
  return short_digest(octets);
}

}  // namespace hardfail::store
