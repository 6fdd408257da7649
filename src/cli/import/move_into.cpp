#include "import/move_into.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

std::error_code last_error() { return {errno, std::generic_category()}; }

std::error_code sync(const fs::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return last_error();
  const auto error = fsync(descriptor) == 0 ? std::error_code() : last_error();
  close(descriptor);
  return error;
}

std::error_code copy_to_free(const fs::path& file, const fs::path& name) {
  std::error_code error;
  fs::copy_file(file, name, fs::copy_options::none, error);  // refuses a name that is taken
  if (!error) error = sync(name);
  if (!error) error = sync(name.parent_path());
  if (!error) fs::remove(file, error);
  return error;
}

}  // namespace

std::error_code rename_over_placeholder(const fs::path& file, const fs::path& name) {
  constexpr mode_t owner_only = 0600;
  const int descriptor = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
  if (descriptor < 0) return last_error();
  close(descriptor);
  std::error_code error;
  fs::rename(file, name, error);
  if (error) unlink(name.c_str());
  return error;
}

std::error_code rename_to_free(const fs::path& file, const fs::path& name) {
  if (renameat2(AT_FDCWD, file.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0) return {};
  const auto error = last_error();
  // Network and FUSE file systems do not know the flag, old kernels not the call.
  const bool unsupported = error == std::errc::invalid_argument ||
                           error == std::errc::function_not_supported ||
                           error == std::errc::not_supported;
  return unsupported ? rename_over_placeholder(file, name) : error;
}

std::error_code move_into(const fs::path& directory, const fs::path& file) {
  const auto own_name = directory / file.filename();
  auto name = own_name;
  for (unsigned number = 2;; ++number) {
    auto error = rename_to_free(file, name);
    if (error == std::errc::cross_device_link) error = copy_to_free(file, name);
    if (error != std::errc::file_exists) return error;
    name = own_name;
    name += fmt::format(".{}", number);
  }
}

}  // namespace hardfail::cli
