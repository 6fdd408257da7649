#include "hardfail/sandbox/sandbox.hpp"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>

#include "hardfail/util/descriptor.hpp"

namespace hardfail::sandbox {
namespace {

/// Every way to change what is on a disk that this kernel's Landlock knows; nullopt without it.
std::optional<std::uint64_t> writing_rights() {
  const auto version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return std::nullopt;
  constexpr std::uint64_t truncate = 1U << 14U;  // LANDLOCK_ACCESS_FS_TRUNCATE, in newer headers
  std::uint64_t rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                         LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                         LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                         LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                         LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
  if (version >= 2) rights |= LANDLOCK_ACCESS_FS_REFER;  // the first version forbids it to all
  if (version >= 3) rights |= truncate;
  return rights;
}

/// False where the folder cannot be opened: then nothing can be written there anyway.
bool allow(const Descriptor& ruleset, const std::filesystem::path& folder, std::uint64_t rights) {
  const Descriptor opened(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) return true;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = opened.get();
  return syscall(SYS_landlock_add_rule, ruleset.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

bool confine_files(std::span<const std::filesystem::path> writable) {
  const auto rights = writing_rights();
  if (!rights) return false;
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = *rights;
  const Descriptor ruleset(static_cast<int>(
      syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0)));
  if (ruleset.get() < 0) return false;
  for (const auto& folder : writable) {
    if (!allow(ruleset, folder, *rights)) return false;
  }
  return syscall(SYS_landlock_restrict_self, ruleset.get(), 0) == 0;
}

struct FilterDeleter {
  void operator()(void* filter) const noexcept { seccomp_release(filter); }
};

/// Calls by which a process speaks to others.
constexpr auto of_network = std::to_array<int>(
    {SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen),
     SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg)});

/// Calls that no reading of files needs, and that would lead out of the process.
constexpr auto forbidden = std::to_array<int>({SCMP_SYS(io_uring_setup),
                                               SCMP_SYS(execve),
                                               SCMP_SYS(execveat),
                                               SCMP_SYS(ptrace),
                                               SCMP_SYS(process_vm_readv),
                                               SCMP_SYS(process_vm_writev),
                                               SCMP_SYS(pidfd_getfd),
                                               SCMP_SYS(kcmp),
                                               SCMP_SYS(mount),
                                               SCMP_SYS(umount2),
                                               SCMP_SYS(pivot_root),
                                               SCMP_SYS(chroot),
                                               SCMP_SYS(setns),
                                               SCMP_SYS(unshare),
                                               SCMP_SYS(open_by_handle_at),
                                               SCMP_SYS(bpf),
                                               SCMP_SYS(perf_event_open),
                                               SCMP_SYS(userfaultfd),
                                               SCMP_SYS(add_key),
                                               SCMP_SYS(request_key),
                                               SCMP_SYS(keyctl),
                                               SCMP_SYS(init_module),
                                               SCMP_SYS(finit_module),
                                               SCMP_SYS(delete_module),
                                               SCMP_SYS(kexec_load),
                                               SCMP_SYS(kexec_file_load),
                                               SCMP_SYS(reboot)});

/// LeakSanitizer looks into its own process when that ends.
constexpr bool is_sanitized =
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
    true;
#else
    false;
#endif
#elif defined(__SANITIZE_ADDRESS__)
    true;
#else
    false;
#endif

/// libseccomp 2.5 follows null pointers where memory runs out while it makes a filter, which takes
/// some hundred small pieces.
void require_memory() {
  constexpr std::size_t needed = std::size_t{4} << 20U;
  auto* const pages =
      mmap(nullptr, needed, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  munmap(pages, needed);
}

/// The kernel's instructions for a filter; none where they cannot be had.
std::vector<std::uint64_t> instructions_of(void* filter) {
  const Descriptor memory(memfd_create("filter", MFD_CLOEXEC));
  if (memory.get() < 0 || seccomp_export_bpf(filter, memory.get()) != 0) return {};
  const auto size = lseek(memory.get(), 0, SEEK_END);
  if (size <= 0) return {};
  std::vector<std::uint64_t> instructions(static_cast<std::size_t>(size) / sizeof(sock_filter));
  if (pread(memory.get(), instructions.data(), static_cast<std::size_t>(size), 0) != size)
    return {};
  return instructions;
}

/// What makes these calls fail with EPERM, as if they were not permitted.
std::vector<std::uint64_t> filter_of_calls(Network network) {
  require_memory();
  const std::unique_ptr<void, FilterDeleter> filter(seccomp_init(SCMP_ACT_ALLOW));
  if (!filter) return {};
  const auto forbid = [&](int call) {
    return seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
  };
  for (const int call : forbidden) {
    if (is_sanitized && call == SCMP_SYS(ptrace)) continue;
    if (!forbid(call)) return {};
  }
  if (network == Network::none && !std::ranges::all_of(of_network, forbid)) return {};
  return instructions_of(filter.get());
}

}  // namespace

Sandbox::Sandbox(Network network) : m_network(network), m_filter(filter_of_calls(network)) {
  static_assert(sizeof(sock_filter) == sizeof(m_filter.front()));
}

Confinement Sandbox::confine(std::span<const std::filesystem::path> writable) const {
  // Both need it of whoever is not root, and no program is started any more that could use more.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return {};
  const bool files = confine_files(writable);
  const sock_fprog program{
      static_cast<unsigned short>(m_filter.size()),
      // The kernel copies it, and the type has no const.
      reinterpret_cast<sock_filter*>(const_cast<std::uint64_t*>(m_filter.data()))};
  const bool calls =
      !m_filter.empty() && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
  return {files, calls && m_network == Network::none, calls};
}

}  // namespace hardfail::sandbox
