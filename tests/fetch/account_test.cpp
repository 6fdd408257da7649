#include "hardfail/fetch/account.hpp"

#include <doctest/doctest.h>

using namespace hardfail::fetch;

TEST_CASE("an address names user, host, port and folder") {
  const auto account = std::get<ImapAccount>(
      *parse_address("imaps://reports@example.com@mail.example.org:1993/A%20b"));
  CHECK(account.user == "reports@example.com");
  CHECK(account.host == "mail.example.org");
  CHECK(account.port == 1993);
  CHECK(account.folder == "A b");
  CHECK(account.encryption == Encryption::tls);
  const auto plain = std::get<ImapAccount>(*parse_address("imap://u@[2001:db8::1]"));
  CHECK(plain.host == "2001:db8::1");
  CHECK(plain.port == 143);
  CHECK(plain.folder == "INBOX");
  CHECK(plain.encryption == Encryption::starttls);
  const auto graph = std::get<GraphAccount>(*parse_address("graph://dmarc@example.com"));
  CHECK(graph.mailbox == "dmarc@example.com");
  CHECK(graph.folder == "inbox");
}

TEST_CASE("an address is shown as it can be given") {
  for (const char* text : {"imaps://u@mail.example/INBOX", "imap://u@mail.example:1143/A",
                           "imaps://u@[::1]/INBOX", "graph://dmarc@example.com/inbox/DMARC"}) {
    CAPTURE(text);
    CHECK(address_of(*parse_address(text)) == text);
  }
}

TEST_CASE("what is no address is refused, and a password in it is not shown") {
  for (const char* text :
       {"", "mail.example", "imaps://mail.example/INBOX", "imaps://@mail.example", "imaps://u@",
        "imaps://u@mail.example:0/", "imaps://u@mail.example:x/", "imaps://u@[::1/", "pop3://u@h/",
        "imaps://u@h/%4", "imaps://u@h/a%0ab", "imaps://u@h/%ff", "imaps://u@h ost/",
        "graph://u@ex ample/"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_address(text));
  }
  const auto refused = parse_address("imaps://u:word-of-mouth@mail.example/");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().text.find("word-of-mouth") == std::string::npos);
}
