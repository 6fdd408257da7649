#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace hardfail::test {

/// nsd as the authoritative server of ".", on a loopback port and in a folder of its own.
class Nsd {
 public:
  /// Starts it on a zone in master file form; nullptr where nsd is not installed. Throws
  /// std::system_error. It takes a moment until it answers.
  [[nodiscard]] static std::unique_ptr<Nsd> start(std::string_view zone);
  Nsd(const Nsd&) = delete;
  Nsd& operator=(const Nsd&) = delete;
  /// Stops it and removes its folder.
  ~Nsd();

  [[nodiscard]] unsigned short port() const { return m_port; }

 private:
  Nsd(const std::string& program, std::string_view zone);
  [[nodiscard]] std::string configuration() const;

  std::filesystem::path m_folder;
  unsigned short m_port = 0;
  pid_t m_process = -1;
};

}  // namespace hardfail::test
