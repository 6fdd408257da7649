#include "hardfail/ingest/pipeline.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <thread>
#include <utility>

#include "conveyor.hpp"
#include "hardfail/sandbox/sandbox.hpp"

namespace hardfail::ingest {
namespace {

/// The most that the conveyor holds, some ten thousand records.
constexpr std::size_t conveyor_octets = 8U << 20U;

/// A batch is passed on at this size: large enough to make the cost of locks negligible, small
/// enough to give the writer work early.
constexpr std::size_t batch_octets = 128U << 10U;

/// How long the writer waits for a batch before it says that it is waiting.
constexpr std::chrono::milliseconds patience{100};

/// What an empty batch counts for.
constexpr std::size_t least_octets = 512;

/// Puts the contents of one input on the conveyor.
class Loader final : public Sink {
 public:
  Loader(Conveyor& conveyor, std::size_t input) : m_conveyor(conveyor), m_input(input) {}

  void record(report::Record&& record) override {
    m_batch.octets += octets_of(record);
    m_batch.records.push_back(std::move(record));
    if (m_batch.octets >= batch_octets) hand_on(Batch::More{});
  }
  void report(report::Report&& report, std::string_view member) override {
    hand_on(Batch::ReportEnd{std::move(report), std::string(member)});
  }
  void discard() override { hand_on(Batch::Discard{}); }
  void position(std::uint64_t octets) override { m_position = octets; }
  void waiting() override { m_conveyor.expect_writer(); }
  void end(Batch::InputEnd&& end) { hand_on(std::move(end)); }

 private:
  template <typename Then>
  void hand_on(Then&& then) {
    m_batch.then = std::forward<Then>(then);
    m_batch.octets += least_octets;
    m_batch.position = m_position;
    m_conveyor.put(m_input, std::exchange(m_batch, Batch{}));
  }

  Conveyor& m_conveyor;
  std::size_t m_input;
  Batch m_batch;
  std::uint64_t m_position = 0;  ///< in the input
};

using Paths = std::span<const std::filesystem::path>;
using Known = std::span<const ledger::KnownFile>;

void read_ahead(Paths paths, const Limits& limits, Known known, Conveyor& conveyor) {
  try {
    while (const auto input = conveyor.claim()) {
      Loader loader(conveyor, *input);
      Batch::InputEnd end;
      try {
        end.summary = read_input(paths[*input], limits, known, loader);
      } catch (const std::exception&) {
        end.broken = std::current_exception();
      }
      loader.end(std::move(end));
    }
  } catch (const Conveyor::Stopped&) {
    return;  // the writer reports the reason
  } catch (const std::exception&) {
    conveyor.fail(std::current_exception());
  }
}

/// The reading threads, which end when this is destroyed.
class Readers {
 public:
  Readers(Paths paths, const Limits& limits, Known known, unsigned jobs, Conveyor& conveyor)
      : m_conveyor(conveyor) {
    m_threads.reserve(jobs);
    while (m_threads.size() < jobs) {
      m_threads.emplace_back([=, this, &limits, &conveyor] {
        // What the kernel does not offer stays allowed.
        static_cast<void>(m_sandbox.confine({}));
        read_ahead(paths, limits, known, conveyor);
      });
    }
  }
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;
  Readers(Readers&&) = delete;
  Readers& operator=(Readers&&) = delete;
  ~Readers() { m_conveyor.stop(); }

 private:
  Conveyor& m_conveyor;
  sandbox::Sandbox m_sandbox;  ///< a reader has nothing to write, and nobody to talk to
  std::vector<std::jthread> m_threads;
};

/// Passes a batch to the receiver; returns the end of the input if it was the last.
std::optional<Batch::InputEnd> unload(Batch&& batch, Receiver& receiver) {
  receiver.position(batch.position);
  for (auto& record : batch.records) receiver.record(std::move(record));
  if (auto* end = std::get_if<Batch::ReportEnd>(&batch.then)) {
    receiver.report(std::move(end->report), end->member);
  } else if (std::holds_alternative<Batch::Discard>(batch.then)) {
    receiver.discard();
  } else if (auto* last = std::get_if<Batch::InputEnd>(&batch.then)) {
    return std::move(*last);
  }
  return std::nullopt;
}

void read_beside(Paths paths, const Limits& limits, Known known, unsigned jobs,
                 Receiver& receiver) {
  Conveyor conveyor(paths.size(), conveyor_octets);
  const Readers readers(paths, limits, known, jobs, conveyor);
  for (std::size_t input = 0; input < paths.size(); ++input) {
    receiver.begin(paths[input]);
    std::optional<Batch::InputEnd> end;
    while (!end) {
      if (auto batch = conveyor.take(input, patience)) {
        end = unload(*std::move(batch), receiver);
      } else {
        receiver.waiting();
      }
    }
    if (end->broken) std::rethrow_exception(end->broken);
    if (receiver.end(std::move(end->summary)) == Next::stop) return;
  }
}

/// Of so many jobs those for which there is address space, one at least. A thread takes a stack and
/// a heap of its own, and where it gets none, libraries that cannot do without end the process.
unsigned affordable(unsigned jobs) {
  constexpr rlim_t space_of_reader = rlim_t{256} << 20U;
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return jobs;
  return static_cast<unsigned>(std::clamp<rlim_t>(limit.rlim_cur / space_of_reader, 1, jobs));
}

}  // namespace

void read_inputs(Paths paths, const Limits& limits, Known known, unsigned jobs,
                 Receiver& receiver) {
  assert(jobs > 0);
  jobs = affordable(jobs);
  if (jobs > 1) return read_beside(paths, limits, known, jobs, receiver);
  for (const auto& path : paths) {
    receiver.begin(path);
    if (receiver.end(read_input(path, limits, known, receiver)) == Next::stop) return;
  }
}

}  // namespace hardfail::ingest
