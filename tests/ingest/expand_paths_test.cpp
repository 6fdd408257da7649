#include <doctest/doctest.h>
#include <unistd.h>

#include "fixture.hpp"
#include "hardfail/util/error.hpp"

using namespace hardfail;
using namespace hardfail::ingest;

namespace {

std::vector<std::filesystem::path> expand(const std::vector<std::filesystem::path>& paths) {
  std::vector<ledger::Rejection> rejections;
  auto files = expand_paths(paths, rejections);
  CHECK(rejections.empty());
  return files;
}

}  // namespace

TEST_CASE("directories are walked in order, hidden files and linked directories left out") {
  const TemporaryDirectory directory;
  const auto b = directory.file("b.xml", "");
  const auto a = directory.file("a/z.xml", "");
  static_cast<void>(directory.file(".hidden", ""));
  static_cast<void>(directory.file(".git/c.xml", ""));
  std::filesystem::create_directory_symlink(directory.path(), directory.path() / "loop");
  std::filesystem::create_symlink("b.xml", directory.path() / "c.xml");
  CHECK(expand({directory.path()}) ==
        std::vector<std::filesystem::path>{a, b, directory.path() / "c.xml"});
}

TEST_CASE("a Maildir gives its mails and its folders', but nothing that is being delivered") {
  const TemporaryDirectory directory;
  std::vector<std::filesystem::path> mails;
  for (const char* folder : {".DMARC/", ""}) {
    static_cast<void>(directory.file(std::string(folder) + "tmp/1.M2P3.host", ""));
    mails.push_back(directory.file(std::string(folder) + "cur/1.M2P3.host:2,S", ""));
    mails.push_back(directory.file(std::string(folder) + "new/4.M5P6.host", ""));
  }
  const auto elsewhere = directory.file("tmp/tmp/a.xml", "");
  CHECK(expand({directory.path()}) == mails);
  CHECK(expand({directory.path() / "tmp"}).size() == 2);
  CHECK(expand({elsewhere.parent_path()}).size() == 1);
}

TEST_CASE("named files are taken as they are, standard input too") {
  const TemporaryDirectory directory;
  const auto hidden = directory.file(".hidden", "");
  CHECK(expand({hidden, "-", hidden}) == std::vector<std::filesystem::path>{hidden, "-", hidden});
}

TEST_CASE("a path that does not exist is an error") {
  std::vector<ledger::Rejection> rejections;
  const std::vector<std::filesystem::path> paths{"no/such/path"};
  CHECK_THROWS_WITH_AS(static_cast<void>(expand_paths(paths, rejections)),
                       "cannot read no/such/path: No such file or directory", Error);
}

TEST_CASE("an unreadable directory is a rejection") {
  if (geteuid() == 0) return;  // root reads everything
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory.path() / "d");
  std::filesystem::permissions(directory.path() / "d", std::filesystem::perms::none);
  std::vector<ledger::Rejection> rejections;
  const std::vector<std::filesystem::path> paths{directory.path()};
  CHECK(expand_paths(paths, rejections).empty());
  REQUIRE(rejections.size() == 1);
  CHECK(rejections[0].path == (directory.path() / "d").string());
}
