#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "breadth.hpp"
#include "calendar.hpp"
#include "host_kind.hpp"
#include "listing.hpp"
#include "operators.hpp"
#include "pool.hpp"
#include "profile.hpp"
#include "rhythm.hpp"

namespace hardfail::analysis {

/// A rhythm, and how many networks of nameless unsigned hosts share its kind: those of a domain's
/// own machines are few, those of a botnet many.
struct SharedRhythm {
  RhythmFinding finding;
  std::size_t nameless_networks = 0;
};

/// The largest bursts of sources that came and went.
struct Bursts {
  void add(const Profile& profile);

  std::size_t most_days = 0;
  std::uint64_t most_messages = 0;
};

/// Unsigned sources near each other. Most have none beside them, and there may be a million, so
/// that only what is asked of neighbours is kept.
struct Neighbours {
  void add(const Profile& profile);

  unsigned addresses = 0;
  unsigned returning = 0;  ///< of those, the ones that come back over weeks
  DaySet days;
  DaySet exact_days;  ///< known from reports about a single day
};

/// Unsigned sources that belong together.
struct UnsignedPool {
  void add(const Profile& profile, const Breadth& breadth);

  /// Adds what tells whether its addresses are one line's, to a pool that add() has it in already.
  void add_line(const Profile& profile);

  /// The weeks in which as many of `wide` are at work, a fifth of the busiest week at least.
  [[nodiscard]] std::size_t busy_weeks() const;

  Pool pool;
  Pool wide;  ///< of its sources, those that are widely reported on their own
  std::set<IpNetwork> wide_allocations;  ///< the /16 (IPv6: /32) that each of those is in
  /// Days on which one of those is at work, each counted for itself, by week from its Monday.
  FlatMap<std::chrono::sys_days, std::uint64_t> days_at_work;
  DaySet exact_days;                         ///< known from reports about a single day
  DaySet covered;                            ///< that reports of its mail speak of
  std::uint64_t covered_address_days = 0;    ///< those, each source's counted for itself
  DaySet calendar_days;                      ///< from reports that keep to a calendar day
  std::uint64_t calendar_address_days = 0;   ///< those, each source's counted for itself
  DaySet stays;                              ///< between the first and the last of an address
  std::uint64_t stay_address_days = 0;       ///< those, each source's counted for itself
  std::uint64_t address_days = 0;            ///< days with mail, each source's counted for itself
  Pool returning;                            ///< of its sources, those that come back over weeks
  std::uint64_t returning_address_days = 0;  ///< their days, each source's counted for itself
  bool keeps_working_days = false;           ///< told of the pools of owners, once they are whole
};

/// The unsigned mail of unlisted sources: it can be told from forgeries neither source by source
/// nor by its volume, so sources that belong together are looked at together.
class UnsignedSources {
 public:
  /// `kinds`, `listings`: of each of the sources.
  UnsignedSources(const Profiles& profiles, const std::vector<HostKind>& kinds,
                  const std::vector<Listing>& listings, const Operators& operators,
                  const Breadth& breadth, const Calendar& calendar);

  [[nodiscard]] std::optional<SharedRhythm> rhythm_of(const Profile& profile) const;
  /// The rhythm of all of them together.
  [[nodiscard]] std::optional<SharedRhythm> rhythm_of(const Neighbours& neighbours) const;

  /// Those in the network of a source, or, where they are more, those that share its interface
  /// identifier: one device. Pre: the source is unlisted, and its governed mail unsigned.
  [[nodiscard]] const Neighbours& beside(std::size_t source, const IpAddress& address) const;
  /// The pool of the owner of the network that a source is named under; nullptr likewise.
  [[nodiscard]] const UnsignedPool* of_owner(std::uint32_t owner) const;
  /// The pool of those whose mail is mostly signed by a foreign domain; nullptr likewise.
  [[nodiscard]] const UnsignedPool* signed_by(std::uint32_t signer) const;
  /// Networks with a source that comes back, has no name that tells who runs it, and is seen by
  /// more than a few reporters,
  [[nodiscard]] std::size_t networks_coming_back() const noexcept { return m_coming_back; }
  /// or by a few.
  [[nodiscard]] std::size_t networks_back_to_partners() const noexcept {
    return m_coming_back_to_partners;
  }
  /// Likewise, with one that began lately and goes on.
  [[nodiscard]] std::size_t networks_new() const noexcept { return m_new; }
  /// Likewise, with one that sent when listed servers were silent, and hardly otherwise.
  [[nodiscard]] std::size_t networks_standing_in() const noexcept { return m_standing_in; }
  /// The most widely reported sources that any other owner's pool has, or that have no name.
  [[nodiscard]] unsigned most_wide_beside(std::uint32_t owner) const;
  /// Unrelated networks, told by owner or else by place, with a source that once passed SPF.
  [[nodiscard]] std::size_t networks_with_past_passes() const noexcept { return m_past_passes; }
  /// Of unsigned sources that came and went within two weeks,
  [[nodiscard]] const Bursts& bursts() const noexcept { return m_bursts; }
  /// and of those with a name that tells who runs them.
  [[nodiscard]] const Bursts& named_bursts() const noexcept { return m_named_bursts; }
  /// Those that no confirmed name ties to an owner and that stay for nearly all of the window keep
  /// to working days, together.
  [[nodiscard]] bool nameless_keep_working_days() const noexcept {
    return m_nameless_keep_working_days;
  }

 private:
  [[nodiscard]] SharedRhythm shared(const RhythmFinding& finding) const;

  std::vector<Neighbours> m_networks;
  std::vector<std::uint32_t> m_network_of;                  ///< in m_networks, by source
  std::unordered_map<std::uint64_t, Neighbours> m_devices;  ///< by interface identifier
  std::unordered_map<std::uint32_t, UnsignedPool> m_owners;
  std::unordered_map<std::uint32_t, UnsignedPool> m_signers;
  std::map<Rhythm, std::size_t> m_nameless_networks;
  std::optional<std::uint32_t> m_widest_owner;
  unsigned m_second_widest = 0;
  unsigned m_nameless_wide = 0;
  std::size_t m_coming_back = 0;
  std::size_t m_coming_back_to_partners = 0;
  std::size_t m_new = 0;
  Bursts m_bursts;
  Bursts m_named_bursts;
  bool m_nameless_keep_working_days = false;
  std::size_t m_standing_in = 0;
  std::size_t m_past_passes = 0;
};

/// True if a source came back in earnest often enough, and over long enough, for a habit.
[[nodiscard]] bool has_come_back(const Profile& profile);

/// The foreign domain that signs most of the mail of a source; nullopt where none signs its share.
[[nodiscard]] std::optional<std::uint32_t> main_signer(const Profile& profile);

}  // namespace hardfail::analysis
