#include "dns_server.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>

namespace hardfail::test {
namespace {

using Clock = std::chrono::steady_clock;
enum class Transport { udp, tcp };

struct Query {
  std::string wire;
  std::uint16_t id = 0;
  std::string name;
  std::uint16_t type = 0;
  bool edns = false;
};

unsigned octet(const std::string& wire, std::size_t at) {
  return static_cast<unsigned char>(wire.at(at));
}

std::uint16_t u16(const std::string& wire, std::size_t at) {
  return static_cast<std::uint16_t>(octet(wire, at) << 8U | octet(wire, at + 1));
}

Query parse_query(const std::string& wire) {
  Query query{.wire = wire, .id = u16(wire, 0), .name = {}, .edns = u16(wire, 10) > 0};
  std::size_t at = 12;
  while (const unsigned length = octet(wire, at)) {
    if (!query.name.empty()) query.name += '.';
    query.name += wire.substr(at + 1, length);
    at += length + 1;
  }
  query.type = u16(wire, at + 1);
  return query;
}

std::vector<std::string> messages(const Query& query, const Script& script, Manner manner) {
  const WireMessage scripted{.id = query.id,
                             .rcode = script.rcode,
                             .name = query.name,
                             .type = query.type,
                             .answer = script.answer,
                             .authority = script.authority,
                             .additional = {}};
  WireMessage other = scripted;
  switch (manner) {
    case Manner::reply:
      return {encode(scripted)};
    case Manner::silent:
    case Manner::closed:
      return {};
    case Manner::truncated:
      other.flags |= 0x0200;
      other.answer.clear();
      return {encode(other)};
    case Manner::wrong_id_first:
      other.id = static_cast<std::uint16_t>(query.id + 1);
      other.rcode = 3;
      return {encode(other), encode(scripted)};
    case Manner::garbage_first:
      return {wire_u16(query.id) + "\x81\x80 not a DNS message at all", encode(scripted)};
    case Manner::wrong_question:
      other.name = "other.example";
      return {encode(other)};
    case Manner::garbage:
      return {wire_u16(query.id) + "\x81\x80 not a DNS message at all"};
    case Manner::cut_short: {
      const std::string whole = encode(scripted);
      return {whole.substr(0, whole.size() - 3)};
    }
    case Manner::echo:
      return {query.wire};
    case Manner::form_error_edns:
      if (!query.edns) return {encode(scripted)};
      other.rcode = 1;
      other.answer.clear();
      return {encode(other)};
  }
  return {};
}

}  // namespace

/// Runs on the server's thread and owns all that lives there alone.
class DnsServer::Loop {
 public:
  explicit Loop(DnsServer& server) : m_server(server) {}

  void run() {
    while (!m_server.m_stop) {
      std::vector<pollfd> sockets = {{m_server.m_udp.get(), POLLIN, 0},
                                     {m_server.m_tcp.get(), POLLIN, 0}};
      for (const auto& [descriptor, connection] : m_connections) {
        sockets.push_back({descriptor, POLLIN, 0});
      }
      poll(sockets.data(), sockets.size(), time_to_next());
      if (sockets[0].revents != 0) read_udp();
      if (sockets[1].revents != 0) accept_tcp();
      for (std::size_t i = 2; i < sockets.size(); ++i) {
        if (sockets[i].revents != 0) read_tcp(sockets[i].fd);
      }
      send_due();
    }
  }

 private:
  struct Connection {
    Socket socket;
    std::string read;
  };

  [[nodiscard]] int time_to_next() const {
    constexpr int look_for_stop = 20;
    if (m_waiting.empty()) return look_for_stop;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(m_waiting.begin()->first - Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, look_for_stop));
  }

