#include "hardfail/analysis/background.hpp"

#include <algorithm>
#include <array>

namespace hardfail::analysis {

bool is_background(const Reason& reason) {
  static constexpr std::array<std::string_view, 12> codes = {"dmarc_enforces",
                                                             "dmarc_none",
                                                             "dmarc_subdomains",
                                                             "dmarc_tag",
                                                             "forwarded_within_tolerance",
                                                             "no_dmarc",
                                                             "not_listened",
                                                             "rejecting_reporters",
                                                             "spoofed_mail",
                                                             "unknown_within_tolerance",
                                                             "unseen_rejections",
                                                             "unused_terms"};
  return reason.severity == Severity::note && std::ranges::find(codes, reason.code) != codes.end();
}

}  // namespace hardfail::analysis
