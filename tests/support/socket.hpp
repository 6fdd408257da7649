#pragma once

#include <unistd.h>

#include <utility>

namespace hardfail::test {

/// Owns a file descriptor.
class Socket {
 public:
  explicit Socket(int descriptor) : m_descriptor(descriptor) {}
  Socket(Socket&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  [[nodiscard]] int get() const { return m_descriptor; }

 private:
  int m_descriptor;
};

/// A socket of SOCK_DGRAM or SOCK_STREAM on 127.0.0.1; port 0 takes a free one. Throws
/// std::system_error.
[[nodiscard]] Socket bound_to_loopback(int type, unsigned short port);

/// A socket of SOCK_DGRAM and one of SOCK_STREAM on one free port of 127.0.0.1. Throws
/// std::system_error.
[[nodiscard]] std::pair<Socket, Socket> both_bound_to_loopback();

/// The port such a socket has.
[[nodiscard]] unsigned short port_of(const Socket& socket);

}  // namespace hardfail::test
