#include "run/input_troubles.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

struct Nights {
  test::Folder folder;
  std::unique_ptr<store::Store> store =
      store::open_sqlite(folder / "a.db", store::OpenMode::create);
  Moment now = parse_iso8601("2026-11-21T08:00:00Z").value();

  /// What a run says that finds this.
  std::string run(const std::function<void(InputTroubles&)>& find) {
    std::ostringstream err;
    Messages messages(err, Verbosity::normal);
    InputTroubles troubles(*store, messages);
    find(troubles);
    troubles.save();
    now += std::chrono::days{1};
    return err.str();
  }

  std::string fails(Failure failure, const std::string& text) {
    return run([&](auto& troubles) { troubles.failed("box", {failure, text}, now); });
  }
  std::string works() {
    return run([](auto& troubles) { troubles.works("box"); });
  }
};

}  // namespace

TEST_CASE("an input that cannot be read is told of when that begins and when it ends") {
  Nights nights;
  CHECK(nights.works().empty());
  CHECK(nights.fails(Failure::dns_unavailable, "mail.example cannot be reached") ==
        "hardfail: [input box]: mail.example cannot be reached\n");
  CHECK(nights.fails(Failure::dns_unavailable, "mail.example cannot be reached, again").empty());
  CHECK(nights.works() ==
        "hardfail: [input box]: it can be read again; it could not since 2026-11-22T08:00:00Z\n");
  CHECK(nights.works().empty());
}

TEST_CASE("another failure is told of, and lasts by itself") {
  Nights nights;
  CHECK_FALSE(nights.fails(Failure::dns_unavailable, "unreachable").empty());
  CHECK(nights.fails(Failure::configuration, "the password is refused") ==
        "hardfail: [input box]: the password is refused\n");
  CHECK(nights.fails(Failure::configuration, "the password is refused").empty());
}

TEST_CASE("an input that is not configured any more is forgotten") {
  Nights nights;
  CHECK_FALSE(nights.fails(Failure::configuration, "refused").empty());
  CHECK(nights.run([](auto&) {}).empty());
  CHECK(nights.works().empty());
}
