#include "page/template.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "page/script_data.hpp"

using namespace hardfail::render;

TEST_CASE("no text from outside becomes markup, or drives a terminal or a reader's eyes") {
  const auto filled = [](std::string_view text) {
    return fill(R"(<p title="{{t}}">{{t}}</p>)", Fields().text("t", text));
  };
  CHECK(filled("<script>alert(1)</script>") ==
        R"(<p title="&lt;script&gt;alert(1)&lt;/script&gt;">)"
        "&lt;script&gt;alert(1)&lt;/script&gt;</p>");
  CHECK(filled("\"'&").find("\"'&") == std::string::npos);
  CHECK(filled("\x1b[31m").find('\x1b') == std::string::npos);
  CHECK(filled("\u202egpj.exe").find("\u202e") == std::string::npos);
  CHECK(filled("{{t}}") == R"(<p title="{{t}}">{{t}}</p>)");
}

TEST_CASE("a section is there for each, and not for an empty text") {
  const std::vector<Fields> two = {Fields().text("n", "1"), Fields().text("n", "2")};
  CHECK(fill("{{#l}}<{{n}}>{{/l}}", Fields().each("l", two)) == "<1><2>");
  CHECK(fill("{{#l}}<{{n}}>{{/l}}", Fields().each("l", {})).empty());
  CHECK(fill("{{#t}}<{{t}}>{{/t}}", Fields().text("t", "")).empty());
  CHECK(fill("{{#t}}<{{t}}>{{/t}}", Fields().text("t", "a")) == "<a>");
  CHECK(fill("{{#o}}<{{n}}>{{/o}}", Fields().once("o", two.front())) == "<1>");
}

TEST_CASE("a template that is none is a fault of the program") {
  CHECK_THROWS_AS(static_cast<void>(fill("{{#open}}", Fields())), std::logic_error);
}

TEST_CASE("data for a script ends no element and is the same to a JSON parser") {
  const Json json = {{"name", "</script><!-- & \u2028"}};
  const auto data = script_data(json);
  CHECK(data.find_first_of("<>&") == std::string::npos);
  CHECK(data.find("\u2028") == std::string::npos);
  CHECK(Json::parse(data) == json);
}
