#include "nsd.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>

#include "socket.hpp"

namespace hardfail::test {
namespace {

std::string find_program() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(std::string(path == nullptr ? "" : path) + ":/usr/sbin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string program = folder + "/nsd";
    if (access(program.c_str(), X_OK) == 0) return program;
  }
  return {};
}

}  // namespace

std::unique_ptr<Nsd> Nsd::start(std::string_view zone) {
  const std::string program = find_program();
  if (program.empty()) return nullptr;
  return std::unique_ptr<Nsd>(new Nsd(program, zone));
}

Nsd::Nsd(const std::string& program, std::string_view zone) {
  std::string pattern = std::filesystem::temp_directory_path() / "hardfail-nsd-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "mkdtemp");
  }
  m_folder = pattern;
  m_port = port_of(both_bound_to_loopback().first);
  std::ofstream(m_folder / "zone") << zone;
  const std::string file = m_folder / "nsd.conf";
  std::ofstream(file) << configuration();

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int output : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0);
  }
  std::string arguments[] = {program, "-d", "-c", file};
  char* const argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(),
                        arguments[3].data(), nullptr};
  const int failed = posix_spawn(&m_process, program.c_str(), &actions, nullptr, argv, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::system_error(failed, std::generic_category(), program);
}

Nsd::~Nsd() {
  kill(m_process, SIGTERM);
  waitpid(m_process, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(m_folder, ignored);
}

std::string Nsd::configuration() const {
  const std::string folder = m_folder;
  std::ostringstream text;
  text << "server:\n  ip-address: 127.0.0.1@" << m_port
       << "\n  username: \"\"\n  chroot: \"\"\n  database: \"\"\n  server-count: 1\n"
       << "  rrl-ratelimit: 0\n"
       << "  pidfile: \"" << folder << "/pid\"\n  xfrdfile: \"" << folder << "/xfrd\"\n"
       << "  zonelistfile: \"" << folder << "/zones\"\n  xfrdir: \"" << folder << "\"\n"
       << "  zonesdir: \"" << folder << "\"\n"
       << "remote-control:\n  control-enable: no\n"
       << "zone:\n  name: \".\"\n  zonefile: \"" << folder << "/zone\"\n";
  return text.str();
}

}  // namespace hardfail::test
