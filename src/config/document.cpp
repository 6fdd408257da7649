#include "hardfail/config/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::config {
namespace {

namespace fs = std::filesystem;

bool is_quote(char c) noexcept { return c == '"' || c == '\''; }

bool is_control(char c) noexcept {
  const auto octet = static_cast<unsigned char>(c);
  return (octet < 0x20 && c != '\t') || octet == 0x7f;
}

/// The line up to a comment. A quotation mark that opens a word hides what looks like one.
std::string_view without_comment(std::string_view line) {
  char quote = '\0';
  char before = ' ';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '#' && is_space(before)) {
      return line.substr(0, i);
    } else if (is_quote(c) && (is_space(before) || before == '=') &&
               line.find(c, i + 1) != std::string_view::npos) {
      quote = c;
    }
    before = c;
  }
  return line;
}

/// A key, or the kind of a section.
bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_alpha(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
  });
}

class Reader {
 public:
  Reader(const fs::path& file, std::optional<std::string> home) : m_home(std::move(home)) {
    m_document.file = file;
  }

  void read(std::string_view line) {
    ++m_line;
    if (std::ranges::any_of(line, is_control)) {
      return refuse("the line holds a control character: " + shown(line));
    }
    if (trim(line).starts_with(';')) return;
    line = trim(without_comment(line));
    if (line.empty()) return;
    line.front() == '[' ? start(line) : add(line);
  }

  Document take() { return std::move(m_document); }

 private:
  static std::string shown(std::string_view text) { return printable(shortened(text, 60)); }

  void refuse(std::string_view what) {
    m_document.mistakes.push_back(m_document.mistake(m_line, what));
  }

  void start(std::string_view line) {
    m_is_kept = false;
    const auto inside = line.back() == ']' ? trim(line.substr(1, line.size() - 2)) : "";
    const auto blank = std::min(inside.find_first_of(" \t"), inside.size());
    Section section{
        std::string(inside.substr(0, blank)), std::string(trim(inside.substr(blank))), m_line, {}};
    if (!is_word(section.kind)) {
      refuse(fmt::format("{} is no section: write [KIND NAME], such as [domain example.com]",
                         shown(line)));
    } else if (const auto* earlier = earlier_section(section)) {
      refuse(
          fmt::format("{} is there a second time, the first is in line {}: put all its keys "
                      "into one",
                      section.label(), earlier->line));
    } else {
      m_is_kept = true;
    }
    m_is_first = false;
    m_section = std::move(section);
    if (m_is_kept) m_document.sections.push_back(m_section);
  }

  [[nodiscard]] const Section* earlier_section(const Section& section) const {
    const auto found = std::ranges::find_if(m_document.sections, [&](const Section& each) {
      return each.kind == section.kind && each.name == section.name;
    });
    return found == m_document.sections.end() ? nullptr : &*found;
  }

  /// Those of a section that is not kept are read all the same, for their own mistakes.
  std::vector<Entry>& entries() {
    if (m_is_first) return m_document.entries;
    return m_is_kept ? m_document.sections.back().entries : m_section.entries;
  }

  void add(std::string_view line) {
    const auto equals = line.find('=');
    const auto key = trim(line.substr(0, equals));
    if (equals == std::string_view::npos || !is_word(key)) {
      return refuse(fmt::format("'{}' is neither KEY = VALUE nor a section", shown(line)));
    }
    const auto earlier = std::ranges::find(entries(), key, &Entry::key);
    if (earlier != entries().end()) {
      return refuse(
          fmt::format("{} is given a second time, first in line {}", shown(key), earlier->line));
    }
    entries().push_back({std::string(key), value(key, trim(line.substr(equals + 1))), m_line});
  }

  /// A value without its quotation marks, and with the home directory for `~`.
  std::string value(std::string_view key, std::string_view text) {
    if (!text.empty() && is_quote(text.front())) {
      const auto closing = text.find(text.front(), 1);
      if (closing == std::string_view::npos) {
        refuse(fmt::format("{} has a quotation mark that is not closed", shown(key)));
      } else if (closing + 1 == text.size()) {
        text = text.substr(1, closing - 1);
      }
    }
    if (!text.starts_with("~/")) return std::string(text);
    if (!m_home) refuse(fmt::format("{} begins with ~, and HOME is not set", shown(key)));
    return m_home.value_or("~").append(text.substr(1));
  }

  std::optional<std::string> m_home;
  Document m_document;
  std::size_t m_line = 0;
  bool m_is_first = true;  ///< no section has begun
  bool m_is_kept = false;
  Section m_section;  ///< that has begun last
};

}  // namespace

std::string Section::label() const {
  return name.empty() ? fmt::format("[{}]", kind)
                      : fmt::format("[{} {}]", kind, printable(shortened(name, 60)));
}

Mistake Document::mistake(std::size_t line, std::string_view what) const {
  return {line, fmt::format("{}:{}: {}", printable(file.string()), line, what)};
}

Document parse(std::string_view text, const fs::path& file,
               const std::optional<std::string>& home) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  Reader reader(file, home);
  for (auto line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    reader.read(line);
  }
  return reader.take();
}

Document read(const fs::path& file, const std::optional<std::string>& home) {
  constexpr std::size_t longest = 1U << 20U;
  const auto named = fmt::format("the configuration file {}", printable(file.string()));
  std::ifstream stream(file, std::ios::binary);
  std::error_code ignored;
  if (!stream || fs::is_directory(file, ignored)) {
    throw Error(Failure::no_input, named + " cannot be read",
                "name a file that exists and that you may read");
  }
  std::string text(longest + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) throw Error(Failure::no_input, named + " cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > longest) {
    throw Error(Failure::configuration, named + " is longer than a megabyte");
  }
  return parse(text, file, home);
}

}  // namespace hardfail::config
