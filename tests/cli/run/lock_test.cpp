#include "run/lock.hpp"

#include <doctest/doctest.h>

#include <optional>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

TEST_CASE("a lock is held by one at a time, for each database, and is free again afterwards") {
  const test::Folder folder;
  std::optional<RunLock> first(folder / "a.db");
  CHECK(test::failure_of([&] { const RunLock second(folder / "a.db"); }).starts_with("75 another"));
  CHECK(test::failure_of([&] { const RunLock other(folder / "b.db"); }).empty());
  first.reset();
  CHECK(test::failure_of([&] { const RunLock second(folder / "a.db"); }).empty());
}

TEST_CASE("another name of the database is the same lock") {
  const test::Folder folder;
  folder.write("a.db", "");
  std::filesystem::create_symlink("a.db", folder / "link.db");
  const RunLock first(folder / "a.db");
  CHECK(test::failure_of([&] { const RunLock second(folder / "link.db"); }).starts_with("75 "));
}

TEST_CASE("a lock that cannot be made is refused") {
  const test::Folder folder;
  CHECK(test::failure_of([&] { const RunLock lock(folder / "absent/a.db"); }).starts_with("73 "));
}
