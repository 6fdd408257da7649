#include "hardfail/util/shared.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace hardfail;

TEST_CASE("copies share a value, and one that is given another leaves it to the rest") {
  Shared<std::string> first(std::string("pass"));
  CHECK_FALSE(first.has_copies());
  const auto* const place = &*first;

  const auto copy = first;
  CHECK(copy.has_copies());
  CHECK(&*copy == place);
  first = std::string("fail");
  CHECK(*first == "fail");
  CHECK(*copy == "pass");
  CHECK_FALSE(copy.has_copies());
}

TEST_CASE("shared values compare as the values do") {
  const Shared<std::string> one(std::string("a"));
  CHECK(one == Shared<std::string>(std::string("a")));
  CHECK(one < Shared<std::string>(std::string("b")));
  CHECK(Shared<std::string>() < one);
}
