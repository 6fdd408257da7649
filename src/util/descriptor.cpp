#include "hardfail/util/descriptor.hpp"

#include <unistd.h>

namespace hardfail {

void Descriptor::close() noexcept {
  if (m_value >= 0) ::close(std::exchange(m_value, -1));
}

}  // namespace hardfail
