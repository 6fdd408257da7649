#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "environment.hpp"
#include "hardfail/dns/resolver.hpp"
#include "options/global_options.hpp"
#include "status_line.hpp"

namespace hardfail::cli {

/// Passes questions on, and says on a terminal what is waited for. Slow name servers would
/// otherwise mean many seconds without a sign of life.
class DnsWait final : public dns::Resolver {
 public:
  DnsWait(const Environment& environment, Verbosity verbosity)
      : m_environment(environment), m_line(environment, verbosity) {}

  /// Where questions go; before the first one.
  void ask_from(std::unique_ptr<dns::Resolver> upstream) { m_upstream = std::move(upstream); }

  /// What the next questions are about.
  void about(std::string what) { m_about = std::move(what); }

  /// So many of the present questions are answered.
  void show(std::size_t answered, std::size_t asked);

  using Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline deadline) override;

 private:
  const Environment& m_environment;
  StatusLine m_line;
  std::unique_ptr<dns::Resolver> m_upstream;
  std::chrono::steady_clock::time_point m_asked;
  std::string m_about = "DNS";
};

}  // namespace hardfail::cli
