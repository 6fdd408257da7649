#include "predicates.hpp"
#include "rules.hpp"
#include "sentences.hpp"
#include "thresholds.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using enum SourceClass;
using enum Confidence;
namespace at = thresholds;

constexpr Rule of_unsigned_mail[] = {
    {"forwarding_reason", forwarder, likely,
     [](const Facts& f) {
       return f.called_forwarded > 0 &&
              at::forwarded_alone.reached_by(f.called_forwarded, f.governed) &&
              !sees_only_forgeries(f);
     },
     [](const Facts& f) {
       return phrase("receivers called {} forwarded, or saw a valid ARC chain",
                     messages_text(f.called_forwarded));
     },
     [] {
       return phrase(
           "receivers called {} of its mail forwarded, or saw a valid ARC chain; not "
           "where nobody sends for the domain and {} sources pretend to: then a forgery "
           "was forwarded",
           at::forwarded_alone.text(), at::only_forgeries);
     },
     "one receiver's opinion"},

    {"sender_operator_few", unlisted_legitimate, likely,
     [](const Facts& f) {
       return f.conduct.sends && f.governed < at::few_signed && !sees_only_forgeries(f);
     },
     [](const Facts&) {
       return std::string(
           "a few unsigned messages, from the operator whose other hosts sign as the domain with a "
           "key that no listed server uses");
     },
     [] {
       return phrase(
           "unsigned, fewer than {} messages, and other hosts of its operator send with a key that "
           "no listed server uses",
           at::few_signed);
     },
     "another customer of that service, whose mail the same include lets in"},

    {"sender_operator", unknown, ask,
     [](const Facts& f) { return f.conduct.sends && !sees_only_forgeries(f); },
     [](const Facts&) {
       return std::string(
           "unsigned, but other hosts of its operator sign as the domain with a key that no listed "
           "server uses");
     },
     [] {
       return std::string(
           "unsigned, but other hosts of its operator send with a key that no listed server uses");
     },
     "another customer of that service"},

    {"service_operator", unknown, ask,
     [](const Facts& f) { return f.conduct.serves && !sees_only_forgeries(f); },
     [](const Facts&) {
       return std::string(
           "unsigned, but other hosts of its operator sign as the domain and bounce to a domain of "
           "their own: perhaps the same service, set up otherwise");
     },
     [] {
       return phrase(
           "unsigned, but other hosts of its operator send with an envelope domain of their own, "
           "and "
           "with a key that no listed server uses: {} of the busiest one's mail or more",
           at::large_carrier.text());
     },
     "another customer of that service"},

    {"forwarding_operator", forwarder, likely,
     [](const Facts& f) { return is_of_forwarding_operator(f) && !sees_only_forgeries(f); },
     [](const Facts&) {
       return std::string("unsigned, but other hosts of its operator pass mail on");
     },
     [] {
       return phrase("unsigned, but {} of the hosts of its operator pass mail on, {} at least",
                     at::forwarding_operator.text(), at::forwarding_hosts);
     },
     "a forger at the same company"},

    {"own_network", unlisted_legitimate, likely,
     [](const Facts& f) { return is_nameless_in_own_network(f) && f.days >= at::own_network_days; },
     [](const Facts&) {
       return std::string(
           "unsigned, but in one network with servers that the record, MX or A records name");
     },
     [] {
       return phrase(
           "unsigned and without a confirmed name, on {} days, in one network with your own "
           "servers",
           at::own_network_days);
     },
     "neighbours at a hosting company"},

    {"own_network_once", unknown, ask,
     [](const Facts& f) {
       return is_nameless_in_own_network(f) || (f.is_next_to_own && !is_telling(f.host_kind));
     },
     [](const Facts&) {
       return std::string(
           "unsigned, but in one network with servers that the record, MX or A records name");
     },
     [] {
       return phrase(
           "the same, on fewer days; or beside a single address of your own (in its /{}), with a "
           "name "
           "of a customer's line",
           at::next_to_own);
     },
     "neighbours at a hosting company"},

    {"mail_host", unknown, ask, [](const Facts& f) { return f.is_mail_host; },
     [](const Facts&) {
       return std::string(
           "unsigned, but it receives the domain's mail: bounces and automatic answers go out from "
           "such a host");
     },
     [] {
       return std::string(
           "unsigned, but an MX record of the domain leads to the address, by a host of somebody "
           "else");
     },
     "a provider's host that passes on forgeries"},

    {"sister_host", unknown, ask, [](const Facts& f) { return f.is_sister_host; },
     [](const Facts& f) {
       return phrase("unsigned, but its host name {} has the domain's own label",
                     f.host->name.text());
     },
     [] {
       return std::string(
           "unsigned, but its confirmed host name is registered under your domain's label, in "
           "another "
           "suffix (example.info for example.com)");
     },
     "somebody else of that name; or a forger who registered it"},

    {"steady", unknown, ask, [](const Facts& f) { return is_telling(f.rhythm, f.host_kind); },
     [](const Facts& f) { return "unsigned and unlisted, but " + text_of(f.rhythm->finding); },
     [] {
       return phrase(
           "unsigned, but with a rhythm: {} days, Monday to Friday only; the same one, two or "
           "three days of the week for {}, {} or {} weeks; {} days over {} or more, and {} of "
           "them; with a host name that is not a customer's line also without that share, or {} "
           "times a month apart where the name is confirmed. Nothing of this where more than {} "
           "networks of nameless hosts show the same rhythm and do not last: that is a botnet's",
           at::working_days, at::weekly_one_day, at::weekly_two_days, at::weekly_three_days,
           at::steady_days, at::steady_span, at::daily.text(), at::monthly_bursts,
           at::crowd_networks);
     },
     "a patient forger; that is why you are asked"},

    {"steady_network", unknown, ask,
     [](const Facts& f) {
       return is_network_of_one_sender(f) && is_telling(f.network_rhythm, f.host_kind);
     },
     [](const Facts& f) {
       return phrase("unsigned and unlisted, but with {} others of its network or device {}",
                     grouped(f.network_addresses - 1), text_of(f.network_rhythm->finding));
     },
     [] {
       return phrase(
           "the same of the unsigned addresses of one network together, {} at least that each come "
           "back over {} days; in an IPv6 /64, which is one site's, or with one interface "
           "identifier "
           "made from a hardware address, of any {}",
           at::pool_addresses, at::returning_span, at::pool_addresses);
     },
     "a network full of forgers"},

    {"lasting", unknown, ask, is_lasting,
     [](const Facts& f) {
       return phrase(
           "unsigned and unlisted, but seen on {} days over {}: rented and infected machines do "
           "not stay so long",
           f.days, f.span);
     },
     [] {
       return phrase(
           "unsigned, but there for {} of the days with reports, {} days at least: on {} of them, "
           "or on "
           "{} days and seen by {} reporters at most, these also for less, on one to three days of "
           "the week, or on {} days where its host has a name; or on as many days as a nameless "
           "one, also for less, and named under one domain with others, or one of those without a "
           "confirmed name that stay, all of whom are at work Monday to Friday only; or at the "
           "same "
           "time of the week, as above, where anybody sends for the domain at all",
           at::lasting_span.text(), at::occasions_span, at::lasting_days_share.text(),
           at::partner_days, at::partners, at::named_partner_days);
     },
     "an infected machine that nobody cleans"},

    {"comes_back", unknown, ask, comes_back,
     [](const Facts& f) {
       return phrase("unsigned and unlisted, but it came back {} times over {} days", f.occasions,
                     f.occasions_span);
     },
     [] {
       return phrase(
           "unsigned, but it comes back, widely reported or seen by {} reporters at most: {} "
           "occasions "
           "with {} messages a day or more, {} days apart from each other and over {}, and not "
           "where "
           "more than {} networks without a telling name do so, as widely or to as few, and do not "
           "last: that is a botnet; widely reported also {} over {} days where its host has a "
           "confirmed name",
           at::partners, at::occasions, at::heavy_day, at::occasion_gap.count(), at::occasions_span,
           at::crowd_networks, at::named_occasions, at::named_occasions_span);
     },
     "a patient forger; that is why you are asked"},

    {"comes_together", unknown, ask, comes_back_together,
     [](const Facts& f) {
       return phrase(
           "unsigned and unlisted, but it comes back on the same days as {} others named under {}: "
           "on {} days in all",
           f.owner_pool->returning - 1, f.owner_pool->of->text(), f.owner_pool->returning_days);
     },
     [] {
       return phrase(
           "unsigned, but one of {} or more that are named under one domain and come back "
           "together: each over {} days, on {} occasions, and on {} of the days of all of them",
           at::pool_addresses, at::returning_span, at::occasions, at::daily.text());
     },
     "infected machines that are told to send on the same days"},

    {"new_sender", unknown, ask, is_new_sender,
     [](const Facts& f) {
       return phrase(
           "unsigned and unlisted, but it began {} days before the end, was seen on {} days since, "
           "and is widely reported: too new to tell whether it lasts",
           f.silent.count() + f.span, f.days);
     },
     [] {
       return phrase(
           "unsigned, but it began in the last {} days, was seen on {} days and {} of those since, "
           "the last of them {} days ago at most, on more days than any unsigned source that came "
           "and went within as many, or with {} times its messages (of those with a telling name, "
           "where it has one), and is widely reported; not where more than {} networks without a "
           "telling name are so: that "
           "is a botnet",
           at::new_since.count(), at::new_days, at::daily.text(), at::new_pause.count(),
           at::new_weight, at::crowd_networks);
     },
     "forgeries that go on"},

    {"stand_in", unknown, ask, is_stand_in,
     [](const Facts& f) {
       return phrase(
           "unsigned and unlisted, but it sent on {} of the {} days on which listed servers were "
           "silent, and hardly otherwise: it may have stood in for them",
           f.filling.filled, f.filling.silent);
     },
     [] {
       return phrase(
           "unsigned, but on {} days and {} of those on which listed servers are silent that send "
           "on "
           "{} of these days of the week, on {} days in all; {} of its own days are such; seen by "
           "{} reporters, with {} messages a day; not where more than {} networks without a "
           "telling "
           "name are so",
           at::filled_days, at::daily.text(), at::regular_weekday.text(), at::regular_days,
           at::daily.text(), at::breadth_reporters, at::heavy_day, at::crowd_networks);
     },
     "forgeries in a company's holidays"},

    {"signing_service", unknown, ask, is_of_signing_service,
     [](const Facts& f) {
       return phrase(
           "not signed as the domain, but as {}, which signs mail of {} {} under the domain's "
           "envelope, on {} days: somebody's service, yours or not",
           f.signer_pool->of->text(), f.signer_pool->addresses,
           f.signer_pool->addresses == 1 ? "address" : "addresses", f.signer_pool->days);
     },
     [] {
       return phrase(
           "{} of its mail is signed by one foreign domain, whose mail under your envelope is "
           "widely reported, on {} days, or on {} occasions over {}, or began in the last {} days "
           "where its host is named under that domain; or, however few see it, on {} occasions "
           "or {} days over {}",
           at::signer_share.text(), at::signer_pool_days, at::named_occasions,
           at::named_occasions_span, at::new_since.count(), at::occasions, at::signer_pool_days,
           at::occasions_span);
     },
     "a forger that signs as itself"},

    {"operator_pool", unknown, ask, is_of_operator_pool,
     [](const Facts& f) {
       return phrase(
           "unsigned and unlisted, but one of {} addresses named under {} that were at work on {} "
           "days, week after week",
           f.owner_pool->addresses, f.owner_pool->of->text(), f.owner_pool->days);
     },
     [] {
       return phrase(
           "unsigned, but of several addresses named under one domain; those widely reported on "
           "their own are seen on {} days, in {} weeks with {} of the busiest one's work or more, "
           "and send {} of the mail; customers' lines are also {} times as many as any other "
           "network's or the nameless, or at work Monday to Friday only and {} for each /16; or "
           "the pool is at work on as many days, with a single address on most of them ({}): on {} "
           "of "
           "those from its first to its last, and widely reported, or on {} of them, seen by {} "
           "reporters at most for {} of the days with reports ({} where each address's days are "
           "counted from its first to its last)",
           at::operator_pool_days, at::operator_pool_weeks, at::busy_week.text(),
           at::operator_pool_wide.text(), at::standing_out, at::crowded_allocation,
           at::handed_on.text(), at::daily.text(), at::partner_line.text(), at::partners,
           at::lasting_span.text(), at::daily.text());
     },
     "many forgers at one provider, one after the other"},

    {"no_evidence", suspected_spoof, likely, [](const Facts&) { return true; },
     [](const Facts&) {
       return std::string(
           "no aligned signature, no listing, no host name of the domain: nothing vouches for it");
     },
     [] { return std::string("nothing of all this"); },
     "an unsigned service, seen on a few days only"},
};

}  // namespace

std::span<const Rule> unsigned_rules() noexcept { return of_unsigned_mail; }

}  // namespace hardfail::analysis
