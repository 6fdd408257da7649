#include "evaluation/scope.hpp"

namespace hardfail::spf {

void Scope::note(const IpNetwork& network) {
  ++m_comparisons;
  if (network.address().family() != m_client.family()) return;
  if (network.address() > m_client) {
    if (!m_end || network.address() < *m_end) m_end = network.address();
  } else if (network.contains(m_client)) {
    const auto next = network.next_address();
    if (next && (!m_end || *next < *m_end)) m_end = next;
  }
}

}  // namespace hardfail::spf
