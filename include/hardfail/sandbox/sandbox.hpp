#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace hardfail::sandbox {

/// What the kernel has taken away.
struct Confinement {
  bool from_files = false;     ///< writing outside the folders named (Landlock, Linux 5.13)
  bool from_network = false;   ///< sockets (seccomp)
  bool from_programs = false;  ///< starting any, and looking into other processes (seccomp)
};

/// Whether sockets stay allowed.
enum class Network : std::uint8_t { none, kept };

/// What a thread is to lose, made ready beforehand.
class Sandbox {
 public:
  /// Throws std::bad_alloc.
  explicit Sandbox(Network network = Network::none);

  /// Takes from this thread and all that it starts from now on, for good: to change, make or remove
  /// files outside `writable`, folders with all below them; to open sockets, unless the network is
  /// kept; to start programs. What is open stays open. Where the kernel does not offer one of
  /// these, it stays allowed, which the result says: what is read must be harmless by itself. It
  /// needs no memory, of which a thread may have none yet.
  [[nodiscard]] Confinement confine(std::span<const std::filesystem::path> writable) const;

 private:
  Network m_network;
  std::vector<std::uint64_t> m_filter;  ///< instructions of the kernel's, in its octets
};

/// Sandbox::confine() at once.
inline Confinement confine(std::span<const std::filesystem::path> writable,
                           Network network = Network::none) {
  return Sandbox(network).confine(writable);
}

}  // namespace hardfail::sandbox
