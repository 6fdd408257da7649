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

constexpr Rule of_record[] = {
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
           "and {} times its longest pause, after {} days at least; or, where a listed source with "
           "its "
           "key or of its network's owner took over within {} days, or through others, for {} "
           "days, "
           "and after {} days of mail for longer than any pause",
           at::passed_to_the_end.text(), at::gone_silence.count(), at::gone_pauses, at::gone_days,
           at::successor_gap.count(), at::replaced_silence.count(), at::gone_days);
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
     [] {
       return std::string(
           "the domain's A or AAAA record leads to the address, or an MX record by a host within "
           "your "
           "own domain");
     },
     "a web server shared with others"},
};

}  // namespace

std::span<const Rule> record_rules() noexcept { return of_record; }

}  // namespace hardfail::analysis
