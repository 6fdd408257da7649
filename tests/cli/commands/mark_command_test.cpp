#include <doctest/doctest.h>

#include "program.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

TEST_CASE("a mark that cannot be meant is refused with what is wrong") {
  struct Row {
    std::vector<std::string> arguments;
    std::string err;
  };
  for (const auto& row : {
           Row{{"mark"}, "the domain is missing"},
           Row{{"mark", "d.example", "192.0.2.1"}, "the class is missing"},
           Row{{"mark", "d.example", "192.0.2", "listed"},
               "'192.0.2' is not an address, a network or a host name; write it as 192.0.2.1, "
               "192.0.2.0/24 or mail.example.net"},
           Row{{"mark", "d.example", "192.0.2.1", "forwarders"},
               "'forwarders' is not a source class; did you mean forwarder?"},
           Row{{"mark", "d.example", "192.0.2.1", "listed", "our", "server"},
               "'our' is one argument too many; a note of several words is one argument: --note "
               "'text'"},
           Row{{"mark", "d.example", "--note", "x"},
               "--note belongs to a mark; name the source and its class"},
           Row{{"mark", "d.example", "192.0.2.1", "listed", "--note", std::string(501, 'x')},
               "--note takes a text of at most 500 octets"},
           Row{{"unmark", "d.example"}, "the marked source is missing"},
       }) {
    CAPTURE(row.err);
    test::Surroundings around;
    around.variables = {{"HOME", "/nonexistent"}};
    CHECK(run_program(row.arguments, around.environment()) == 64);
    CHECK(around.out.str().empty());
    CHECK(around.err.str().starts_with("hardfail: " + row.err));
  }
}
