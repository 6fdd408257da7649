#include <doctest/doctest.h>

#include "hardfail/store/store.hpp"
#include "program.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

TEST_CASE("a mark that cannot be meant is refused with what is wrong") {
  struct Row {
    std::vector<std::string> arguments;
    std::string err;
  };
  const std::string too_long(101, 'x');
  for (const auto& row : {
           Row{{"mark"}, "the domain is missing"},
           Row{{"mark", "d.example", "192.0.2.1"}, "the class is missing"},
           Row{{"mark", "d.example", "192.0.2", "listed"},
               "'192.0.2' is not an address, a network or a host name; write it as 192.0.2.1, "
               "192.0.2.0/24 or mail.example.net"},
           Row{{"mark", "d.example", "192.0.2.1", "fowarders"},
               "'fowarders' is not a source class; did you mean 'forwarders'? the classes are "
               "listed, unlisted_legitimate (missing sender), forwarder, unaffected, "
               "suspected_spoof (suspected spoofer), unknown (unknown sender)\n"},
           Row{{"mark", "d.example", "192.0.2.1", "Missing sendr"},
               "'Missing sendr' is not a source class; did you mean 'missing sender'?"},
           Row{{"mark", "d.example", "192.0.2.1", "printer"},
               "'printer' is not a source class; the classes are listed, "},
           Row{{"mark", "d.example", "192.0.2.1", "listed", "our", "server"},
               "'our' is one argument too many; a note of several words is one argument: --note "
               "'text'"},
           Row{{"mark", "d.example", "--note", "x"},
               "--note belongs to a mark; give the source and its class"},
           Row{{"mark", "d.example", "--name", "x"},
               "--name belongs to a mark; give the source and its class"},
           Row{{"mark", "d.example", "192.0.2.1", "listed", "--name", too_long},
               "--name takes printable text of at most 100 characters, not 'xx"},
           Row{{"mark", "d.example", "192.0.2.1", "listed", "--name", "red\x1b[31m"},
               "--name takes printable text of at most 100 characters, not 'red\\x1b[31m'"},
           Row{{"mark", "d.example", "192.0.2.1", "listed", "--name", "two\nlines"},
               "--name takes printable text of at most 100 characters, not 'two\\x0alines'"},
           Row{{"mark", "d.example", "192.0.2.1", "listed", "--name", "\xff"},
               "--name takes printable text of at most 100 characters, not '\\xff'"},
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

namespace {

/// A database without reports, and what marks it comes to hold on d.example.
class Marked {
 protected:
  Marked() { (void)store::open_sqlite(m_folder / "t.db", store::OpenMode::create); }

  ledger::Mark mark(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"--db", (m_folder / "t.db").string(), "mark", "d.example", "192.0.2.1"});
    test::Surroundings around;
    REQUIRE(run_program(arguments, around.environment()) == 0);
    const auto store = store::open_sqlite(m_folder / "t.db", store::OpenMode::existing);
    const auto marks = store->marks(*DomainName::parse("d.example"));
    REQUIRE(marks.size() == 1);
    return marks.front();
  }

  test::Folder m_folder;
};

}  // namespace

TEST_CASE_FIXTURE(Marked, "a mark keeps its name until another is given, or an empty one") {
  CHECK(mark({"listed", "--name", "  Branch scanner "}).name == "Branch scanner");
  const auto kept = mark({"forwarder", "--note", "theirs"});
  CHECK(kept.name == "Branch scanner");
  CHECK(kept.source_class == ledger::SourceClass::forwarder);
  CHECK(mark({"forwarder", "--name", "Relay"}).name == "Relay");
  CHECK(mark({"forwarder", "--name", ""}).name.empty());
}

TEST_CASE_FIXTURE(Marked, "a name may have a hundred characters, of however many octets") {
  std::string name;
  for (int i = 0; i < 100; ++i) name += "\u00e9";
  CHECK(mark({"listed", "--name", name}).name == name);
}

TEST_CASE_FIXTURE(Marked, "a class may be said in the words of the answer, quoted or not") {
  using ledger::SourceClass;
  CHECK(mark({"missing", "sender"}).source_class == SourceClass::unlisted_legitimate);
  CHECK(mark({"Suspected spoofers"}).source_class == SourceClass::suspected_spoof);
}
