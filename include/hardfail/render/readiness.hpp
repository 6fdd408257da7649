#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What the text for several domains has besides a table of them.
enum class Several : std::uint8_t { at_a_glance, one_by_one };

/// Whether the text also says what only explains, and what its words mean.
enum class Background : std::uint8_t { left_out, told };

/// What JSON is for one domain; for several it is an array.
enum class SingleJson : std::uint8_t { object, array };

struct ReadinessView {
  Several several = Several::one_by_one;
  Background background = Background::left_out;
  SingleJson single = SingleJson::object;
};

/// The answer for several domains, built one by one, so that no assessment, which can take hundreds
/// of megabytes, need outlive its turn.
class ReadinessAnswer {
 public:
  ReadinessAnswer() = default;
  ReadinessAnswer(const ReadinessAnswer&) = delete;
  ReadinessAnswer& operator=(const ReadinessAnswer&) = delete;
  ReadinessAnswer(ReadinessAnswer&&) = delete;
  ReadinessAnswer& operator=(ReadinessAnswer&&) = delete;
  virtual ~ReadinessAnswer() = default;

  virtual void add(const analysis::Assessment& assessment) = 0;

  /// A domain that could not be judged, and why; only what watches domains tells of it.
  virtual void add_unjudged(const DomainName& /*domain*/, std::string_view /*reason*/) {}

  /// The exit status that the format asks for; nullopt where it is that of the verdicts.
  [[nodiscard]] virtual std::optional<int> status() const { return std::nullopt; }

  /// The whole answer, in the order of add(). To be called once.
  [[nodiscard]] virtual std::string text() = 0;
};

/// Text: verdict, what to do, the senders to act on, why; of several domains first a table. JSON by
/// schema hardfail.readiness/1, NDJSON such an object a line. CSV: one row per domain.
/// HTML: as domain_page() for one domain, as IndexPage for several. Zone: the record to publish,
/// the present one as a comment. Prometheus: metrics. Nagios: the line of a check.
[[nodiscard]] std::unique_ptr<ReadinessAnswer> start_readiness(Format format, const Page& page,
                                                               const ReadinessView& view);

/// The line of a check that could not be made, as the format nagios has it.
[[nodiscard]] std::string failed_check(std::string_view reason);

}  // namespace hardfail::render
