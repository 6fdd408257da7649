#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

/// Whether a query says that it understands EDNS (RFC 6891), and so takes 1232 octets over UDP.
enum class Edns : std::uint8_t { on, off };

/// A recursive query in wire form, class IN. Throws std::bad_alloc.
[[nodiscard]] std::vector<std::uint8_t> make_query(const Question& question, std::uint16_t id,
                                                   Edns edns);

/// What one message says about a question.
struct Reply {
  enum class Kind : std::uint8_t {
    conclusive,    ///< `answer` is the outcome
    alias,         ///< CNAMEs that lead on to `target`; answer.chain and answer.ttl are theirs
    truncated,     ///< the message did not fit: ask over TCP
    unreadable,    ///< not a DNS message, or not one that answers a query
    edns_refused,  ///< the server does not understand EDNS: ask without
  };
  Kind kind = Kind::unreadable;
  Answer answer{Status::bad_answer, {}, {}};
  std::optional<DomainName> target;
};

/// Reads a message in wire form; records of another name, type or class are passed over. The
/// transport has to make sure that id and question section are those of the query.
[[nodiscard]] Reply read_reply(std::span<const std::uint8_t> wire, const Question& question);

}  // namespace hardfail::dns
