#pragma once

#include <string_view>

#include "hardfail/report/record.hpp"
#include "warning_log.hpp"

namespace hardfail::report {

/// The value a word of the XML stands for. Words in another case or of an older draft are taken for
/// what they plainly mean, others for `unknown` (a scope: `unspecified`); both are noted in `log`
/// with the word itself. None but "pass" in any case becomes a pass.
void read_word(std::string_view text, Disposition& value, WarningLog& log);
void read_word(std::string_view text, Verdict& value, WarningLog& log);
void read_word(std::string_view text, SpfResult& value, WarningLog& log);
void read_word(std::string_view text, DkimResult& value, WarningLog& log);
void read_word(std::string_view text, SpfScope& value, WarningLog& log);
void read_word(std::string_view text, OverrideType& value, WarningLog& log);

}  // namespace hardfail::report
