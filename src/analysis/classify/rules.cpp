#include "rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "predicates.hpp"
#include "thresholds.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using enum SourceClass;
using fmt::format;
namespace at = thresholds;

std::string text_of(const SigningKey& key) {
  return format("{}._domainkey.{}", key.selector, key.domain.text());
}

// The sentences that several rules share.

std::string carried_listed_key(const Facts& f) {
  return format("{} signed with {}, the key of listed servers",
                messages_text(f.listed_key->carried.messages), text_of(*f.listed_key->carried.key));
}

std::string carried_unnamed_key(const Facts& f) {
  return messages_text(f.unnamed_signed) +
         " with an aligned signature whose selector no reporter names";
}

constexpr Rule marks[] = {
    {"mark_unlisted", unlisted_legitimate, is_marked_listed_in_vain,
     [](const Facts& f) { return signal_of(*f.mark).text; },
     [] { return std::string("you marked it listed, and the record does not list it"); },
     "a mark that was set for another record"},
    {"mark", std::nullopt, [](const Facts& f) { return f.mark != nullptr; },
     [](const Facts& f) { return signal_of(*f.mark).text; },
     [] { return std::string("you marked it"); }, "a mark that is out of date"},
};

constexpr Rule evidence[] = {
    {"not_governed", unaffected, [](const Facts& f) { return f.governed == 0; },
     [](const Facts& f) {
       return format("its SPF identity is another domain's: the record of {} is never asked",
                     f.domain->surroundings->domain.text());
     },
     [] { return std::string("none of its mail is governed"); }, "–"},

    {"listed", listed, [](const Facts& f) { return f.listing == Listing::by_record; },
     [](const Facts& f) { return format("the record authorises it with {}", f.term); },
     [] { return std::string("the live record gives pass, and not by `+all` alone"); }, "–"},

    {"reported_pass", listed, [](const Facts& f) { return f.listing == Listing::by_past_passes; },
     [](const Facts&) {
       return std::string(
           "the record cannot be evaluated for it now; when it was reported, SPF mostly passed");
     },
     [] {
       return format(
           "the record cannot be evaluated for it, and more than {} of its mail passed "
           "SPF when it was reported",
           at::stand_in_passes.text());
     },
     "a sender that the record had dropped before it broke"},

    {"explicit_term", unaffected, [](const Facts& f) { return f.fails_by_term; },
     [](const Facts& f) {
       return format("the record names it with {}, which stays as it is whatever `all` says",
                     f.term);
     },
     [] {
       return std::string("the record fails or softfails it by a term of its own (`~ip4:...`)");
     },
     "if it is yours, correct the term"},

    {"own_host", unlisted_legitimate, [](const Facts& f) { return f.host_kind == HostKind::own; },
     [](const Facts& f) {
       return format("its host name {} is the domain's own and resolves back to it",
                     f.host->name.text());
     },
     [] { return std::string("a confirmed host name inside your own domain"); },
     "a network that names its customers' lines under its own domain: names that look like lines "
     "(`dsl-17`, `dynamic-...`, the address spelled out) do not count"},

    {"own_term", unlisted_legitimate, [](const Facts& f) { return f.is_own_term; },
     [](const Facts&) {
       return std::string(
           "the domain's own record names this address, in a term that receivers do not get as far "
           "as");
     },
     [] {
       return std::string(
           "the domain's own record names the address, but receivers do not get as far as that "
           "term: the record is what needs fixing");
     },
     "–"},

    {"own_address", unlisted_legitimate, [](const Facts& f) { return f.is_own_address; },
     [](const Facts&) { return std::string("the domain's own A, AAAA or MX record leads to it"); },
     [] { return std::string("the domain's own A, AAAA or MX record leads to the address"); },
     "a web server shared with others"},

    {"unlisted_key", unlisted_legitimate, [](const Facts& f) { return f.sends_with.has_value(); },
     [](const Facts& f) {
       return format("signs as the domain with {}, a key that no listed server uses ({})",
                     text_of(*f.sends_with->key), messages_text(f.sends_with->messages));
     },
     [] {
       return format(
           "a DKIM key that no listed server uses (or for less than {} of what others "
           "carry with it), as the main source of its mail or with {} of that one's; fewer "
           "than {} messages are held against all that it signed",
           at::living_key.text(), at::large_carrier.text(), at::few_signed);
     },
     "only the holder of a private key whose public half is in your DNS can sign; but a key of a "
     "sender that no report shows arrives through forwarders alone"},

    {"passes_on_unlisted", forwarder, [](const Facts& f) { return f.relays.has_value(); },
     [](const Facts& f) {
       return format("passes on a little of the mail signed with {}, whose main source is another",
                     text_of(*f.relays->key));
     },
     [] {
       return std::string(
           "such a key, but little of its mail next to its main source; or even that one is called "
           "a forwarder by receivers, and few of them see it");
     },
     "a second, small server of the same service; unless it shares its network or host domain, or "
     "is seen as widely"},

    {"dropped", unlisted_legitimate,
     [](const Facts& f) {
       // Where +all lets everything pass, an earlier pass vouches for nobody.
       return f.past_passes > 0 && !f.only_plus_all &&
              (f.past_pass_reporters >= at::believable_reporters ||
               at::believable_passes.reached_by(f.past_passes, f.governed));
     },
     [](const Facts& f) {
       return format(
           "SPF passed when it was reported, the last time up to {}; the record of today "
           "no longer lists it",
           to_iso_date(f.last_pass));
     },
     [] {
       return format("SPF passed when it was reported, by {} reporters or for {} of its mail",
                     at::believable_reporters, at::believable_passes.text());
     },
     "an old provider you left on purpose: `mark` it"},

    {"same_service", unlisted_legitimate,
     [](const Facts& f) {
       return f.listed_key &&
              (f.listed_key->kinship == Kinship::same ||
               (f.listed_key->kinship == Kinship::published && is_widely_reported(f)));
     },
     [](const Facts& f) {
       return carried_listed_key(f) + ", from the same network or operator as those";
     },
     [] {
       return format(
           "a DKIM key of listed servers, from their operator by its confirmed host name, or "
           "nameless in their network; where the operator's own include lists those servers and "
           "leaves this one out, also reported widely: by {} reporters, {} of those to be "
           "expected, "
           "of {} messages or more",
           at::breadth_reporters, at::wide.text(), at::breadth_messages);
     },
     "a forwarder in the same building. Providers keep the hosts that forward out of their record"},

    {"listed_key_forwarded", forwarder,
     [](const Facts& f) { return f.listed_key && is_called_forwarded(f); },
     [](const Facts& f) { return carried_listed_key(f) + ": they sent it, this one passed it on"; },
     [] {
       return format("a DKIM key of listed servers, and receivers call {} of its mail forwarded",
                     at::called_forwarded.text());
     },
     "a sender whose mail is mostly forwarded on by its recipients"},

    {"own_gateway", unknown,
     [](const Facts& f) {
       return f.listed_key && shows_a_relay(f) && is_large_sharer(f) && is_reported_everywhere(f);
     },
     [](const Facts& f) {
       return carried_listed_key(f) + ": a server of your own that shares the key, or a forwarder";
     },
     [] {
       return format(
           "a DKIM key of listed servers, with keys that no one of them uses together or "
           "a signature of its host's own domain, but {} of what the busiest of them "
           "sends and reported nearly everywhere",
           at::large_sharer.text());
     },
     "a gateway of your own that the record misses looks like a very large forwarder"},

    {"listed_key_relay", forwarder, [](const Facts& f) { return f.listed_key && shows_a_relay(f); },
     [](const Facts& f) { return carried_listed_key(f) + ": they sent it, this one passed it on"; },
     [] {
       return format(
           "a DKIM key of listed servers, with keys that no one of them uses together "
           "({} messages each), or a signature of its host's own domain",
           at::telling_signed);
     },
     "a small gateway of your own"},

    {"shared_key", unlisted_legitimate,
     [](const Facts& f) {
       return f.listed_key && is_large_sharer(f) && f.days >= at::lasting_days &&
              is_reported_as_a_sender_is(f);
     },
     [](const Facts& f) {
       return carried_listed_key(f) +
              ", reported as widely and as much as theirs: a sender that shares the key";
     },
     [] {
       return format(
           "a DKIM key of listed servers, with {} of what the busiest of them sends, on "
           "{} days, reported widely; nearly everywhere ({}) where its host bears "
           "another's name, unless it sent more than they did",
           at::large_sharer.text(), at::lasting_days, at::everywhere.text());
     },
     "a very large forwarder whose users read mail everywhere"},

    {"shared_key_or_forwarder", unknown,
     [](const Facts& f) {
       if (!f.listed_key) return false;
       const bool may_send = is_large_sharer(f) && (is_widely_reported(f) || !can_tell_breadth(f));
       return may_send || (f.spread.reaches(at::rather_wide) && !is_telling(f.host_kind));
     },
     [](const Facts& f) {
       return carried_listed_key(f) + ": a server of your own that shares the key, or a forwarder";
     },
     [] {
       return format(
           "the same, but only for some days; or with fewer than {} reporters of listed "
           "mail, too few to tell; or small and without a telling name, but seen by {} "
           "of the reporters to be expected",
           at::breadth_reporters, at::rather_wide.text());
     },
     "that is why you are asked"},

    {"listed_key", forwarder, [](const Facts& f) { return f.listed_key.has_value(); },
     [](const Facts& f) { return carried_listed_key(f) + ": they sent it, this one passed it on"; },
     [] { return std::string("a DKIM key of listed servers, and none of the above"); },
     "a server of your own that shares the key and sends little"},

    {"unnamed_key_forwarded", forwarder,
     [](const Facts& f) { return f.unnamed_signed > 0 && f.called_forwarded > 0; },
     [](const Facts& f) { return carried_unnamed_key(f) + ", called forwarded by a receiver"; },
     [] {
       return std::string(
           "an aligned signature whose selector no reporter names, and a receiver calls a message "
           "forwarded");
     },
     "one receiver's opinion"},

    {"unnamed_key_service", unlisted_legitimate,
     [](const Facts& f) { return f.unnamed_signed > 0 && f.conduct.sends; },
     [](const Facts& f) {
       return carried_unnamed_key(f) + ", from the operator of a missing sender";
     },
     [] {
       return std::string(
           "such a signature, from an operator whose other hosts send with a key that no listed "
           "server uses");
     },
     "a service that sends for you and forwards for others"},

    {"unnamed_key_wide", unlisted_legitimate,
     [](const Facts& f) { return f.unnamed_signed > 0 && is_widely_reported(f); },
     [](const Facts& f) { return carried_unnamed_key(f) + ", reported as widely as listed mail"; },
     [] { return std::string("such a signature, reported widely"); }, "a very large forwarder"},

    {"unnamed_key_listed", forwarder,
     [](const Facts& f) {
       const bool lives_on_listed = f.domain->has_listed_keys ||
                                    (f.domain->has_unnamed_listed_keys && is_narrowly_reported(f));
       return f.unnamed_signed > 0 && lives_on_listed && !f.domain->has_unlisted_keys;
     },
     [](const Facts& f) {
       return carried_unnamed_key(f) + "; as far as reports tell, keys live on listed servers";
     },
     [] {
       return format(
           "such a signature, where every key that is named lives on listed servers; or "
           "where none is named and listed servers sign, {} messages or more that are "
           "not reported widely",
           at::narrow_messages);
     },
     "a small sender whose reporters name no selector"},

    {"unnamed_key", unknown, [](const Facts& f) { return f.unnamed_signed > 0; },
     [](const Facts& f) {
       return carried_unnamed_key(f) + ": sent or passed on, reports do not tell";
     },
     [] { return std::string("such a signature, and none of the above"); },
     "that is why you are asked"},

    {"broken_signature", forwarder,
     [](const Facts& f) {
       const bool vouched_for =
           f.called_forwarded > 0 || f.signs_for_its_host ||
           (is_seen_by_few_over_days(f) && (f.has_foreign_signature || is_telling(f.host_kind)));
       return f.broken.messages > 0 &&
              at::mostly_broken.reached_by(f.broken.messages, f.governed) && vouched_for;
     },
     [](const Facts& f) {
       return format("{} with a signature of {} that was broken on the way",
                     messages_text(f.broken.messages), text_of(*f.broken.key));
     },
     [] {
       return format(
           "a broken signature of listed servers in {} of its mail, and a sign of "
           "forwarding: a receiver says so, the host signs with its own domain (a mailing "
           "list), or at most {} reporters see it over {} days or more and it has a name "
           "or a signature of its own",
           at::mostly_broken.text(), at::few_reporters, at::broken_days);
     },
     "signatures can be copied, so never alone"},

    {"forwarding_reason", forwarder,
     [](const Facts& f) {
       return f.called_forwarded > 0 &&
              at::forwarded_alone.reached_by(f.called_forwarded, f.governed) &&
              !sees_only_forgeries(f);
     },
     [](const Facts& f) {
       return format("receivers called {} forwarded, or saw a valid ARC chain",
                     messages_text(f.called_forwarded));
     },
     [] {
       return format(
           "receivers called {} of its mail forwarded, or saw a valid ARC chain; not "
           "where nobody sends for the domain and {} sources pretend to: then a forgery "
           "was forwarded",
           at::forwarded_alone.text(), at::only_forgeries);
     },
     "one receiver's opinion"},

    {"sender_operator", unknown,
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

    {"forwarding_operator", forwarder,
     [](const Facts& f) { return is_of_forwarding_operator(f) && !sees_only_forgeries(f); },
     [](const Facts&) {
       return std::string("unsigned, but other hosts of its operator pass mail on");
     },
     [] {
       return format("unsigned, but {} of the hosts of its operator pass mail on, {} at least",
                     at::forwarding_operator.text(), at::forwarding_hosts);
     },
     "a forger at the same company"},

    {"own_network", unlisted_legitimate,
     [](const Facts& f) {
       // In its own domain it would have been found by its name; another's name says that it is a
       // neighbour.
       return f.is_in_own_network && !is_telling(f.host_kind) && f.days >= at::own_network_days;
     },
     [](const Facts&) {
       return std::string(
           "unsigned, but in one network with servers that the record, MX or A records name");
     },
     [] {
       return format(
           "unsigned and without a telling name, on {} days, in one network with your own "
           "servers",
           at::own_network_days);
     },
     "neighbours at a hosting company"},

    {"own_network_once", unknown,
     [](const Facts& f) { return f.is_in_own_network && !is_telling(f.host_kind); },
     [](const Facts&) {
       return std::string(
           "unsigned, but in one network with servers that the record, MX or A records name");
     },
     [] { return std::string("the same, on fewer days"); }, "neighbours at a hosting company"},

    {"steady", unknown, [](const Facts& f) { return is_telling(f.rhythm, f.host_kind); },
     [](const Facts& f) { return "unsigned and unlisted, but " + text_of(f.rhythm->finding); },
     [] {
       return format(
           "unsigned, but with a rhythm: {} days, Monday to Friday only; the same one, two or "
           "three "
           "days of the week for {}, {} or {} weeks; {} days over {} or more, and {} of them; with "
           "a host name that is not a customer's line also without that share, or {} times a month "
           "apart where the name is confirmed. Nothing of this where more than {} networks of "
           "nameless hosts show the same rhythm: that is a botnet's",
           at::working_days, at::weekly_one_day, at::weekly_two_days, at::weekly_three_days,
           at::steady_days, at::steady_span, at::daily.text(), at::monthly_bursts,
           at::crowd_networks);
     },
     "a patient forger; that is why you are asked"},

    {"steady_network", unknown,
     [](const Facts& f) {
       return f.network_addresses >= at::pool_addresses &&
              is_telling(f.network_rhythm, f.host_kind);
     },
     [](const Facts& f) {
       return format("unsigned and unlisted, but with {} others of its network {}",
                     f.network_addresses - 1, text_of(f.network_rhythm->finding));
     },
     [] {
       return format("the same of the unsigned addresses of one network together, {} at least",
                     at::pool_addresses);
     },
     "a network full of forgers"},

    {"no_evidence", suspected_spoof, [](const Facts&) { return true; },
     [](const Facts&) {
       return std::string(
           "no aligned signature, no listing, no host name of the domain: nothing vouches for it");
     },
     [] { return std::string("nothing of all this"); },
     "an unsigned service, seen on a few days only"},
};

}  // namespace

std::span<const Rule> mark_rules() noexcept { return marks; }

std::span<const Rule> evidence_rules() noexcept { return evidence; }

const Rule* first_that_holds(std::span<const Rule> rules, const Facts& facts) {
  const auto found =
      std::ranges::find_if(rules, [&](const Rule& rule) { return rule.holds(facts); });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace hardfail::analysis
