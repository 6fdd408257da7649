#pragma once

#include <memory>
#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

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

  /// The whole answer, in the order of add(). To be called once.
  [[nodiscard]] virtual std::string text() = 0;
};

/// Text: verdict, why, the senders to act on, what to do. JSON by schema hardfail.readiness/1: an
/// object for one domain, an array for several. CSV and HTML: one row per domain.
[[nodiscard]] std::unique_ptr<ReadinessAnswer> start_readiness(Format format, const Page& page);

/// Every source of one domain, with its class and why. JSON by schema hardfail.sources/1; CSV and
/// HTML: one row per source.
[[nodiscard]] std::string present_sources(const analysis::Assessment& assessment, Format format,
                                          const Page& page, bool by_address);

/// The only source of an assessment in full. Text: a label and a value a line; the other formats as
/// present_sources(). Pre: there is one source.
[[nodiscard]] std::string present_source(const analysis::Assessment& assessment, Format format,
                                         const Page& page);

}  // namespace hardfail::render
