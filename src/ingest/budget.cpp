#include "budget.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/error.hpp"

namespace hardfail::ingest {

void Budget::unpacked(std::uint64_t octets) {
  constexpr std::uint64_t too_little_to_judge = 16U << 20U;
  m_unpacked += octets;
  if (m_unpacked > m_limits.unpacked_octets) {
    m_spent = true;
    throw InputError(fmt::format("it unpacks to more than {} octets (--limit-unpacked-octets)",
                                 m_limits.unpacked_octets));
  }
  const auto packed = std::max<std::uint64_t>(m_input.octets(), 1);
  if (m_unpacked > too_little_to_judge && m_unpacked / packed > m_limits.ratio) {
    m_spent = true;
    throw InputError(
        fmt::format("it unpacks to more than {} times its size (--limit-ratio)", m_limits.ratio));
  }
}

}  // namespace hardfail::ingest
