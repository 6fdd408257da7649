#include "imap_text.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "hardfail/transfer/url.hpp"
#include "hardfail/util/error.hpp"

using namespace hardfail;
using namespace hardfail::transfer;

TEST_CASE("names of folders travel in modified UTF-7") {
  CHECK(imap_folder_name("INBOX/DMARC") == "INBOX/DMARC");
  CHECK(imap_folder_name("R\u00e4ume & Co") == "R&AOQ-ume &- Co");
  CHECK(imap_quoted(R"(a "b" \)") == R"("a \"b\" \\")");
  for (const char* bad : {"", "a\r\nb", "\xff"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(static_cast<void>(imap_folder_name(bad)), Error);
  }
}

TEST_CASE("a set names ranges, and a hundred messages at most") {
  CHECK(uid_sets(std::vector<std::uint32_t>{}).empty());
  CHECK(uid_sets(std::vector<std::uint32_t>{9, 1, 2, 3, 7, 2}) ==
        std::vector<std::string>{"1:3,7,9"});
  std::vector<std::uint32_t> many(250);
  std::iota(many.begin(), many.end(), 1);
  CHECK(uid_sets(many) == std::vector<std::string>{"1:100", "101:200", "201:250"});
}

TEST_CASE("answers are read line by line, and nonsense in them is passed over") {
  CHECK(found_uids("* SEARCH 2 84\r\n* SEARCH\r\n* 3 EXISTS\r\n* SEARCH 0 x 5 99999999999\r\n") ==
        std::vector<std::uint32_t>{2, 84, 5});
  CHECK(count_of_messages("* 3 EXISTS\r\n* 1 RECENT\r\n* 4 EXISTS\r\n") == 4);
  CHECK(count_of_messages("* FLAGS ()\r\n") == 0);
  CHECK(find_uid_validity("* 3 EXISTS\r\n* OK [UIDVALIDITY 1795776289] UIDs valid\r\n") ==
        1795776289U);
  CHECK_FALSE(find_uid_validity("* OK [UIDNEXT 4]\r\n"));
  CHECK(has_capability("* CAPABILITY IMAP4rev1 Move\r\n", "MOVE"));
  CHECK_FALSE(has_capability("* CAPABILITY IMAP4rev1 MOVES\r\n", "MOVE"));
}

TEST_CASE("what means something in a URL is encoded") {
  CHECK(url_encoded("a~b/c +%=\u00e4") == "a~b%2Fc%20%2B%25%3D%C3%A4");
}
