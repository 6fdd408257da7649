#include "single_query.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cstdlib>
#include <memory>
#include <new>
#include <string_view>

#include "hardfail/util/descriptor.hpp"
#include "hardfail/util/text.hpp"
#include "ldns_data.hpp"

namespace hardfail::dns {
namespace {

struct Free {
  // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): ldns allocates with malloc()
  void operator()(void* memory) const noexcept { std::free(memory); }
};
struct FreeBuffer {
  void operator()(ldns_buffer* buffer) const noexcept { ldns_buffer_free(buffer); }
};

constexpr std::size_t header_size = 12;

/// The question section of a query that make_query() made.
std::string_view question_of(std::span<const std::uint8_t> query) {
  constexpr std::size_t type_and_class = 4;
  std::size_t end = header_size;
  while (query[end] != 0) end += 1U + query[end];
  const auto question = query.first(end + 1 + type_and_class).subspan(header_size);
  return {reinterpret_cast<const char*>(question.data()), question.size()};
}

bool answers(std::span<const std::uint8_t> message, std::span<const std::uint8_t> query) {
  const auto question = question_of(query);
  if (message.size() < header_size + question.size()) return false;
  const std::string_view repeated(reinterpret_cast<const char*>(message.data()) + header_size,
                                  question.size());
  return message[0] == query[0] && message[1] == query[1] && iequals(repeated, question);
}

using Message = std::unique_ptr<std::uint8_t, Free>;

/// The next datagram that the socket is sent before `ends`; null where none comes.
Message next_datagram(int socket, std::chrono::steady_clock::time_point ends, std::size_t& size) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(ends - std::chrono::steady_clock::now());
  pollfd readable{socket, POLLIN, 0};
  if (left.count() <= 0 || poll(&readable, 1, static_cast<int>(left.count())) != 1) return nullptr;
  return Message(ldns_udp_read_wire(socket, &size, nullptr, nullptr));
}

}  // namespace

std::optional<std::vector<std::uint8_t>> ask_alone(std::span<const std::uint8_t> query,
                                                   const Server& server, Transport transport,
                                                   std::chrono::milliseconds timeout) {
  const bool is_v4 = server.address.family() == IpAddress::Family::v4;
  const auto octets = server.address.octets();
  const LdnsField address(ldns_rdf_new_frm_data(is_v4 ? LDNS_RDF_TYPE_A : LDNS_RDF_TYPE_AAAA,
                                                octets.size(), octets.data()));
  if (!address) throw std::bad_alloc();
  std::size_t to_size = 0;
  const std::unique_ptr<sockaddr_storage, Free> to(
      ldns_rdf2native_sockaddr_storage(address.get(), server.port, &to_size));
  const std::unique_ptr<ldns_buffer, FreeBuffer> sent(ldns_buffer_new(query.size()));
  if (!to || !sent) throw std::bad_alloc();
  ldns_buffer_write(sent.get(), query.data(), query.size());

  const auto seconds = std::chrono::floor<std::chrono::seconds>(timeout);
  const timeval wait{seconds.count(), std::chrono::microseconds(timeout - seconds).count()};
  std::size_t size = 0;
  const auto answer = [&](const Message& received) -> std::optional<std::vector<std::uint8_t>> {
    const std::span<const std::uint8_t> message(received.get(), size);
    if (!answers(message, query)) return std::nullopt;
    return std::vector<std::uint8_t>(message.begin(), message.end());
  };
  if (transport == Transport::tcp) {
    std::uint8_t* received = nullptr;
    const auto status = ldns_tcp_send(&received, sent.get(), to.get(),
                                      static_cast<socklen_t>(to_size), wait, &size);
    const Message owned(received);
    return status == LDNS_STATUS_OK ? answer(owned) : std::nullopt;
  }
  const auto ends = std::chrono::steady_clock::now() + timeout;
  const Descriptor socket(
      ldns_udp_bgsend2(sent.get(), to.get(), static_cast<socklen_t>(to_size), wait));
  // So that the kernel passes on what comes from that server alone.
  const auto* const peer = reinterpret_cast<const sockaddr*>(to.get());
  if (socket.get() < 0 || connect(socket.get(), peer, static_cast<socklen_t>(to_size)) != 0) {
    return std::nullopt;
  }
  // What answers another question is a lie that the truth may follow.
  while (const auto received = next_datagram(socket.get(), ends, size)) {
    if (auto found = answer(received)) return found;
  }
  return std::nullopt;
}

}  // namespace hardfail::dns
