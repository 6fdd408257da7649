#include <fmt/format.h>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "ways.hpp"

namespace hardfail::notify {

void hand_over(const process::Command& command, std::string_view input,
               const process::Limits& limits, std::string_view deed) {
  constexpr std::size_t longest = 200;
  const auto outcome = process::run(command, input, limits);
  if (outcome.status == 0) return;
  const auto said = trim(outcome.err.empty() ? outcome.out : outcome.err);
  auto text = fmt::format("The program {} has not {}: it ended with status {}.",
                          printable(command.words.front()), deed, outcome.status);
  if (!said.empty()) {
    text += fmt::format(" It says: {}", shortened(printable(split(said, '\n').front()), longest));
  }
  throw Error(Failure::io, text);
}

void tell_by(const ByCommand& way, const Message& message, const Time& /*time*/) {
  hand_over(way.command, message.json, way.limits, "told the news");
}

}  // namespace hardfail::notify
