#include "evaluation/trace.hpp"

namespace hardfail::spf {
namespace {

void append(std::string& text, std::string_view separator, const std::string& more) {
  if (more.empty()) return;  // no host to ask for
  if (!text.empty()) text += separator;
  text += more;
}

}  // namespace

std::size_t Trace::open(unsigned depth, const DomainName& domain, std::string_view term,
                        const Spent& so_far) {
  if (!m_wanted) return nowhere;
  m_steps.push_back(
      {depth, domain, std::string(term), {}, {}, {}, so_far.lookups, so_far.void_lookups});
  return m_steps.size() - 1;
}

void Trace::add(std::size_t step, const std::string& asked, const std::string& answered) {
  if (step == nowhere) return;
  append(m_steps[step].asked, ", ", asked);
  append(m_steps[step].answered, "; ", answered);
}

void Trace::spend(std::size_t step, const Spent& so_far) {
  if (step == nowhere) return;
  m_steps[step].lookups = so_far.lookups;
  m_steps[step].void_lookups = so_far.void_lookups;
}

void Trace::close(std::size_t step, std::string_view meaning) {
  if (step == nowhere) return;
  m_steps[step].meaning = meaning;
}

}  // namespace hardfail::spf
