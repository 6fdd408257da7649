#include "hardfail/sandbox/sandbox.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>

#include "skip.hpp"

using namespace hardfail::sandbox;
namespace fs = std::filesystem;

namespace {

/// Two folders that are gone afterwards.
struct Folders {
  Folders() {
    auto name = (fs::temp_directory_path() / "hardfail-sandbox-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    root = name;
    fs::create_directory(root / "own");
    fs::create_directory(root / "other");
  }
  ~Folders() { fs::remove_all(root); }
  Folders(const Folders&) = delete;
  Folders& operator=(const Folders&) = delete;
  Folders(Folders&&) = delete;
  Folders& operator=(Folders&&) = delete;
  fs::path root;
};

/// What `task` returns in a process of its own, since confinement is for good.
int in_child(const std::function<int()>& task) {
  const auto child = fork();
  if (child == 0) _exit(task());
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status);
}

bool can_write(const fs::path& file) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  close(descriptor);
  return true;
}

bool can_open_sockets() {
  for (const int family : {AF_INET, AF_INET6, AF_UNIX}) {
    const int descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor >= 0) {
      close(descriptor);
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("files are written in the folders named and nowhere else, and read everywhere") {
  const Folders folders;
  const std::array writable{folders.root / "own", folders.root / "absent"};
  std::string text;
  const int result = in_child([&] {
    if (!can_write(folders.root / "other" / "before")) return 2;
    if (!confine(writable).from_files) return 77;
    const bool own = can_write(writable[0] / "a") &&
                     mkdir((writable[0] / "d").c_str(), 0700) == 0 &&
                     rename((writable[0] / "a").c_str(), (writable[0] / "d/b").c_str()) == 0 &&
                     unlink((writable[0] / "d/b").c_str()) == 0;
    if (!own) return 3;
    if (can_write(folders.root / "other" / "a")) return 4;
    if (unlink((folders.root / "other" / "before").c_str()) == 0) return 5;
    if (symlink("x", (folders.root / "other" / "link").c_str()) == 0) return 6;
    const int descriptor = open((folders.root / "other" / "before").c_str(), O_RDONLY | O_CLOEXEC);
    return descriptor >= 0 ? 0 : 7;
  });
  if (result == 77) return hardfail::test::skip("Landlock in the kernel");
  CHECK(result == 0);
}

TEST_CASE("sockets and programs are out of reach, for threads started later too") {
  const int result = in_child([] {
    if (!can_open_sockets()) return 2;
    const auto confined = confine({});
    if (!confined.from_network || !confined.from_programs) return 77;
    if (can_open_sockets()) return 3;
    bool thread_can = true;
    std::thread([&] { thread_can = can_open_sockets(); }).join();
    if (thread_can) return 4;
    execl("/bin/true", "true", nullptr);
    return errno == EPERM ? 0 : 5;
  });
  if (result == 77) return hardfail::test::skip("seccomp in the kernel");
  CHECK(result == 0);
}

TEST_CASE("the network can be kept, and programs are out of reach all the same") {
  const int result = in_child([] {
    const auto confined = confine({}, Network::kept);
    if (!confined.from_programs) return 77;
    if (confined.from_network || !can_open_sockets()) return 2;
    execl("/bin/true", "true", nullptr);
    return errno == EPERM ? 0 : 3;
  });
  if (result == 77) return hardfail::test::skip("seccomp in the kernel");
  CHECK(result == 0);
}

TEST_CASE("a thread that is confined leaves the others as they are") {
  CHECK(in_child([] {
          std::thread([] { confine({}); }).join();
          return can_open_sockets() ? 0 : 1;
        }) == 0);
}

#ifndef HARDFAIL_SANITIZED  // a sanitizer needs memory for each thread
TEST_CASE("what was made ready beforehand is taken from a thread that gets no memory") {
  const int result = in_child([] {
    const Sandbox sandbox;
    int ended = 1;
    std::thread([&] {
      const rlimit none{0, 0};
      if (setrlimit(RLIMIT_AS, &none) != 0) return;
      const auto confined = sandbox.confine({});
      ended = !confined.from_programs ? 77 : can_open_sockets() ? 2 : 0;
    }).join();
    return ended;
  });
  if (result == 77) return hardfail::test::skip("seccomp in the kernel");
  CHECK(result == 0);
}
#endif
