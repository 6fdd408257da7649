#include "senders/belonging.hpp"

#include <fmt/format.h>

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

}  // namespace

const Service* Belongings::service_of(const Source& source) const {
  const auto publisher = m_publishers.find(source.address);
  if (publisher != m_publishers.end()) return publisher->second;
  if (source.source_class == SourceClass::listed) {
    if (const auto target = spf::include_target(source.spf_now->mechanism)) {
      if (const auto* service = m_services.of_include(*target)) return service;
    }
  }
  if (source.host && source.host->confirmed) {
    if (const auto* service = m_services.of_host(source.host->name)) return service;
  }
  if (const auto* signer = m_names.signer(source.observed)) {
    if (const auto* service = m_services.of_signer(*signer)) return service;
  }
  if (const auto* envelope = m_names.envelope(source.observed)) {
    if (const auto* service = m_services.of_envelope(*envelope)) return service;
  }
  return nullptr;
}

Belonging Belongings::of(const Source& source) const {
  const HostName* host = source.host ? &*source.host : nullptr;
  if (const auto* mark = mark_of(source.address, host, m_surroundings.marks)) {
    const auto pattern = mark->source.to_string();
    if (mark->name.empty()) return {Tie::mark, pattern, pattern};
    return {Tie::mark, slug(mark->name), mark->name};
  }
  if (source.source_class == SourceClass::suspected_spoof) {
    return {Tie::no_sign, "all", "no sign of legitimacy"};
  }
  if (const auto* service = service_of(source)) {
    return {Tie::service, slug(service->name), service->name, service};
  }
  if (source.host && source.host->confirmed) {
    if (source.host->name.is_at_or_below(m_surroundings.organizational_domain)) {
      const auto& own = m_surroundings.organizational_domain.text();
      return {Tie::own, own, fmt::format("servers of {}", own)};
    }
    // Lines of one network are named under one domain, though each may be registered by itself.
    const auto& name = source.host->name;
    if (const auto domain = is_generic_host(name, source.address) ? network_domain(name)
                                                                  : registrable_domain(name)) {
      return {Tie::host, domain->text(), domain->text()};
    }
  }
  if (source.source_class == SourceClass::unaffected) {
    if (const auto* envelope = m_names.envelope(source.observed)) {
      const auto domain = registrable_domain(*envelope).value_or(*envelope);
      return {Tie::envelope, domain.text(), domain.text()};
    }
  }
  if (source.source_class == SourceClass::listed && !source.spf_now->mechanism.empty()) {
    return {Tie::term, source.spf_now->mechanism, source.spf_now->mechanism};
  }
  const auto network = IpNetwork::around(source.address).to_string();
  if (const auto* key = m_names.main_key(source.observed)) {
    // Only its sender has the private half of a key that no listed server uses.
    if (source.signals.front().code == "unlisted_key") return {Tie::key, *key, "signer of " + *key};
    return {Tie::key, fmt::format("{}@{}", *key, network),
            fmt::format("{} with {}", network, *key)};
  }
  return {Tie::network, network, network};
}

}  // namespace hardfail::analysis
