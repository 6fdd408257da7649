#include "trace.hpp"

namespace hardfail::spf {
namespace {

void append(std::string& text, std::string_view separator, const std::string& more) {
  if (!text.empty()) text += separator;
  text += more;
}

}  // namespace

std::size_t Trace::open(unsigned depth, const DomainName& domain, std::string_view term) {
  if (!m_wanted) return nowhere;
  m_steps.push_back({depth, domain, std::string(term), {}, {}, {}, 0, 0});
  return m_steps.size() - 1;
}

void Trace::add(std::size_t step, const std::string& asked, const std::string& answered) {
  if (step == nowhere) return;
  append(m_steps[step].asked, ", ", asked);
  append(m_steps[step].answered, "; ", answered);
}

void Trace::close(std::size_t step, std::string_view meaning, const Spent& spent) {
  if (step == nowhere) return;
  m_steps[step].meaning = meaning;
  m_steps[step].lookups = spent.lookups;
  m_steps[step].void_lookups = spent.void_lookups;
}

}  // namespace hardfail::spf
