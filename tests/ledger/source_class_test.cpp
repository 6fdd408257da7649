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

TEST_CASE("people may call a class as an answer does, in either case and with any separator") {
  for (const char* words :
       {"missing sender", "Missing-Senders", "missing_sender", "missing", "Unlisted",
        " MISSING  sender ", "unlisted legitimate", "unlisted-legitimate"}) {
    CAPTURE(words);
    CHECK(source_class_called(words) == SourceClass::unlisted_legitimate);
  }
  CHECK(source_class_called("suspected spoofers") == SourceClass::suspected_spoof);
  CHECK(source_class_called("suspected") == SourceClass::suspected_spoof);
  CHECK(source_class_called("unknown") == SourceClass::unknown);
  CHECK(source_class_called("unknown senders") == SourceClass::unknown);
  for (const auto& traits : class_traits()) {
    for (const auto words : {traits.name, traits.one, traits.many}) {
      CHECK(source_class_called(words) == traits.source_class);
    }
  }
  for (const char* words : {"", "miss", "missingsender", "sender missing", "sender", "spoofer"}) {
    CAPTURE(words);
    CHECK_FALSE(source_class_called(words));
  }
}

TEST_CASE("each confidence has its name") {
  CHECK(name_of(Confidence::certain) == "certain");
  CHECK(name_of(Confidence::likely) == "likely");
  CHECK(name_of(Confidence::ask) == "ask");
}
