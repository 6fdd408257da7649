#include "environment.hpp"

namespace hardfail::cli {

std::optional<std::string> variable(const Environment& environment, const char* name) {
  auto value = environment.variable(name);
  if (value && value->empty()) return std::nullopt;
  return value;
}

}  // namespace hardfail::cli
