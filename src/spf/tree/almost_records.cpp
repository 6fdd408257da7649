#include "tree/almost_records.hpp"

#include <fmt/format.h>

#include "hardfail/util/text.hpp"

namespace hardfail::spf {

void look_for_almost_records(const DomainName& domain, const dns::Answer& txt,
                             FindingLog& findings) {
  constexpr std::size_t slack = 3;  // a quote, a blank, a byte order mark
  for (const auto& strings : txt.all<dns::CharacterStrings>()) {
    auto text = fmt::format("{}", fmt::join(strings, ""));
    const auto at = to_lower(text).find("v=spf");
    const bool bare = iequals(std::string_view(text).substr(0, 5), "spf1 ");
    if (is_record(text) || (!bare && at > slack)) continue;
    if (!findings.wants("not_a_record")) return;
    auto told = fmt::format(
        "the TXT record \"{}\" of {} is not an SPF record, but seems to be meant as one",
        shortened(printable_ascii(text), 60), printable(domain.text()));
    const Span whole{0, text.size()};
    findings.add(finding(Severity::warning, "not_a_record", std::move(told),
                         Place{domain, std::move(text), whole}));
  }
}

}  // namespace hardfail::spf
