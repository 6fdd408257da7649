#include "hardfail/dns/record_data.hpp"

#include <new>
#include <string_view>
#include <variant>

#include "ldns_data.hpp"

namespace hardfail::dns {
namespace {

/// Writes the RDATA of one record.
class RdataWriter {
 public:
  explicit RdataWriter(RecordType type) : m_type(type) {}

  void operator()(const IpAddress& address) {
    const auto octets = address.octets();
    if (m_type == RecordType::aaaa && octets.size() == 4) {
      constexpr std::size_t zeros = 10;
      m_octets.assign(zeros, 0);
      m_octets.insert(m_octets.end(), 2, 0xff);
    }
    m_octets.insert(m_octets.end(), octets.begin(), octets.end());
  }
  void operator()(const DomainName& name) {
    const LdnsField field = to_ldns(name);
    const auto* data = ldns_rdf_data(field.get());
    m_octets.insert(m_octets.end(), data, data + ldns_rdf_size(field.get()));
  }
  void operator()(const MailExchange& exchange) {
    m_octets.push_back(static_cast<std::uint8_t>(exchange.preference >> 8U));
    m_octets.push_back(static_cast<std::uint8_t>(exchange.preference));
    if (exchange.host) {
      (*this)(*exchange.host);
    } else {
      m_octets.push_back(0);
    }
  }
  void operator()(const CharacterStrings& strings) {
    for (const std::string_view text : strings) {
      m_octets.push_back(static_cast<std::uint8_t>(text.size()));
      m_octets.insert(m_octets.end(), text.begin(), text.end());
    }
  }

  [[nodiscard]] const std::vector<std::uint8_t>& octets() const noexcept { return m_octets; }

 private:
  RecordType m_type;
  std::vector<std::uint8_t> m_octets;
};

}  // namespace

std::vector<std::uint8_t> to_octets(std::span<const RecordData> records, RecordType type) {
  std::vector<std::uint8_t> octets;
  for (const auto& record : records) {
    RdataWriter writer(type);
    std::visit(writer, record);
    const auto& data = writer.octets();
    octets.push_back(static_cast<std::uint8_t>(data.size() >> 8U));
    octets.push_back(static_cast<std::uint8_t>(data.size()));
    octets.insert(octets.end(), data.begin(), data.end());
  }
  return octets;
}

std::optional<std::vector<RecordData>> records_from_octets(std::span<const std::uint8_t> octets,
                                                           RecordType type) {
  std::vector<RecordData> records;
  std::size_t at = 0;
  while (at < octets.size()) {
    const LdnsRecord record(ldns_rr_new());
    if (!record) throw std::bad_alloc();
    ldns_rr_set_type(record.get(), static_cast<ldns_rr_type>(type));
    if (ldns_wire2rdf(record.get(), octets.data(), octets.size(), &at) != LDNS_STATUS_OK) {
      return std::nullopt;
    }
    auto data = to_data(record.get(), type);
    if (!data) return std::nullopt;
    records.push_back(*std::move(data));
  }
  return records;
}

}  // namespace hardfail::dns
