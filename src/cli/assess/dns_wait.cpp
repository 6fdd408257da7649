#include "assess/dns_wait.hpp"

#include <fmt/format.h>

#include <chrono>

#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {

void DnsWait::show(std::size_t answered, std::size_t asked) {
  constexpr std::chrono::seconds patience{1};  // until then nobody wonders
  const auto waited = m_environment.ticks() - m_asked;
  if (waited < patience || !m_line.is_due()) return;
  m_line.draw(fmt::format("{}: {} of {}, {} s", printable_ascii(m_about), grouped(answered),
                          counted(asked, "DNS answer"),
                          std::chrono::floor<std::chrono::seconds>(waited).count()));
}

std::vector<dns::Answer> DnsWait::ask_all(std::span<const dns::Question> questions,
                                          dns::Deadline deadline) {
  m_asked = m_environment.ticks();
  auto answers = m_upstream->ask_all(questions, deadline);
  m_line.clear();
  return answers;
}

}  // namespace hardfail::cli
