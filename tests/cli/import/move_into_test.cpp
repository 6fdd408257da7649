#include "import/move_into.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;
namespace fs = std::filesystem;

TEST_CASE("a name that was taken in the meantime is not overwritten, by either way of renaming") {
  for (const auto rename : {&rename_to_free, &rename_over_placeholder}) {
    const test::Folder folder;
    const auto file = folder.write("in/a.xml", "ours");
    const auto taken = folder.write("out/a.xml", "another's");
    CHECK(rename(file, taken) == std::errc::file_exists);
    CHECK(folder.read("in/a.xml") == "ours");
    CHECK(folder.read("out/a.xml") == "another's");

    CHECK_FALSE(rename(file, folder / "out/b.xml"));
    CHECK_FALSE(fs::exists(file));
    CHECK(folder.read("out/b.xml") == "ours");
  }
}

TEST_CASE("a rename that fails leaves no placeholder behind") {
  const test::Folder folder;
  CHECK(rename_over_placeholder(folder / "gone.xml", folder / "a.xml") ==
        std::errc::no_such_file_or_directory);
  CHECK_FALSE(fs::exists(folder / "a.xml"));
}

TEST_CASE("where a name is taken, the next number is used") {
  const test::Folder folder;
  fs::create_directory(folder / "out");
  for (const auto* text : {"first", "second", "third"}) {
    CHECK_FALSE(move_into(folder / "out", folder.write("in/a.xml", text)));
  }
  CHECK(folder.read("out/a.xml") == "first");
  CHECK(folder.read("out/a.xml.2") == "second");
  CHECK(folder.read("out/a.xml.3") == "third");
}

TEST_CASE("of files moved under one name at the same time none is lost") {
  constexpr int files = 100;
  const test::Folder folder;
  fs::create_directory(folder / "out");
  const std::array<std::string, 2> movers = {"one", "two"};
  for (const auto& mover : movers) {
    for (int i = 0; i < files; ++i) {
      folder.write(mover + "/" + std::to_string(i) + "/a.xml", mover + std::to_string(i));
    }
  }
  std::array<int, 2> failures{};
  const auto move_all = [&](std::size_t mover) {
    for (int i = 0; i < files; ++i) {
      const auto file = folder / (movers.at(mover) + "/" + std::to_string(i) + "/a.xml");
      if (move_into(folder / "out", file)) ++failures.at(mover);
    }
  };
  std::thread other(move_all, 1);
  move_all(0);
  other.join();
  CHECK(failures == std::array<int, 2>{});
  CHECK(std::distance(fs::directory_iterator(folder / "out"), {}) == 2 * files);
}

TEST_CASE("a file is moved to another file system by copying it") {
  const fs::path shm = "/dev/shm";
  const test::Folder folder;
  std::error_code ignored;
  if (access(shm.c_str(), W_OK) != 0) {
    MESSAGE("skipped: there is no other file system to write to");
    return;
  }
  const auto out = shm / ("hardfail-move-" + std::to_string(getpid()));
  fs::create_directory(out);
  for (int i = 0; i < 2; ++i) CHECK_FALSE(move_into(out, folder.write("a.xml", "text")));
  CHECK_FALSE(fs::exists(folder / "a.xml"));
  CHECK(fs::file_size(out / "a.xml") == 4);
  CHECK(fs::file_size(out / "a.xml.2") == 4);
  fs::remove_all(out, ignored);
}
