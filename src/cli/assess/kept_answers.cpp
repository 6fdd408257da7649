#include "assess/kept_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
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

AnswerMemory::AnswerMemory(store::Store& store, Moment now) : m_now(now) {
  for (auto& answer : store.known_answers(now)) {
    m_known.try_emplace({answer.name, static_cast<dns::RecordType>(answer.type)},
                        std::move(answer));
  }
}

std::optional<dns::Answer> AnswerMemory::find(const dns::Question& question) {
  const std::lock_guard lock(m_mutex);
  const auto at = m_known.find(question);
  if (at == m_known.end()) return std::nullopt;
  const auto& kept = at->second;
  if (!kept.exists) return dns::Answer{dns::Status::nx_domain, {}, kept.expires - m_now};
  // What cannot be read back is asked for again.
  auto records = dns::records_from_octets(kept.records, question.type);
  if (!records) return std::nullopt;
  const auto status = records->empty() ? dns::Status::no_data : dns::Status::answered;
  return dns::Answer{status, *std::move(records), kept.expires - m_now};
}

void AnswerMemory::keep(const dns::Question& question, const dns::Answer& answer) {
  const auto time = keeping_time(answer);
  if (!time) return;
  ledger::KnownAnswer kept{question.name, static_cast<std::uint16_t>(question.type),
                           answer.status != dns::Status::nx_domain,
                           dns::to_octets(answer.records, question.type), m_now + *time};
  const std::lock_guard lock(m_mutex);
  // Threads that were answered at the same time bring the same.
  if (m_known.insert_or_assign(question, kept).second) m_fresh.push_back(std::move(kept));
}

void AnswerMemory::save(store::Store& store, Messages& messages) {
  std::vector<ledger::KnownAnswer> fresh;
  {
    const std::lock_guard lock(m_mutex);
    fresh.swap(m_fresh);
  }
  if (fresh.empty() || !store.may_write()) return;
  try {
    store.save_known_answers(fresh, m_now);
  } catch (const Error& error) {
    messages.warning(fmt::format("SPF records of services are not remembered: {}", error.what()));
  }
}

std::vector<dns::Answer> KeptAnswers::ask_all(std::span<const dns::Question> questions,
                                              dns::Deadline deadline) {
  std::vector<dns::Answer> answers(questions.size());
  std::vector<dns::Question> asked;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (auto answer = m_memory.find(questions[i])) {
      answers[i] = *std::move(answer);
    } else {
      asked.push_back(questions[i]);
      places.push_back(i);
    }
  }
  if (asked.empty()) return answers;
  auto fresh = m_upstream.ask_all(asked, deadline);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    m_memory.keep(asked[i], fresh[i]);
    answers[places[i]] = std::move(fresh[i]);
  }
  return answers;
}

}  // namespace hardfail::cli
