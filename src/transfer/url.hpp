#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hardfail::transfer {

/// The parts of a URL that are looked at here; empty where it has none.
struct Url {
  std::string scheme;
  std::string host;
  std::string path;
  std::string query;
  bool has_credentials = false;

  /// nullopt for what is no URL, or one with a blank or a control character.
  [[nodiscard]] static std::optional<Url> parse(std::string_view text);
};

/// True if there is a control character of ASCII.
[[nodiscard]] bool has_control(std::string_view text);

}  // namespace hardfail::transfer
