#pragma once

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include "environment.hpp"
#include "hardfail/util/error.hpp"

namespace hardfail::test {

/// An environment of which a test decides everything.
struct Surroundings {
  std::map<std::string, std::string> variables;
  Moment now = *parse_iso8601("2026-11-21T08:30:00Z");
  std::chrono::steady_clock::time_point ticks;
  std::ostringstream out;
  std::ostringstream err;
  std::size_t out_columns = 0;
  std::size_t err_columns = 0;

  cli::Environment environment() {
    return {.variable = [this](const char* name) -> std::optional<std::string> {
              const auto at = variables.find(name);
              return at == variables.end() ? std::nullopt : std::optional(at->second);
            },
            .now = [this] { return now; },
            .ticks = [this] { return ticks; },
            .out = out,
            .err = err,
            .out_columns = out_columns,
            .err_columns = err_columns};
  }
};

/// A folder of its own for a test, gone with it.
class Folder {
 public:
  Folder() : m_path(std::filesystem::temp_directory_path() / "hardfail-cli-XXXXXX") {
    std::string name = m_path.string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    m_path = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }

  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
    return m_path / name;
  }

  std::filesystem::path write(std::string_view name, std::string_view text) const {
    const auto path = m_path / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }

  [[nodiscard]] std::string read(std::string_view name) const {
    std::ifstream file(m_path / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// Entries in the folder itself.
  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(m_path), {}));
  }

 private:
  std::filesystem::path m_path;
};

/// The failure and text of what `action` throws; nothing where it does not.
template <typename Action>
std::string failure_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return std::to_string(static_cast<int>(error.failure())) + ' ' + error.what();
  }
  return {};
}

}  // namespace hardfail::test
