#pragma once

// Without this ldns defines `true` and `false` as macros.
#include <stdbool.h>  // NOLINT(modernize-deprecated-headers)

#include <ldns/ldns.h>

#include <chrono>
#include <memory>
#include <optional>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

struct LdnsDeleter {
  void operator()(ldns_pkt* packet) const noexcept { ldns_pkt_free(packet); }
  void operator()(ldns_rr* record) const noexcept { ldns_rr_free(record); }
  void operator()(ldns_rdf* field) const noexcept { ldns_rdf_deep_free(field); }
};
using LdnsPacket = std::unique_ptr<ldns_pkt, LdnsDeleter>;
using LdnsRecord = std::unique_ptr<ldns_rr, LdnsDeleter>;
using LdnsField = std::unique_ptr<ldns_rdf, LdnsDeleter>;

/// CNAMEs followed for one question, in all.
constexpr std::size_t longest_alias_chain = 16;

/// `name` as ldns holds it. Throws std::bad_alloc.
[[nodiscard]] LdnsField to_ldns(const DomainName& name);

/// The name in a field; nullopt for the root, and where a label holds a dot.
[[nodiscard]] std::optional<DomainName> to_name(const ldns_rdf* field);

/// The name a CNAME record points to; nullopt as for to_name().
[[nodiscard]] std::optional<DomainName> alias_target(const ldns_rr* record);

/// The type, where it is one that this program asks for.
[[nodiscard]] std::optional<RecordType> record_type(const ldns_rr* record);

/// The data of a record of that type; nullopt where RecordData cannot hold it.
[[nodiscard]] std::optional<RecordData> to_data(const ldns_rr* record, RecordType type);

/// How long a void answer holds by this SOA record (RFC 2308, section 5); nullopt for any other.
[[nodiscard]] std::optional<std::chrono::seconds> void_ttl(const ldns_rr* record);

}  // namespace hardfail::dns
