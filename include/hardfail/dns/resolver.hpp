#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"

namespace hardfail::dns {

/// The types this program asks for, with their numbers on the wire. `spf` is obsolete (RFC 7208,
/// section 3.1) and asked for only to say so.
enum class RecordType : std::uint16_t { a = 1, ptr = 12, mx = 15, txt = 16, aaaa = 28, spf = 99 };

struct Question {
  DomainName name;
  RecordType type = RecordType::a;
  friend auto operator<=>(const Question&, const Question&) = default;
};

/// For hashed containers.
struct QuestionHash {
  std::size_t operator()(const Question& question) const noexcept {
    return std::hash<DomainName>{}(question.name) * 31 + static_cast<std::size_t>(question.type);
  }
};

/// What became of a question. Each is told apart, because SPF and people read them differently.
enum class Status : std::uint8_t {
  answered,   ///< NOERROR with at least one record of the type asked for
  no_data,    ///< the name exists, not with this type (or its CNAMEs lead nowhere or in a circle)
  nx_domain,  ///< the name does not exist
  serv_fail,
  refused,
  timeout,     ///< nobody answered within the time and tries allowed, TCP included; what does not
               ///< repeat id and question does not count (RFC 5452, section 9.1)
  bad_answer,  ///< another RCODE, a referral, or octets that are not a DNS message
};

/// True for the outcomes that RFC 7208 calls a DNS error: everything but an answer, NXDOMAIN and
/// NODATA (section 2.6.6).
[[nodiscard]] bool is_error(Status status) noexcept;

/// True for NXDOMAIN and NODATA: a void look-up (RFC 7208, section 4.6.4).
[[nodiscard]] bool is_void(Status status) noexcept;

/// "NXDOMAIN", "no record of this type", "SERVFAIL", "no answer in time", ...
[[nodiscard]] std::string_view describe(Status status) noexcept;

/// MX data. `host` is nullopt for the null MX "." (RFC 7505).
struct MailExchange {
  std::uint16_t preference = 0;
  std::optional<DomainName> host;
  friend bool operator==(const MailExchange&, const MailExchange&) = default;
};

/// TXT data: the character-strings, not joined; each may hold any octets.
using CharacterStrings = std::vector<std::string>;

/// A and AAAA give IpAddress, PTR DomainName, MX MailExchange, TXT and SPF CharacterStrings.
/// AAAA data with an IPv4-mapped address reads as IPv4.
using RecordData = std::variant<IpAddress, DomainName, MailExchange, CharacterStrings>;

/// The outcome of one question; CNAMEs and DNAMEs are already followed.
struct Answer {
  Status status = Status::timeout;
  std::vector<RecordData> records;  ///< of the type asked for, in the order received
  std::chrono::seconds ttl{0};  ///< smallest of the chain; for void answers that of the SOA, else 0
  /// The names that aliases led to, in order, as far as is known: the outcome is that of the last.
  std::vector<DomainName> chain = {};

  /// The name that the outcome is of: the end of the chain, or `asked` where there is none.
  [[nodiscard]] const DomainName& owner(const DomainName& asked) const {
    return chain.empty() ? asked : chain.back();
  }

  /// The records of one kind, e.g. answer.all<IpAddress>().
  template <typename T>
  [[nodiscard]] std::vector<T> all() const {
    std::vector<T> found;
    for (const auto& record : records) {
      if (const T* value = std::get_if<T>(&record)) found.push_back(*value);
    }
    return found;
  }
};

using Deadline = std::chrono::steady_clock::time_point;

/// Answers questions. An outcome such as NXDOMAIN or a timeout is an answer, never an exception.
class Resolver {
 public:
  Resolver() = default;
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  Resolver(Resolver&&) = delete;
  Resolver& operator=(Resolver&&) = delete;
  virtual ~Resolver() = default;

  /// Asks all at once and waits for all: one answer for each question, in their order. A question
  /// still open at the deadline ends as Status::timeout.
  [[nodiscard]] virtual std::vector<Answer> ask_all(std::span<const Question> questions,
                                                    Deadline deadline) = 0;

  /// ask_all() with no bound but the resolver's own time and tries for each question.
  [[nodiscard]] std::vector<Answer> ask_all(std::span<const Question> questions) {
    return ask_all(questions, Deadline::max());
  }

  /// Asks one question.
  [[nodiscard]] Answer ask(const Question& question, Deadline deadline = Deadline::max()) {
    return std::move(ask_all(std::span(&question, 1), deadline).front());
  }
};

}  // namespace hardfail::dns
