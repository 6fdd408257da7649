#include "socket.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace hardfail::test {
namespace {

void check(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

Socket bound_to_loopback(int type, unsigned short port) {
  Socket made(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
  check(made.get(), "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int reuse = 1;
  if (type == SOCK_STREAM) {
    check(setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse), "setsockopt");
  }
  check(bind(made.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
  return made;
}

std::pair<Socket, Socket> both_bound_to_loopback() {
  for (int tries_left = 20;; --tries_left) {
    Socket udp = bound_to_loopback(SOCK_DGRAM, 0);
    try {
      Socket tcp = bound_to_loopback(SOCK_STREAM, port_of(udp));
      return {std::move(udp), std::move(tcp)};
    } catch (const std::system_error& error) {
      // The port may be another program's for TCP.
      if (error.code() != std::errc::address_in_use || tries_left == 0) throw;
    }
  }
}

unsigned short port_of(const Socket& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  check(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
  return ntohs(address.sin_port);
}

}  // namespace hardfail::test
