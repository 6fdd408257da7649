#include "assess/kept_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hardfail/dns/record_data.hpp"
#include "hardfail/util/error.hpp"

namespace hardfail::cli {

std::optional<std::chrono::seconds> keeping_time(const dns::Answer& answer) {
  constexpr std::chrono::seconds longest = std::chrono::days(1);
  constexpr std::chrono::seconds longest_void = std::chrono::hours(1);
  if (dns::is_error(answer.status) || answer.ttl <= std::chrono::seconds(0)) return std::nullopt;
  return std::min(answer.ttl, dns::is_void(answer.status) ? longest_void : longest);
}

std::optional<dns::Answer> KeptAnswers::known(const dns::Question& question) const {
  const auto kept =
      m_store.known_answer(question.name, static_cast<std::uint16_t>(question.type), m_now);
  if (!kept) return std::nullopt;
  if (!kept->exists) return dns::Answer{dns::Status::nx_domain, {}, kept->expires - m_now};
  // What cannot be read back is asked for again.
  auto records = dns::records_from_octets(kept->records, question.type);
  if (!records) return std::nullopt;
  const auto status = records->empty() ? dns::Status::no_data : dns::Status::answered;
  return dns::Answer{status, *std::move(records), kept->expires - m_now};
}

std::vector<dns::Answer> KeptAnswers::ask_all(std::span<const dns::Question> questions,
                                              dns::Deadline deadline) {
  std::vector<dns::Answer> answers(questions.size());
  std::vector<dns::Question> asked;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (auto answer = known(questions[i])) {
      answers[i] = *std::move(answer);
    } else {
      asked.push_back(questions[i]);
      places.push_back(i);
    }
  }
  if (asked.empty()) return answers;
  auto fresh = m_upstream.ask_all(asked, deadline);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (const auto time = keeping_time(fresh[i])) {
      const auto& [name, type] = asked[i];
      m_fresh.push_back({name, static_cast<std::uint16_t>(type),
                         fresh[i].status != dns::Status::nx_domain,
                         dns::to_octets(fresh[i].records, type), m_now + *time});
    }
    answers[places[i]] = std::move(fresh[i]);
  }
  return answers;
}

void KeptAnswers::save(Messages& messages) {
  if (m_fresh.empty()) return;
  try {
    m_store.save_known_answers(std::exchange(m_fresh, {}), m_now);
  } catch (const Error& error) {
    messages.warning(fmt::format("SPF records of services are not remembered: {}", error.what()));
  }
}

}  // namespace hardfail::cli
