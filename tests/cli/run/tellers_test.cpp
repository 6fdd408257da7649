#include "run/tellers.hpp"

#include <doctest/doctest.h>

#include "hardfail/store/store.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

NotifySettings program(std::string teller, std::string script) {
  return {std::move(teller), process::Command{{"sh", "-c", std::move(script)}}};
}

/// Runs that find each of two domains once; `notify` are told.
struct Night {
  test::Folder folder;
  test::Surroundings around;
  std::unique_ptr<store::Store> store =
      store::open_sqlite(folder / "a.db", store::OpenMode::create);
  std::vector<DomainSettings> domains = {{name("a.example"), {}, {}, {}, {"some"}},
                                         {name("b.example"), {}, {}, {}, {}}};

  int run(const std::vector<NotifySettings>& notify) {
    const auto environment = around.environment();
    const Options options;
    const GlobalOptions global;
    Messages messages(around.err, Verbosity::normal);
    const Invocation invocation{options, global, environment, messages};
    Tellers tellers(invocation, notify, *store);
    for (const auto& each : domains) {
      tellers.add(each, each.domain, around.now, Error(Failure::no_input, "no report is held"));
    }
    return tellers.tell();
  }

  [[nodiscard]] bool told(std::string_view file, std::string_view domain) const {
    return folder.read(file).find(domain) != std::string::npos;
  }

  [[nodiscard]] std::string into(std::string_view file) const {
    return "cat > " + (folder / file).string();
  }
};

}  // namespace

TEST_CASE("each is told of the domains that name him or nobody, and only once") {
  Night night;
  const std::vector<NotifySettings> notify = {program("some", night.into("some")),
                                              program("other", night.into("other")),
                                              program("", night.into("option"))};
  CHECK(night.run(notify) == 0);
  CHECK(night.told("some", "a.example"));
  CHECK(night.told("some", "b.example"));
  CHECK_FALSE(night.told("other", "a.example"));
  CHECK(night.told("other", "b.example"));
  CHECK(night.told("option", "a.example"));
  for (const auto* file : {"some", "other", "option"}) std::filesystem::remove(night.folder / file);
  CHECK(night.run(notify) == 0);
  for (const auto* file : {"some", "other", "option"}) {
    CHECK_FALSE(std::filesystem::exists(night.folder / file));
  }
}

TEST_CASE("one who cannot be told keeps the others from nothing, and is told the next time") {
  Night night;
  CHECK(night.run({program("bad", "exit 3"), program("good", night.into("good"))}) == 74);
  CHECK(night.around.err.str() ==
        "hardfail: [notify bad]: The program sh has not told the news: it ended with status 3.\n");
  CHECK(night.told("good", "b.example"));
  std::filesystem::remove(night.folder / "good");
  CHECK(night.run({program("bad", night.into("bad")), program("good", night.into("good"))}) == 0);
  CHECK(night.told("bad", "b.example"));
  CHECK_FALSE(std::filesystem::exists(night.folder / "good"));
}

TEST_CASE("secrets of one who has nothing to be told are not asked for") {
  Night night;
  const NotifySettings webhook{"w", WebhookSettings{"https://127.0.0.1:9/", "absent-key", {}}};
  CHECK(night.run({webhook}) == 78);
  CHECK(night.run({program("w", night.into("w"))}) == 0);
  CHECK(night.run({webhook}) == 0);
}
