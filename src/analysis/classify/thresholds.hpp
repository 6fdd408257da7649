#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "share.hpp"

/// Every number that the class of a source depends on, once: as a share, or in days, messages,
/// reporters or addresses.
namespace hardfail::analysis::thresholds {

// What is governed.

/// Rows that name no SPF domain fared as the other rows of their source: half of those decide.
inline constexpr Share mostly_governed = {1, 2};

// What a listing is.

/// Past passes stand in for a record that cannot be evaluated where they are more than half of the
/// governed mail: fewer may be mail that a listed server of another record relayed.
inline constexpr Share stand_in_passes = {1, 2};
/// A past pass is believed from two reporters: one alone may have got an odd answer from the DNS,
inline constexpr unsigned believable_reporters = 2;
/// or where it is half of the mail, whoever saw it.
inline constexpr Share believable_passes = {1, 2};

// Where keys live.

/// A key lives on listed servers that signed a twentieth of what others carried with it: less is
/// the odd message that a listed server relayed.
inline constexpr Share living_key = {1, 20};
/// Next to the main source of a key that no listed server uses, a tenth of its mail makes another
/// sender; forwarders carry less.
inline constexpr Share large_carrier = {1, 10};
/// So few messages are no large share of anything: the main source may have changed keys, and all
/// that either signed is compared instead; unsigned, from the operator of a missing sender, they
/// are taken for its mail.
inline constexpr std::uint64_t few_signed = 5;
/// A replay is over in a few days: a key that listed servers use on five days, and on more than
/// others do, lives there however much the others carry.
inline constexpr std::size_t living_days = 5;
/// A single message with the key of another sender may have been relayed; from two on it is taken
/// for mail of that sender.
inline constexpr std::uint64_t telling_signed = 2;

// How widely mail is reported. A forwarder's mail goes to the few providers where people keep
// their second mailbox, a sender's to wherever its customers are.

/// Of the reporters to be expected, so many saw a source that sends,
inline constexpr Share wide = {3, 5};
/// a nameless source about which the operator is asked,
inline constexpr Share rather_wide = {3, 4};
/// and a sender whose host bears somebody else's name.
inline constexpr Share everywhere = {9, 10};
/// Fewer reporters tell nothing about breadth,
inline constexpr std::size_t breadth_reporters = 4;
/// nor do fewer messages,
inline constexpr std::uint64_t breadth_messages = 8;
/// and mail counts as reported narrowly only from so many messages on.
inline constexpr std::uint64_t narrow_messages = 5;
/// Less than a twentieth of what listed servers sign without a named selector is what forwarders
/// carry of it, unless it is widely reported.
inline constexpr Share explained_unnamed = {1, 20};

// What receivers say of forwarding.

/// Receivers call the odd message forwarded; a tenth of a source's mail is a habit,
inline constexpr Share called_forwarded = {1, 10};
/// and with nothing else to go by, a fifth is asked for.
inline constexpr Share forwarded_alone = {1, 5};

// Sender or forwarder, for a key of listed servers.

/// A sender that shares a key carries a tenth of what the busiest listed server signs with it,
inline constexpr Share large_sharer = {1, 10};
/// on five days: a message that somebody sends again is soon over.
inline constexpr unsigned lasting_days = 5;
/// Its signatures arrive whole. Relays rewrite some of what passes through: five messages with a
/// broken signature, one in fifty of those with the key, three times the share of listed servers.
inline constexpr std::uint64_t telling_broken = 5;
inline constexpr Share often_broken = {1, 50};
inline constexpr std::uint64_t more_broken = 3;

// Broken signatures. Anybody can copy a signature into a forgery, so there has to be more to go by.

/// Half of the mail carries one,
inline constexpr Share mostly_broken = {1, 2};
/// seen by three reporters at most,
inline constexpr std::size_t few_reporters = 3;
/// on more days than that.
inline constexpr unsigned broken_days = 4;

// Operators.

/// Two hosts of an operator that pass mail on make it a forwarder,
inline constexpr unsigned forwarding_hosts = 2;
/// where they are half of its hosts seen.
inline constexpr Share forwarding_operator = {1, 2};

/// Ten sources that pretend to be a domain for which nobody sends: whatever is forwarded then was
/// forged.
inline constexpr unsigned only_forgeries = 10;

/// A nameless source in one's own network is taken for one's own after two weeks of days;
/// neighbours at a hosting company are there too.
inline constexpr unsigned own_network_days = 14;

/// Eight addresses in a row are what a small customer of a network gets (/29): who is beside a
/// single address of one's own is asked about, whatever its line is called.
inline constexpr unsigned next_to_own = 29;

// A past pass.

/// Where so many unrelated networks of unsigned, unlisted sources passed, everybody did (+all): the
/// pass vouches for nobody.
inline constexpr std::size_t crowd_passes = 12;
/// What is gone and passed to the end is not a missing sender. To the end: all but one message in
/// twenty, since receivers err;
inline constexpr Share passed_to_the_end = {19, 20};
/// gone: silent for two weeks, and for three times its longest pause, after five days at least;
inline constexpr std::chrono::days gone_silence = std::chrono::days{14};
inline constexpr int gone_pauses = 3;
inline constexpr std::size_t gone_days = 5;
/// or for three days, or after five days at least for longer than any pause of its, where a listed
/// source of its network's owner or with its key began within a week of its end.
inline constexpr std::chrono::days replaced_silence = std::chrono::days{3};
inline constexpr std::chrono::days successor_gap = std::chrono::days{7};

// Who comes back, and who stays. Rented and infected machines do neither for long.

/// From five messages on, a day is more than the noise of a stray forgery;
inline constexpr std::uint64_t heavy_day = 5;
/// a week without such a day ends an occasion;
inline constexpr std::chrono::days occasion_gap = std::chrono::days{7};
/// three occasions over five weeks are a habit,
inline constexpr std::size_t occasions = 3;
inline constexpr unsigned occasions_span = 35;
/// and so are two of a host with a name, a month apart: the last working days of two months are 26
/// days from each other at least.
inline constexpr std::size_t named_occasions = 2;
inline constexpr unsigned named_occasions_span = 27;
/// A line that is there for four fifths of the days with reports
inline constexpr Share lasting_span = {4, 5};
/// on a third of the days
inline constexpr Share lasting_days_share = {1, 3};
/// or on ten days, and writes to the same few reporters' users, is somebody's machine at work.
inline constexpr std::size_t partner_days = 10;
inline constexpr std::size_t partners = 3;
/// Of a host with a name, five such days will do: forgers have no named host for so long.
inline constexpr std::size_t named_partner_days = 5;

/// What began in the last two weeks cannot show yet whether it lasts. It is asked about if it was
/// seen on four days, two out of three since it began, the last of them two days ago at most.
inline constexpr unsigned new_days = 4;
inline constexpr std::chrono::days new_since = std::chrono::days{14};
inline constexpr std::chrono::days new_pause = std::chrono::days{2};
/// A burst of forgeries may last as long, and one host does not send three times as much in it as
/// any other.
inline constexpr std::uint64_t new_weight = 3;
/// Listed servers that send on 30 days, and on four of five of that day of the week, were silent
/// on a day without mail of theirs.
inline constexpr unsigned regular_days = 30;
inline constexpr Share regular_weekday = {4, 5};
/// Who sends just then, on two days at least, stood in for them.
inline constexpr std::size_t filled_days = 2;

// Pools: an application behind ever new addresses is seen at each on a few days only, and at all of
// them together every day.

/// Those of its addresses that are widely reported on their own are at work on twenty days
inline constexpr std::size_t operator_pool_days = 20;
/// and in five weeks, about as many of them: a week counts from a fifth of the busiest on, since a
/// wave of forgeries is soon over,
inline constexpr std::size_t operator_pool_weeks = 5;
inline constexpr Share busy_week = {1, 5};
/// and, of lines that a network numbers, three times as many as of any other network, or without a
/// name: a botnet is spread over networks;
inline constexpr unsigned standing_out = 3;
/// or are at work from Monday to Friday only, three of them or more in each /16 (IPv6: /32), which
/// is about what a provider gets in one piece: where its bots are is chance, where its customer's
/// machines are is not;
inline constexpr unsigned crowded_allocation = 3;
/// or hand on from one to the next, day by day and hardly ever two at a time, as a line does whose
/// address changes: chance that fills two days of three puts two on many;
inline constexpr Share handed_on = {4, 5};
/// and so does chance that fills half of them, which is enough where few reporters see the line for
/// most of the window: they see little of it;
inline constexpr Share partner_line = {1, 2};
/// and send half of its mail: forgers spread thinly over a network's lines are not so reported, and
/// those that send much are soon gone.
inline constexpr Share operator_pool_wide = {1, 2};
/// A signing domain vouches for the mail of a source where half of it carries its signature,
inline constexpr Share signer_share = {1, 2};
/// and is somebody's service when its mail is widely reported, on six days.
inline constexpr std::size_t signer_pool_days = 6;
/// In a network, addresses that belong to one sender come back: each over four weeks.
inline constexpr unsigned returning_span = 28;

// Rhythm.

/// By chance 20 days all fall on Monday to Friday once in 800 times: (5/7)^20.
inline constexpr std::size_t working_days = 20;
/// Weeks in which mail keeps to one day of the week, to two or to three neighbouring ones: by
/// chance once in 10,000 times, 7 (width / 7)^weeks.
inline constexpr std::size_t weekly_one_day = 6;
inline constexpr std::size_t weekly_two_days = 9;
inline constexpr std::size_t weekly_three_days = 14;
/// Two weeks of days over four weeks outlast a campaign of forgeries.
inline constexpr unsigned steady_days = 14;
inline constexpr unsigned steady_span = 28;
/// Daily is what is seen on two days out of three.
inline constexpr Share daily = {2, 3};
/// Monthly are three bursts or more, a calendar month apart give or take a weekend;
inline constexpr std::size_t monthly_bursts = 3;
inline constexpr std::chrono::days monthly_shortest = std::chrono::days{26};
inline constexpr std::chrono::days monthly_longest = std::chrono::days{35};
/// a week without mail ends a burst.
inline constexpr std::chrono::days burst_gap = std::chrono::days{7};
/// A domain has a few machines without a name; more networks of nameless hosts than this, all with
/// one rhythm, are a botnet at work.
inline constexpr std::size_t crowd_networks = 12;
/// Three addresses of one network are looked at as a pool.
inline constexpr unsigned pool_addresses = 3;

}  // namespace hardfail::analysis::thresholds
