#include "hardfail/dns/overlay.hpp"

namespace hardfail::dns {
namespace {

/// RFC 1035, section 3.3: a character-string has one length octet.
CharacterStrings in_character_strings(std::string_view text) {
  constexpr std::size_t longest = 255;
  CharacterStrings strings;
  do {
    strings.emplace_back(text.substr(0, longest));
    text.remove_prefix(strings.back().size());
  } while (!text.empty());
  return strings;
}

}  // namespace

void Overlay::set(const Question& question, Answer answer) {
  m_changed.insert_or_assign(question, std::move(answer));
}

void Overlay::set_txt(const DomainName& name, std::span<const std::string> records) {
  Answer answer;
  answer.status = records.empty() ? Status::no_data : Status::answered;
  for (const std::string& record : records) {
    answer.records.emplace_back(in_character_strings(record));
  }
  set({name, RecordType::txt}, std::move(answer));
}

Answer Overlay::with_changes(RecordType type, Answer answer) const {
  for (std::size_t i = 0; i < answer.chain.size(); ++i) {
    const auto changed = m_changed.find({answer.chain[i], type});
    if (changed == m_changed.end()) continue;
    Answer anew = changed->second;
    answer.chain.resize(i + 1, answer.chain[i]);
    anew.chain = std::move(answer.chain);
    return anew;
  }
  return answer;
}

std::vector<Answer> Overlay::ask_all(std::span<const Question> questions, Deadline deadline) {
  std::vector<Answer> answers(questions.size());
  std::vector<Question> passed_on;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto changed = m_changed.find(questions[i]);
    if (changed != m_changed.end()) {
      answers[i] = changed->second;
    } else {
      passed_on.push_back(questions[i]);
      places.push_back(i);
    }
  }
  if (passed_on.empty()) return answers;

  std::vector<Answer> rest = m_upstream.ask_all(passed_on, deadline);
  for (std::size_t i = 0; i < places.size(); ++i) {
    answers[places[i]] = with_changes(passed_on[i].type, std::move(rest[i]));
  }
  return answers;
}

}  // namespace hardfail::dns
