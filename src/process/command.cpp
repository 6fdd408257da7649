#include <fmt/format.h>

#include <optional>

#include "hardfail/process/process.hpp"

namespace hardfail::process {
namespace {

/// Takes words off the head of a command.
class WordReader {
 public:
  explicit WordReader(std::string_view text) : m_text(text) {}

  /// nullopt where there is no further word.
  Expected<std::optional<std::string>, Problem> next() {
    while (m_at < m_text.size() && is_blank(m_text[m_at])) ++m_at;
    if (m_at == m_text.size()) return std::nullopt;
    std::string word;
    while (m_at < m_text.size() && !is_blank(m_text[m_at])) {
      if (auto problem = take_part(word)) return Unexpected(*std::move(problem));
    }
    return word;
  }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t'; }

  std::optional<Problem> take_part(std::string& word) {
    const char c = m_text[m_at];
    if (c == '\'' || c == '"') return take_quoted(word, c);
    if (c == '\\' && ++m_at == m_text.size()) {
      return Problem{"The command ends in a backslash, after which a character is to come.",
                     m_at - 1};
    }
    word += m_text[m_at++];
    return std::nullopt;
  }

  std::optional<Problem> take_quoted(std::string& word, char quote) {
    const auto opened = m_at++;
    for (; m_at < m_text.size(); ++m_at) {
      const char c = m_text[m_at];
      if (c == quote) {
        ++m_at;
        return std::nullopt;
      }
      const bool escape = quote == '"' && c == '\\' && m_at + 1 < m_text.size() &&
                          (m_text[m_at + 1] == '"' || m_text[m_at + 1] == '\\');
      word += escape ? m_text[++m_at] : c;
    }
    return Problem{fmt::format("The command has a {} that nothing closes.", quote), opened};
  }

  std::string_view m_text;
  std::size_t m_at = 0;
};

}  // namespace

Expected<Command, Problem> parse_command(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = static_cast<unsigned char>(text[i]);
    if ((octet < ' ' && octet != '\t') || octet == 0x7f) {
      return Unexpected(Problem{"The command holds a control character.", i});
    }
  }
  Command command;
  WordReader reader(text);
  for (;;) {
    auto word = reader.next();
    if (!word) return Unexpected(std::move(word).error());
    if (!*word) break;
    command.words.push_back(**std::move(word));
  }
  if (command.words.empty() || command.words.front().empty()) {
    return Unexpected(Problem{"The command names no program.", 0});
  }
  return command;
}

}  // namespace hardfail::process
