#include "hardfail/render/import_summary.hpp"

#include <doctest/doctest.h>

#include "json.hpp"

using namespace hardfail::render;

namespace {

ImportSummary summary() {
  return {.files = 12,
          .reports = 9,
          .conflicting = 0,
          .duplicates = 2,
          .skipped = 0,
          .rows = 40,
          .messages = 1500,
          .time = std::chrono::milliseconds(1234),
          .interrupted = false,
          .rejected = {{"in.zip", "a.xml", "It is cut off."}}};
}

}  // namespace

TEST_CASE("the import summary is one sentence or a few for people") {
  CHECK(present(summary(), Format::text, {.width = 200}) ==
        "9 reports added from 12 files in 1.2 s: 40 rows, 1,500 messages. 2 reports were "
        "held already. 1 input rejected.\n");
}

TEST_CASE("the import summary in JSON has the contract's fields") {
  const auto json = Json::parse(present(summary(), Format::json, {}));
  CHECK(json["schema"] == "hardfail.import/1");
  CHECK(json["files"] == 12);
  CHECK(json["reports"] == 9);
  CHECK(json["duplicates"] == 2);
  CHECK(json["rows"] == 40);
  CHECK(json["messages"] == 1500);
  CHECK(json["seconds"] == 1.234);
  CHECK(json["rejected"] ==
        Json::parse(R"([{"path": "in.zip", "member": "a.xml", "error": "It is cut off."}])"));
}

TEST_CASE("the import summary in CSV is a header and a row") {
  CHECK(present(summary(), Format::csv, {}) ==
        "files,reports,duplicates,conflicting,skipped,rejected,rows,messages,seconds\r\n"
        "12,9,2,0,0,1,40,1500,1.234\r\n");
}
