#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "breadth.hpp"
#include "calendar.hpp"
#include "hardfail/analysis/mark.hpp"
#include "hardfail/net/special_use.hpp"
#include "host_kind.hpp"
#include "key_origins.hpp"
#include "listing.hpp"
#include "operator_conduct.hpp"
#include "profile.hpp"
#include "unsigned_sources.hpp"

namespace hardfail::analysis {

/// What is known about the domain as a whole.
struct DomainFacts {
  const Surroundings* surroundings = nullptr;
  std::size_t listed_reporters = 0;      ///< distinct ones that saw mail of listed servers
  bool has_listed_keys = false;          ///< some key lives on listed servers
  bool has_unlisted_keys = false;        ///< some key lives on none
  bool has_unnamed_listed_keys = false;  ///< listed mail is signed, with selectors nobody names
  bool anybody_sends = false;            ///< some source is listed or signs as the domain
  unsigned strangers = 0;      ///< governed sources with neither a listing nor a signature
  unsigned observed_days = 0;  ///< from the first day with a report to the last, both counted
  std::uint64_t unnamed_listed =
      0;  ///< messages of listed servers, signed without a named selector
  /// Networks of unsigned sources without a telling name that come back, seen by more than a few
  /// reporters, and by a few.
  std::size_t networks_coming_back = 0;
  std::size_t networks_back_to_partners = 0;
  std::size_t networks_new = 0;  ///< likewise, that began lately and go on
  Bursts bursts = {};            ///< of unsigned sources that came and went
  Bursts named_bursts = {};      ///< likewise, of those with a telling name
  /// The nameless unsigned sources that stay keep to working days, together.
  bool nameless_keep_working_days = false;
  std::size_t networks_standing_in = 0;  ///< likewise, that sent when listed servers were silent
  std::size_t networks_with_past_passes = 0;  ///< of unsigned, unlisted sources, unrelated ones
};

/// Messages of one source that carry a key.
struct CarriedKey {
  const SigningKey* key = nullptr;  ///< of Profiles::keys
  std::uint64_t messages = 0;
};

/// A key of listed servers that arrives from an unlisted source.
struct ListedKey {
  CarriedKey carried;
  std::uint64_t of_listed = 0;          ///< messages that listed servers signed with it, together
  std::uint64_t of_busiest_listed = 0;  ///< and the busiest of them alone
  std::uint64_t listed_broken = 0;      ///< messages of theirs whose signature with it failed
  Kinship kinship = Kinship::none;      ///< of the source with those servers
  /// Of the unlisted sources that carry it and are of one operator, or nameless in one network, the
  /// source among them: messages with the key, days, breadth.
  unsigned pool_addresses = 1;
  std::uint64_t pool_messages = 0;
  std::uint64_t pool_broken = 0;  ///< messages whose signature with the key failed
  std::size_t pool_days = 0;
  Spread pool_spread;
  /// Of the customers' lines of one network that carry it, the source among them: addresses, days
  /// from the first to the last, and each address's days counted for themselves; 0 of other hosts.
  unsigned line_addresses = 0;
  std::size_t line_days = 0;
  unsigned line_span = 0;
  std::uint64_t line_address_days = 0;
  std::uint64_t line_address_spans = 0;  ///< each address's from its first to its last
};

/// Days of a pool.
struct PoolDays {
  std::size_t days = 0;
  std::uint64_t address_days = 0;  ///< each address's counted for themselves
};

/// Unsigned sources that belong together, the one at hand among them.
struct PoolFacts {
  const DomainName* of = nullptr;  ///< the owner of the network, or the signing domain
  unsigned addresses = 0;
  std::size_t days = 0;
  std::uint64_t address_days = 0;  ///< each address's days counted for themselves
  PoolDays covered;   ///< that reports with its mail speak of, those about several days included
  PoolDays stays;     ///< between the first and the last of an address
  PoolDays calendar;  ///< from reports that keep to a calendar day
  unsigned span = 0;  ///< days from the first to the last, both counted
  std::chrono::days age{};  ///< from the first to the last with a report, both counted
  Spread spread;
  /// Of its addresses, those that come back over weeks: how many, days, and each one's days counted
  /// for themselves; occasions as below.
  unsigned returning = 0;
  std::size_t returning_days = 0;
  std::uint64_t returning_address_days = 0;
  std::size_t returning_occasions = 0;
  /// Of its addresses, those that are widely reported on their own: how many, messages, days with
  /// mail, and weeks in which about as many are at work.
  unsigned wide_addresses = 0;
  unsigned most_wide_beside = 0;  ///< such addresses of any other owner, or without a name
  std::uint64_t wide_messages = 0;
  std::size_t wide_days = 0;
  std::size_t busy_weeks = 0;
  std::size_t occasions = 0;        ///< of days, a week apart from each other
  std::size_t allocations = 0;      ///< the /16 (IPv6: /32) that they are in
  bool keeps_working_days = false;  ///< the pool, together
};

/// All that the class of one source depends on, in the words of docs/verdict.md and without any
/// judgement: judging is left to the rules. "Governed" mail is the mail whose SPF identity the
/// domain's record governs; days, reporters and signatures are of governed mail.
struct Facts {
  const DomainFacts* domain = nullptr;
  const Mark* mark = nullptr;  ///< the operator's word; nullptr where there is none

  std::uint64_t governed = 0;        ///< messages
  std::uint64_t newly_failed = 0;    ///< of those, what -all would turn into a fail
  std::uint64_t vouched_failed = 0;  ///< and of those, what is no forgery, by the look of it
  std::size_t days = 0;
  unsigned span = 0;  ///< days from the first to the last, both counted
  Spread spread;      ///< `expected` only where a signature as the domain passed

