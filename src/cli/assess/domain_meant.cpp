#include "assess/domain_meant.hpp"

#include <fmt/format.h>

#include <vector>

#include "hardfail/util/nearest.hpp"

namespace hardfail::cli {

std::optional<std::string> domain_meant(const DomainName& domain, store::Store& store) {
  std::vector<std::string> names;
  for (const auto& held : store.domains()) {
    if (held.domain == domain) return std::nullopt;
    names.push_back(held.domain.text());
  }
  const auto meant = nearest(domain.text(), names);
  return meant ? std::optional(fmt::format("did you mean {}?", *meant)) : std::nullopt;
}

}  // namespace hardfail::cli