  void read_udp() {
    for (;;) {
      std::array<char, 4096> buffer{};
      sockaddr_in from{};
      socklen_t from_size = sizeof from;
      const auto size = recvfrom(m_server.m_udp.get(), buffer.data(), buffer.size(), MSG_DONTWAIT,
                                 reinterpret_cast<sockaddr*>(&from), &from_size);
      if (size < 0) return;
      const int descriptor = m_server.m_udp.get();
      answer({buffer.data(), static_cast<std::size_t>(size)}, Transport::udp,
             [descriptor, from](const std::string& message) {
               sendto(descriptor, message.data(), message.size(), 0,
                      reinterpret_cast<const sockaddr*>(&from), sizeof from);
             });
    }
  }

  void accept_tcp() {
    Socket socket(accept(m_server.m_tcp.get(), nullptr, nullptr));
    const int descriptor = socket.get();
    if (descriptor >= 0) m_connections.emplace(descriptor, Connection{std::move(socket), {}});
  }

  void read_tcp(int descriptor) {
    Connection& connection = m_connections.at(descriptor);
    std::array<char, 4096> buffer{};
    const auto size = recv(descriptor, buffer.data(), buffer.size(), 0);
    if (size <= 0) {
      m_connections.erase(descriptor);
      return;
    }
    connection.read.append(buffer.data(), static_cast<std::size_t>(size));
    while (connection.read.size() >= 2 && connection.read.size() >= 2U + u16(connection.read, 0)) {
      const std::string query = connection.read.substr(2, u16(connection.read, 0));
      connection.read.erase(0, 2 + query.size());
      const bool keep = answer(query, Transport::tcp, [this, descriptor](const std::string& sent) {
        if (!m_connections.contains(descriptor)) return;
        const std::string framed = wire_u16(static_cast<std::uint16_t>(sent.size())) + sent;
        send(descriptor, framed.data(), framed.size(), MSG_NOSIGNAL);
      });
      if (!keep) {
        m_connections.erase(descriptor);
        return;
      }
    }
  }

  /// False where the connection is to be closed.
  bool answer(const std::string& wire, Transport transport,
              std::function<void(const std::string&)> send_back) {
    ++m_server.m_received;
    const Query query = parse_query(wire);
    auto found = m_server.m_scripts.find(query.name);
    if (found == m_server.m_scripts.end()) found = m_server.m_scripts.find("*");
    if (found == m_server.m_scripts.end()) return true;
    Script& script = found->second;
    if (transport == Transport::udp && script.lost > 0) {
      --script.lost;
      return true;
    }
    const Manner manner = transport == Transport::udp ? script.udp : script.tcp;
    for (std::string& message : messages(query, script, manner)) {
      m_waiting.emplace(Clock::now() + script.delay,
                        [send_back, message = std::move(message)] { send_back(message); });
    }
    m_server.m_most_waiting = std::max(m_server.m_most_waiting.load(), m_waiting.size());
    return manner != Manner::closed;
  }

  void send_due() {
    while (!m_waiting.empty() && m_waiting.begin()->first <= Clock::now()) {
      m_waiting.begin()->second();
      m_waiting.erase(m_waiting.begin());
    }
  }

  DnsServer& m_server;
  std::map<int, Connection> m_connections;
  std::multimap<Clock::time_point, std::function<void()>> m_waiting;
};

DnsServer::DnsServer(std::map<std::string, Script> scripts)
    : DnsServer(both_bound_to_loopback(), std::move(scripts)) {}

DnsServer::DnsServer(std::pair<Socket, Socket> sockets, std::map<std::string, Script> scripts)
    : m_udp(std::move(sockets.first)),
      m_tcp(std::move(sockets.second)),
      m_port(port_of(m_udp)),
      m_scripts(std::move(scripts)) {
  const int buffer = 1 << 20;
  if (setsockopt(m_udp.get(), SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer) != 0 ||
      listen(m_tcp.get(), SOMAXCONN) != 0) {
    throw std::runtime_error("the DNS server of the test cannot listen");
  }
  m_thread = std::thread([this] { Loop(*this).run(); });
}

DnsServer::~DnsServer() {
  m_stop = true;
  m_thread.join();
}

}  // namespace hardfail::test
