#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hardfail/spf/check.hpp"

namespace hardfail::spf {

/// What an evaluation has spent so far (RFC 7208, section 4.6.4).
struct Spent {
  unsigned lookups = 0;
  unsigned void_lookups = 0;
};

/// Writes down the steps of an evaluation, where the caller wants them. A step is opened before
/// those below it, so that the steps read as a tree, and closed when its meaning is known.
class Trace {
 public:
  explicit Trace(const CheckOptions& options) : m_wanted(options.trace) {}

  /// True if anybody will read what is written here.
  [[nodiscard]] bool wanted() const noexcept { return m_wanted; }

  /// The number of no step: what is said of it is dropped.
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  /// Opens a step; its number is for the calls below.
  [[nodiscard]] std::size_t open(unsigned depth, const DomainName& domain, std::string_view term,
                                 const Spent& so_far);

  /// Adds what the step asked and what came back.
  void add(std::size_t step, const std::string& asked, const std::string& answered);

  /// The step itself has cost something: the sums with that.
  void spend(std::size_t step, const Spent& so_far);

  void close(std::size_t step, std::string_view meaning);

  [[nodiscard]] std::vector<TraceStep> take() { return std::move(m_steps); }

 private:
  bool m_wanted;
  std::vector<TraceStep> m_steps;
};

}  // namespace hardfail::spf
