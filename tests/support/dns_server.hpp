#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "dns_wire.hpp"
#include "socket.hpp"

namespace hardfail::test {

/// How a question is met.
enum class Manner {
  reply,            ///< with the scripted message
  silent,           ///< not at all
  truncated,        ///< with TC and no records
  wrong_id_first,   ///< with a lie under another id, then with the scripted message
  garbage_first,    ///< with octets that are no message, then with the scripted message
  wrong_question,   ///< with an answer to another question
  garbage,          ///< with octets that are no message, under the right id
  cut_short,        ///< with a message that ends inside a record
  echo,             ///< with the query itself
  form_error_edns,  ///< with FORMERR while the query has EDNS, else with the scripted message
  closed,           ///< TCP: by closing the connection
};

struct Script {
  Manner udp = Manner::reply;
  Manner tcp = Manner::reply;
  unsigned lost = 0;  ///< so many queries over UDP get nothing first
  std::chrono::milliseconds delay{0};
  std::uint16_t rcode = 0;
  std::vector<WireRecord> answer{};
  std::vector<WireRecord> authority{};
};

/// A name server on 127.0.0.1, UDP and TCP, that does as its script says for each name.
class DnsServer {
 public:
  /// The script "*" is for all names without their own; without it they get no answer.
  explicit DnsServer(std::map<std::string, Script> scripts);
  DnsServer(const DnsServer&) = delete;
  DnsServer& operator=(const DnsServer&) = delete;
  ~DnsServer();

  [[nodiscard]] unsigned short port() const { return m_port; }
  /// Queries received so far, repeats included.
  [[nodiscard]] unsigned received() const { return m_received; }
  /// The most queries that waited for their delay at once.
  [[nodiscard]] std::size_t most_waiting() const { return m_most_waiting; }

 private:
  class Loop;

  DnsServer(std::pair<Socket, Socket> sockets, std::map<std::string, Script> scripts);

  Socket m_udp;
  Socket m_tcp;
  unsigned short m_port;
  std::atomic<unsigned> m_received = 0;
  std::atomic<std::size_t> m_most_waiting = 0;
  std::atomic<bool> m_stop = false;
  std::map<std::string, Script> m_scripts;
  std::thread m_thread;
};

}  // namespace hardfail::test
