#include "hardfail/ingest/lines.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "fixture.hpp"
#include "hardfail/util/error.hpp"

using namespace hardfail;
using namespace hardfail::ingest;

namespace {

std::vector<std::string> lines_of(const std::filesystem::path& path, const Limits& limits = {}) {
  std::vector<std::string> lines;
  read_lines(path, limits, [&](std::string_view line) { lines.emplace_back(line); });
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines come without their ends, the last also where it has none") {
  const TemporaryDirectory directory;
  const auto path = directory.file("log", "one\r\n\ntwo\nthree");
  CHECK(lines_of(path) == Lines{"one", "", "two", "three"});
  CHECK(lines_of(directory.file("empty", "")).empty());
}

TEST_CASE("a line that crosses chunks is one, and an endless one is cut") {
  const TemporaryDirectory directory;
  const std::string longest(longest_line, 'a');
  const auto lines = lines_of(directory.file("log", longest + longest + "\nnext\n"));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == longest);
  CHECK(lines[1] == "next");
}

TEST_CASE("a log that was packed when it was rotated is unpacked") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "log.gz";
  const auto packed = gzopen(path.c_str(), "wb");
  REQUIRE(packed != nullptr);
  gzputs(packed, "one\ntwo\n");
  gzclose(packed);
  CHECK(lines_of(path) == Lines{"one", "two"});
  Limits limits;
  limits.unpacked_octets = 3;
  CHECK_THROWS_AS(lines_of(path, limits), InputError);
  CHECK_THROWS_AS(lines_of(directory.path() / "absent"), InputError);
}
