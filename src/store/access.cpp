#include "access.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <string_view>
#include <system_error>

#include "hardfail/util/text.hpp"

namespace hardfail::store {
namespace {

namespace fs = std::filesystem;

bool is_writable(const fs::path& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

/// Where the database itself lies, as SQLite has it too.
fs::path real_path(const fs::path& file) {
  std::error_code error;
  auto real = fs::canonical(file, error);
  return error ? file : real;
}

fs::path beside(fs::path file, std::string_view suffix) { return file += suffix; }

template <typename Value, typename Query>
std::optional<Value> if_known(const fs::path& path, Query query) {
  std::error_code error;
  const auto value = query(path, error);
  return error ? std::nullopt : std::optional<Value>(value);
}

std::optional<std::uintmax_t> size_of(const fs::path& path) {
  return if_known<std::uintmax_t>(
      path, [](const auto& file, auto& error) { return fs::file_size(file, error); });
}

}  // namespace

Access access_to(const fs::path& file) {
  const auto real = real_path(file);
  const auto log = beside(real, "-wal");
  const auto index = beside(real, "-shm");
  const bool may_log = is_writable(real.parent_path()) || (is_writable(log) && is_writable(index));
  if (is_writable(real) && may_log) return Access::write;
  const auto logged = size_of(log);
  return logged && (*logged > 0 || size_of(index)) ? Access::read : Access::read_as_it_is;
}

std::string uri_of_unchanging(const fs::path& file) {
  std::string uri = "file:";
  for (const char each : file.string()) {
    const bool is_plain = is_digit(each) || (each >= 'a' && each <= 'z') ||
                          (each >= 'A' && each <= 'Z') ||
                          std::string_view("/-._~").find(each) != std::string_view::npos;
    uri +=
        is_plain ? std::string(1, each) : fmt::format("%{:02X}", static_cast<unsigned char>(each));
  }
  return uri + "?immutable=1";
}

FileState state_of(const fs::path& file) {
  const auto real = real_path(file);
  return {size_of(real),
          if_known<fs::file_time_type>(
              real, [](const auto& path, auto& error) { return fs::last_write_time(path, error); }),
          size_of(beside(real, "-wal")).value_or(0) > 0};
}

}  // namespace hardfail::store
