#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hardfail/net/domain_name.hpp"

namespace hardfail {

/// What a service is to a domain that uses it.
enum class ServiceKind : std::uint8_t {
  mailbox,        ///< keeps its people's mailboxes and sends what they write
  bulk,           ///< newsletters and marketing
  transactional,  ///< mail that a program sends
  helpdesk,
  crm,        ///< any other application that sends as its customers
  gateway,    ///< all mail passes through it
  forwarder,  ///< passes on what others sent
  hosting,    ///< lends machines, whose mail is its customers' own
};

[[nodiscard]] std::string_view name_of(ServiceKind kind) noexcept;

/// What matters when a service is to be listed.
enum class ServiceTrait : std::uint8_t {
  own_envelope,     ///< bounces go to its own domain, so that the customer's record is never asked
  custom_envelope,  ///< a bounce domain below the customer's can be set up
  dkim_only,        ///< it says itself that an include does nothing
  tenant_signatures,  ///< each customer signs with a name of its own below the service's
  shared_addresses,   ///< listing them lets its other customers in
  do_not_flatten,     ///< its addresses change
  customer_include,   ///< the include differs from customer to customer
  retired,            ///< still seen, no longer offered
};

/// A company that sends mail for others, as its own instructions and names tell.
struct Service {
  std::string name;
  ServiceKind kind = ServiceKind::crm;
  std::vector<DomainName> includes;    ///< what it has its customers include, the current one first
  std::vector<DomainName> hosts;       ///< suffixes of its machines' confirmed host names
  std::vector<DomainName> signs;       ///< domains of its own signatures
  std::vector<DomainName> envelopes;   ///< its own bounce domains, besides these
  std::vector<std::string> selectors;  ///< usual for customers' keys there
  std::string docs;                    ///< https address of its instructions; may be empty
  std::vector<ServiceTrait> traits;

  [[nodiscard]] bool has(ServiceTrait trait) const noexcept;
};

/// Services by the names they show in mail. A name belongs to the service with the longest suffix
/// of it; where two claim the same, to the one that was added last.
class Services {
 public:
  Services() = default;
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;
  Services(Services&&) = default;
  Services& operator=(Services&&) = default;
  ~Services() = default;

  /// The catalogue that the program brings along (src/services/services.ini).
  [[nodiscard]] static const Services& known();

  /// That catalogue with one `more` added; throws as add() does.
  [[nodiscard]] static Services known_with(std::string_view more, std::string_view origin);

  /// Adds the services of a catalogue, in place of those that have the same name: `[NAME]`, then
  /// `key = value ...` a line; `#` starts a comment.
  /// Throws Error (configuration) that names `origin` and the line, for an unknown key, kind or
  /// trait, a name that is not a domain's, a key given twice, or a service without a kind.
  void add(std::string_view catalogue, std::string_view origin);

  /// The service that a host, a signing domain or an envelope domain belongs to; nullptr where none
  /// is known. The pointers stay valid as long as this object.
  [[nodiscard]] const Service* of_host(const DomainName& host) const;
  [[nodiscard]] const Service* of_signer(const DomainName& signer) const;
  [[nodiscard]] const Service* of_envelope(const DomainName& envelope) const;

  /// The service that has its customers include just this name.
  [[nodiscard]] const Service* of_include(const DomainName& include) const;

  [[nodiscard]] const std::deque<Service>& all() const noexcept { return m_services; }

 private:
  using Owners = std::unordered_map<DomainName, const Service*>;

  std::deque<Service> m_services;
  Owners m_hosts;
  Owners m_signers;
  Owners m_envelopes;
  Owners m_includes;
};

}  // namespace hardfail
