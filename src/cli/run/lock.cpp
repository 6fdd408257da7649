#include "run/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {

RunLock::RunLock(const std::filesystem::path& database) {
  std::error_code unresolved;  // then the name as it is given has to do
  auto file = std::filesystem::weakly_canonical(database, unresolved);
  if (unresolved) file = database;
  file += ".run-lock";
  m_descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (m_descriptor < 0) {
    throw Error(Failure::cannot_create,
                fmt::format("{} cannot be created: {}", printable(file.string()),
                            std::generic_category().message(errno)),
                "`hardfail run` needs it so that no two runs tell the same");
  }
  while (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    const int code = errno;
    ::close(m_descriptor);
    if (code == EWOULDBLOCK) {
      throw Error(
          Failure::database_busy,
          fmt::format("another `hardfail run` is at work on {}", printable(database.string())),
          "wait for it to end");
    }
    throw Error(Failure::io, fmt::format("{} cannot be locked: {}", printable(file.string()),
                                         std::generic_category().message(code)));
  }
}

RunLock::~RunLock() { ::close(m_descriptor); }

}  // namespace hardfail::cli
