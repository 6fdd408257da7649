#include "hardfail/util/expected.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

using namespace hardfail;

TEST_CASE("there is a value or an error, and to take the other throws") {
  Expected<int, std::string> holder = 7;
  CHECK(holder.has_value());
  CHECK(*holder == 7);
  CHECK_THROWS_AS((void)holder.error(), std::bad_variant_access);

  holder = Unexpected("too long");
  CHECK_FALSE(holder);
  CHECK(holder.error() == "too long");
  CHECK_THROWS_AS((void)*holder, std::bad_variant_access);
}

TEST_CASE("value and error may be of one type") {
  const Expected<std::string, std::string> refused = Unexpected(std::string("no"));
  CHECK_FALSE(refused);
  CHECK(refused.error() == "no");
}

TEST_CASE("another holder is no value: not even where what is held is a truth") {
  using Holder = Expected<bool, std::string>;
  static_assert(!std::is_convertible_v<Expected<int, std::string>, Holder>);
  const Holder no = false;
  CHECK(no.has_value());
  CHECK_FALSE(*no);
}

TEST_CASE("a value is made into another, and an error stays as it is") {
  const auto length = [](const std::string& text) { return std::optional(text.size()); };
  CHECK(Expected<std::string, int>("four").transform(length).operator*() == 4U);
  CHECK(Expected<std::string, int>(Unexpected(3)).transform(length).error() == 3);
}

TEST_CASE("another value takes the place of an error") {
  using Holder = Expected<std::string, int>;
  CHECK(Holder("here").value_or("there") == "here");
  CHECK(Holder(Unexpected(3)).value_or("there") == "there");
}

TEST_CASE("what can only be moved is moved out") {
  Expected<std::unique_ptr<int>, std::string> holder = std::make_unique<int>(1);
  const auto taken = *std::move(holder);
  CHECK(*taken == 1);
}
