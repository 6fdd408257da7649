#include "hardfail/dns/resolver.hpp"

#include <doctest/doctest.h>

using namespace hardfail::dns;

TEST_CASE("every outcome is an answer, void or an error, and has words of its own") {
  const struct {
    Status status;
    bool error;
    bool is_void;
    std::string_view text;
  } rows[] = {
      {Status::answered, false, false, "answered"},
      {Status::no_data, false, true, "no record of this type"},
      {Status::nx_domain, false, true, "NXDOMAIN"},
      {Status::serv_fail, true, false, "SERVFAIL"},
      {Status::refused, true, false, "REFUSED"},
      {Status::timeout, true, false, "no answer in time"},
      {Status::bad_answer, true, false, "unusable answer"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(is_error(row.status) == row.error);
    CHECK(is_void(row.status) == row.is_void);
    CHECK(describe(row.status) == row.text);
  }
}
