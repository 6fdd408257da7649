#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "profile.hpp"

namespace hardfail::analysis {

/// The network of 256 addresses (IPv4) or the /64 (IPv6) that an address is in.
[[nodiscard]] IpNetwork network_around(const IpAddress& address);

/// How an unlisted address stands to the listed ones that sign with a key.
enum class Kinship : std::uint8_t {
  none,
  published,  ///< of one operator, whose own include leaves this address out
  same,       ///< of one operator or network, listed by the domain's own terms
};

/// Where mail signed with a key comes from.
struct KeyOrigin {
  std::uint64_t listed = 0;       ///< messages that passed from listed addresses
  std::uint64_t unlisted = 0;     ///< from other addresses, governed mail only
  std::uint64_t most_listed = 0;  ///< of one listed address
  std::set<DomainName>
      listed_operators;  ///< of the listed addresses, by their confirmed host names
  std::set<DomainName> publishing_operators;  ///< the same, where the operator's include lists them
  std::unordered_set<IpAddress> listed_addresses;
  std::unordered_set<IpNetwork> listed_networks;  ///< around each listed address
  std::unordered_set<IpNetwork>
      nameless_networks;  ///< around those that no confirmed name tells the operator of
  std::unordered_set<IpAddress>
      origins;  ///< unlisted addresses that send, rather than pass on, its mail

  /// True if listed servers sign with the key, more than an odd message they relayed for somebody
  /// else.
  [[nodiscard]] bool lives_on_listed_servers() const noexcept {
    constexpr std::uint64_t odd_share = 20;
    return listed > 0 && listed * odd_share >= unlisted;
  }
};

/// What all sources together tell of each: which keys live where, and how widely listed mail is
/// reported.
class Provenance {
 public:
  /// `listed`: whether each of the sources is; all outlive this object.
  Provenance(const Profiles& profiles, const std::vector<bool>& listed,
             const Surroundings& surroundings);

  /// Of a key by its number, as profiles refer to it: its name, and where its mail comes from.
  [[nodiscard]] const SigningKey& key(std::uint32_t number) const {
    return m_profiles.keys[number];
  }
  [[nodiscard]] const KeyOrigin& origin_of(std::uint32_t key) const { return m_keys[key]; }

  /// The domain of foreign signatures by its number.
  [[nodiscard]] const DomainName& signer(std::uint32_t number) const {
    return m_profiles.signers[number];
  }

  /// True if some key lives on no listed server.
  [[nodiscard]] bool has_unlisted_keys() const noexcept { return m_has_unlisted_keys; }
  /// True if some key lives on listed servers.
  [[nodiscard]] bool has_listed_keys() const noexcept { return m_has_listed_keys; }

  /// True if listed mail is signed with keys that no reporter names.
  [[nodiscard]] bool has_unnamed_listed_keys() const noexcept { return m_has_unnamed_listed_keys; }

  /// True if listed mail carries passing signatures of this foreign domain too.
  [[nodiscard]] bool signs_listed_mail(std::uint32_t signer) const {
    return m_listed_signers[signer];
  }

  /// How many reporters would have seen the governed mail of `profile`, had it gone where the mail
  /// of listed servers goes: the expected number of distinct ones.
  [[nodiscard]] double expected_reporters(const Profile& profile) const;

  /// True if at least that share of the reporters to be expected saw it, and enough mail to tell.
  [[nodiscard]] bool is_widely_reported(const Profile& profile) const;
  /// True if so few of them saw it, of so much mail, that it went elsewhere than listed mail goes.
  [[nodiscard]] bool is_narrowly_reported(const Profile& profile) const;
  /// True if nearly all of them did.
  [[nodiscard]] bool is_reported_everywhere(const Profile& profile) const;
  /// True if rather many did.
  [[nodiscard]] bool is_rather_widely_reported(const Profile& profile) const;

  /// True if receivers call the mail forwarded, or it carries keys that live on listed servers.
  [[nodiscard]] bool looks_passed_on(const Profile& profile) const;
  /// True if receivers call a share of the mail forwarded that is more than an odd message.
  [[nodiscard]] static bool is_called_forwarded(const Profile& profile) noexcept;

  /// True if `a` and `b` belong to one operator: by the registrable domain of their confirmed host
  /// names, or where one has none, by one network of 256 addresses (IPv4) or a /64 (IPv6).
  [[nodiscard]] bool is_same_service(const IpAddress& a, const IpAddress& b) const;

  /// The same of an address and any of the listed addresses that sign with a key.
  [[nodiscard]] Kinship kinship(const IpAddress& address, const KeyOrigin& origin) const;

  /// True if hosts of the same operator are known to send with a key that no listed server uses.
  [[nodiscard]] bool is_near_unlisted_sender(const IpAddress& address) const;

  /// True if most unlisted hosts under the registrable domain of this one pass mail on, two at
  /// least.
  [[nodiscard]] bool is_of_forwarding_operator(const IpAddress& address) const;

  /// True if `profile` carries keys of listed servers that no one of those uses together: what
  /// several senders sent, one passed on.
  [[nodiscard]] bool carries_several_senders(const Profile& profile) const;

  /// True if nobody sends for the domain, neither from a listed address nor with a key, and many
  /// pretend to.
  [[nodiscard]] bool sees_only_forgeries() const noexcept {
    constexpr unsigned many = 10;
    return !m_anybody_sends && m_strangers >= many;
  }
  /// True if listed mail meets enough reporters for breadth to tell sending from passing on.
  [[nodiscard]] bool can_tell_breadth() const noexcept;

 private:
  void add_listed(const IpAddress& address, const LiveSpf& live, KeyOrigin& origin) const;
  [[nodiscard]] bool is_published(const LiveSpf& live) const;
  void find_origins(const std::vector<bool>& listed);
  void find_operators(const std::vector<bool>& listed);

  const Profiles& m_profiles;
  const Surroundings& m_surroundings;
  std::vector<KeyOrigin> m_keys;       ///< by number
  std::vector<bool> m_listed_signers;  ///< by number
  std::map<std::uint32_t, double> m_reporter_share;
  std::unordered_map<IpAddress, DomainName> m_registrable;
  /// Of the unlisted hosts under a registrable domain, how many there are and pass mail on.
  struct Operator {
    unsigned hosts = 0;
    unsigned passing_on = 0;
  };
  std::map<DomainName, Operator> m_operators;
  std::set<DomainName> m_sending_operators;  ///< with a key that no listed server uses
  bool m_anybody_sends = false;
  unsigned m_strangers = 0;  ///< governed sources without a listing or a signature
  bool m_has_unlisted_keys = false;
  bool m_has_listed_keys = false;
  bool m_has_unnamed_listed_keys = false;
};

}  // namespace hardfail::analysis
