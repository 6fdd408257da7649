#pragma once

#include <optional>

#include "facts.hpp"

/// The words that rules are made of: facts held against thresholds.
namespace hardfail::analysis {

/// The operator marked it listed, and -all would still fail mail of it.
[[nodiscard]] bool is_marked_listed_in_vain(const Facts& f);

/// Receivers call more of its mail forwarded than the odd message.
[[nodiscard]] bool is_called_forwarded(const Facts& f);

/// Seen by most of the reporters that as much listed mail would have met.
[[nodiscard]] bool is_widely_reported(const Facts& f);
/// Seen by nearly all of them.
[[nodiscard]] bool is_reported_everywhere(const Facts& f);
/// Seen by so few of them that it went elsewhere than listed mail goes.
[[nodiscard]] bool is_narrowly_reported(const Facts& f);
/// As a pool of sources with one listed key, which decides for each of them. Pre: f.listed_key
[[nodiscard]] bool is_pool_widely_reported(const Facts& f);
[[nodiscard]] bool is_pool_reported_everywhere(const Facts& f);
/// Listed mail meets enough reporters for breadth to tell a sender from a forwarder.
[[nodiscard]] bool can_tell_breadth(const Facts& f);

/// What passed to the end and is gone: nothing of it is left for -all to fail.
[[nodiscard]] bool is_retired(const Facts& f);
/// SPF passed when it was reported, believably, and not because everybody passed.
[[nodiscard]] bool is_dropped(const Facts& f);
/// So many unrelated unsigned networks passed SPF in the past that everybody did.
[[nodiscard]] bool was_open_to_all(const Facts& f);
/// It has no passing signature as the domain.
[[nodiscard]] bool is_unsigned(const Facts& f);
/// What listed servers sign without a named selector accounts for its signatures.
[[nodiscard]] bool is_explained_by_unnamed(const Facts& f);

/// Something speaks for it, but its address is not on the Internet: a gateway of the receiver, or a
/// machine within the domain's own network. Nobody forwards from there, and no record can list it.
[[nodiscard]] bool is_behind_a_gateway(const Facts& f);

/// Nobody sends for the domain, neither from a listed address nor with a key, and many pretend to.
[[nodiscard]] bool sees_only_forgeries(const Facts& f);

/// Most unlisted hosts of its operator pass mail on.
[[nodiscard]] bool is_of_forwarding_operator(const Facts& f);

/// It carries much mail of a listed key, beside the busiest listed server. Pre: f.listed_key
[[nodiscard]] bool is_large_sharer(const Facts& f);
/// The same, with the messages whose signature with that key is broken. Pre: f.listed_key
[[nodiscard]] bool carries_much(const Facts& f);
/// It is reported as widely as a sender of that key has to be. Pre: f.listed_key
[[nodiscard]] bool is_reported_as_a_sender_is(const Facts& f);
/// Signatures with the key arrive broken, oftener than from the listed servers. Pre: f.listed_key
[[nodiscard]] bool arrives_broken(const Facts& f);
/// An IPv6 address without a telling name that is there for nearly the whole time: perhaps the
/// other address of a listed server, which only receivers with IPv6 see.
[[nodiscard]] bool is_lasting_ipv6(const Facts& f);
/// The customers' lines of its network that carry the key are one line's addresses, one after the
/// other, for nearly the whole time: forwarders keep theirs. Pre: f.listed_key
[[nodiscard]] bool is_moving_line(const Facts& f);
/// It carries what several senders signed, or adds a signature of its host's own domain.
[[nodiscard]] bool shows_a_relay(const Facts& f);

/// Few reporters see it, on several days: a forwarder is few receivers' affair.
[[nodiscard]] bool is_seen_by_few_over_days(const Facts& f);

/// It began lately, goes on for longer than those that came and went, and is widely reported;
/// without a telling name also not in a crowd.
[[nodiscard]] bool is_new_sender(const Facts& f);
/// It sent in earnest while listed servers were silent, seen by several reporters; without a
/// telling name also not in a crowd.
[[nodiscard]] bool is_stand_in(const Facts& f);
/// It comes back in earnest, over weeks, and is widely reported.
[[nodiscard]] bool comes_back(const Facts& f);
/// It is there for nearly the whole time, as a machine of a steady user is.
[[nodiscard]] bool is_lasting(const Facts& f);
/// Its mail is signed by one foreign domain, whose mail is widely reported on several days.
[[nodiscard]] bool is_of_signing_service(const Facts& f);
/// It belongs to a pool named under one domain that is at work for weeks.
[[nodiscard]] bool is_of_operator_pool(const Facts& f);
/// It comes back over weeks on the same days as others that are named under one domain.
[[nodiscard]] bool comes_back_together(const Facts& f);
/// It has no confirmed name and is in one network with what the record or the domain's own hosts
/// name. A host in the domain itself would have been found by its name; one with somebody else's
/// name is a neighbour.
[[nodiscard]] bool is_nameless_in_own_network(const Facts& f);
/// Its network's unsigned addresses are one sender's: they come back, or it is one site's IPv6.
[[nodiscard]] bool is_network_of_one_sender(const Facts& f);

/// A rhythm that a machine at work for the domain has, rather than the noise of forgeries.
[[nodiscard]] bool is_telling(const std::optional<SharedRhythm>& rhythm, HostKind host);

}  // namespace hardfail::analysis
