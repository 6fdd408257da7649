#pragma once

#include <optional>

#include "circumstances.hpp"

namespace hardfail::analysis {

// What keeps a verdict from being ready or parked besides the classes of the sources, as the reason
// to give; nullopt where it does not hold.

/// The record gives permerror to a legitimate sender, or to most of the mail it governs, whatever
/// can be seen in it.
[[nodiscard]] std::optional<Reason> error_for_senders(const Circumstances& given);

/// The DNS failed while the record was evaluated for mail of some weight.
[[nodiscard]] std::optional<Reason> dns_failed_for_senders(const Circumstances& given);

/// Nearly every address passes.
[[nodiscard]] std::optional<Reason> everybody_passes(const Circumstances& given);

/// The DNS gave no answer about the policy, or about the names of most sources while some are
/// suspected: what these would have told may change the answer.
[[nodiscard]] std::optional<Reason> dns_hides_evidence(const Circumstances& given);

/// Nobody is known to be legitimate, and a suspect sends as steadily as a sender does.
[[nodiscard]] std::optional<Reason> steady_suspects(const Circumstances& given);

/// Receivers asked about clients that no report shows and that look like senders of the domain.
[[nodiscard]] std::optional<Reason> heard_senders(const Circumstances& given);

/// Receivers asked for weeks about clients that no report shows, and nobody knows whose they are.
[[nodiscard]] std::optional<Reason> heard_unknown(const Circumstances& given);

/// The suspects of most mail and of most days, for whoever is about to fail them.
[[nodiscard]] std::optional<Reason> suspects_to_know(const Circumstances& given);

}  // namespace hardfail::analysis
