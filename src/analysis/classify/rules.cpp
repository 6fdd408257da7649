#include "rules.hpp"

#include "predicates.hpp"
#include "sentences.hpp"
#include "thresholds.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using enum SourceClass;
using enum Confidence;
namespace at = thresholds;

constexpr Rule evidence[] = {
    {"not_governed", unaffected, certain, [](const Facts& f) { return f.governed == 0; },
     [](const Facts& f) {
       return phrase("its SPF identity is another domain's: the record of {} is never asked",
                     f.domain->surroundings->domain.text());
     },
     [] { return std::string("none of its mail is governed"); }, ""},

    {"listed", listed, certain, [](const Facts& f) { return f.listing == Listing::by_record; },
     [](const Facts& f) { return phrase("the record authorises it with {}", f.term); },
     [] { return std::string("the live record gives pass, and not by `+all` alone"); }, ""},

    {"reported_pass", listed, likely,
     [](const Facts& f) { return f.listing == Listing::by_past_passes; },
     [](const Facts&) {
       return std::string(
           "the record cannot be evaluated for it now; when it was reported, SPF mostly passed");
     },
     [] {
       return phrase(
           "the record cannot be evaluated for it, and more than {} of its mail passed "
           "SPF when it was reported",
           at::stand_in_passes.text());
     },
     "a sender that the record had dropped before it broke"},

    {"explicit_term", unaffected, certain, [](const Facts& f) { return f.fails_by_term; },
     [](const Facts& f) {
       return phrase("the record names it with {}, which stays as it is whatever `all` says",
                     f.term);
     },
     [] {
       return std::string("the record fails or softfails it by a term of its own (`~ip4:...`)");
     },
     "if it is yours, correct the term"},

    {"retired", unaffected, likely, is_retired,
     [](const Facts& f) {
       return phrase(
           "SPF passed while it sent, and it has sent nothing since {}: a record without it loses "
           "nothing",
           to_iso_date(f.last_pass));
     },
     [] {
       return phrase(
           "SPF passed for {} of its mail when it was reported, and it is gone: silent for {} days "
           "and {} times its longest pause, after {} days at least; or for {} days, where a listed "
           "source with its key or of its network's owner took over within {} days, or through "
           "others",
           at::passed_to_the_end.text(), at::gone_silence.count(), at::gone_pauses, at::gone_days,
           at::replaced_silence.count(), at::successor_gap.count());
     },
     "a sender that comes back after a season"},

    {"private_address", unknown, ask, is_behind_a_gateway,
     [](const Facts& f) {
       return phrase("its address is for {} ({}): a gateway stood between, and hides the sender",
                     f.reserved->name, f.reserved->source);
     },
     [] { return std::string("some evidence of the kinds below, but a reserved address"); },
     "private, loopback or link-local: a receiver's own gateway hid the true address"},

    {"own_host", unlisted_legitimate, certain,
     [](const Facts& f) { return f.host_kind == HostKind::own; },
     [](const Facts& f) {
       return phrase("its host name {} is the domain's own and resolves back to it",
                     f.host->name.text());
     },
     [] { return std::string("a confirmed host name inside your own domain"); },
     "a network that names its customers' lines under its own domain: names that look like lines "
     "(`dsl-17`, `dynamic-...`, the address spelled out) do not count"},

    {"own_term", unlisted_legitimate, certain, [](const Facts& f) { return f.is_own_term; },
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
     ""},

    {"own_address", unlisted_legitimate, likely, [](const Facts& f) { return f.is_own_address; },
     [](const Facts&) { return std::string("the domain's own A, AAAA or MX record leads to it"); },
     [] { return std::string("the domain's own A, AAAA or MX record leads to the address"); },
     "a web server shared with others"},

    {"unlisted_key", unlisted_legitimate, certain,
     [](const Facts& f) { return f.sends_with.has_value(); },
     [](const Facts& f) {
       return phrase("signs as the domain with {}, a key that no listed server uses ({})",
                     text_of(*f.sends_with->key), messages_text(f.sends_with->messages));
     },
     [] {
       return phrase(
           "a DKIM key that no listed server uses (or for less than {} of what others "
           "carry with it), as the main source of its mail or with {} of that one's; fewer "
           "than {} messages are held against all that it signed",
           at::living_key.text(), at::large_carrier.text(), at::few_signed);
     },
     "only the holder of a private key whose public half is in your DNS can sign; but a key of a "
     "sender that no report shows arrives through forwarders alone"},

    {"passes_on_unlisted", forwarder, likely, [](const Facts& f) { return f.relays.has_value(); },
     [](const Facts& f) {
       return phrase("passes on a little of the mail signed with {}, whose main source is another",
                     text_of(*f.relays->key));
     },
     [] {
       return std::string(
           "such a key, but little of its mail next to its main source; or even that one is called "
           "a forwarder by receivers, and few of them see it");
     },
     "a second, small server of the same service; unless it shares its network or host domain, or "
     "is seen as widely"},

    {"dropped", unlisted_legitimate, likely, is_dropped,
     [](const Facts& f) {
       return phrase(
           "SPF passed when it was reported, the last time up to {}; today's record "
           "no longer lists it",
           to_iso_date(f.last_pass));
     },
     [] {
       return phrase(
           "SPF passed when it was reported, by {} reporters or for {} of its mail; not of "
           "unsigned mail where {} unrelated networks of such passed: then everybody did",
           at::believable_reporters, at::believable_passes.text(), at::crowd_passes);
     },
     "an old provider you left on purpose: `mark` it"},

    {"same_service", unlisted_legitimate, likely,
     [](const Facts& f) {
       return f.listed_key &&
              (f.listed_key->kinship == Kinship::same ||
               (f.listed_key->kinship == Kinship::published && is_pool_widely_reported(f)));
     },
     [](const Facts& f) {
       return carried_listed_key(f) + ", from the same network or operator as those";
     },
     [] {
       return phrase(
           "a DKIM key of listed servers, from their operator by its confirmed host name, or "
           "nameless in their network; where the operator's own include lists those servers and "
           "leaves this one out, also reported widely: by {} reporters, {} of those to be "
           "expected, of {} messages or more",
           at::breadth_reporters, at::wide.text(), at::breadth_messages);
     },
     "a forwarder in the same building. Providers keep the hosts that forward out of their record"},

    {"listed_key_forwarded", forwarder, likely,
     [](const Facts& f) { return f.listed_key && is_called_forwarded(f); },
     [](const Facts& f) { return carried_listed_key(f) + ": they sent it, this one passed it on"; },
     [] {
       return phrase("a DKIM key of listed servers, and receivers call {} of its mail forwarded",
                     at::called_forwarded.text());
     },
     "a sender whose mail is mostly forwarded on by its recipients"},

    {"own_gateway", unknown, ask,
     [](const Facts& f) {
       return f.listed_key && shows_a_relay(f) && is_large_sharer(f) &&
              is_pool_reported_everywhere(f);
     },
     [](const Facts& f) {
       return carried_listed_key(f) + ": a server of your own that shares the key, or a forwarder";
     },
     [] {
       return phrase(
           "a DKIM key of listed servers, with keys that no one of them uses together or "
           "a signature of its host's own domain, but {} of what the busiest of them "
           "sends and reported nearly everywhere",
           at::large_sharer.text());
     },
     "a gateway of your own that the record misses looks like a very large forwarder"},

    {"listed_key_relay", forwarder, likely,
     [](const Facts& f) { return f.listed_key && shows_a_relay(f); },
     [](const Facts& f) { return carried_listed_key(f) + ": they sent it, this one passed it on"; },
     [] {
       return phrase(
           "a DKIM key of listed servers, with keys that no one of them uses together "
           "({} messages each), or a signature of its host's own domain",
           at::telling_signed);
     },
     "a small gateway of your own"},

    {"shared_key", unlisted_legitimate, likely,
     [](const Facts& f) {
       return f.listed_key && is_large_sharer(f) && f.listed_key->pool_days >= at::lasting_days &&
              is_reported_as_a_sender_is(f);
     },
     [](const Facts& f) {
       return carried_listed_key(f) +
              ", reported as widely and as much as theirs: a sender that shares the key";
     },
     [] {
       return phrase(
           "a DKIM key of listed servers, with {} of what the busiest of them sends, on {} days, "
           "reported widely, the addresses of one operator, or nameless of one network, taken "
           "together; where its host bears another's name, by itself and nearly everywhere ({}), "
           "unless they sent more than the listed servers did",
           at::large_sharer.text(), at::lasting_days, at::everywhere.text());
     },
     "a very large forwarder whose users read mail everywhere"},

    {"shared_key_or_forwarder", unknown, ask,
     [](const Facts& f) {
       if (!f.listed_key) return false;
       const bool may_send =
           is_large_sharer(f) && (is_pool_widely_reported(f) || !can_tell_breadth(f));
       const auto wide_enough = is_telling(f.host_kind) ? at::everywhere : at::rather_wide;
       return may_send || f.listed_key->pool_spread.reaches(wide_enough);
     },
     [](const Facts& f) {
       return carried_listed_key(f) + ": a server of your own that shares the key, or a forwarder";
     },
     [] {
       return phrase(
           "the same, but only for some days; or with fewer than {} reporters of listed mail, too "
           "few to tell; or small, but seen by {} of the reporters to be expected, {} where its "
           "host bears another's name: a site that sends only now and then",
           at::breadth_reporters, at::rather_wide.text(), at::everywhere.text());
     },
     "that is why you are asked"},

    {"listed_key", forwarder, likely, [](const Facts& f) { return f.listed_key.has_value(); },
     [](const Facts& f) { return carried_listed_key(f) + ": they sent it, this one passed it on"; },
     [] { return std::string("a DKIM key of listed servers, and none of the above"); },
     "a server of your own that shares the key and sends little"},

    {"unnamed_key_forwarded", forwarder, likely,
     [](const Facts& f) { return f.unnamed_signed > 0 && f.called_forwarded > 0; },
     [](const Facts& f) { return carried_unnamed_key(f) + ", called forwarded by a receiver"; },
     [] {
       return std::string(
           "an aligned signature whose selector no reporter names, and a receiver calls a message "
           "forwarded");
     },
     "one receiver's opinion"},

    {"unnamed_key_service", unlisted_legitimate, likely,
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

    {"unnamed_key_wide", unlisted_legitimate, likely,
     [](const Facts& f) { return f.unnamed_signed > 0 && is_widely_reported(f); },
     [](const Facts& f) { return carried_unnamed_key(f) + ", reported as widely as listed mail"; },
     [] { return std::string("such a signature, reported widely"); }, "a very large forwarder"},

    {"unnamed_key_listed", forwarder, likely,
     [](const Facts& f) {
       const bool lives_on_listed = f.domain->has_listed_keys || is_explained_by_unnamed(f);
       return f.unnamed_signed > 0 && lives_on_listed && !f.domain->has_unlisted_keys;
     },
     [](const Facts& f) {
       return carried_unnamed_key(f) + "; as far as reports tell, keys live on listed servers";
     },
     [] {
       return phrase(
           "such a signature, where every key that is named lives on listed servers; or where none "
           "is named and listed servers sign, less than {} of what they sign, or {} messages and "
           "more that are not reported widely",
           at::explained_unnamed.text(), at::narrow_messages);
     },
     "a small sender whose reporters name no selector"},

    {"unnamed_key", unknown, ask, [](const Facts& f) { return f.unnamed_signed > 0; },
     [](const Facts& f) {
       return carried_unnamed_key(f) + ": sent or passed on, reports do not tell";
     },
     [] { return std::string("such a signature, and none of the above"); },
     "that is why you are asked"},

    {"broken_signature", forwarder, likely,
     [](const Facts& f) {
       const bool vouched_for =
           f.called_forwarded > 0 || f.signs_for_its_host ||
           (is_seen_by_few_over_days(f) && (f.has_foreign_signature || is_telling(f.host_kind)));
       return f.broken.messages > 0 &&
              at::mostly_broken.reached_by(f.broken.messages, f.governed) && vouched_for;
     },
     [](const Facts& f) {
       return phrase("{} with a signature of {} that was broken on the way",
                     messages_text(f.broken.messages), text_of(*f.broken.key));
     },
     [] {
       return phrase(
           "a broken signature of listed servers in {} of its mail, and a sign of "
           "forwarding: a receiver says so, the host signs with its own domain (a mailing "
           "list), or at most {} reporters see it over {} days or more and it has a name "
           "or a signature of its own",
           at::mostly_broken.text(), at::few_reporters, at::broken_days);
     },
     "signatures can be copied, so never alone"},

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

    {"own_network_once", unknown, ask, is_nameless_in_own_network,
     [](const Facts&) {
       return std::string(
           "unsigned, but in one network with servers that the record, MX or A records name");
     },
     [] { return std::string("the same, on fewer days"); }, "neighbours at a hosting company"},

    {"steady", unknown, ask, [](const Facts& f) { return is_telling(f.rhythm, f.host_kind); },
     [](const Facts& f) { return "unsigned and unlisted, but " + text_of(f.rhythm->finding); },
     [] {
       return phrase(
           "unsigned, but with a rhythm: {} days, Monday to Friday only; the same one, two or "
           "three days of the week for {}, {} or {} weeks; {} days over {} or more, and {} of "
           "them; with a host name that is not a customer's line also without that share, or {} "
           "times a month apart where the name is confirmed. Nothing of this where more than {} "
           "networks of nameless hosts show the same rhythm: that is a botnet's",
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
       return phrase("unsigned and unlisted, but with {} others of its network {}",
                     f.network_addresses - 1, text_of(f.network_rhythm->finding));
     },
     [] {
       return phrase(
           "the same of the unsigned addresses of one network together, {} at least that each come "
           "back over {} days; in an IPv6 /64, which is one site's, of any {}",
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
           "or on {} days and seen by {} reporters at most",
           at::lasting_span.text(), at::occasions_span, at::lasting_days_share.text(),
           at::partner_days, at::partners);
     },
     "an infected machine that nobody cleans"},

    {"comes_back", unknown, ask, comes_back,
     [](const Facts& f) {
       return phrase(
           "unsigned and unlisted, but it came back {} times over {} days, widely reported",
           f.occasions, f.occasions_span);
     },
     [] {
       return phrase(
           "unsigned, but it comes back: {} occasions with {} messages a day or more, {} where its "
           "host has a confirmed name, {} days apart from each other and over {}; widely "
           "reported. Without a telling name not where more than {} networks do so: that is a "
           "botnet",
           at::occasions, at::heavy_day, at::named_occasions, at::occasion_gap.count(),
           at::occasions_span, at::crowd_networks);
     },
     "a patient forger; that is why you are asked"},

    {"signing_service", unknown, ask, is_of_signing_service,
     [](const Facts& f) {
       return phrase(
           "not signed as the domain, but as {}, which signs mail of {} {} under the domain's "
           "envelope, widely reported on {} days: somebody's service, yours or not",
           f.signer_pool->of->text(), f.signer_pool->addresses,
           f.signer_pool->addresses == 1 ? "address" : "addresses", f.signer_pool->days);
     },
     [] {
       return phrase(
           "{} of its mail is signed by one foreign domain, whose mail under your envelope is "
           "widely reported, on {} days",
           at::signer_share.text(), at::signer_pool_days);
     },
     "a forger that signs as itself"},

    {"operator_pool", unknown, ask, is_of_operator_pool,
     [](const Facts& f) {
       return phrase(
           "unsigned and unlisted, but one of {} addresses named under {} that were at work on {} "
           "days, week after week",
           f.owner_pool->addresses, f.owner_pool->of->text(), f.owner_pool->wide_days);
     },
     [] {
       return phrase(
           "unsigned, but of several addresses named under one domain; those widely reported on "
           "their own are seen on {} days, in {} weeks with {} of the busiest one's work or more, "
           "and send {} of the mail; customers' lines are also {} times as many as any other "
           "network's or the nameless, or at work Monday to Friday only and {} for each /16",
           at::operator_pool_days, at::operator_pool_weeks, at::busy_week.text(),
           at::operator_pool_wide.text(), at::standing_out, at::crowded_allocation);
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

std::span<const Rule> evidence_rules() noexcept { return evidence; }

}  // namespace hardfail::analysis
