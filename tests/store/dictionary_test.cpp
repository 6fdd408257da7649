#include "dictionary.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "schema.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

bool in_range(std::string_view text, std::string_view ancestor) {
  const auto key = reversed(name(text));
  return key >= reversed(name(ancestor)) && key < end_of_range(name(ancestor));
}

}  // namespace

TEST_CASE("a domain and what is below it are one range, and nothing else is in it") {
  CHECK(reversed(name("mail.example.com")) == "com.example.mail.");
  for (const char* text : {"example.com", "a.example.com", "\xff\xff.example.com",
                           "b.a.example.com", "-.example.com", "*.example.com"}) {
    CAPTURE(text);
    CHECK(in_range(text, "example.com"));
  }
  for (const char* text : {"badexample.com", "com", "example.comx", "example-x.com",
                           "example.com.net", "examplf.com", "example.net"}) {
    CAPTURE(text);
    CHECK_FALSE(in_range(text, "example.com"));
  }
}

TEST_CASE("equal names and equal sets have one number, also after all is forgotten") {
  const TemporaryDirectory directory;
  Connection connection(directory.database(), OpenMode::create);
  bring_up_to_date(connection, OpenMode::create);
  Domains domains(connection);
  Authentications authentications(connection, domains);

  const auto set = row("192.0.2.1", "example.com", "bounce.example.com").authentication;
  const auto other = row("192.0.2.1", "example.com").authentication;
  const auto copy = set;
  const auto first = authentications.stored(set);
  CHECK(first.header_from == domains.id_of(name("example.com")));
  CHECK(first.spf_domain == domains.id_of(name("bounce.example.com")));
  CHECK(authentications.stored(set).id == first.id);
  CHECK(authentications.stored(copy).id == first.id);
  CHECK(authentications.stored(other).id != first.id);
  CHECK_FALSE(authentications.stored(other).spf_domain.has_value());

  domains.write_new();
  authentications.write_new();
  domains.forget();
  authentications.forget();
  CHECK(domains.id_of(name("EXAMPLE.com")) == first.header_from);
  const auto again = authentications.stored(set);
  CHECK(again.id == first.id);
  CHECK(again.header_from == first.header_from);
  CHECK(again.spf_domain == first.spf_domain);
}

TEST_CASE("new names and sets are not written before they are told to be, and may be taken back") {
  const TemporaryDirectory directory;
  Connection connection(directory.database(), OpenMode::create);
  bring_up_to_date(connection, OpenMode::create);
  Domains domains(connection);
  Authentications authentications(connection, domains);

  const auto kept = domains.id_of(name("example.com"));
  domains.write_new();
  CHECK_FALSE(domains.has_new());
  const auto dropped = authentications.stored(row("192.0.2.1", "example.net").authentication);
  CHECK(domains.has_new());
  CHECK(authentications.has_new());
  CHECK(Statement(connection, "SELECT count(*) FROM authentication").first() == 0);
  domains.forget();
  authentications.forget();

  CHECK(domains.id_of(name("example.com")) == kept);
  const auto next = authentications.stored(row("192.0.2.1", "example.org").authentication);
  CHECK(next.id == dropped.id);
  CHECK(next.header_from == dropped.header_from);
}
