#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <vector>

#include "breadth.hpp"
#include "listing.hpp"
#include "operators.hpp"
#include "pool.hpp"
#include "profile.hpp"

namespace hardfail::analysis {

/// True of so few of a source's signed messages that others' mail tells more about it.
[[nodiscard]] bool is_little(std::uint64_t passed, const Profile& profile) noexcept;

/// How an unlisted source is related to the listed ones that sign with a key.
enum class Kinship : std::uint8_t {
  none,
  published,  ///< of one operator, whose own include leaves this source out
  same,       ///< of one operator or network, listed by the domain's own terms
};

/// Where mail signed with a key comes from.
struct KeyOrigin {
  std::uint64_t listed = 0;         ///< messages that passed from listed sources
  std::uint64_t unlisted = 0;       ///< from other sources, governed mail only
  std::uint64_t most_listed = 0;    ///< of one listed source
  std::uint64_t listed_broken = 0;  ///< messages of listed sources whose signature with it failed
  DaySet listed_days;               ///< on which listed sources sent with it
  DaySet unlisted_days;             ///< and on which others did
  std::set<std::uint32_t> listed_operators;  ///< of the listed sources
  /// The same, where the operator's own include lists them.
  std::set<std::uint32_t> publishing_operators;
  std::vector<std::size_t> listed_sources;          ///< sorted
  std::unordered_set<IpNetwork> listed_networks;    ///< around each listed source
  std::unordered_set<IpNetwork> nameless_networks;  ///< around those whose operator is not known
  std::uint64_t ungoverned = 0;       ///< messages with another SPF identity, from any source
  std::uint64_t most_ungoverned = 0;  ///< of one source
  std::set<std::uint32_t> serving_operators;       ///< of the sources of those
  std::unordered_set<IpNetwork> serving_networks;  ///< around each of them
  std::unordered_set<std::size_t> senders;  ///< unlisted sources that send its mail themselves

  /// True if listed servers sign with the key: more than the odd message they relayed for somebody
  /// else, or day after day, where others send much of it at once.
  [[nodiscard]] bool lives_on_listed_servers() const noexcept;
  /// True if a service signs with the key that bounces to a domain of its own.
  [[nodiscard]] bool lives_on_a_service() const noexcept;
};

/// Unlisted sources that carry a key of listed servers and belong together: by their operator, or
/// by their network where no name tells it.
struct CarrierPool {
  Pool pool;
  std::uint64_t passed = 0;  ///< messages with the key
  std::uint64_t broken = 0;  ///< and those whose signature with it failed
};

/// Customers' lines of one network that carry a key of listed servers: perhaps a single line, whose
/// address changes.
struct CarrierLine {
  Pool pool;
  std::uint64_t address_days = 0;   ///< each address's days counted for themselves,
  std::uint64_t address_spans = 0;  ///< and those from its first to its last
};

/// Where each key lives, as all mail of the window tells: a key that lives on listed servers and
/// arrives from elsewhere was passed on; one that lives nowhere in the record belongs to a sender
/// that the record misses.
class KeyOrigins {
 public:
  /// `listings`: of each source. All arguments outlive this object.
  KeyOrigins(const Profiles& profiles, const std::vector<Listing>& listings,
             const Operators& operators, const Breadth& breadth, const Surroundings& surroundings);

  /// Of a key by its number in Profiles::keys.
  [[nodiscard]] const KeyOrigin& of(std::uint32_t key) const { return m_origins[key]; }

  /// True if some key lives on no listed server.
  [[nodiscard]] bool has_unlisted() const noexcept { return m_has_unlisted; }
  /// True if some key lives on listed servers.
  [[nodiscard]] bool has_listed() const noexcept { return m_has_listed; }
  /// True if listed mail is signed with keys that no reporter names.
  [[nodiscard]] bool has_unnamed_listed() const noexcept { return m_has_unnamed_listed; }

  /// The pool that a source is in. Pre: the source is unlisted, carries the key, and the key lives
  /// on listed servers.
  [[nodiscard]] const CarrierPool& pool_of(std::size_t source, std::uint32_t key) const;

  /// Those of the network that names the line of a source; nullptr where it is no such line. Pre:
  /// as above.
  [[nodiscard]] const CarrierLine* line_of(std::size_t source, std::uint32_t key) const;

  [[nodiscard]] Kinship kinship(std::size_t source, const KeyOrigin& origin) const;

  /// True if the source carries keys of listed servers that no single one of those uses together:
  /// it passed on what several senders sent.
  [[nodiscard]] bool carries_several_senders(const Profile& profile) const;

  /// True if receivers call its mail forwarded, or it carries keys that live on listed servers and
  /// was not listed itself when it did.
  [[nodiscard]] bool looks_passed_on(const Profile& profile) const;

 private:
  /// An operator, or a network without one; which key.
  using Group = std::tuple<std::uint32_t, std::optional<std::uint32_t>, std::optional<IpNetwork>>;

  struct Carrier {
    std::size_t source;
    const Profile* profile;
    std::uint64_t passed;
    std::uint64_t broken;
  };

  void count(const std::vector<Listing>& listings);
  void add_listed(std::size_t source, std::uint64_t passed, KeyOrigin& origin) const;
  [[nodiscard]] bool is_published_by_operator(const LiveSpf& live) const;
  [[nodiscard]] std::vector<std::vector<Carrier>> unlisted_carriers(
      const std::vector<Listing>& listings) const;
  [[nodiscard]] std::optional<std::uint32_t> line_owner(std::size_t source) const;
  [[nodiscard]] Group group_of(std::size_t source, std::uint32_t key) const;
  void find_senders(const std::vector<Carrier>& carriers, KeyOrigin& origin) const;
  void find_senders_beside_service(const std::vector<Carrier>& carriers, KeyOrigin& origin) const;
  [[nodiscard]] bool is_wide_for_days(const Carrier& carrier) const;

  const Profiles& m_profiles;
  const Operators& m_operators;
  const Breadth& m_breadth;
  const Surroundings& m_surroundings;
  std::vector<KeyOrigin> m_origins;  ///< by number of the key
  std::map<Group, CarrierPool> m_pools;
  std::map<std::pair<std::uint32_t, std::uint32_t>, CarrierLine> m_lines;  ///< by key and owner
  bool m_has_unlisted = false;
  bool m_has_listed = false;
  bool m_has_unnamed_listed = false;
};

}  // namespace hardfail::analysis
