#pragma once

#include <sys/types.h>

#include <optional>

#include "hardfail/process/process.hpp"
#include "hardfail/util/descriptor.hpp"

namespace hardfail::process {

/// A running program at the head of a process group of its own, with our ends of its pipes, which
/// do not block. If it still runs when this dies, the group is killed.
class Child {
 public:
  /// Throws Error (configuration) where it cannot be started.
  explicit Child(const Command& command);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Child(Child&&) = delete;
  Child& operator=(Child&&) = delete;
  ~Child();

  /// As Outcome::status has it; nullopt while it runs.
  [[nodiscard]] std::optional<int> ended();

  Descriptor& input() noexcept { return m_input; }
  Descriptor& output() noexcept { return m_output; }
  Descriptor& errors() noexcept { return m_errors; }

 private:
  Descriptor m_input;
  Descriptor m_output;
  Descriptor m_errors;
  pid_t m_process = -1;
  std::optional<int> m_status;
};

}  // namespace hardfail::process
