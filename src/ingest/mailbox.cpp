#include "mailbox.hpp"

#include <algorithm>

#include "hardfail/util/text.hpp"

namespace hardfail::ingest {
namespace {

constexpr std::string_view separator = "From ";

bool is_blank(std::string_view line) { return line == "\n" || line == "\r\n"; }

/// True for a separator with a time and a year, as in "From a@b Mon Jan  1 00:00:00 2026". Some
/// programs put no empty line before it.
bool is_dated_separator(std::string_view line) {
  if (!line.starts_with(separator)) return false;
  const auto words = split(trim(line), ' ');
  return std::ranges::any_of(words,
                             [](std::string_view word) {
                               return word.size() >= 5 && word[2] == ':' && is_digit(word[1]) &&
                                      is_digit(word[3]);
                             }) &&
         std::ranges::any_of(words, [](std::string_view word) {
           return word.size() == 4 && std::ranges::all_of(word, is_digit);
         });
}

}  // namespace

/// The lines up to the next separator.
class Mailbox::Mail : public ByteSource {
 public:
  explicit Mail(Mailbox& mailbox) : m_mailbox(mailbox) {}
  [[nodiscard]] bool is_cut_off() const override { return m_mailbox.m_octets.is_cut_off(); }

 private:
  [[nodiscard]] std::string_view read() override {
    m_chunk.clear();
    while (m_chunk.size() < chunk_octets) {
      const auto line = m_mailbox.line();
      const bool separates =
          m_after_blank ? line.starts_with(separator) : m_at_start && is_dated_separator(line);
      if (line.empty() || separates) break;
      m_chunk += line;
      m_after_blank = m_at_start && is_blank(line);
      m_at_start = line.ends_with('\n');
      m_mailbox.take(line);
    }
    return m_chunk;
  }

  Mailbox& m_mailbox;
  std::string m_chunk;
  bool m_at_start = true;  ///< of a line
  bool m_after_blank = false;
};

bool Mailbox::next_mail() {
  while (m_mail && !m_mail->next().empty()) {
  }
  const auto from = line();
  if (from.empty()) return false;
  take(from);
  m_mail = std::make_unique<Mail>(*this);
  return true;
}

std::string_view Mailbox::line() {
  for (;;) {
    const auto rest = std::string_view(m_buffer).substr(m_at);
    const auto end = rest.find('\n');
    if (end != std::string_view::npos) return rest.substr(0, end + 1);
    if (rest.size() >= chunk_octets) return rest;
    const auto more = m_octets.next();
    if (more.empty()) return rest;
    m_buffer.erase(0, m_at);
    m_at = 0;
    m_buffer.append(more);
  }
}

}  // namespace hardfail::ingest
