#include <doctest/doctest.h>

#include "engine.hpp"
#include "fixture.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;
using ledger::MailContent;

namespace {

const ledger::MailFolder inbox{"imaps://u@mail.example/INBOX", "7"};
const ledger::MailFolder renumbered{inbox.address, "8"};
const ledger::MailFolder other{"imaps://u@mail.example/Other", "7"};

void remember_mails(Store& store, const ledger::MailFolder& folder) {
  const auto import = store.begin_import(Durability::power_cut);
  import->remember(folder, {"1", MailContent::report});
  import->remember(folder, {"2", MailContent::other});
  import->commit();
}

std::string known(Store& store, const ledger::MailFolder& folder) {
  std::string text;
  for (const auto& mail : store.known_mails(folder)) {
    text += mail.id + (mail.content == MailContent::report ? "r " : "- ");
  }
  return text;
}

}  // namespace

TEST_CASE("mails are known by folder and generation, with what they held") {
  const Engine engine;
  const auto store = engine.open();
  remember_mails(*store, inbox);
  CHECK(known(*store, inbox) == "1r 2- ");
  CHECK(known(*store, renumbered).empty());
  CHECK(known(*store, other).empty());
  remember_mails(*store, inbox);
  CHECK(known(*store, inbox) == "1r 2- ");
}

TEST_CASE("a mail that was not committed is not known") {
  const Engine engine;
  const auto store = engine.open();
  store->begin_import()->remember(inbox, {"1", MailContent::report});
  CHECK(known(*store, inbox).empty());
}

TEST_CASE("mails that are gone are forgotten, and all of a generation that is over") {
  const Engine engine;
  const auto store = engine.open();
  remember_mails(*store, inbox);
  remember_mails(*store, other);
  store->forget_mails_except(inbox, {"2", "3"});
  CHECK(known(*store, inbox) == "2- ");
  CHECK(known(*store, other) == "1r 2- ");
  store->forget_mails_except(renumbered, {"2"});
  CHECK(known(*store, renumbered).empty());
  CHECK(known(*store, inbox).empty());
}
