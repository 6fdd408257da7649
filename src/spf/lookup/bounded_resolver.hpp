#pragma once

#include <algorithm>
#include <chrono>
#include <span>
#include <vector>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::spf {

/// A resolver until a deadline; whatever is open then is a timeout.
class BoundedResolver final : public dns::Resolver {
 public:
  /// `upstream` must outlive this.
  BoundedResolver(dns::Resolver& upstream, dns::Deadline deadline)
      : m_upstream(upstream), m_deadline(deadline) {}

  using Resolver::ask_all;
  [[nodiscard]] std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                                 dns::Deadline deadline) override {
    if (std::chrono::steady_clock::now() >= m_deadline) {
      return std::vector<dns::Answer>(questions.size());  // each a timeout
    }
    return m_upstream.ask_all(questions, std::min(deadline, m_deadline));
  }

 private:
  dns::Resolver& m_upstream;
  dns::Deadline m_deadline;
};

}  // namespace hardfail::spf
