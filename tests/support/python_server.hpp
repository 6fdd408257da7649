#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "socket.hpp"

namespace hardfail::test {

/// A server that a Python script runs on loopback: it prints its port as its first line, and ends
/// when its standard input does.
class PythonServer {
 public:
  /// `script` is a path below tests/. Throws std::runtime_error where it prints no port.
  PythonServer(const std::string& script, const std::vector<std::string>& arguments);
  PythonServer(const PythonServer&) = delete;
  PythonServer& operator=(const PythonServer&) = delete;
  ~PythonServer();

  [[nodiscard]] unsigned short port() const { return m_port; }

 private:
  Socket m_input{-1};
  pid_t m_process = -1;
  unsigned short m_port = 0;
};

/// A folder of its own below the temporary one, removed with all in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

}  // namespace hardfail::test
