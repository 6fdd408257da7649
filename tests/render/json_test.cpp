#include "json.hpp"

#include <doctest/doctest.h>

using namespace hardfail::render;

TEST_CASE("JSON keeps UTF-8 as it is and makes anything else printable") {
  CHECK(json_text("caf\u00e9") == "caf\u00e9");
  CHECK(json_text(std::string_view("\xff"
                                   "a")) == "\\xffa");
  CHECK(json_optional(std::nullopt).is_null());
}

TEST_CASE("JSON carries every character and shows none that drives a terminal") {
  const std::string wild = "a\x1b[2J\x7f\u009b\u202e\nb";
  const auto text = to_text(Json{{"k", json_text(std::string_view(wild))}});
  CHECK(text == "{\n  \"k\": \"a\\u001b[2J\\u007f\\u009b\\u202e\\nb\"\n}\n");
  CHECK(Json::parse(text)["k"] == wild);
}

TEST_CASE("members keep the order they were given in") {
  CHECK(to_text(Json{{"z", 1}, {"a", 2}}) == "{\n  \"z\": 1,\n  \"a\": 2\n}\n");
}
