#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <span>

#include "hardfail/ingest/ingest.hpp"

namespace hardfail::ingest {

enum class Next : std::uint8_t { go_on, stop };

/// Receives the contents of inputs, one input after another in the order given.
class Receiver : public Sink {
 public:
  /// Everything until end() comes from this input.
  virtual void begin(const std::filesystem::path& path) = 0;
  [[nodiscard]] virtual Next end(InputSummary&& summary) = 0;
};

/// Reads inputs as read_input() does. `jobs` threads unpack and parse some inputs ahead, in bounded
/// memory; `receiver` is called on the caller's thread alone, in the same way whatever the number
/// of jobs. With one job there is no other thread, nor where the process may have little address
/// space. Throws what the receiver throws. Pre: jobs > 0.
void read_inputs(std::span<const std::filesystem::path> paths, const Limits& limits,
                 std::span<const ledger::KnownFile> known, unsigned jobs, Receiver& receiver);

}  // namespace hardfail::ingest
