#include "hardfail/util/secret.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "hardfail/util/descriptor.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail {
namespace {

constexpr std::size_t most_octets = 64U << 10U;

[[noreturn]] void fail_secret(const std::string& file, std::string_view reason,
                              std::string advice = {}) {
  throw Error(Failure::configuration, fmt::format("The secret in {} {}", file, reason),
              std::move(advice));
}

[[noreturn]] void fail_unreadable_secret(const std::string& file) {
  fail_secret(file, fmt::format("cannot be read: {}.", std::generic_category().message(errno)));
}

void require_private(const struct stat& status, const std::string& file) {
  if (!S_ISREG(status.st_mode)) fail_secret(file, "cannot be read: it is not a regular file.");
  const mode_t foreign = status.st_uid == 0 ? S_IWGRP | S_IRWXO : S_IRWXG | S_IRWXO;
  if ((status.st_mode & foreign) != 0) {
    fail_secret(file, "may be read or changed by others than its owner.",
                fmt::format("Run: chmod 600 {}", file));
  }
}

std::string read_all(const Descriptor& descriptor, const std::string& file) {
  // With its full room from the start, the string never moves and leaves a copy behind.
  std::string text(most_octets + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = read(descriptor.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_unreadable_secret(file);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

}  // namespace

Secret::~Secret() {
  if (!m_octets.empty()) explicit_bzero(m_octets.data(), m_octets.size());
}

void wipe(std::string& text) noexcept {
  explicit_bzero(text.data(), text.size());
  text.clear();
}

Expected<Secret, Problem> take_secret(std::string& text) {
  std::string_view line = text;
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  const bool too_long = line.size() > most_octets;
  const bool one_line = line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
  Expected<Secret, Problem> secret = Unexpected(Problem{"is empty."});
  if (!line.empty()) secret = Unexpected(Problem{"is to be one line of text."});
  if (!line.empty() && one_line && !too_long) secret = Secret(line);
  wipe(text);
  return secret;
}

Secret read_secret_file(const std::filesystem::path& path) {
  const auto file = printable(path.native());
  const Descriptor descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (descriptor.get() < 0) fail_unreadable_secret(file);
  struct stat status {};
  if (fstat(descriptor.get(), &status) != 0) fail_unreadable_secret(file);
  require_private(status, file);
  auto text = read_all(descriptor, file);
  auto secret = take_secret(text);
  if (!secret) fail_secret(file, secret.error().text);
  return *std::move(secret);
}

}  // namespace hardfail
