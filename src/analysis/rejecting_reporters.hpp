#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hardfail::analysis {

/// True for the name of a reporting organisation that is known to reject mail on SPF fail at MAIL
/// FROM, before DKIM and DMARC have a say. Such rejections are in no aggregate report (RFC 9989,
/// section 7.1), so what these receivers report under ~all tells what -all would lose.
[[nodiscard]] bool rejects_on_spf_fail(std::string_view reporter);

/// Those of the reporters that do, by their index.
[[nodiscard]] std::map<std::uint32_t, std::string> rejecting_reporters(
    const std::vector<std::string>& reporters);

}  // namespace hardfail::analysis
