#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <unordered_map>
#include <vector>

#include "channel.hpp"
#include "message.hpp"

namespace hardfail::dns {

/// The channels that ask one server first, and the others where it is silent.
struct Route {
  Channel udp;
  Channel tcp;
};

/// One batch of questions on their way: keeps a number of them in flight, and takes each through
/// truncation, CNAMEs, servers without EDNS, and servers that fail, to its answer.
class Exchange {
 public:
  /// `routes` has one for each server; everything passed must outlive the exchange.
  Exchange(std::span<const std::unique_ptr<Route>> routes, std::vector<Delivery>& inbox,
           std::random_device& random, const NetworkOptions& options,
           std::span<const Question> questions, Deadline deadline);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  /// Cancels what is still under way.
  ~Exchange();

  [[nodiscard]] std::vector<Answer> run();

 private:
  /// A question in flight. It has one query under way at any time.
  struct Open {
    std::size_t index = 0;          ///< of its question and answer
    Question asked;                 ///< its name moves along the CNAMEs
    std::vector<DomainName> chain;  ///< the names they led to
    std::chrono::seconds ttl = std::chrono::seconds::max();
    Deadline ends;
    std::size_t route = 0;
    Transport transport = Transport::udp;
    Edns edns = Edns::on;
    Status otherwise = Status::timeout;  ///< the outcome where no server does better
  };

  void start();
  void send(Open open);
  void wait();
  void handle_inbox();
  void handle(Open open, const Delivery& delivery);
  void handle(Open open, Reply reply);
  void follow(Open open, const Reply& alias);
  void try_next_server(Open open, Status status);
  void expire();
  void finish(const Open& open, Answer answer);

  std::span<const std::unique_ptr<Route>> m_routes;
  std::vector<Delivery>& m_inbox;
  std::random_device& m_random;
  const NetworkOptions& m_options;
  std::span<const Question> m_questions;
  Deadline m_deadline;
  std::vector<Answer> m_answers;  // Status::timeout until they are finished
  std::size_t m_next = 0;         // the first question not started
  std::uint64_t m_last_tag = 0;
  std::unordered_map<std::uint64_t, Open> m_open;  // by the tag of the query under way
};

}  // namespace hardfail::dns
