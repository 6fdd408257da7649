#include "hardfail/net/host_pattern.hpp"

#include <algorithm>
#include <utility>

#include "hardfail/net/idna.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail {
namespace {

/// RFC 1123, section 2.1, and underscores, which do occur.
bool is_host_name(const DomainName& name) {
  const auto labels = name.labels();
  const auto is_of_host = [](char c) {
    return is_alpha(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
  };
  return labels.size() >= 2 && std::ranges::all_of(name.text(), is_of_host) &&
         !std::ranges::all_of(labels.back(), is_digit);
}

}  // namespace

std::optional<HostPattern> HostPattern::parse(std::string_view text) {
  if (const auto network = IpNetwork::parse(text)) return HostPattern(*network);
  if (text.starts_with("*.")) text.remove_prefix(1);
  if (text.starts_with('.')) text.remove_prefix(1);
  auto name = parse_international(text);
  if (!name || !is_host_name(*name)) return std::nullopt;
  return HostPattern(*std::move(name));
}

bool HostPattern::matches(const IpAddress& address, const DomainName* name) const noexcept {
  if (const auto* network = std::get_if<IpNetwork>(&m_hosts)) return network->contains(address);
  return name != nullptr && name->is_at_or_below(std::get<DomainName>(m_hosts));
}

bool HostPattern::is_narrower_than(const HostPattern& other) const {
  const auto rank = [](const HostPattern& pattern) -> std::pair<int, std::size_t> {
    if (const auto* name = std::get_if<DomainName>(&pattern.m_hosts)) {
      return {1, name->labels().size()};
    }
    const auto& network = std::get<IpNetwork>(pattern.m_hosts);
    return {network.bits() == network.address().width() ? 2 : 0, network.bits()};
  };
  return rank(other) < rank(*this);
}

std::string HostPattern::to_string() const {
  if (const auto* name = std::get_if<DomainName>(&m_hosts)) return name->text();
  return std::get<IpNetwork>(m_hosts).to_string();
}

}  // namespace hardfail
