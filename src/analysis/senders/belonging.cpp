#include "senders/belonging.hpp"

#include <fmt/format.h>

#include <functional>
#include <map>

#include "hardfail/analysis/host_name.hpp"
#include "hardfail/analysis/mark.hpp"
#include "hardfail/spf/record.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

/// "Google Workspace" as "google-workspace".
std::string slug(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (is_alpha(c) || is_digit(c)) {
      text += to_lower(c);
    } else if (!text.empty() && text.back() != '-') {
      text += '-';
    }
  }
  if (!text.empty() && text.back() == '-') text.pop_back();
  return text;
}

/// What programs know a mark by: its name, where that has letters of ASCII, or else its pattern.
std::string key_of_mark(const Mark& mark) {
  auto key = slug(mark.name);
  return key.empty() ? mark.source.to_string() : key;
}

}  // namespace

std::size_t BelongingHash::operator()(const Belonging& belonging) const noexcept {
  std::size_t hash = static_cast<std::size_t>(belonging.tie) + belonging.number * std::size_t{31};
  const auto add = [&](std::size_t part) { hash = hash * 1'000'003 + part; };
  add(std::hash<const void*>{}(belonging.thing));
  if (belonging.network) add(std::hash<IpNetwork>{}(*belonging.network));
  add(std::hash<std::string>{}(belonging.text));
  return hash;
}

Belongings::Belongings(const Surroundings& surroundings, const Services& services,
                       const Publishers& publishers, const MailNames& names)
    : m_surroundings(surroundings), m_services(services), m_publishers(publishers), m_names(names) {
  for (const auto& mark : surroundings.marks) m_marks.try_emplace(key_of_mark(mark), &mark);
  for (const auto& live : surroundings.live) {
    const auto [listing, is_new] = m_lists.try_emplace(live.get(), nullptr);
    if (!is_new) continue;
    const auto target = spf::include_target(live->mechanism);
    if (target) listing->second = services.of_include(*target);
  }
  std::map<DomainName, std::uint32_t> registrable;
  for (std::uint32_t i = 0; i < names.domains().size(); ++i) {
    const auto& domain = names.domains()[i];
    m_signs.push_back(services.of_signer(domain));
    m_bounces.push_back(services.of_envelope(domain));
    const auto name = registrable_domain(domain).value_or(domain);
    m_registrable.push_back(registrable.try_emplace(name, i).first->second);
  }
}

const Service* Belongings::service_of(const Source& source) const {
  const auto publisher = m_publishers.find(source.address);
  if (publisher != m_publishers.end()) return publisher->second;
  if (source.source_class == SourceClass::listed) {
    if (const auto* service = m_lists.at(source.spf_now.get())) return service;
  }
  if (source.host && source.host->confirmed) {
    if (const auto* service = m_services.of_host(source.host->name)) return service;
  }
  if (const auto signer = m_names.signer(source.observed)) {
    if (m_signs[*signer] != nullptr) return m_signs[*signer];
  }
  const auto envelope = m_names.envelope(source.observed);
  return envelope ? m_bounces[*envelope] : nullptr;
}

Belonging Belongings::of(const Source& source) const {
  const HostName* host = source.host ? &*source.host : nullptr;
  if (const auto* mark = mark_of(source.address, host, m_surroundings.marks)) {
    return {.tie = Tie::mark, .thing = m_marks.at(key_of_mark(*mark))};
  }
  if (source.source_class == SourceClass::suspected_spoof) return {.tie = Tie::no_sign};
  if (const auto* service = service_of(source)) return {.tie = Tie::service, .thing = service};
  if (host != nullptr && host->confirmed) {
    if (host->name.is_at_or_below(m_surroundings.organizational_domain)) return {.tie = Tie::own};
    // Lines of one network are named under one domain, though each may be registered by itself.
    const auto domain = is_generic_host(host->name, source.address)
                            ? network_domain(host->name)
                            : registrable_domain(host->name);
    if (domain) return {.tie = Tie::host, .text = domain->text()};
  }
  if (source.source_class == SourceClass::unaffected) {
    if (const auto envelope = m_names.envelope(source.observed)) {
      return {.tie = Tie::envelope, .number = m_registrable[*envelope]};
    }
  }
  if (source.source_class == SourceClass::listed && !source.spf_now->mechanism.empty()) {
    return {.tie = Tie::term, .text = source.spf_now->mechanism};
  }
  // What a forwarder passes on is signed with a key of the domain's, which says nothing of itself,
  // and there are thousands: who they are matters as little as where each is.
  if (source.source_class == SourceClass::forwarder) return {.tie = Tie::no_name};
  const auto network = IpNetwork::around(source.address);
  const auto key = m_names.main_key(source.observed);
  if (!key) {
    // Of these each is known to be legitimate, and each is listed by its address, whoever else is a
    // customer of that system. Not so unknown ones: a system of a cloud or an access provider holds
    // strangers, and the thresholds of the verdict hold for a sender.
    if (source.source_class == SourceClass::unlisted_legitimate && source.system) {
      return {.tie = Tie::autonomous_system, .number = source.system->number};
    }
    return {.tie = Tie::network, .network = network};
  }
  // Only its sender has the private half of a key that no listed server uses.
  if (source.signals.front().code == "unlisted_key") return {.tie = Tie::key, .number = *key};
  return {.tie = Tie::key, .number = *key, .network = network};
}

std::string Belongings::envelope_of(const Belonging& belonging) const {
  const auto& domain = m_names.domains()[belonging.number];
  return registrable_domain(domain).value_or(domain).text();
}

std::string Belongings::key_of(const Belonging& belonging) const {
  switch (belonging.tie) {
    case Tie::mark:
      return key_of_mark(*static_cast<const Mark*>(belonging.thing));
    case Tie::service:
      return slug(static_cast<const Service*>(belonging.thing)->name);
    case Tie::key:
      return m_names.keys()[belonging.number] +
             (belonging.network ? "@" + belonging.network->to_string() : "");
    case Tie::autonomous_system:
      return fmt::format("AS{}", belonging.number);
    case Tie::network:
      return belonging.network->to_string();
    case Tie::no_name:
    case Tie::no_sign:
      return "all";
    case Tie::own:
      return m_surroundings.organizational_domain.text();
    case Tie::host:
    case Tie::term:
      return belonging.text;
    case Tie::envelope:
      return envelope_of(belonging);
  }
  return {};
}

std::string Belongings::name_of(const Belonging& belonging, const Source& source) const {
  switch (belonging.tie) {
    case Tie::mark: {
      const auto& mark = *static_cast<const Mark*>(belonging.thing);
      return mark.name.empty() ? mark.source.to_string() : mark.name;
    }
    case Tie::service:
      return static_cast<const Service*>(belonging.thing)->name;
    case Tie::own:
      return fmt::format("servers of {}", m_surroundings.organizational_domain.text());
    case Tie::host:
    case Tie::term:
      return belonging.text;
    case Tie::envelope:
      return envelope_of(belonging);
    case Tie::key: {
      const auto& key = m_names.keys()[belonging.number];
      if (!belonging.network) return "signer of " + key;
      return fmt::format("{}{} with {}", belonging.network->to_string(),
                         source.system ? fmt::format(" ({})", to_string(*source.system)) : "", key);
    }
    case Tie::autonomous_system:
    case Tie::network:
      return {};
    case Tie::no_name:
      return "forwarders without a name";
    case Tie::no_sign:
      return "no sign of legitimacy";
  }
  return {};
}

}  // namespace hardfail::analysis
