#include "clickhouse/keys.hpp"

#include <algorithm>

#include "clickhouse/row_binary.hpp"
#include "hardfail/util/digest.hpp"
#include "stored_values.hpp"

namespace hardfail::store::clickhouse {

Key key_from(std::string_view octets) {
  Key key{};
  std::copy_n(octets.begin(), std::min(octets.size(), key.size()), key.begin());
  return key;
}

Key key_of(std::string_view octets) {
  const auto digest = sha256(octets);
  return key_from({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::uint64_t short_key_of(std::string_view octets) {
  const auto key = key_of(octets);
  return RowReader(view(key)).u64();
}

std::uint64_t policy_key(const DomainName& domain) { return short_key_of(domain.text()); }

Key identity_of(const report::Report& report) {
  RowWriter octets;
  octets.text(report.policy.domain->text()).text(report.org_name).text(report.report_id);
  octets.i64(stored(report.period.begin)).i64(stored(report.period.end));
  return key_of(octets.str());
}

Key report_key(const Key& identity, std::uint64_t body_hash) {
  RowWriter octets;
  octets.octets(view(identity)).u64(body_hash);
  return key_of(octets.str());
}

}  // namespace hardfail::store::clickhouse
