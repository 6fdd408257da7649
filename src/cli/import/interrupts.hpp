#pragma once

#include <csignal>

namespace hardfail::cli {

/// Holds back SIGINT and SIGTERM of this thread, and of those it starts from then on, so that work
/// can end at a sound place. No handler, and so no global state. Once seen, a second one
/// ends the program at once.
class Interrupts {
 public:
  Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  Interrupts(Interrupts&&) = delete;
  Interrupts& operator=(Interrupts&&) = delete;
  ~Interrupts();

  /// True if one has come.
  [[nodiscard]] bool seen();

 private:
  sigset_t m_held{};
  sigset_t m_before{};
  bool m_seen = false;
};

}  // namespace hardfail::cli
