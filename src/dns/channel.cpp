#include "channel.hpp"

// ares_send() alone is deprecated, since 1.28; what is to replace it is missing from 1.18.
#define CARES_NO_DEPRECATED
#include <ares.h>
#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace hardfail::dns {
namespace {

void check(int status) {
  if (status == ARES_SUCCESS) return;
  throw Error(Failure::dns_unavailable,
              fmt::format("the DNS resolver cannot be set up: {}", ares_strerror(status)),
              "check /etc/resolv.conf, or name a server with --dns");
}

/// As ares_set_servers_ports_csv() reads it.
std::string to_text(const Server& server) {
  const auto address = server.address.to_string();
  return server.address.family() == IpAddress::Family::v4
             ? fmt::format("{}:{}", address, server.port)
             : fmt::format("[{}]:{}", address, server.port);
}

}  // namespace

struct Channel::Pending {
  Channel& channel;
  std::uint64_t tag;
  std::vector<std::uint8_t> query;
};

Channel::Channel(const ChannelOptions& options, std::span<const Server> servers,
                 std::vector<Delivery>& inbox)
    : m_options(options),
      m_first_server((assert(!servers.empty()), servers.front())),
      m_inbox(inbox) {
  ares_options settings{};
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ |
             ARES_OPT_NOROTATE | ARES_OPT_SOCK_RCVBUF | ARES_OPT_SOCK_STATE_CB;
  // Without NOCHECKRESP, SERVFAIL and REFUSED would read as "connection refused". Truncation is
  // handled above, because a TCP exchange needs more time than a first try over UDP.
  settings.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_IGNTC | ARES_FLAG_EDNS;
  if (options.transport == Transport::tcp) settings.flags |= ARES_FLAG_USEVC;
  settings.timeout = static_cast<int>(std::max<std::int64_t>(options.first_wait.count(), 1));
  settings.tries = options.tries;
  settings.ednspsz = 4096;  // the most c-ares reads from UDP, whatever the query announces
  settings.socket_receive_buffer_size = 1 << 20;  // hundreds of answers may arrive at once
  settings.sock_state_cb = &Channel::watch;
  settings.sock_state_cb_data = &m_sockets;
#ifdef ARES_OPT_QUERY_CACHE  // since 1.31
  settings.qcache_max_ttl = 0;
  mask |= ARES_OPT_QUERY_CACHE;
#endif
  std::string no_file = "/dev/null";
  if (options.server_list == ServerList::given) {
    settings.resolvconf_path = no_file.data();
    mask |= ARES_OPT_RESOLVCONF;
  }
  ares_channel made = nullptr;
  check(ares_init_options(&made, &settings, mask));
  m_channel.reset(made);
  if (options.server_list == ServerList::of_system) return;

  std::string list;
  for (const Server& server : servers) list += to_text(server) + ',';
  check(ares_set_servers_ports_csv(m_channel.get(), list.c_str()));
}

void Channel::Closer::operator()(ares_channeldata* channel) const noexcept {
  ares_destroy(channel);
}

void Channel::send(std::span<const std::uint8_t> query, std::uint64_t tag) {
  auto pending = std::make_unique<Pending>(Pending{*this, tag, {query.begin(), query.end()}});
  ares_send(m_channel.get(), query.data(), static_cast<int>(query.size()), &Channel::deliver,
            pending.release());
}

void Channel::deliver(void* argument, int status, int /*timeouts*/, unsigned char* octets,
                      int size) {
  const std::unique_ptr<Pending> pending(static_cast<Pending*>(argument));
  Delivery delivery{pending->tag, Delivery::Outcome::unanswered, {}};
  if (status == ARES_SUCCESS) {
    delivery.outcome = Delivery::Outcome::answered;
    delivery.message.assign(octets, octets + size);
  } else if (status == ARES_EBADNAME || status == ARES_EBADRESP) {
    delivery = pending->channel.deliver_alone(*pending);
  } else if (status == ARES_ETIMEOUT) {
    delivery.outcome = Delivery::Outcome::timed_out;
  }
  pending->channel.m_inbox.push_back(std::move(delivery));
}

Delivery Channel::deliver_alone(const Pending& pending) const {
  const auto began = std::chrono::steady_clock::now();
  auto message =
      ask_alone(pending.query, m_first_server, m_options.transport, m_options.first_wait);
  if (message) return {pending.tag, Delivery::Outcome::answered, std::move(*message)};
  const bool waited = std::chrono::steady_clock::now() - began >= m_options.first_wait;
  return {pending.tag, waited ? Delivery::Outcome::timed_out : Delivery::Outcome::unanswered, {}};
}

void Channel::cancel() noexcept { ares_cancel(m_channel.get()); }

void Channel::watch(void* sockets, int descriptor, int readable, int writable) {
  auto& watched = *static_cast<std::vector<pollfd>*>(sockets);
  std::erase_if(watched, [&](const pollfd& socket) { return socket.fd == descriptor; });
  const int events = (readable != 0 ? POLLIN : 0) | (writable != 0 ? POLLOUT : 0);
  if (events != 0) watched.push_back({descriptor, static_cast<short>(events), 0});
}

std::optional<std::chrono::milliseconds> Channel::next_timeout() const {
  timeval left{};
  if (ares_timeout(m_channel.get(), nullptr, &left) == nullptr) return std::nullopt;
  // Rounded up: waking before c-ares finds anything due would be a busy wait.
  return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::seconds(left.tv_sec) +
                                                      std::chrono::microseconds(left.tv_usec));
}

void Channel::process(std::span<const pollfd> sockets) {
  for (const pollfd& socket : sockets) {
    const bool readable = (socket.revents & (POLLIN | POLLERR | POLLHUP)) != 0;
    const bool writable = (socket.revents & POLLOUT) != 0;
    if (!readable && !writable) continue;
    ares_process_fd(m_channel.get(), readable ? socket.fd : ARES_SOCKET_BAD,
                    writable ? socket.fd : ARES_SOCKET_BAD);
  }
  ares_process_fd(m_channel.get(), ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

}  // namespace hardfail::dns
