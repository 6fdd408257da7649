#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/spf/finding.hpp"
#include "hardfail/spf/record.hpp"

namespace hardfail::spf {

/// The label that the names of a listening term have in front of the domain.
inline constexpr std::string_view listening_label = "_spflog";

/// What names below the listening name answer. A receiver that asks for a client's address there
/// has told who sends; whatever it is told, its result stays that of `all`, whose qualifier the
/// term has.
enum class ListeningAnswer : std::uint8_t {
  /// They exist and have no address: a void look-up for each client that is not listed.
  no_address,
  /// They have one, so that the term itself decides: no void look-up. Who later changes the
  /// qualifier of `all` has to change the term's too.
  address,
};

/// "_spflog.example.com"; nullopt where an IPv6 client's name below it would be too long, which
/// evaluators then cut from the left, where the client is (section 7.3).
[[nodiscard]] std::optional<DomainName> listening_name(const DomainName& domain);

/// "~exists:%{i}._spflog.example.com": asks about every client that reaches it (RFC 7208, section
/// 5.7 and appendix D.1). With the qualifier of the record's `all` nobody's result depends on the
/// answer.
[[nodiscard]] std::string listening_term(const DomainName& domain, Qualifier all);

/// True for a term that listening_term() gives for some domain.
[[nodiscard]] bool is_listening_term(std::string_view term);

/// What a receiver asks when it evaluates a listening term.
struct ListenedQuery {
  DomainName domain;
  IpAddress client;
};

/// The query that has this name; nullopt for any other name, such as the shorter ones that
/// resolvers ask first to tell servers no more than they need (RFC 9156).
[[nodiscard]] std::optional<ListenedQuery> read_listened_name(const DomainName& name);

/// The DNS without questions that a listening term would make receivers ask: they are answered as
/// one name below the listening name is, so that judging a domain does not show in its log. They
/// become the same question: `upstream` should remember answers.
class ListeningAside final : public dns::Resolver {
 public:
  /// `upstream` must outlive this.
  explicit ListeningAside(dns::Resolver& upstream) : m_upstream(upstream) {}

  using Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline deadline) override;

 private:
  dns::Resolver& m_upstream;
};

/// What it takes to listen, and what it costs.
struct ListeningPlan {
  DomainName domain;
  DomainName name;  ///< below which receivers will ask
  ListeningAnswer answer = ListeningAnswer::no_address;
  std::string term;
  bool published = false;      ///< the record holds the term already
  std::string record_now;      ///< empty where there is none to go by
  std::string record_without;  ///< `record_now` without the term
  /// With the term last before the end; nullopt where it is there already, or must not be.
  std::optional<std::string> record;
  unsigned lookups_now = 0;
  unsigned lookups = 0;  ///< of a client that is not listed, with the term
  unsigned void_lookups_now = 0;
  unsigned void_lookups = 0;
  std::size_t tried = 0;          ///< clients whose result was compared with and without the term
  std::vector<Finding> findings;  ///< errors first; with an error nothing should be published
};

/// Plans a listening term for the record of `domain`: chooses the answer that the limits allow,
/// looks at what names below the listening name answer today, and evaluates the record with and
/// without the term for clients that it lists and for some that it does not.
[[nodiscard]] ListeningPlan plan_listening(const DomainName& domain, dns::Resolver& resolver);

}  // namespace hardfail::spf
