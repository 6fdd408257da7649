#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hardfail::analysis {

/// The public page that says of a reporting organisation, by its name, that it rejects mail on SPF
/// fail at MAIL FROM, before DKIM and DMARC have a say; empty for all others. Such rejections are
/// in no aggregate report (RFC 9989, section 7.1), so what these receivers report under ~all tells
/// what -all would lose.
[[nodiscard]] std::string_view page_on_rejecting(std::string_view reporter);

/// Those of the reporters that do, by their index.
[[nodiscard]] std::map<std::uint32_t, std::string> rejecting_reporters(
    const std::vector<std::string>& reporters);

}  // namespace hardfail::analysis
