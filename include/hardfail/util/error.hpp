#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <stdexcept>
#include <string>

namespace hardfail {

/// Why an operation cannot be completed; the value is the exit status of sysexits(3).
enum class Failure {
  usage = 64,
  unusable_data = 65,
  no_input = 66,
  dns_unavailable = 69,
  internal = 70,
  cannot_create = 73,
  io = 74,
  database_busy = 75,
  configuration = 78,
};

/// An operation that cannot be completed. Caught in `cli` alone.
///
/// `what()` is one sentence that names the thing, and the reason; `advice()` says what to do,
/// and may be empty.
class Error : public std::runtime_error {
 public:
  Error(Failure failure, const std::string& text, std::string advice = {});

  [[nodiscard]] Failure failure() const noexcept { return m_failure; }
  [[nodiscard]] const std::string& advice() const noexcept { return m_advice; }

 private:
  Failure m_failure;
  std::string m_advice;
};

/// One input (a file, a member of an archive) that cannot be used, while others may be.
/// Caught once an input in `ingest`, where it becomes a rejection.
class InputError : public Error {
 public:
  explicit InputError(const std::string& text, std::string advice = {});
};

/// What is wrong with a piece of text, told to whoever wrote it.
struct Problem {
  std::string text;        ///< one sentence
  std::size_t offset = 0;  ///< where in the text it starts, in octets
};

}  // namespace hardfail
