#pragma once

#include <string>
#include <string_view>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::test {

inline dns::Question question(std::string_view name, dns::RecordType type) {
  return {DomainName::parse(name).value(), type};
}

/// The strings of the first TXT record, joined; "" where there is none.
inline std::string first_text(const dns::Answer& answer) {
  std::string joined;
  const auto records = answer.all<dns::CharacterStrings>();
  if (!records.empty()) {
    for (const std::string& part : records.front()) joined += part;
  }
  return joined;
}

}  // namespace hardfail::test
