#include <doctest/doctest.h>

#include "program.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

TEST_CASE("what follows the domain is one address, or refused") {
  struct Row {
    std::vector<std::string> arguments;
    std::string err;
  };
  for (const auto& row : {
           Row{{"sources"}, "the domain is missing"},
           Row{{"sources", "d.example", "e.example"}, "'e.example' is not an IP address; "},
           Row{{"sources", "d.example", "192.0.2.0/24"}, "'192.0.2.0/24' is not an IP address; "},
           Row{{"sources", "d.example", "192.0.2.1", "192.0.2.2"},
               "'192.0.2.2' is one argument too many"},
       }) {
    CAPTURE(row.err);
    test::Surroundings around;
    around.variables = {{"HOME", "/nonexistent"}};
    CHECK(run_program(row.arguments, around.environment()) == 64);
    CHECK(around.out.str().empty());
    CHECK(around.err.str().starts_with("hardfail: " + row.err));
  }
}
