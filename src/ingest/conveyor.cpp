#include "conveyor.hpp"

#include <utility>

namespace hardfail::ingest {

std::optional<std::size_t> Conveyor::claim() {
  const std::lock_guard lock(m_mutex);
  if (m_stopped || m_claimed == m_inputs) return std::nullopt;
  return m_claimed++;
}

void Conveyor::put(std::size_t input, Batch&& batch) {
  std::unique_lock lock(m_mutex);
  m_room.wait(lock, [&] {
    const bool is_awaited = input == m_wanted && m_lanes[input].empty();
    return m_stopped || m_held < m_capacity || is_awaited;
  });
  if (m_stopped) throw Stopped{};
  m_held += batch.octets;
  m_lanes[input].push_back(std::move(batch));
  if (input == m_wanted) m_arrival.notify_one();
}

void Conveyor::expect_writer() {
  const std::lock_guard lock(m_mutex);
  if (m_stopped) throw Stopped{};
}

void Conveyor::fail(std::exception_ptr failure) {
  const std::lock_guard lock(m_mutex);
  m_failure = std::move(failure);
  m_arrival.notify_one();
}

std::optional<Batch> Conveyor::take(std::size_t input, std::chrono::milliseconds patience) {
  std::unique_lock lock(m_mutex);
  if (m_wanted != input) {
    m_lanes.erase(m_wanted);
    m_wanted = input;
    m_room.notify_all();
  }
  auto& lane = m_lanes[input];
  if (lane.empty()) m_room.notify_all();
  const auto has_come = [&] { return !lane.empty() || m_failure != nullptr; };
  if (!m_arrival.wait_for(lock, patience, has_come)) return std::nullopt;
  if (m_failure) std::rethrow_exception(m_failure);
  auto batch = std::move(lane.front());
  lane.pop_front();
  const bool was_full = m_held >= m_capacity;
  m_held -= batch.octets;
  if (was_full || lane.empty()) m_room.notify_all();
  return batch;
}

void Conveyor::stop() {
  const std::lock_guard lock(m_mutex);
  m_stopped = true;
  m_room.notify_all();
}

}  // namespace hardfail::ingest