  // The record as it is now, and as it was.
  Listing listing = Listing::none;
  std::string_view term;          ///< of the domain's own record, if one decided
  bool fails_by_term = false;     ///< not a pass, and by a term other than `all`
  bool only_plus_all = false;     ///< a pass that only +all gives
  std::uint64_t past_passes = 0;  ///< messages for which receivers reported an SPF pass
  std::size_t past_pass_reporters = 0;
  Moment last_pass{};
  std::chrono::days silent{};         ///< since its last day, until the last day with a report
  std::chrono::days longest_pause{};  ///< between days with mail
  bool has_successor = false;  ///< a listed source of its network's owner or with its key took over

  // Whose host it is.
  HostKind host_kind = HostKind::not_asked;
  const HostName* host = nullptr;  ///< nullptr where none is known
  bool is_own_term = false;     ///< an ip4 or ip6 term of the domain's record is just this address
  bool is_in_own_term = false;  ///< one of them holds it, reached by receivers or not
  bool is_own_address = false;  ///< an A, AAAA or MX record of the domain leads to it
  std::optional<SpecialUse> reserved;  ///< what its address is reserved for, off the Internet
  bool is_in_own_network = false;      ///< near an address of such a term or record
  bool is_next_to_own = false;         ///< next to one: of eight IPv4 addresses in a row
  bool is_mail_host = false;           ///< an MX record of the domain leads to it
  bool is_sister_host = false;         ///< named under the domain's own label in another suffix
  OperatorConduct conduct;             ///< of the operator that its host name tells

  // Signatures as the domain, of unlisted sources.
  std::optional<CarriedKey> sends_with;  ///< a key of no listed server, whose mail it sends itself
  std::uint64_t sent_with_key = 0;       ///< messages with that key, of all sources
  std::optional<CarriedKey> relays;      ///< a key of no listed server, whose mail others send
  std::optional<ListedKey> listed_key;   ///< of those that passed, the one of most messages
  bool carries_several_senders = false;  ///< keys of listed servers that no single one of them uses
  std::uint64_t unnamed_signed = 0;      ///< passed, and no report names the selector
  CarriedKey broken;  ///< failed signatures of all listed keys together; `key` is one of them

  // Other signs of the way the mail took.
  std::uint64_t called_forwarded = 0;  ///< messages a receiver called so, or with a valid ARC chain
  bool signs_for_its_host = false;     ///< with a passing signature of its host's own domain
  bool has_foreign_signature = false;  ///< with a passing signature of any other domain
  /// Those other domains that do not sign listed mail too, with messages.
  std::vector<std::pair<const DomainName*, std::uint64_t>> second_signers;

  // The days of unsigned mail, and who it belongs with.
  std::size_t occasions = 0;            ///< of heavy days, apart from each other
  unsigned occasions_span = 0;          ///< days from the first heavy day to the last, both counted
  bool is_new = false;                  ///< it began in the last two weeks, and goes on
  Filling filling;                      ///< of the days on which listed servers were silent
  std::optional<PoolFacts> owner_pool;  ///< of those named under one domain, customers' lines too
  std::optional<PoolFacts> signer_pool;  ///< of those mostly signed by one foreign domain
  std::optional<SharedRhythm> rhythm;
  std::optional<SharedRhythm> network_rhythm;  ///< of all unsigned sources of its network together
  unsigned network_addresses = 0;
  unsigned network_returning = 0;  ///< of those, the ones that come back over weeks
  bool is_v6 = false;              ///< whose network around is one site's (RFC 6177)
};

/// Everything observed of all sources together, from which the facts of each are drawn.
class Observed {
 public:
  /// `report_days`: those that reports of the window are about. The others outlive this object.
  Observed(const Profiles& profiles, const Surroundings& surroundings,
           const ReportDays& report_days);

  /// Of the source of that number in Profiles::sources. May be called from several threads.
  [[nodiscard]] Facts facts_of(std::size_t source) const;

 private:
  [[nodiscard]] DomainFacts domain_facts() const;
  void add_start(std::size_t source);
  void add_record(std::size_t source, Facts& facts) const;
  void add_host(std::size_t source, Facts& facts) const;
  void add_keys(std::size_t source, Facts& facts) const;
  void add_other_signatures(std::size_t source, Facts& facts) const;
  void add_days(std::size_t source, Facts& facts) const;
  void add_pools(std::size_t source, Facts& facts) const;
  [[nodiscard]] PoolFacts pool_facts(const UnsignedPool& pool, const DomainName& of) const;
  [[nodiscard]] bool has_successor(std::size_t source) const;

  const Profiles& m_profiles;
  const Surroundings& m_surroundings;
  std::vector<HostKind> m_host_kinds;  ///< by source
  std::vector<Listing> m_listings;     ///< by source
  Operators m_operators;
  Breadth m_breadth;
  KeyOrigins m_keys;
  Calendar m_calendar;
  std::vector<OperatorConduct> m_conduct;  ///< by operator
  UnsignedSources m_unsigned;
  /// The first days of sources that may have taken over, listed or themselves taken over by such:
  /// by the owner of their network and by key.
  std::map<std::uint32_t, DaySet> m_new_by_owner;
  std::map<std::uint32_t, DaySet> m_new_by_key;
  std::vector<bool> m_listed_signers;  ///< by number: it signs mail of listed servers
  DomainFacts m_domain;
};

}  // namespace hardfail::analysis
