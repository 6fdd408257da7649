#include "tree/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hardfail::spf {
namespace {

constexpr std::size_t most_of_a_kind = 25;

struct Advice {
  std::string_view code;
  std::string_view reason;
  std::string_view fix;
};

constexpr std::array advices = {
    Advice{"no_record", "RFC 7208, section 4.5: without a record the result is none",
           "publish a record; `v=spf1 -all` for a domain that sends no mail"},
    Advice{"not_a_record", "RFC 7208, section 4.5: a record begins with exactly `v=spf1`",
           "begin it with `v=spf1` and a blank, without quotes or blanks before it"},
    Advice{"missing_record", "RFC 7208, sections 5.2 and 6.1: the result is permerror",
           "correct the name, or remove the term"},
    Advice{"multiple_records", "RFC 7208, section 4.5: the result is permerror",
           "merge them into one record"},
    Advice{"syntax", "RFC 7208, section 4.6: any syntax error gives permerror", "correct the term"},
    Advice{"dns_error", "RFC 7208, section 2.6.6: the result is temperror while this lasts",
           "check the name servers of that domain"},
    Advice{"terms_after_all", "RFC 7208, section 5.1: whatever comes after `all` is ignored",
           "move the terms before `all`, or delete them"},
    Advice{"redirect_beside_all", "RFC 7208, section 6.1: `all` makes a redirect meaningless",
           "keep one of the two"},
    Advice{"unknown_modifier", "RFC 7208, section 6: unknown modifiers are ignored",
           "remove it, unless you know who reads it"},
    Advice{"modifier_for_mechanism", "RFC 7208, section 4.6.1: a name followed by = is a modifier",
           "write the mechanism with a colon"},
    Advice{"ptr", "RFC 7208, section 5.5: do not use",
           "list the addresses of the hosts with ip4 and ip6"},
    Advice{"depends_on_message",
           "RFC 7208, section 7: the macros can be expanded only for a message",
           "nothing, if this is intended"},
    Advice{"bad_name", "RFC 7208, section 4.3: a name has labels of 1 to 63 octets",
           "correct the name"},
    Advice{"loop", "RFC 7208, section 4.6.4: it ends in permerror at the eleventh look-up",
           "remove the term"},
    Advice{"too_many_mx", "RFC 7208, section 4.6.4: at most 10 MX hosts may be looked up",
           "list the addresses of the sending hosts with ip4 and ip6"},
    Advice{"too_many_lookups", "RFC 7208, section 4.6.4: more than 10 give permerror",
           "remove services that are no longer used, or see `hardfail spf flatten`"},
    Advice{"many_lookups", "RFC 7208, section 4.6.4: a provider may add look-ups at any time",
           "leave room: remove services that are no longer used"},
    Advice{"too_many_void_lookups", "RFC 7208, section 4.6.4: more than 2 give permerror",
           "remove the terms whose names have no such records"},
    Advice{"void_lookups", "RFC 7208, section 4.6.4: more than 2 give permerror",
           "remove the terms whose names have no such records"},
    Advice{"void_lookups_ipv6", "RFC 7208, section 4.6.4: mail over IPv6 would get permerror",
           "give the hosts AAAA records before mail goes out over IPv6, or list addresses"},
    Advice{"no_all",
           "RFC 7208, section 4.7: the result is neutral, no better than without a record",
           "end the record in `~all`, and in `-all` once every sender is listed"},
    Advice{"all_pass", "RFC 7208, section 5.1: anybody may send in the domain's name",
           "end the record in `~all`, and in `-all` once every sender is listed"},
    Advice{"all_neutral", "RFC 7208, section 8.2: neutral is treated like no record",
           "end the record in `~all`, and in `-all` once every sender is listed"},
    Advice{"include_passes_all",
           "RFC 7208, section 5.2: an include matches where the record passes",
           "remove the include"},
    Advice{"open_pass", "a term that passes nearly every address lists nobody",
           "remove the term, or list the networks that really send"},
    Advice{"error_for_every_client", "RFC 7208, sections 2.6.6 and 2.6.7: no address can pass",
           "correct the record, or ask the provider whose names it uses"},
    Advice{"type_99", "RFC 7208, section 3.1: records of type SPF (99) must not be published",
           "delete the record of type SPF; the TXT record is the one that counts"},
    Advice{"answer_over_512", "RFC 7208, section 3.4: keep the answer within 512 octets",
           "shorten the record, move other TXT records to names of their own, or split the record "
           "with `hardfail spf flatten`"},
    Advice{"answer_over_1232",
           "the answer does not fit into a UDP message of the usual 1232 octets: a client that "
           "cannot use TCP gets none",
           "shorten the record, move other TXT records to names of their own, or split the record "
           "with `hardfail spf flatten`"},
    Advice{"long_string",
           "RFC 7208, section 3.3: a string of a TXT record holds at most 255 octets",
           "publish it as several strings of one record; they are joined without a blank"},
    Advice{"duplicate_term", "the second never decides anything that the first has not decided",
           "delete the second"},
    Advice{"shadowed_term", "RFC 7208, section 4.6.2: the first match decides",
           "delete the term, or move it forward if it is meant to decide"},
    Advice{"overlapping_networks", "the wider network makes the narrower one superfluous",
           "keep one of the two"},
    Advice{"wide_network", "whoever controls one of these addresses may send in the domain's name",
           "list the networks that really send"},
    Advice{"mapped_network", "RFC 7208, section 5: such clients count as IPv4 and match ip4 alone",
           "write the network with ip4"},
    Advice{"duplicate_include", "RFC 7208, section 4.6.4: each mention costs its look-ups again",
           "keep one of them"},
    Advice{"glued_strings", "RFC 7208, section 3.3: strings are joined without a blank",
           "end the first string with a blank"},
    Advice{"private_address", "RFC 6890: such addresses never reach a receiver over the Internet",
           "list the public address that the mail comes from"},
    Advice{"documentation_address", "RFC 5737 and RFC 3849: nobody uses these addresses",
           "replace the address that was copied from an example"},
    Advice{"host_without_address",
           "RFC 7208, section 4.6.4: it matches nothing and costs a void "
           "look-up",
           "correct the name, or remove the term"},
    Advice{"typing_slip", "anybody may register a name that nobody watches", "correct the name"},
    Advice{"provider_copy", "a copy does not change when the provider changes its networks",
           "use the provider's include, or flatten again"},
};

}  // namespace

Finding finding(Severity severity, std::string_view code, std::string text,
                std::optional<Place> place) {
  Finding found{severity, std::string(code), std::move(text), {}, {}, std::move(place)};
  const auto* advice = std::ranges::find(advices, code, &Advice::code);
  if (advice != advices.end()) {
    found.reason = advice->reason;
    found.fix = advice->fix;
  }
  return found;
}

bool FindingLog::wants(std::string_view code) {
  return ++m_met.emplace(code, 0).first->second <= most_of_a_kind;
}

std::vector<Finding> FindingLog::take() {
  for (const auto& [code, number] : std::exchange(m_met, {})) {
    if (number <= most_of_a_kind) continue;
    add(finding(Severity::note, code,
                fmt::format("{} more findings of the kind {} are not shown",
                            number - most_of_a_kind, code)));
  }
  return std::exchange(m_kept, {});
}

}  // namespace hardfail::spf
