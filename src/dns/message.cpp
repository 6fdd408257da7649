#include "message.hpp"

#include <algorithm>
#include <new>

#include "ldns_data.hpp"

namespace hardfail::dns {
namespace {

using std::chrono::seconds;

/// How long a void answer for `name` holds, if the SOA it needs is there.
std::optional<seconds> authority_ttl(const ldns_pkt* packet, const DomainName& name) {
  const ldns_rr_list* authority = ldns_pkt_authority(packet);
  for (std::size_t i = 0; i < ldns_rr_list_rr_count(authority); ++i) {
    const ldns_rr* record = ldns_rr_list_rr(authority, i);
    const auto zone = to_name(ldns_rr_owner(record));  // nullopt is the root, above every name
    if (zone && !name.is_at_or_below(*zone)) continue;
    if (const auto ttl = void_ttl(record)) return ttl;
  }
  return std::nullopt;
}

bool has_name_servers(const ldns_pkt* packet) {
  const ldns_rr_list* authority = ldns_pkt_authority(packet);
  for (std::size_t i = 0; i < ldns_rr_list_rr_count(authority); ++i) {
    if (ldns_rr_get_type(ldns_rr_list_rr(authority, i)) == LDNS_RR_TYPE_NS) return true;
  }
  return false;
}

/// The part of an answer section that leads from the question's name to its data.
struct Chain {
  DomainName name;                  ///< where it ends
  std::vector<DomainName> aliases;  ///< the names it leads to
  seconds ttl = seconds::max();
  std::vector<RecordData> records;
};

/// Adds what the section holds at the end of the chain. True if that moves the end.
bool follow(const ldns_rr_list* section, RecordType type, Chain& chain) {
  const LdnsField owner = to_ldns(chain.name);
  std::optional<DomainName> target;
  for (std::size_t i = 0; i < ldns_rr_list_rr_count(section); ++i) {
    const ldns_rr* record = ldns_rr_list_rr(section, i);
    if (ldns_rr_get_class(record) != LDNS_RR_CLASS_IN ||
        ldns_dname_compare(ldns_rr_owner(record), owner.get()) != 0) {
      continue;
    }
    if (record_type(record) == type) {
      auto data = to_data(record, type);
      if (!data) continue;
      chain.records.push_back(std::move(*data));
    } else if (ldns_rr_get_type(record) == LDNS_RR_TYPE_CNAME && !target) {
      target = alias_target(record);
    } else {
      continue;
    }
    chain.ttl = std::min(chain.ttl, seconds(ldns_rr_ttl(record)));
  }
  if (!target || !chain.records.empty()) return false;
  chain.name = *target;
  chain.aliases.push_back(*std::move(target));
  return chain.aliases.size() <= longest_alias_chain;
}

Reply conclusive(Status status, seconds ttl, std::vector<DomainName> chain = {}) {
  return {Reply::Kind::conclusive, {status, {}, ttl, std::move(chain)}, std::nullopt};
}

/// The outcome of a message with RCODE NOERROR or NXDOMAIN.
Reply read_sections(const ldns_pkt* packet, const Question& question) {
  Chain chain{question.name, {}, seconds::max(), {}};
  while (follow(ldns_pkt_answer(packet), question.type, chain)) {
  }
  const auto soa_ttl = authority_ttl(packet, chain.name);
  const seconds ttl = std::min(chain.ttl, soa_ttl.value_or(seconds(0)));

  // RFC 6604, section 3: with CNAMEs the RCODE speaks of the last name.
  if (ldns_pkt_get_rcode(packet) == LDNS_RCODE_NXDOMAIN) {
    return conclusive(Status::nx_domain, ttl, std::move(chain.aliases));
  }
  if (!chain.records.empty()) {
    return {Reply::Kind::conclusive,
            {Status::answered, std::move(chain.records), chain.ttl, std::move(chain.aliases)},
            std::nullopt};
  }
  if (soa_ttl || chain.aliases.size() > longest_alias_chain) {
    return conclusive(Status::no_data, ttl, std::move(chain.aliases));
  }
  if (!chain.aliases.empty()) {
    return {Reply::Kind::alias,
            {Status::no_data, {}, chain.ttl, std::move(chain.aliases)},
            std::move(chain.name)};
  }
  // RFC 2308, section 2.2: name servers without a SOA refer to another server.
  return conclusive(has_name_servers(packet) ? Status::bad_answer : Status::no_data, ttl);
}

}  // namespace

std::vector<std::uint8_t> make_query(const Question& question, std::uint16_t id, Edns edns) {
  LdnsField name = to_ldns(question.name);
  const LdnsPacket packet(ldns_pkt_query_new(name.get(), static_cast<ldns_rr_type>(question.type),
                                             LDNS_RR_CLASS_IN, LDNS_RD));
  if (!packet) throw std::bad_alloc();
  static_cast<void>(name.release());  // the packet owns it now
  ldns_pkt_set_id(packet.get(), id);
  // What fits every path unfragmented (DNS Flag Day 2020).
  constexpr std::uint16_t udp_size = 1232;
  if (edns == Edns::on) ldns_pkt_set_edns_udp_size(packet.get(), udp_size);

  std::uint8_t* octets = nullptr;
  std::size_t size = 0;
  if (ldns_pkt2wire(&octets, packet.get(), &size) != LDNS_STATUS_OK) throw std::bad_alloc();
  std::vector<std::uint8_t> wire(octets, octets + size);
  LDNS_FREE(octets);
  return wire;
}

Reply read_reply(std::span<const std::uint8_t> wire, const Question& question) {
  Reply reply;
  ldns_pkt* parsed = nullptr;
  // A truncated message may end inside a record, so its bit is looked at before all else.
  constexpr std::size_t header = 12;
  if (wire.size() < header || !LDNS_QR_WIRE(wire.data())) return reply;
  if (LDNS_TC_WIRE(wire.data())) {
    reply.kind = Reply::Kind::truncated;
    return reply;
  }
  if (ldns_wire2pkt(&parsed, wire.data(), wire.size()) != LDNS_STATUS_OK) return reply;
  const LdnsPacket packet(parsed);

  const auto rcode = static_cast<unsigned>(ldns_pkt_get_rcode(packet.get()));
  const bool extended = ldns_pkt_edns_extended_rcode(packet.get()) != 0;
  if (extended || rcode == LDNS_RCODE_FORMERR || rcode == LDNS_RCODE_NOTIMPL) {
    reply.kind = Reply::Kind::edns_refused;
  } else if (rcode == LDNS_RCODE_NOERROR || rcode == LDNS_RCODE_NXDOMAIN) {
    reply = read_sections(packet.get(), question);
  } else {
    reply = conclusive(rcode == LDNS_RCODE_SERVFAIL  ? Status::serv_fail
                       : rcode == LDNS_RCODE_REFUSED ? Status::refused
                                                     : Status::bad_answer,
                       seconds(0));
  }
  return reply;
}

}  // namespace hardfail::dns
