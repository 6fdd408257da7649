#include "fingerprint.hpp"

#include <doctest/doctest.h>

using namespace hardfail::report;

TEST_CASE(
    "the fingerprint of a text is one number on machines of either byte order: it is stored") {
  // Computed by hand, octets taken for numbers with the lowest first.
  Fingerprint fingerprint;
  fingerprint.add("mail.example.com");
  CHECK(fingerprint.value() == 0x372eb737ea55fe01U);
  fingerprint.add("pass");
  CHECK(fingerprint.value() == 0x6608015fbea8ab09U);
}
