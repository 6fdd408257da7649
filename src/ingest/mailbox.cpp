#include "mailbox.hpp"

namespace hardfail::ingest {
namespace {

constexpr std::size_t chunk_octets = 64U << 10U;
constexpr std::string_view separator = "From ";

bool is_blank(std::string_view line) { return line == "\n" || line == "\r\n"; }

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
      if (line.empty() || (m_after_blank && line.starts_with(separator))) break;
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
