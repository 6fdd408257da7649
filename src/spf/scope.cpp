#include "scope.hpp"

namespace hardfail::spf {

void Scope::note_network(const IpAddress& address, unsigned bits) {
  ++m_comparisons;
  if (address.family() != m_client.family()) return;
  const auto network = *IpNetwork::of(address, bits);
  if (network.address() > m_client) {
    if (!m_end || network.address() < *m_end) m_end = network.address();
  } else if (network.contains(m_client)) {
    const auto next = network.next_address();
    if (next && (!m_end || *next < *m_end)) m_end = next;
  }
}

}  // namespace hardfail::spf
