#include "output.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <sstream>

#include "foreign_link.hpp"
#include "skip.hpp"
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

TEST_CASE("a file keeps the permissions that it has been given") {
  const test::Folder folder;
  folder.write("page.html", "old\n");
  constexpr auto mode = std::filesystem::perms{0640};
  std::filesystem::permissions(folder / "page.html", mode);
  write_file(folder / "page.html", "new\n");
  CHECK(std::filesystem::status(folder / "page.html").permissions() == mode);
}

TEST_CASE("a symbolic link of another user is not followed") {
  const test::Folder folder;
  folder.write("real", "old\n");
  std::filesystem::create_symlink("real", folder / "link");
  constexpr uid_t nobody = 65534;
  if (lchown((folder / "link").c_str(), nobody, nobody) != 0) {
    test::skip("the right to give files away");
    return;
  }
  CHECK(test::failure_of([&] { write_file(folder / "link", "new\n"); }).starts_with("73 "));
  CHECK(folder.read("real") == "old\n");
  std::filesystem::create_symlink(".", folder / "folder");
  REQUIRE(lchown((folder / "folder").c_str(), nobody, nobody) == 0);
  CHECK(test::failure_of([&] { refuse_foreign_link(folder / "folder/"); }).starts_with("73 "));
}

TEST_CASE("what cannot be written is told, and what was there stays") {
  const test::Folder folder;
  std::ostringstream out;
  CHECK(test::failure_of([&] { deliver("x", folder / "absent/answer", out); }).starts_with("73 "));
  CHECK(test::failure_of([&] { deliver("x", "/dev/full", out); }).starts_with("74 /dev/full "));
  CHECK(std::filesystem::is_character_file("/dev/full"));
  CHECK(folder.size() == 0);
}
