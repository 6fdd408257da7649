#include "ldns_data.hpp"

#include <algorithm>
#include <new>

namespace hardfail::dns {
namespace {

std::span<const std::uint8_t> octets(const ldns_rdf* field) {
  if (field == nullptr) return {};
  return {ldns_rdf_data(field), ldns_rdf_size(field)};
}

std::string to_text(std::span<const std::uint8_t> from) { return {from.begin(), from.end()}; }

bool is_root(const ldns_rdf* field) {
  const auto wire = octets(field);
  return wire.size() == 1 && wire[0] == 0;
}

std::optional<RecordData> exchange_data(const ldns_rr* record) {
  const auto preference = octets(ldns_rr_rdf(record, 0));
  const ldns_rdf* host = ldns_rr_rdf(record, 1);
  if (preference.size() != 2) return std::nullopt;

  MailExchange exchange;
  exchange.preference = static_cast<std::uint16_t>(preference[0] << 8U | preference[1]);
  exchange.host = to_name(host);
  if (!exchange.host && !is_root(host)) return std::nullopt;
  return exchange;
}

RecordData text_data(const ldns_rr* record) {
  CharacterStrings strings;
  for (std::size_t i = 0; i < ldns_rr_rd_count(record); ++i) {
    const auto counted = octets(ldns_rr_rdf(record, i));
    strings.push_back(counted.empty() ? std::string() : to_text(counted.subspan(1)));
  }
  return strings;
}

}  // namespace

LdnsField to_ldns(const DomainName& name) {
  std::string wire;
  for (const std::string_view label : name.labels()) {
    wire += static_cast<char>(label.size());
    wire += label;
  }
  wire += '\0';
  LdnsField field(ldns_dname_new_frm_data(static_cast<std::uint16_t>(wire.size()), wire.data()));
  if (!field) throw std::bad_alloc();
  return field;
}

std::optional<DomainName> to_name(const ldns_rdf* field) {
  std::string text;
  auto rest = octets(field);
  while (!rest.empty() && rest[0] != 0) {
    const std::size_t length = rest[0];
    if (length >= rest.size()) return std::nullopt;
    const std::string label = to_text(rest.subspan(1, length));
    if (label.find('.') != std::string::npos) return std::nullopt;
    text += label + '.';
    rest = rest.subspan(1 + length);
  }
  return DomainName::parse(text);
}

std::optional<DomainName> alias_target(const ldns_rr* record) {
  return to_name(ldns_rr_rdf(record, 0));
}

std::optional<RecordType> record_type(const ldns_rr* record) {
  for (const RecordType type : {RecordType::a, RecordType::ptr, RecordType::mx, RecordType::txt,
                                RecordType::aaaa, RecordType::spf}) {
    if (static_cast<int>(type) == static_cast<int>(ldns_rr_get_type(record))) return type;
  }
  return std::nullopt;
}

std::optional<RecordData> to_data(const ldns_rr* record, RecordType type) {
  switch (type) {
    case RecordType::a:
    case RecordType::aaaa:
      return IpAddress::from_octets(octets(ldns_rr_rdf(record, 0)));
    case RecordType::ptr:
      return to_name(ldns_rr_rdf(record, 0));
    case RecordType::mx:
      return exchange_data(record);
    case RecordType::txt:
    case RecordType::spf:
      return text_data(record);
  }
  return std::nullopt;
}

std::optional<std::chrono::seconds> void_ttl(const ldns_rr* record) {
  constexpr std::size_t fields = 7;
  if (ldns_rr_get_type(record) != LDNS_RR_TYPE_SOA || ldns_rr_rd_count(record) != fields) {
    return std::nullopt;
  }
  const std::chrono::seconds minimum(ldns_rdf2native_int32(ldns_rr_rdf(record, fields - 1)));
  return std::min(std::chrono::seconds(ldns_rr_ttl(record)), minimum);
}

}  // namespace hardfail::dns
