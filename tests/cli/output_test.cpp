#include "output.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

TEST_CASE("without a file the answer goes to standard output") {
  std::ostringstream out;
  deliver("answer\n", std::nullopt, out);
  CHECK(out.str() == "answer\n");
  out.setstate(std::ios::badbit);
  CHECK(test::failure_of([&] { deliver("answer\n", std::nullopt, out); }).starts_with("74 "));
}

TEST_CASE("a file is replaced whole, and nothing is left beside it") {
  const test::Folder folder;
  std::ostringstream out;
  folder.write("answer", "an older and longer answer\n");
  deliver("new\n", folder / "answer", out);
  CHECK(folder.read("answer") == "new\n");
  CHECK(folder.size() == 1);
  CHECK(out.str().empty());
}

TEST_CASE("through a symbolic link the file it points to is replaced") {
  const test::Folder folder;
  std::ostringstream out;
  folder.write("real", "old\n");
  std::filesystem::create_symlink("real", folder / "link");
  deliver("new\n", folder / "link", out);
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK(folder.read("real") == "new\n");
}

TEST_CASE("what cannot be written is told, and what was there stays") {
  const test::Folder folder;
  std::ostringstream out;
  CHECK(test::failure_of([&] { deliver("x", folder / "absent/answer", out); }).starts_with("73 "));
  CHECK(test::failure_of([&] { deliver("x", "/dev/full", out); }).starts_with("74 /dev/full "));
  CHECK(std::filesystem::is_character_file("/dev/full"));
  CHECK(folder.size() == 0);
}
