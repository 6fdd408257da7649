#include "foreign_link.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {

void refuse_foreign_link(const std::filesystem::path& path) {
  auto name = path.string();
  // With a separator at its end the name would stand for what the link leads to.
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  struct stat found {};
  if (lstat(name.c_str(), &found) != 0 || !S_ISLNK(found.st_mode)) return;
  if (found.st_uid == geteuid() || found.st_uid == 0) return;
  throw Error(
      Failure::cannot_create,
      fmt::format("{} is a symbolic link of another user and is not followed", printable(name)),
      "name the place that it leads to");
}

}  // namespace hardfail::cli
