#include "hardfail/dns/cache.hpp"

#include <set>

namespace hardfail::dns {

std::vector<Answer> Cache::ask_all(std::span<const Question> questions, Deadline deadline) {
  std::set<Question> unknown;
  for (const Question& question : questions) {
    if (!m_answers.contains(question)) unknown.insert(question);
  }
  const std::vector<Question> asked(unknown.begin(), unknown.end());
  std::map<Question, Answer> cut_short;
  if (!asked.empty()) {
    m_asked += asked.size();
    std::vector<Answer> fresh = m_upstream.ask_all(asked, deadline);
    const bool late = std::chrono::steady_clock::now() >= deadline;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      // Past the deadline nobody can tell a dead server from one that was not given its time.
      auto& kept = late && fresh[i].status == Status::timeout ? cut_short : m_answers;
      kept.emplace(asked[i], std::move(fresh[i]));
    }
  }

  std::vector<Answer> answers;
  answers.reserve(questions.size());
  for (const Question& question : questions) {
    const Answer* known = find(question);
    answers.push_back(known != nullptr ? *known : cut_short.at(question));
  }
  return answers;
}

const Answer* Cache::find(const Question& question) const {
  const auto found = m_answers.find(question);
  return found == m_answers.end() ? nullptr : &found->second;
}

}  // namespace hardfail::dns
