#include "channel.hpp"

#include <ares.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hardfail::dns {
namespace {

void check(int status) {
  if (status == ARES_SUCCESS) return;
  throw Error(Failure::dns_unavailable,
              fmt::format("the DNS resolver cannot be set up: {}", ares_strerror(status)),
              "check /etc/resolv.conf, or name a server with --dns");
}

ares_addr_port_node to_node(const Server& server) {
  ares_addr_port_node node{};
  const auto octets = server.address.octets();
  if (server.address.family() == IpAddress::Family::v4) {
    node.family = AF_INET;
    std::ranges::copy(octets, reinterpret_cast<std::uint8_t*>(&node.addr.addr4));
  } else {
    node.family = AF_INET6;
    std::ranges::copy(octets, reinterpret_cast<std::uint8_t*>(&node.addr.addr6));
  }
  node.udp_port = node.tcp_port = server.port;
  return node;
}

std::optional<Server> to_server(const ares_addr_port_node& node) {
  const auto octets = node.family == AF_INET
                          ? std::span(reinterpret_cast<const std::uint8_t*>(&node.addr.addr4), 4)
                          : std::span(reinterpret_cast<const std::uint8_t*>(&node.addr.addr6), 16);
  const auto address = IpAddress::from_octets(octets);
  if (!address) return std::nullopt;
  constexpr std::uint16_t dns_port = 53;
  return Server{*address,
                node.udp_port == 0 ? dns_port : static_cast<std::uint16_t>(node.udp_port)};
}

}  // namespace

struct Channel::Pending {
  std::vector<Delivery>& inbox;
  std::uint64_t tag;
};

Channel::Channel(const ChannelOptions& options, std::span<const Server> servers,
                 std::vector<Delivery>& inbox)
    : m_inbox(inbox) {
  ares_options settings{};
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ |
             ARES_OPT_NOROTATE | ARES_OPT_SOCK_RCVBUF;
  // Without NOCHECKRESP, SERVFAIL and REFUSED would read as "connection refused". Truncation is
  // handled above, because a TCP exchange needs more time than a first try over UDP.
  settings.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_IGNTC | ARES_FLAG_EDNS;
  if (options.transport == Transport::tcp) settings.flags |= ARES_FLAG_USEVC;
  settings.timeout = static_cast<int>(std::max<std::int64_t>(options.first_wait.count(), 1));
  settings.tries = options.tries;
  settings.ednspsz = 4096;  // the most c-ares reads from UDP, whatever the query announces
  settings.socket_receive_buffer_size = 1 << 20;  // hundreds of answers may arrive at once
  std::string no_file = "/dev/null";
  if (!servers.empty()) {
    settings.resolvconf_path = no_file.data();
    mask |= ARES_OPT_RESOLVCONF;
  }
  ares_channel made = nullptr;
  check(ares_init_options(&made, &settings, mask));
  m_channel.reset(made);
  if (servers.empty()) return;

  std::vector<ares_addr_port_node> nodes;
  for (const Server& server : servers) nodes.push_back(to_node(server));
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i) nodes[i].next = &nodes[i + 1];
  check(ares_set_servers_ports(m_channel.get(), nodes.data()));
}

void Channel::Closer::operator()(ares_channeldata* channel) const noexcept {
  ares_destroy(channel);
}

std::vector<Server> Channel::servers() const {
  ares_addr_port_node* nodes = nullptr;
  check(ares_get_servers_ports(m_channel.get(), &nodes));
  const std::unique_ptr<ares_addr_port_node, decltype(&ares_free_data)> owned(nodes,
                                                                              &ares_free_data);
  std::vector<Server> found;
  for (const auto* node = nodes; node != nullptr; node = node->next) {
    if (const auto server = to_server(*node)) found.push_back(*server);
  }
  return found;
}

void Channel::send(std::span<const std::uint8_t> query, std::uint64_t tag) {
  auto pending = std::make_unique<Pending>(Pending{m_inbox, tag});
  ares_send(m_channel.get(), query.data(), static_cast<int>(query.size()), &Channel::deliver,
            pending.release());
}

void Channel::deliver(void* argument, int status, int /*timeouts*/, unsigned char* octets,
                      int size) {
  const std::unique_ptr<Pending> pending(static_cast<Pending*>(argument));
  Delivery delivery{pending->tag, std::nullopt};
  if (status == ARES_SUCCESS) delivery.message.emplace(octets, octets + size);
  pending->inbox.push_back(std::move(delivery));
}

void Channel::cancel() noexcept { ares_cancel(m_channel.get()); }

void Channel::append_sockets(std::vector<pollfd>& sockets) const {
  std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> found{};
  const auto wanted =
      static_cast<unsigned>(ares_getsock(m_channel.get(), found.data(), ARES_GETSOCK_MAXNUM));
  for (unsigned i = 0; i < found.size(); ++i) {
    int events = 0;
    if (ARES_GETSOCK_READABLE(wanted, i) != 0) events |= POLLIN;
    if (ARES_GETSOCK_WRITABLE(wanted, i) != 0) events |= POLLOUT;
    if (events != 0) sockets.push_back({found[i], static_cast<short>(events), 0});
  }
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
