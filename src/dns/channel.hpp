#pragma once

#include <poll.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "single_query.hpp"

struct ares_channeldata;

namespace hardfail::dns {

/// Where c-ares takes the servers from: the system's configuration can say more than an address (a
/// zone index).
enum class ServerList : std::uint8_t { given, of_system };

/// How a channel carries its queries and how long it waits.
struct ChannelOptions {
  ServerList server_list = ServerList::given;
  Transport transport = Transport::udp;
  std::chrono::milliseconds first_wait{0};  ///< doubled each time all servers have been tried
  int tries = 1;                            ///< of each server
};

/// What became of a query that was sent.
struct Delivery {
  enum class Outcome : std::uint8_t {
    answered,
    timed_out,   ///< c-ares gave up waiting, perhaps too early: it expects a server to stay as fast
    unanswered,  ///< no server can be reached, or the query was cancelled
  };
  std::uint64_t tag = 0;
  Outcome outcome = Outcome::unanswered;
  std::vector<std::uint8_t> message;  ///< empty unless answered
};

/// A c-ares channel: sends queries in wire form to the first of its servers, repeats those that are
/// lost, and moves on to the next server. Messages with another id or question than the query's
/// are dropped (RFC 5452, section 9.1). It neither looks at RCODEs nor changes the transport.
///
/// Since 1.28 c-ares refuses names with other octets than those of host names, which SPF macros
/// make, and drops messages that its own parser does not accept. Such a query is sent once more
/// with ask_alone(), and all others wait for it.
class Channel {
 public:
  /// Asks `servers`. Everything that arrives is put into `inbox`, which must outlive the channel.
  /// Throws Error (dns_unavailable). Pre: `servers` is not empty.
  Channel(const ChannelOptions& options, std::span<const Server> servers,
          std::vector<Delivery>& inbox);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// Every query sent is delivered once, at the latest by cancel(), and perhaps in this call.
  void send(std::span<const std::uint8_t> query, std::uint64_t tag);

  /// Delivers every open query as unanswered.
  void cancel() noexcept;

  /// What to wait for.
  [[nodiscard]] std::span<const pollfd> sockets() const { return m_sockets; }

  /// The time until the next query has to be repeated or given up; nullopt where none is open.
  [[nodiscard]] std::optional<std::chrono::milliseconds> next_timeout() const;

  /// Reads and writes what is ready among `sockets`, and repeats what has waited long enough.
  void process(std::span<const pollfd> sockets);

 private:
  struct Closer {
    void operator()(ares_channeldata* channel) const noexcept;
  };
  struct Pending;
  [[nodiscard]] Delivery deliver_alone(const Pending& pending) const;
  static void deliver(void* argument, int status, int timeouts, unsigned char* octets, int size);
  static void watch(void* sockets, int descriptor, int readable, int writable);

  ChannelOptions m_options;
  Server m_first_server;
  std::vector<pollfd> m_sockets;  // before the channel, which changes it to the last
  std::unique_ptr<ares_channeldata, Closer> m_channel;
  std::vector<Delivery>& m_inbox;
};

}  // namespace hardfail::dns
