#include "hardfail/dns/shared_cache.hpp"

#include <algorithm>
#include <cassert>

namespace hardfail::dns {
namespace {

/// A thread takes at most half of what may be open, so that one whose servers are silent does not
/// stop the others.
constexpr std::size_t most_of_one = SharedCache::most_open / 2;

bool is_past(Deadline deadline) { return std::chrono::steady_clock::now() >= deadline; }

}  // namespace

std::vector<Question> SharedCache::claim(std::span<Entries::value_type* const> wanted) {
  const auto most = std::min(most_of_one, most_open - m_open);
  std::vector<Question> claimed;
  for (auto* const each : wanted) {
    if (claimed.size() == most) break;
    if (each->second.state != State::unasked) continue;
    each->second.state = State::asked;
    claimed.push_back(each->first);
  }
  m_open += claimed.size();
  return claimed;
}

void SharedCache::settle(std::span<const Question> questions, std::vector<Answer>&& answers,
                         bool is_late) {
  for (std::size_t i = 0; i < questions.size(); ++i) {
    auto& entry = m_entries.at(questions[i]);
    // Past the deadline nobody can tell a dead server from one that was not given its time.
    const bool is_known = i < answers.size() && !(is_late && answers[i].status == Status::timeout);
    entry.state = is_known ? State::answered : State::unasked;
    if (is_known) entry.answer = std::move(answers[i]);
  }
  m_open -= questions.size();
  m_settled.notify_all();
}

bool SharedCache::wait(std::unique_lock<std::mutex>& lock, Deadline deadline) {
  if (deadline == Deadline::max()) {
    m_settled.wait(lock);
    return true;
  }
  return m_settled.wait_until(lock, deadline) == std::cv_status::no_timeout;
}

std::vector<Answer> SharedCache::ask_all(std::span<const Question> questions, Deadline deadline,
                                         Resolver& upstream) {
  std::unique_lock lock(m_mutex);
  // Pointers to its elements outlive the growth of a map.
  std::vector<Entries::value_type*> entries;
  entries.reserve(questions.size());
  for (const auto& question : questions) entries.push_back(&*m_entries.try_emplace(question).first);

  auto open = entries;
  for (;;) {
    std::erase_if(open, [](const auto* each) { return each->second.state == State::answered; });
    if (open.empty()) break;
    const auto claimed = claim(open);
    if (claimed.empty()) {
      if (is_past(deadline) || !wait(lock, deadline)) break;
      continue;
    }
    lock.unlock();
    std::vector<Answer> answers;
    try {
      answers = upstream.ask_all(claimed, deadline);
    } catch (...) {
      lock.lock();
      settle(claimed, {}, false);
      throw;
    }
    const bool is_late = is_past(deadline);
    lock.lock();
    settle(claimed, std::move(answers), is_late);
    if (is_late) break;
  }

  std::vector<Answer> answers;
  answers.reserve(entries.size());
  for (const auto* each : entries) {
    answers.push_back(each->second.state == State::answered ? each->second.answer : Answer{});
  }
  return answers;
}

}  // namespace hardfail::dns
