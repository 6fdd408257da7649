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

constexpr Rule of_signed_mail[] = {
    {"unlisted_key_once", unknown, ask,
     [](const Facts& f) { return f.sends_with && f.sent_with_key < at::telling_signed; },
     [](const Facts& f) {
       return phrase("one message is signed with {}, a key that no other message carries",
                     text_of(*f.sends_with->key));
     },
     [] {
       return phrase("a DKIM key that no listed server uses, in fewer than {} messages of all",
                     at::telling_signed);
     },
     "sent or passed on: that is why you are asked"},

    {"unlisted_key", unlisted_legitimate, certain,
     [](const Facts& f) { return f.sends_with.has_value(); },
     [](const Facts& f) {
       return phrase("signs with {}, which no listed server uses ({})", text_of(*f.sends_with->key),
                     messages_text(f.sends_with->messages));
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
       return f.listed_key && shows_a_relay(f) && carries_much(f) && is_pool_reported_everywhere(f);
     },
     [](const Facts& f) {
       return carried_listed_key(f) + ": a server of your own that shares the key, or a forwarder";
     },
     [] {
       return phrase(
           "a DKIM key of listed servers, with keys that no one of them uses together or "
           "a signature of its host's own domain, but with {} of what the busiest of them sends, "
           "broken signatures among it, and reported nearly everywhere ({})",
           at::large_sharer.text(), at::everywhere.text());
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
              is_reported_as_a_sender_is(f) && !arrives_broken(f);
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
           "unless they sent more than the listed servers did; and whole: not with {} broken "
           "signatures, {} of all, {} times the share of the listed servers",
           at::large_sharer.text(), at::lasting_days, at::everywhere.text(), at::telling_broken,
           at::often_broken.text(), at::more_broken);
     },
     "a very large forwarder whose users read mail everywhere"},

    {"shared_key_or_forwarder", unknown, ask,
     [](const Facts& f) {
       if (!f.listed_key) return false;
       const bool may_send = is_large_sharer(f) && (is_pool_widely_reported(f) ||
                                                    !can_tell_breadth(f) || is_lasting_ipv6(f));
       const bool stood_in = f.filling.stands_in && !is_telling(f.host_kind);
       const auto wide_enough = is_telling(f.host_kind) ? at::everywhere : at::rather_wide;
       return may_send || stood_in || is_moving_line(f) ||
              f.listed_key->pool_spread.reaches(wide_enough);
     },
     [](const Facts& f) {
       return carried_listed_key(f) + ": a server of your own that shares the key, or a forwarder";
     },
     [] {
       return phrase(
           "the same, but only for some days, or with broken signatures; or with fewer than {} "
           "reporters of listed mail, too "
           "few to tell; or small, but seen by {} of the reporters to be expected, {} where its "
           "host bears another's name: a site that sends only now and then; or an IPv6 address "
           "without a telling name that is there for {} of the days with reports and on {} of "
           "them, "
           "however few see it; or one without a telling name that stands in while listed servers "
           "are silent; or one of {} lines and more of one network that are there as long as such "
           "an "
           "IPv6 address, one after the other ({})",
           at::breadth_reporters, at::rather_wide.text(), at::everywhere.text(),
           at::lasting_span.text(), at::lasting_days_share.text(), at::pool_addresses,
           at::handed_on.text());
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
};

}  // namespace

std::span<const Rule> signed_rules() noexcept { return of_signed_mail; }

}  // namespace hardfail::analysis
