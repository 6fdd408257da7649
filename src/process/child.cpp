#include "child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

#include "hardfail/util/text.hpp"

namespace hardfail::process {
namespace {

void require_success(int code, std::string_view what) {
  if (code == 0) return;
  throw Error(Failure::internal,
              fmt::format("{} failed: {}.", what, std::generic_category().message(code)));
}

/// Where a descriptor of ours is 0, 1 or 2, since we were started without one of these, the child's
/// own would be put over it.
Descriptor above_standard(Descriptor descriptor) {
  if (descriptor.get() > STDERR_FILENO) return descriptor;
  Descriptor moved(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (moved.get() < 0) require_success(errno, "Making a pipe");
  return moved;
}

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) require_success(errno, "Making a pipe");
  Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  return {above_standard(std::move(read_end)), above_standard(std::move(write_end))};
}

Descriptor without_blocking(Descriptor descriptor) {
  if (fcntl(descriptor.get(), F_SETFL, O_NONBLOCK) != 0) require_success(errno, "Making a pipe");
  return descriptor;
}

/// What happens in the child before the program starts: its three streams, and nothing else open.
class FileActions {
 public:
  FileActions() {
    require_success(posix_spawn_file_actions_init(&m_actions), "Starting a program");
  }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  FileActions(FileActions&&) = delete;
  FileActions& operator=(FileActions&&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&m_actions); }

  void put(const Descriptor& ours, int theirs) {
    require_success(posix_spawn_file_actions_adddup2(&m_actions, ours.get(), theirs),
                    "Starting a program");
  }
  void close_others() {
    require_success(posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1),
                    "Starting a program");
  }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &m_actions; }

 private:
  posix_spawn_file_actions_t m_actions{};
};

/// A process group of its own, and signals as a program expects to find them.
class Attributes {
 public:
  Attributes() {
    require_success(posix_spawnattr_init(&m_attributes), "Starting a program");
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&m_attributes, &none);
    posix_spawnattr_setsigdefault(&m_attributes, &all);
    posix_spawnattr_setpgroup(&m_attributes, 0);
    require_success(
        posix_spawnattr_setflags(
            &m_attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF),
        "Starting a program");
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  Attributes(Attributes&&) = delete;
  Attributes& operator=(Attributes&&) = delete;
  ~Attributes() { posix_spawnattr_destroy(&m_attributes); }

  [[nodiscard]] const posix_spawnattr_t* get() const { return &m_attributes; }

 private:
  posix_spawnattr_t m_attributes{};
};

std::vector<std::string> clean_environment() {
  std::vector<std::string> variables;
  for (const char* name : {"PATH", "HOME", "USER", "LANG", "TZ"}) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no thread sets one
    if (value != nullptr) variables.push_back(fmt::format("{}={}", name, value));
  }
  return variables;
}

/// As execve(2) wants its lists; the texts have to outlive it.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Child::Child(const Command& command) {
  auto input = make_pipe();
  auto output = make_pipe();
  auto errors = make_pipe();
  FileActions actions;
  actions.put(input.read_end, STDIN_FILENO);
  actions.put(output.write_end, STDOUT_FILENO);
  actions.put(errors.write_end, STDERR_FILENO);
  actions.close_others();
  const Attributes attributes;
  auto words = command.words;
  auto variables = clean_environment();
  const auto argv = pointers_to(words);
  const auto envp = pointers_to(variables);
  m_input = without_blocking(std::move(input.write_end));
  m_output = without_blocking(std::move(output.read_end));
  m_errors = without_blocking(std::move(errors.read_end));
  const int code = posix_spawnp(&m_process, argv.front(), actions.get(), attributes.get(),
                                argv.data(), envp.data());
  if (code != 0) {
    throw Error(Failure::configuration,
                fmt::format("The program {} cannot be run: {}.", printable(words.front()),
                            std::generic_category().message(code)));
  }
}

Child::~Child() {
  if (ended()) return;
  kill(-m_process, SIGKILL);
  while (waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<int> Child::ended() {
  if (m_status) return m_status;
  int status = 0;
  const auto found = waitpid(m_process, &status, WNOHANG);
  if (found == m_process) {
    m_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  } else if (found < 0 && errno != EINTR) {
    m_status = 255;  // Somebody else has taken the status; there is none to be had any more.
  }
  return m_status;
}

}  // namespace hardfail::process
