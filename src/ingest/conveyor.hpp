#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>

#include "batch.hpp"

namespace hardfail::ingest {

/// Carries batches from the readers to the writer, each input's on a lane of its own, so that the
/// writer takes them input by input whichever reader is ahead.
///
/// Readers wait while it is full. The one whose input the writer is waiting for may always put one
/// more batch, so they cannot deadlock.
class Conveyor {
 public:
  /// Thrown by put() and expect_writer() once the writer has gone.
  struct Stopped {};

  Conveyor(std::size_t inputs, std::size_t octets) : m_inputs(inputs), m_capacity(octets) {}

  /// The next input to read; nullopt when none is left.
  [[nodiscard]] std::optional<std::size_t> claim();

  /// Adds a batch of an input that was claimed.
  void put(std::size_t input, Batch&& batch);

  /// Throws Stopped if no more batches will be taken.
  void expect_writer();

  /// Says that a reader has ended without putting the end of its input, and why.
  void fail(std::exception_ptr failure);

  /// The next batch of an input; nullopt if none comes within `patience`. Inputs are asked for in
  /// their order. Throws what a reader has failed of.
  [[nodiscard]] std::optional<Batch> take(std::size_t input, std::chrono::milliseconds patience);

  /// Says that no more batches will be taken.
  void stop();

 private:
  using Lane = std::deque<Batch>;

  std::mutex m_mutex;
  std::condition_variable m_room;
  std::condition_variable m_arrival;
  std::map<std::size_t, Lane> m_lanes;
  std::size_t m_inputs;
  std::size_t m_capacity;
  std::size_t m_held = 0;     ///< octets in the lanes
  std::size_t m_claimed = 0;  ///< inputs
  std::size_t m_wanted = 0;   ///< the input that the writer is at
  bool m_stopped = false;
  std::exception_ptr m_failure;
};

}  // namespace hardfail::ingest
