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

TEST_CASE("a list written item by item reads as if it had been held whole") {
  const auto item = [](std::size_t i) { return Json{{"n", i}, {"empty", Json::array()}}; };
  for (const std::size_t length : {0U, 1U, 3U}) {
    CAPTURE(length);
    Json whole = {{"schema", "s/1"}};
    const auto in_parts = to_text(whole, {"items", length, item});
    whole["items"] = Json::array();
    for (std::size_t i = 0; i < length; ++i) whole["items"].push_back(item(i));
    CHECK(in_parts == to_text(whole));
  }
}

TEST_CASE("lines of JSON have the head's members before their own, and drive no terminal either") {
  const Json items = {{{"n", 1}}, {{"n", "a\x1b\nb"}}};
  CHECK(lines_text({{"schema", "s/1"}}, items) ==
        "{\"schema\":\"s/1\",\"n\":1}\n{\"schema\":\"s/1\",\"n\":\"a\\u001b\\nb\"}\n");
  CHECK(lines_text({{"schema", "s/1"}}, Json::array()).empty());
}

TEST_CASE("a value on one line is the same value") {
  const Json value = {{"text", "a\n  b"}, {"list", {1, {{"k", "  "}}}}, {"none", Json::array()}};
  const auto line = on_one_line(to_text(value));
  CHECK(line.find('\n') == line.size() - 1);
  CHECK(Json::parse(line) == value);
}

TEST_CASE("documents make the array that they would have made together") {
  const Json one = {{"k", {1, 2}}};
  const Json other = {{"k", "a\nb"}};
  const std::vector<std::string> documents = {to_text(one), to_text(other)};
  CHECK(array_text(documents) == to_text(Json::array({one, other})));
  CHECK(array_text({}) == to_text(Json::array()));
}
