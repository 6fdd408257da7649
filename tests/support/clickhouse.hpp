#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

namespace hardfail::test {

/// A ClickHouse server of Debian's on loopback, with its data in a folder that goes away with it.
/// Users: "default" without a password, "secured" with the password "open sesame", and "reader",
/// who may not write.
class ClickHouse {
 public:
  /// nullptr where the package is not installed.
  [[nodiscard]] static std::unique_ptr<ClickHouse> start();
  ClickHouse(const ClickHouse&) = delete;
  ClickHouse& operator=(const ClickHouse&) = delete;
  ClickHouse(ClickHouse&&) = delete;
  ClickHouse& operator=(ClickHouse&&) = delete;
  ~ClickHouse();

  [[nodiscard]] unsigned short port() const noexcept { return m_port; }
  /// Ends the server as a power cut would, and starts it again.
  void kill();
  void resume();

 private:
  explicit ClickHouse(std::string program);
  [[nodiscard]] std::string configuration() const;

  std::string m_program;
  std::filesystem::path m_folder;
  unsigned short m_port = 0;
  pid_t m_process = -1;
};

}  // namespace hardfail::test
