#include "hardfail/process/process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <system_error>

#include "child.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::process {
namespace {

using Clock = std::chrono::steady_clock;

/// Holds SIGPIPE back from this thread, so that a program which does not read its input cannot end
/// us.
class BrokenPipes {
 public:
  BrokenPipes() {
    sigemptyset(&m_pipe);
    sigaddset(&m_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
  }
  BrokenPipes(const BrokenPipes&) = delete;
  BrokenPipes& operator=(const BrokenPipes&) = delete;
  BrokenPipes(BrokenPipes&&) = delete;
  BrokenPipes& operator=(BrokenPipes&&) = delete;
  ~BrokenPipes() {
    const timespec at_once{};
    while (sigtimedwait(&m_pipe, nullptr, &at_once) > 0) {
    }
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
  }

 private:
  sigset_t m_pipe{};
  sigset_t m_before{};
};

bool must_wait() { return errno == EAGAIN || errno == EINTR; }

/// Writes what the pipe takes, and closes it after the last octet or where nobody reads any more.
void feed(Descriptor& pipe, std::string_view& input) {
  const auto written = input.empty() ? 0 : write(pipe.get(), input.data(), input.size());
  if (written < 0 && must_wait()) return;
  if (written >= 0) input.remove_prefix(static_cast<std::size_t>(written));
  if (written < 0 || input.empty()) pipe.close();
}

/// Reads what the pipe has, keeps what there is room for, and closes it at its end. Stops after a
/// megabyte, the most that a pipe holds, so that an endless stream cannot keep us from the clock.
void drain(Descriptor& pipe, std::string& kept, std::size_t limit) {
  std::array<char, 16384> buffer{};
  for (int turns = 64; turns > 0 && pipe.get() >= 0; --turns) {
    const auto got = read(pipe.get(), buffer.data(), buffer.size());
    if (got < 0 && must_wait()) return;
    if (got <= 0) {
      pipe.close();
    } else {
      const auto room = limit - std::min(limit, kept.size());
      kept.append(buffer.data(), std::min(room, static_cast<std::size_t>(got)));
    }
  }
}

/// Waits until a pipe moves, and no longer than `most`; true if one did.
bool wait_for_pipes(Child& child, std::chrono::milliseconds most) {
  std::array<pollfd, 3> pipes{{{child.input().get(), POLLOUT, 0},
                               {child.output().get(), POLLIN, 0},
                               {child.errors().get(), POLLIN, 0}}};
  return poll(pipes.data(), pipes.size(), static_cast<int>(most.count())) > 0;
}

std::string_view program_of(const Command& command) { return command.words.front(); }

/// The first line of what a program said on standard error, safe to show.
std::string complaint_of(const Outcome& outcome) {
  constexpr std::size_t longest = 200;
  const auto line = trim(split(trim(outcome.err), '\n').front());
  return shortened(printable(line), longest);
}

}  // namespace

Outcome run(const Command& command, std::string_view input, const Limits& limits) {
  // A child that has ended may have left others behind that hold its pipes open, so the end of the
  // pipes tells nothing: it is asked for, at first often.
  constexpr std::chrono::milliseconds longest_nap{50};
  const BrokenPipes held_back;
  const auto deadline = Clock::now() + limits.timeout;
  Child child(command);
  Outcome outcome;
  outcome.out.reserve(65536);  // A secret is not left behind in memory by a string that grows.
  std::chrono::milliseconds nap{1};
  for (;;) {
    const auto status = child.ended();
    if (child.input().get() >= 0) feed(child.input(), input);
    drain(child.output(), outcome.out, limits.output);
    drain(child.errors(), outcome.err, limits.output);
    if (status) {
      outcome.status = *status;
      return outcome;
    }
    if (Clock::now() >= deadline) {
      throw Error(Failure::io, fmt::format("The program {} has not ended within {} seconds.",
                                           printable(program_of(command)), limits.timeout.count()));
    }
    nap =
        wait_for_pipes(child, nap) ? std::chrono::milliseconds(1) : std::min(nap * 2, longest_nap);
  }
}

Secret run_for_secret(const Command& command, const Limits& limits) {
  auto outcome = run(command, {}, limits);
  const auto program = printable(program_of(command));
  const auto complaint = complaint_of(outcome);
  const auto said = complaint.empty() ? std::string() : fmt::format(" It says: {}", complaint);
  auto secret = take_secret(outcome.out);
  if (outcome.status != 0) {
    throw Error(Failure::configuration,
                fmt::format("The program {}, which is to print a secret, ended with status {}.{}",
                            program, outcome.status, said));
  }
  if (!secret) {
    throw Error(Failure::configuration, fmt::format("The secret that the program {} prints {}{}",
                                                    program, secret.error().text, said));
  }
  return *std::move(secret);
}

}  // namespace hardfail::process
