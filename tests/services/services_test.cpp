#include "hardfail/services/services.hpp"

#include <doctest/doctest.h>

#include <string>

#include "catalogue.hpp"
#include "hardfail/util/error.hpp"

namespace hardfail {
namespace {

DomainName name(const std::string& text) { return *DomainName::parse(text); }

Services services_of(std::string_view text) {
  Services services;
  services.add(text, "mine.ini");
  return services;
}

std::string refusal_of(std::string_view text) {
  try {
    services_of(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a service is known by the names it shows in mail, the longest suffix first") {
  const auto services = services_of(
      "# what we use\n"
      "[Desk]\n"
      "kind = helpdesk\n"
      "include = _spf.desk.example  spf2.desk.example\n"
      "host = desk.example\n"
      "signs = desk-mail.example\n"
      "envelope = bounces.example\n"
      "selector = d1 d2\n"
      "docs = https://desk.example/spf\n"
      "traits = own-envelope dkim-only\n"
      "\n"
      "[Desk EU]\n"
      "kind = bulk\n"
      "host = eu.desk.example\n");
  REQUIRE(services.all().size() == 2);
  const Service& desk = services.all().front();
  CHECK(desk.name == "Desk");
  CHECK(name_of(desk.kind) == "helpdesk");
  CHECK(desk.includes == std::vector{name("_spf.desk.example"), name("spf2.desk.example")});
  CHECK(desk.selectors == std::vector<std::string>{"d1", "d2"});
  CHECK(desk.docs == "https://desk.example/spf");
  CHECK(desk.has(ServiceTrait::own_envelope));
  CHECK_FALSE(desk.has(ServiceTrait::retired));

  CHECK(services.of_host(name("out1.desk.example")) == &desk);
  CHECK(services.of_host(name("desk.example")) == &desk);
  CHECK(services.of_host(name("out1.eu.desk.example"))->name == "Desk EU");
  CHECK(services.of_host(name("mydesk.example")) == nullptr);
  CHECK(services.of_signer(name("t1.desk-mail.example")) == &desk);
  CHECK(services.of_signer(name("out1.desk.example")) == nullptr);
  CHECK(services.of_include(name("spf2.desk.example")) == &desk);
  CHECK(services.of_include(name("desk.example")) == nullptr);
  for (const auto* envelope : {"x.bounces.example", "desk.example", "desk-mail.example"}) {
    CAPTURE(envelope);
    CHECK(services.of_envelope(name(envelope)) == &desk);
  }
}

TEST_CASE("what is added later outranks what was there: a catalogue of one's own corrects ours") {
  auto services = services_of("[Old]\nkind = bulk\nhost = a.example\n");
  services.add("[New]\nkind = crm\nhost = a.example\n", "more.ini");
  CHECK(services.of_host(name("x.a.example"))->name == "New");
  services.add("[New]\nkind = helpdesk\nhost = b.example\n", "more.ini");
  CHECK(services.all().size() == 2);
  CHECK(services.of_host(name("b.example"))->kind == ServiceKind::helpdesk);
}

TEST_CASE("a catalogue that cannot be read is refused with the line and the reason") {
  CHECK(refusal_of("[A]\nkind = bulk\n") == "accepted");
  CHECK(refusal_of("kind = bulk\n") == "mine.ini:1: the line comes before any [NAME]");
  CHECK(refusal_of("[A\n") == "mine.ini:1: the line starts a service, but is not [NAME]");
  CHECK(refusal_of("[ ]\n") == "mine.ini:1: the line starts a service, but is not [NAME]");
  CHECK(refusal_of("[A]\nbulk\n") == "mine.ini:2: the line is neither [NAME] nor key = value");
  CHECK(refusal_of("[A]\nkind = spam\n") ==
        "mine.ini:2: the line names a kind that is none of mailbox, bulk, transactional, helpdesk, "
        "crm, gateway, forwarder, hosting");
  CHECK(refusal_of("[A]\nkind = bulk\ntraits = good\n").find("names a trait that is none of") !=
        std::string::npos);
  CHECK(refusal_of("[A]\nkind = bulk\nhost = com\n") ==
        "mine.ini:3: the line names no domain: com");
  CHECK(refusal_of("[A]\nkind = bulk\nhost = a..example\n") ==
        "mine.ini:3: the line names no domain: a..example");
  CHECK(refusal_of("[A]\nkind = bulk\nkind = crm\n") ==
        "mine.ini:3: the line gives kind a second time");
  CHECK(refusal_of("[A]\nkind = bulk\ndocs = http://a.example\n") ==
        "mine.ini:3: the line gives an address that does not begin with https://");
  CHECK(refusal_of("[A]\nkind = bulk\nhosts = a.example\n") ==
        "mine.ini:3: the line has a key that is not known: hosts");
  CHECK(refusal_of("[A]\nhost = a.example\n[B]\nkind = bulk\n") ==
        "mine.ini:3: the line ends A, which has no kind");
  CHECK(refusal_of("[A]\nhost = a.example\n").find("ends A, which has no kind") !=
        std::string::npos);
}

TEST_CASE("the catalogue of the program names what many domains use") {
  const auto& known = Services::known();
  CHECK(known.all().size() >= 150);
  const auto* workspace = known.of_host(name("mail-sor-f41.google.com"));
  REQUIRE(workspace != nullptr);
  CHECK(workspace->includes.front() == name("_spf.google.com"));
  const auto* exchange = known.of_host(name("mail-x.outbound.protection.outlook.com"));
  REQUIRE(exchange != nullptr);
  CHECK(exchange->includes.front() == name("spf.protection.outlook.com"));
  CHECK(known.of_signer(name("contoso.onmicrosoft.com")) == exchange);
}

}  // namespace hardfail
