#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/render/format.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::render {

/// A domain that reports are held for.
struct ListedDomain {
  DomainName domain;
  std::uint64_t reports = 0;
  std::uint64_t reporters = 0;
  std::uint64_t messages = 0;
  Period period;
  std::optional<std::string> last_verdict;
  std::optional<Moment> last_run;
};

/// The list in the order given. JSON by schema hardfail.domains/1.
[[nodiscard]] std::string present(std::span<const ListedDomain> domains, Format format,
                                  const Page& page);

}  // namespace hardfail::render
