#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/spf/record.hpp"

namespace hardfail::spf {

/// Whether a domain has an SPF record to go by.
enum class RecordStatus : std::uint8_t { ok, none, multiple, permerror, temperror };

[[nodiscard]] std::string_view name_of(RecordStatus status) noexcept;

/// The record found at a name, or why there is none to go by.
struct Published {
  DomainName domain;
  RecordStatus status = RecordStatus::none;
  std::vector<std::string> texts;      ///< every SPF record found there
  std::optional<Record> record;        ///< set where the status is ok
  std::vector<SyntaxError> errors;     ///< why permerror, in order
  std::optional<std::string> problem;  ///< why temperror, one sentence
};

}  // namespace hardfail::spf
