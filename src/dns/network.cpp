#include "hardfail/dns/network.hpp"

#include <algorithm>
#include <fstream>
#include <limits>

#include "hardfail/util/text.hpp"
#include "network_resolver.hpp"

namespace hardfail::dns {
namespace {

constexpr std::size_t most_servers = 3;  // as resolver(3): each shortens the wait for the others

/// The system's servers, without the zone index that one may have. c-ares asks the local host where
/// none is configured, which would read as a dead server instead of what it is.
std::vector<Server> system_servers() {
  std::vector<Server> servers;
  std::ifstream configuration("/etc/resolv.conf");
  constexpr std::string_view keyword = "nameserver";
  for (std::string line; std::getline(configuration, line);) {
    std::string_view text = trim(line);
    if (!text.starts_with(keyword)) continue;
    text = trim(text.substr(keyword.size()));
    const auto address = IpAddress::parse(text.substr(0, text.find_first_of("% \t#;")));
    if (address) servers.push_back(Server{*address});
  }
  if (servers.empty()) {
    throw Error(Failure::dns_unavailable, "no DNS server is configured in /etc/resolv.conf",
                "name one with --dns");
  }
  return servers;
}

}  // namespace

std::optional<Server> Server::parse(std::string_view text) {
  if (const auto address = IpAddress::parse(text)) return Server{*address};

  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = parse_unsigned(text.substr(colon + 1));
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  const auto address = IpAddress::parse(host);
  const bool has_colon = host.find(':') != std::string_view::npos;
  if (!address || bracketed != has_colon || !port || *port == 0 ||
      *port > std::numeric_limits<std::uint16_t>::max()) {
    return std::nullopt;
  }
  return Server{*address, static_cast<std::uint16_t>(*port)};
}

NetworkResolver::NetworkResolver(const NetworkOptions& options, std::vector<Server> servers)
    : m_options(options) {
  const bool from_system = servers.empty();
  if (from_system) servers = system_servers();
  servers.resize(std::min(servers.size(), most_servers), servers.front());

  // c-ares doubles its wait each round, so three tries take 1 + 2 + 4 first waits a server. A TCP
  // connection that a server closes in between is worth a second one.
  const auto share = options.timeout / static_cast<int>(servers.size());
  ChannelOptions udp{ServerList::given, Transport::udp, share / 7, 3};
  ChannelOptions tcp{ServerList::given, Transport::tcp, share, 2};
  if (from_system) udp.server_list = tcp.server_list = ServerList::of_system;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    // NOLINTNEXTLINE(modernize-make-unique): a channel cannot be moved into place
    m_routes.push_back(std::unique_ptr<Route>(
        new Route{Channel(udp, servers, m_inbox), Channel(tcp, servers, m_inbox)}));
    udp.server_list = tcp.server_list = ServerList::given;  // in an order of our own
    std::rotate(servers.begin(), servers.begin() + 1, servers.end());
  }
}

std::vector<Answer> NetworkResolver::ask_all(std::span<const Question> questions,
                                             Deadline deadline) {
  return Exchange(m_routes, m_inbox, m_random, m_options, questions, deadline).run();
}

std::unique_ptr<Resolver> make_network_resolver(const NetworkOptions& options) {
  std::vector<Server> servers;
  if (options.server) servers.push_back(*options.server);
  return std::make_unique<NetworkResolver>(options, std::move(servers));
}

}  // namespace hardfail::dns
