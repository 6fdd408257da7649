#include "hardfail/util/digest.hpp"

#include <doctest/doctest.h>

using namespace hardfail;

TEST_CASE("a digest is that of FIPS 180-4, whatever the octets") {
  const auto abc = sha256("abc");
  CHECK(abc[0] == 0xba);
  CHECK(abc[1] == 0x78);
  CHECK(abc[31] == 0xad);
  CHECK(sha256("")[0] == 0xe3);
  CHECK(sha256(std::string_view("a\0b", 3)) != sha256("a"));
}

TEST_CASE("a code is that of RFC 4231, section 4.3") {
  CHECK(hmac_sha256(Secret("Jefe"), "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}
