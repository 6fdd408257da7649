#include "hardfail/spf/outcome.hpp"

namespace hardfail::spf {

std::string_view name_of(Result result) noexcept {
  switch (result) {
    case Result::none:
      return "none";
    case Result::neutral:
      return "neutral";
    case Result::pass:
      return "pass";
    case Result::fail:
      return "fail";
    case Result::softfail:
      return "softfail";
    case Result::temperror:
      return "temperror";
    case Result::permerror:
      return "permerror";
  }
  return {};
}

}  // namespace hardfail::spf
