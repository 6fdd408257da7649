#pragma once

#include <poll.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "hardfail/dns/network.hpp"

struct ares_channeldata;

namespace hardfail::dns {

enum class Transport : std::uint8_t { udp, tcp };

/// How a channel carries its queries and how long it waits.
struct ChannelOptions {
  Transport transport = Transport::udp;
  std::chrono::milliseconds first_wait{0};  ///< doubled each time all servers have been tried
  int tries = 1;                            ///< of each server
};

/// What became of a query that was sent.
struct Delivery {
  std::uint64_t tag = 0;
  std::optional<std::vector<std::uint8_t>> message;  ///< nullopt: no server answered
};

/// A c-ares channel: sends queries in wire form to the first of its servers, repeats those that are
/// lost, and moves on to the next server. Messages with another id or question than the query's
/// are dropped (RFC 5452, section 9.1). It neither looks at RCODEs nor changes the transport.
class Channel {
 public:
  /// Asks `servers`, or those of the system where there are none. Everything that arrives is put
  /// into `inbox`, which must outlive the channel. Throws Error (dns_unavailable).
  Channel(const ChannelOptions& options, std::span<const Server> servers,
          std::vector<Delivery>& inbox);
  /// The servers asked, in their order.
  [[nodiscard]] std::vector<Server> servers() const;

  /// Every query sent is delivered once, at the latest by cancel(), and perhaps in this call.
  void send(std::span<const std::uint8_t> query, std::uint64_t tag);

  /// Delivers every open query as unanswered.
  void cancel() noexcept;

  /// Appends what to wait for.
  void append_sockets(std::vector<pollfd>& sockets) const;

  /// The time until the next query has to be repeated or given up; nullopt where none is open.
  [[nodiscard]] std::optional<std::chrono::milliseconds> next_timeout() const;

  /// Reads and writes what is ready among `sockets`, and repeats what has waited long enough.
  void process(std::span<const pollfd> sockets);

 private:
  struct Closer {
    void operator()(ares_channeldata* channel) const noexcept;
  };
  struct Pending;
  static void deliver(void* argument, int status, int timeouts, unsigned char* octets, int size);

  std::unique_ptr<ares_channeldata, Closer> m_channel;
  std::vector<Delivery>& m_inbox;
};

}  // namespace hardfail::dns
