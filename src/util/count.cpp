#include "hardfail/util/count.hpp"

#include <fmt/format.h>

#include <cassert>

namespace hardfail {

std::string grouped(std::uint64_t number) {
  const auto digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string percent(double share) {
  assert(share >= 0);
  constexpr double least = 0.0001;  // of what {:g} writes without an exponent
  const double value = share * 100;
  if (value == 0) return "0%";
  if (value < least) return fmt::format("<{}%", least);
  if (value > 99 && value < 100) return ">99%";
  return value < 100 ? fmt::format("{:.2g}%", value) : fmt::format("{:.0f}%", value);
}

}  // namespace hardfail
