#include "hardfail/analysis/reason.hpp"

namespace hardfail::analysis {

std::string_view name_of(Severity severity) noexcept {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return {};
}

}  // namespace hardfail::analysis
