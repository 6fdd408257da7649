#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hardfail::config {

/// Something in a configuration file that is not as it has to be.
struct Mistake {
  std::size_t line = 0;
  std::string text;  ///< with file and line: "hardfail.conf:12: there is no key dayz; ..."
};

/// A `key = value` line.
struct Entry {
  std::string key;
  std::string value;
  std::size_t line = 0;
};

/// What stands under a `[kind name]` line, up to the next.
struct Section {
  std::string kind;
  std::string name;  ///< empty where the line has only a kind
  std::size_t line = 0;
  std::vector<Entry> entries;  ///< each key once

  /// `[kind name]`, as messages call it.
  [[nodiscard]] std::string label() const;
};

/// A configuration file, taken apart; what its keys and values mean is for others to say.
struct Document {
  std::filesystem::path file;
  std::vector<Entry> entries;     ///< before the first section, each key once
  std::vector<Section> sections;  ///< each kind and name once
  std::vector<Mistake> mistakes;  ///< in the order of their lines

  /// A mistake of this file, named with file and line.
  [[nodiscard]] Mistake mistake(std::size_t line, std::string_view what) const;
};

/// Takes a text apart. Lines are `key = value`, `[kind name]`, `[kind]`, or empty. A `#` at the
/// begin of a line or after a blank starts a comment, a `;` at the begin of a line does. Quotation
/// marks, " or ', around a whole value are left out and keep what is between them as it is. `~/` at
/// the begin of a value is `home`. UTF-8 with or without a byte order mark, lines ended by LF or
/// CRLF. Whatever is not so, and each key or section that is there a second time, is a mistake.
[[nodiscard]] Document parse(std::string_view text, const std::filesystem::path& file,
                             const std::optional<std::string>& home);

/// Reads a file. Throws Error: no_input where it cannot be read, configuration where it is longer
/// than a megabyte.
[[nodiscard]] Document read(const std::filesystem::path& file,
                            const std::optional<std::string>& home);

}  // namespace hardfail::config
