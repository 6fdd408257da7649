#pragma once

#include <optional>

#include "facts.hpp"

/// The words that rules are made of: facts held against thresholds.
namespace hardfail::analysis {

/// The operator marked it listed, and -all would fail mail of it all the same.
[[nodiscard]] bool is_marked_listed_in_vain(const Facts& f);

/// Receivers call more of its mail forwarded than an odd message.
[[nodiscard]] bool is_called_forwarded(const Facts& f);

/// Seen by most of the reporters that as much listed mail would have met.
[[nodiscard]] bool is_widely_reported(const Facts& f);
/// Seen by nearly all of them.
[[nodiscard]] bool is_reported_everywhere(const Facts& f);
/// Seen by so few of them that it went elsewhere than listed mail goes.
[[nodiscard]] bool is_narrowly_reported(const Facts& f);
/// Listed mail meets enough reporters for breadth to tell a sender from a forwarder.
[[nodiscard]] bool can_tell_breadth(const Facts& f);

/// Nobody sends for the domain, neither from a listed address nor with a key, and many pretend to.
[[nodiscard]] bool sees_only_forgeries(const Facts& f);

/// Most unlisted hosts of its operator pass mail on.
[[nodiscard]] bool is_of_forwarding_operator(const Facts& f);

/// It carries much mail of a listed key, beside the busiest listed server. Pre: f.listed_key
[[nodiscard]] bool is_large_sharer(const Facts& f);
/// It is reported as widely as a sender of that key has to be. Pre: f.listed_key
[[nodiscard]] bool is_reported_as_a_sender_is(const Facts& f);
/// It carries what several senders signed, or adds a signature of its host's own domain.
[[nodiscard]] bool shows_a_relay(const Facts& f);

/// Few reporters see it, on several days: a forwarder is few receivers' affair.
[[nodiscard]] bool is_seen_by_few_over_days(const Facts& f);

/// A rhythm that a machine at work for the domain has, rather than the noise of forgeries.
[[nodiscard]] bool is_telling(const std::optional<SharedRhythm>& rhythm, HostKind host);

}  // namespace hardfail::analysis
