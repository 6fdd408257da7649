#include "python_server.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace hardfail::test {
namespace {

std::pair<Socket, Socket> pipe_ends() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
  return {Socket(ends[0]), Socket(ends[1])};
}

std::string first_line(const Socket& pipe) {
  std::string line;
  for (char c = 0; read(pipe.get(), &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

}  // namespace

PythonServer::PythonServer(const std::string& script, const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {"python3", "-B", HARDFAIL_SOURCE_DIR "/tests/" + script};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  auto [input_read, input_write] = pipe_ends();
  auto [output_read, output_write] = pipe_ends();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input_read.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output_write.get(), STDOUT_FILENO);
  const int failed = posix_spawnp(&m_process, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::system_error(failed, std::generic_category(), "python3");
  m_input = std::move(input_write);
  output_write = Socket(-1);
  const auto line = first_line(output_read);
  m_port = static_cast<unsigned short>(std::atoi(line.c_str()));
  if (m_port == 0) throw std::runtime_error(script + " printed no port");
}

PythonServer::~PythonServer() {
  m_input = Socket(-1);
  waitpid(m_process, nullptr, 0);
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = std::filesystem::temp_directory_path() / "hardfail-test-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "mkdtemp");
  }
  m_path = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(m_path, ignored);
}

}  // namespace hardfail::test
