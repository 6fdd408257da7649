#include "assess/digests.hpp"

#include "hardfail/util/error.hpp"

namespace hardfail::cli {
namespace {

/// What the last run told that judged as of the period's begin or before; nullopt without one, or
/// where this version cannot read it.
std::optional<ledger::State> state_at(const DomainName& domain, Moment moment,
                                      store::Store& store) {
  try {
    const auto run = store.last_run(domain, moment);
    return run ? std::optional(run->state) : std::nullopt;
  } catch (const Error& error) {
    if (error.failure() != Failure::unusable_data) throw;
    return std::nullopt;
  }
}

}  // namespace

std::optional<analysis::Cadence> parse_cadence(std::string_view text) {
  if (text == "weekly") return analysis::Cadence::weekly;
  if (text == "monthly") return analysis::Cadence::monthly;
  return std::nullopt;
}

analysis::Digest digest(const analysis::Assessment& assessment, const Period& period,
                        store::Store& store) {
  const auto& domain = assessment.domain;
  const auto intake = analysis::intake_of(domain, period.end, {.organizational_domain = domain}, {},
                                          store.reports(domain));
  const auto observations = store.observations(domain, analysis::with_period_before(period));
  return analysis::digest_of(assessment, period, observations, intake.reporters,
                             state_at(domain, period.begin, store));
}

}  // namespace hardfail::cli
