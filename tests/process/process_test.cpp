#include "hardfail/process/process.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "python_server.hpp"

using namespace hardfail;
using process::Command;
using process::Limits;
using process::Outcome;
using namespace std::chrono_literals;

namespace {

Command shell(const std::string& script) { return {{"sh", "-c", script}}; }

Outcome run_shell(const std::string& script, std::string_view input = {},
                  const Limits& limits = {}) {
  return process::run(shell(script), input, limits);
}

template <typename Function>
std::string told_by(Failure failure, const Function& function) {
  try {
    static_cast<void>(function());
  } catch (const Error& error) {
    CHECK(error.failure() == failure);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a program gets its input and arguments as they are, and says how it ended") {
  const auto echoed =
      process::run({{"sh", "-c", "cat; echo \"$1\" >&2; exit 3", "sh", "$HOME; *"}}, "text\n", {});
  CHECK(echoed.status == 3);
  CHECK(echoed.out == "text\n");
  CHECK(echoed.err == "$HOME; *\n");
  CHECK(run_shell("kill -TERM $$").status == 128 + SIGTERM);
  CHECK(run_shell("true").status == 0);
}

TEST_CASE("more than a pipe holds goes in and comes out at once") {
  const std::string much(3'000'000, 'x');
  const auto outcome = run_shell("tee /dev/stderr", much, {.timeout = 60s, .output = much.size()});
  CHECK(outcome.status == 0);
  CHECK(outcome.out == much);
  CHECK(outcome.err == much);
}

TEST_CASE("a program that does not read its input is no failure") {
  const std::string much(3'000'000, 'x');
  CHECK(run_shell("exit 0", much).status == 0);
  CHECK(run_shell("exec <&-; sleep 0.2; echo on", much).out == "on\n");
}

TEST_CASE("what a program says is kept up to the limit, and it may say more") {
  const auto outcome = run_shell("head -c 300000 /dev/zero; echo end >&2", {}, {.output = 1000});
  CHECK(outcome.status == 0);
  CHECK(outcome.out == std::string(1000, '\0'));
  CHECK(outcome.err == "end\n");
}

TEST_CASE("a program that takes too long is killed with all it started") {
  const test::TemporaryFolder folder;
  const auto mark = (folder.path() / "mark").string();
  for (const std::string& script : {"sleep 3 && touch " + mark + " & sleep 30", std::string("yes"),
                                    std::string("trap '' TERM; exec >&- 2>&-; sleep 30")}) {
    CAPTURE(script);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(told_by(Failure::io, [&] { return run_shell(script, {}, {.timeout = 1s}); }) ==
          "The program sh has not ended within 1 seconds.");
    CHECK(std::chrono::steady_clock::now() - begin < 3s);
  }
  usleep(2'500'000);
  CHECK_FALSE(std::filesystem::exists(mark));
}

TEST_CASE("what a program leaves in the background does not hold us up") {
  const auto begin = std::chrono::steady_clock::now();
  CHECK(run_shell("sleep 5 & echo done").out == "done\n");
  CHECK(std::chrono::steady_clock::now() - begin < 4s);
}

TEST_CASE("a program that cannot be started is told by its name alone") {
  CHECK(told_by(Failure::configuration, [] {
          return process::run({{"/nonexistent/program", "hunter2"}}, {}, {});
        }) == "The program /nonexistent/program cannot be run: No such file or directory.");
  CHECK(told_by(Failure::configuration, [] { return process::run({{"/etc/passwd"}}, {}, {}); }) ==
        "The program /etc/passwd cannot be run: Permission denied.");
}

TEST_CASE("a text file without #! is no program, since no shell is asked") {
  const test::TemporaryFolder folder;
  const auto script = folder.path() / "script";
  std::ofstream(script) << "echo shell\n";
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  CHECK(told_by(Failure::configuration, [&] {
          return process::run({{script}}, {}, {});
        }).ends_with("cannot be run: Exec format error."));
}

TEST_CASE("a program inherits no open file and of the environment only what is harmless") {
  setenv("HARDFAIL_DB", "/secret", 1);
  setenv("HARDFAIL_TOKEN", "hunter2", 1);
  setenv("LD_PRELOAD_EXAMPLE", "x", 1);
  setenv("TZ", "UTC", 1);
  const int open_file = open("/dev/null", O_RDONLY);  // without O_CLOEXEC
  const auto outcome = run_shell("env; ls /proc/self/fd");
  close(open_file);
  std::set<std::string> names;
  std::istringstream lines(outcome.out);
  std::size_t files = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    if (equals == std::string::npos) ++files;
    if (equals != std::string::npos) names.insert(line.substr(0, equals));
  }
  for (const char* of_the_shell : {"PWD", "OLDPWD", "SHLVL", "_"}) names.erase(of_the_shell);
  CHECK(names.contains("TZ"));
  for (const auto& name : names) {
    CAPTURE(name);
    CHECK(std::set<std::string>{"PATH", "HOME", "USER", "LANG", "TZ"}.contains(name));
  }
  CHECK(files == 4);  // the three streams, and the folder that ls reads
}

TEST_CASE("a program starts with no signal held back or ignored, and ours are as they were") {
  std::signal(SIGINT, SIG_IGN);
  sigset_t held;
  sigset_t before;
  sigemptyset(&held);
  sigaddset(&held, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &held, &before);
  const auto outcome =
      process::run({{"sed", "-n", "s/^Sig[BI].*:.//p", "/proc/self/status"}}, {}, {});
  std::istringstream masks(outcome.out);
  std::string blocked;
  std::string ignored;
  masks >> blocked >> ignored;
  constexpr auto standard = 0x7fffffffULL;  // The C library keeps signals 32 and 33 to itself.
  CHECK((std::stoull(blocked, nullptr, 16) & standard) == 0);
  CHECK((std::stoull(ignored, nullptr, 16) & standard) == 0);
  sigset_t after;
  pthread_sigmask(SIG_SETMASK, &before, &after);
  CHECK(sigismember(&after, SIGTERM) == 1);
  CHECK(sigismember(&after, SIGPIPE) == 0);
  std::signal(SIGINT, SIG_DFL);
}

TEST_CASE("a secret comes from what a program prints") {
  CHECK(process::run_for_secret(shell("echo hunter2")).reveal() == "hunter2");
  const auto told = [](const std::string& script) {
    return told_by(Failure::configuration, [&] { return process::run_for_secret(shell(script)); });
  };
  CHECK(told("echo hunter2; echo 'gpg: no key' >&2; exit 2") ==
        "The program sh, which is to print a secret, ended with status 2. It says: gpg: no key");
  CHECK(told("true") == "The secret that the program sh prints is empty.");
  CHECK(told("echo hunter2; echo more") ==
        "The secret that the program sh prints is to be one line of text.");
}
