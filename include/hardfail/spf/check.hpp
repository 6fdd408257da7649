#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/dns/cache.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/spf/limits.hpp"
#include "hardfail/spf/record.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::spf {

/// RFC 7208, section 2.6.
enum class Result : std::uint8_t { none, neutral, pass, fail, softfail, temperror, permerror };

[[nodiscard]] std::string_view name_of(Result result) noexcept;

/// The arguments of check_host() (RFC 7208, section 4.1). A row of a report knows neither the local
/// part nor the HELO name; then a record that needs them cannot be decided.
struct Query {
  IpAddress client;
  DomainName domain;
  std::optional<std::string> local_part;  ///< of the sender; nullopt where unknown
  std::optional<std::string> helo;        ///< nullopt where unknown
  /// Of the sender, for %{o} and %{s}; nullopt where it is `domain`, as it is but for a check of
  /// the HELO identity or of another record.
  std::optional<DomainName> sender_domain = {};

  /// The query for a message: an empty `mail_from` means the HELO identity, a missing local part
  /// "postmaster" (RFC 7208, sections 2.4 and 4.3). nullopt where the domain is malformed or has
  /// one label: the result is then `none`.
  [[nodiscard]] static std::optional<Query> of_message(const IpAddress& client,
                                                       std::string_view mail_from,
                                                       std::string_view helo);
};

struct CheckOptions {
  unsigned max_lookups = limits::lookups;  ///< terms that query the DNS
  unsigned max_void_lookups = limits::void_lookups;
  unsigned max_names = limits::names;            ///< MX hosts looked up, PTR names looked at
  std::chrono::milliseconds time_limit{20'000};  ///< then temperror
  std::string default_explanation;               ///< where the record has none; may hold macros
  std::string receiver = "unknown";              ///< %{r}
  std::optional<Moment> now;                     ///< %{t}; the clock's where not given
  bool trace = false;                            ///< fill Outcome::trace
};

/// One step of an evaluation, for people.
struct TraceStep {
  unsigned depth = 0;         ///< 0 for the terms of the domain's own record
  DomainName domain;          ///< whose record the term is in
  std::string term;           ///< as written; empty for the fetching of the record
  std::string asked;          ///< the DNS questions, empty where none
  std::string answered;       ///< what came back
  std::string meaning;        ///< "match", "no match", "void look-up", "temperror: ...", ...
  unsigned lookups = 0;       ///< so far
  unsigned void_lookups = 0;  ///< so far
};

/// What check_host() came to, and why.
struct Outcome {
  Result result = Result::none;
  /// The term of the *checked domain's* record (or of its redirect target) that decided, as
  /// written; empty where none did.
  std::string mechanism;
  /// The whole way to the deciding term, through includes: "include:_spf.example.net",
  /// "ip4:192.0.2.0/24".
  std::vector<std::string> path;
  std::optional<std::string> explanation;  ///< of a fail
  std::optional<std::string> problem;      ///< why permerror or temperror, one sentence
  /// Why the result cannot be told without the message itself (a macro of its sender or HELO);
  /// `result` then is what the terms before it came to, and is not to be relied on.
  std::optional<std::string> undecided;
  unsigned lookups = 0;
  unsigned void_lookups = 0;
  std::vector<TraceStep> trace;
};

/// check_host() of RFC 7208, sections 4 to 7.
[[nodiscard]] Outcome check_host(const Query& query, dns::Resolver& resolver,
                                 const CheckOptions& options = {});

/// check_host() for one query after another over one state of the DNS, as a receiver asks it: each
/// question is asked once and each record parsed once.
class Evaluator {
 public:
  /// `cache` must outlive the evaluator.
  explicit Evaluator(dns::Cache& cache, CheckOptions options = {});
  ~Evaluator();
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;
  Evaluator(Evaluator&&) = delete;
  Evaluator& operator=(Evaluator&&) = delete;

  [[nodiscard]] Outcome check_host(const Query& query);

 private:
  CheckOptions m_options;
  std::unique_ptr<class LiveAnswers> m_answers;
};

/// check_host() of many queries, with the DNS questions of all asked together, round by round: the
/// time it takes grows with the depth of the records and not with the number of queries. The time
/// limit does not apply: the questions of all share one line, each within the resolver's own
/// bounds.
[[nodiscard]] std::vector<Outcome> check_hosts(std::span<const Query> queries, dns::Cache& cache,
                                               const CheckOptions& options = {});

}  // namespace hardfail::spf
