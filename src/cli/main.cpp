#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "program.hpp"

namespace {

/// 0 if the descriptor is not a terminal.
std::size_t terminal_columns(int descriptor) {
  if (isatty(descriptor) == 0) return 0;
  winsize size{};
  const bool known = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

std::optional<std::string> environment_variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no thread sets one
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// What is written tells who sends how much for whom, and is the user's own unless they say
/// otherwise.
void keep_files_private() {
  constexpr mode_t others = 077;
  umask(umask(others) | others);
}

}  // namespace

int main(int argc, char** argv) {
  keep_files_private();
  namespace chr = std::chrono;
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return hardfail::cli::run_program(
      arguments, {.variable = environment_variable,
                  .now = [] { return chr::floor<chr::seconds>(chr::system_clock::now()); },
                  .ticks = chr::steady_clock::now,
                  .out = std::cout,
                  .err = std::cerr,
                  .out_columns = terminal_columns(STDOUT_FILENO),
                  .err_columns = terminal_columns(STDERR_FILENO),
                  .confine = hardfail::sandbox::confine});
}
