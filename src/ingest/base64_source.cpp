#include "base64_source.hpp"

namespace hardfail::ingest {

std::string_view Base64Source::read() {
  constexpr std::size_t held_back = 3;  // octets of a group that the last chunk began
  std::size_t octets = 0;
  while (octets == 0) {
    const auto text = m_text.next();
    if (text.empty()) return {};
    m_octets.resize(text.size() + held_back);
    octets = g_base64_decode_step(text.data(), text.size(),
                                  reinterpret_cast<guchar*>(m_octets.data()), &m_state, &m_group);
  }
  return std::string_view(m_octets).substr(0, octets);
}

}  // namespace hardfail::ingest
