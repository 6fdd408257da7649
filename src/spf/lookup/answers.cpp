#include "lookup/answers.hpp"

#include <utility>

namespace hardfail::spf {

const Fetched* Answers::record_of(const DomainName& domain) {
  const auto known = m_records.find(domain);
  // A DNS error may be that of a deadline that is past.
  if (known != m_records.end() && !dns::is_error(known->second.status)) return &known->second;
  const dns::Question question{domain, dns::RecordType::txt};
  const auto answers = ask(std::span(&question, 1));
  if (!answers) return nullptr;
  return &m_records.insert_or_assign(domain, to_fetched(domain, answers->front())).first->second;
}

std::optional<std::vector<dns::Answer>> LiveAnswers::ask(std::span<const dns::Question> questions) {
  if (std::chrono::steady_clock::now() >= m_deadline) {
    return std::vector<dns::Answer>(questions.size());  // each a timeout
  }
  return m_resolver.ask_all(questions, m_deadline);
}

std::optional<std::vector<dns::Answer>> CachedAnswers::ask(
    std::span<const dns::Question> questions) {
  std::vector<dns::Answer> answers;
  answers.reserve(questions.size());
  for (const auto& question : questions) {
    if (const auto* answer = m_cache.find(question)) {
      answers.push_back(*answer);
    } else {
      m_missing.insert(question);
    }
  }
  if (answers.size() != questions.size()) return std::nullopt;
  return answers;
}

std::vector<dns::Question> CachedAnswers::take_missing() {
  const auto missing = std::exchange(m_missing, {});
  return {missing.begin(), missing.end()};
}

}  // namespace hardfail::spf
