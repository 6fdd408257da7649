#pragma once

#include <string>

#include "hardfail/analysis/sender.hpp"
#include "senders/mail_names.hpp"

namespace hardfail::analysis {

/// What a source belongs to: sources of one class with one tie and key are one sender.
struct Belonging {
  Tie tie = Tie::network;
  std::string key;   ///< what ties them, for programs
  std::string name;  ///< the same, for people
  const Service* service = nullptr;
};

/// What sources belong to, by all that is known of them.
class Belongings {
 public:
  /// The arguments outlive this object.
  Belongings(const Surroundings& surroundings, const Services& services,
             const Publishers& publishers, const MailNames& names)
      : m_surroundings(surroundings),
        m_services(services),
        m_publishers(publishers),
        m_names(names) {}

  /// By the first of these that applies: the operator's mark, its name or else its pattern; the service that
  /// publishes its address, or that its term, its confirmed host name, the signatures of its mail
  /// or its envelope belong to; the registrable domain of its host name, or of its envelope
  /// where the record is not asked; the term that lists it;
  /// its signing key, and its network where listed servers sign with that; its network.
  [[nodiscard]] Belonging of(const Source& source) const;

 private:
  [[nodiscard]] const Service* service_of(const Source& source) const;

  const Surroundings& m_surroundings;
  const Services& m_services;
  const Publishers& m_publishers;
  const MailNames& m_names;
};

}  // namespace hardfail::analysis
