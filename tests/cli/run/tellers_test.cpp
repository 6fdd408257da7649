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

NotifySettings weekly(std::string teller, std::string script) {
  auto settings = program(std::move(teller), std::move(script));
  settings.digest = analysis::Cadence::weekly;
  return settings;
}

enum class Dns : std::uint8_t { answers, fails };

analysis::Assessment assessment(const DomainName& domain, Moment as_of, Dns dns) {
  analysis::Assessment given{.domain = domain,
                             .as_of = as_of,
                             .spf = {.own = {.domain = domain}, .all_at = domain},
                             .dmarc = {.organizational_domain = domain}};
  if (dns == Dns::fails) given.spf.status = spf::RecordStatus::temperror;
  return given;
}

/// Runs on two domains; `notify` are told.
struct Night {
  test::Folder folder;
  test::Surroundings around;
  std::unique_ptr<store::Store> store =
      store::open_sqlite(folder / "a.db", store::OpenMode::create);
  std::vector<DomainSettings> domains = {{name("a.example"), {}, {}, {}, {"some"}},
                                         {name("b.example"), {}, {}, {}, {}}};

  /// Both domains cannot be judged.
  int run(const std::vector<NotifySettings>& notify) {
    return run(notify, [&](Tellers& tellers, const DomainSettings& each) {
      tellers.add(each, each.domain, around.now, Error(Failure::no_input, "no report is held"));
    });
  }

  /// The first domain is judged, as far as its DNS answers; the second one is.
  int judge(const std::vector<NotifySettings>& notify, Dns dns = Dns::answers) {
    return run(notify, [&](Tellers& tellers, const DomainSettings& each) {
      const auto found = assessment(each.domain, around.now,
                                    each.domain == name("a.example") ? dns : Dns::answers);
      const auto intake = analysis::intake_of(each.domain, around.now, found.dmarc, {}, {});
      tellers.add(each, found, intake,
                  std::make_shared<const ledger::Run>(analysis::run_of(found)));
    });
  }

  template <typename Add>
  int run(const std::vector<NotifySettings>& notify, Add add) {
    const auto environment = around.environment();
    const Options options;
    const GlobalOptions global;
    Messages messages(around.err, Verbosity::normal);
    const Invocation invocation{options, global, environment, messages};
    Settings settings;
    settings.options.as_of = around.now;
    settings.notify = notify;
    Tellers tellers(invocation, settings, *store);
    for (const auto& each : domains) add(tellers, each);
    return tellers.tell();
  }

  [[nodiscard]] bool told(std::string_view file, std::string_view domain) const {
    return folder.read(file).find(domain) != std::string::npos;
  }

  /// What a file has; it is gone then.
  [[nodiscard]] std::string take(std::string_view file) const {
    auto text = folder.read(file);
    std::filesystem::remove(folder / file);
    return text;
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

TEST_CASE("a digest is told once a period, and what changed in between is not") {
  Night night;
  const std::vector notify = {weekly("some", night.into("boss"))};
  night.around.now = parse_iso8601("2026-11-24").value();  // a Tuesday
  CHECK(night.judge(notify) == 0);
  const auto first = night.take("boss");
  CHECK(first.find("hardfail.digest/1") != std::string::npos);
  CHECK(first.find("\"end\": \"2026-11-23T00:00:00Z\"") != std::string::npos);
  CHECK(first.find("a.example") != std::string::npos);
  CHECK(first.find("b.example") != std::string::npos);
  night.around.now = parse_iso8601("2026-11-30T23:00:00Z").value();
  CHECK(night.judge(notify) == 0);
  CHECK(night.take("boss").empty());
  night.around.now = parse_iso8601("2026-12-01").value();
  CHECK(night.judge(notify) == 0);
  CHECK(night.take("boss").find("\"end\": \"2026-11-30T00:00:00Z\"") != std::string::npos);
}

TEST_CASE("a digest that could not be told is due with the next run") {
  Night night;
  CHECK(night.judge({weekly("some", "exit 3")}) == 74);
  CHECK(night.judge({weekly("some", night.into("boss"))}) == 0);
  CHECK(night.told("boss", "a.example"));
}

TEST_CASE("a domain that cannot be judged has its digest once it can be") {
  Night night;
  const std::vector notify = {weekly("some", night.into("boss"))};
  CHECK(night.run(notify) == 0);
  CHECK(night.take("boss").empty());
  CHECK(night.judge(notify, Dns::fails) == 0);
  const auto first = night.take("boss");
  CHECK(first.find("a.example") == std::string::npos);
  CHECK(first.find("b.example") != std::string::npos);
  CHECK(night.judge(notify) == 0);
  const auto second = night.take("boss");
  CHECK(second.find("a.example") != std::string::npos);
  CHECK(second.find("b.example") == std::string::npos);
}
