#include "hardfail/ledger/source_class.hpp"

#include <doctest/doctest.h>

using namespace hardfail::ledger;

TEST_CASE("each class has its name and standing") {
  struct Row {
    SourceClass source_class;
    const char* name;
    Standing standing;
  };
  for (const auto& row : {
           Row{SourceClass::listed, "listed", Standing::good},
           Row{SourceClass::unlisted_legitimate, "unlisted_legitimate", Standing::bad},
           Row{SourceClass::forwarder, "forwarder", Standing::doubtful},
           Row{SourceClass::unaffected, "unaffected", Standing::neutral},
           Row{SourceClass::suspected_spoof, "suspected_spoof", Standing::neutral},
           Row{SourceClass::unknown, "unknown", Standing::doubtful},
       }) {
    CAPTURE(row.name);
    CHECK(name_of(row.source_class) == row.name);
    CHECK(parse_source_class(row.name) == row.source_class);
    CHECK(traits_of(row.source_class).standing == row.standing);
    CHECK_FALSE(traits_of(row.source_class).one.empty());
    CHECK_FALSE(traits_of(row.source_class).many.empty());
  }
  CHECK_FALSE(parse_source_class("stranger"));
}

TEST_CASE("each confidence has its name") {
  CHECK(name_of(Confidence::certain) == "certain");
  CHECK(name_of(Confidence::likely) == "likely");
  CHECK(name_of(Confidence::ask) == "ask");
}
