#include "import/interrupts.hpp"

#include <fmt/format.h>

#include <ctime>
#include <system_error>

#include "hardfail/util/error.hpp"

namespace hardfail::cli {

Interrupts::Interrupts() {
  sigemptyset(&m_held);
  sigaddset(&m_held, SIGINT);
  sigaddset(&m_held, SIGTERM);
  if (const int code = pthread_sigmask(SIG_BLOCK, &m_held, &m_before); code != 0) {
    throw Error(Failure::internal, fmt::format("signals cannot be held back: {}",
                                               std::generic_category().message(code)));
  }
}

Interrupts::~Interrupts() {
  // A signal that came meanwhile is delivered now, as it would have been without us. It cannot fail
  // with a mask that the system gave.
  static_cast<void>(pthread_sigmask(SIG_SETMASK, &m_before, nullptr));
}

bool Interrupts::seen() {
  if (m_seen) return true;
  const timespec at_once{};
  m_seen = sigtimedwait(&m_held, nullptr, &at_once) > 0;
  if (m_seen) static_cast<void>(pthread_sigmask(SIG_SETMASK, &m_before, nullptr));
  return m_seen;
}

}  // namespace hardfail::cli
