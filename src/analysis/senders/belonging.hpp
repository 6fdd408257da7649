#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "hardfail/analysis/sender.hpp"
#include "senders/mail_names.hpp"

namespace hardfail::analysis {

/// What a source belongs to: sources of one class that belong to the same are one sender. There may
/// be a million, so names are made only of what is a sender then.
struct Belonging {
  Tie tie = Tie::no_sign;
  const void* thing = nullptr;       ///< the service or the first such mark
  std::uint32_t number = 0;          ///< of the envelope domain, the key or the system
  std::optional<IpNetwork> network;  ///< where that ties
  std::string text;                  ///< the domain of the host or the term
  friend bool operator==(const Belonging&, const Belonging&) = default;
};

struct BelongingHash {
  [[nodiscard]] std::size_t operator()(const Belonging& belonging) const noexcept;
};

/// What sources belong to, by all that is known of them.
class Belongings {
 public:
  /// The arguments outlive this object.
  Belongings(const Surroundings& surroundings, const Services& services,
             const Publishers& publishers, const MailNames& names);

  /// By the first of these that applies: the operator's marks of one name, or else the mark; the
  /// service that publishes its address, or that its term, its confirmed host name, the signatures
  /// of its mail or its envelope belong to; the registrable domain of its host name, or of its
  /// envelope where the record is not asked; the term that lists it; that it forwards; its signing
  /// key, and its network where listed servers sign with that; its autonomous system if it is a
  /// missing sender; its network.
  [[nodiscard]] Belonging of(const Source& source) const;

  /// What ties its sources, for programs: stable from run to run.
  [[nodiscard]] std::string key_of(const Belonging& belonging) const;
  /// The same of a source, for people; what only lies somewhere has no name yet.
  [[nodiscard]] std::string name_of(const Belonging& belonging, const Source& source) const;

 private:
  [[nodiscard]] const Service* service_of(const Source& source) const;
  [[nodiscard]] std::string envelope_of(const Belonging& belonging) const;

  const Surroundings& m_surroundings;
  const Services& m_services;
  const Publishers& m_publishers;
  const MailNames& m_names;
  std::map<std::string, const Mark*> m_marks;  ///< the first of those that are one sender
  /// By what the record says of a source: the service whose include lists it; nullptr for others.
  std::unordered_map<const LiveSpf*, const Service*> m_lists;
  // By the number of a domain in m_names:
  std::vector<const Service*> m_signs;       ///< the service that signs by it
  std::vector<const Service*> m_bounces;     ///< the one whose envelope domain it is
  std::vector<std::uint32_t> m_registrable;  ///< the first that ends in the same registrable domain
};

}  // namespace hardfail::analysis
