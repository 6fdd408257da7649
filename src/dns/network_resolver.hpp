#pragma once

#include <memory>
#include <random>
#include <span>
#include <vector>

#include "exchange.hpp"

namespace hardfail::dns {

class NetworkResolver final : public Resolver {
 public:
  /// Asks `servers`, the first one first; the system's where there are none.
  NetworkResolver(const NetworkOptions& options, std::vector<Server> servers);

  using Resolver::ask_all;
  [[nodiscard]] std::vector<Answer> ask_all(std::span<const Question> questions,
                                            Deadline deadline) override;

 private:
  NetworkOptions m_options;
  std::random_device m_random;  // costs more to make than an exchange takes
  std::vector<Delivery> m_inbox;
  std::vector<std::unique_ptr<Route>> m_routes;  // one for each server; they deliver into m_inbox
};

}  // namespace hardfail::dns
