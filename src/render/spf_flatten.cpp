#include <fmt/format.h>

#include "forms.hpp"
#include "grid.hpp"
#include "hardfail/render/spf_audit.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "json.hpp"
#include "master_file.hpp"

namespace hardfail::render {
namespace {

std::string to_text(const spf::Flattened& flattened) {
  auto text = fmt::format("; {} takes {}, flattened {}\n", printable(flattened.domain.text()),
                          counted(flattened.lookups_before, "look-up"), flattened.lookups);
  for (const auto& term : flattened.kept) {
    text += fmt::format("; kept: `{}`, because what it passes depends on the message\n",
                        printable(term));
  }
  for (const auto& sentence : flattened.lost) text += fmt::format("; lost: {}\n", sentence);
  for (const auto& record : flattened.records) {
    text += txt_record(record.name, record.text) + '\n';
  }
  return text;
}

Json to_json(const spf::Flattened& flattened) {
  auto records = Json::array();
  for (const auto& record : flattened.records) {
    records.push_back({{"name", json_text(record.name.text())}, {"text", json_text(record.text)}});
  }
  const auto texts = [](const std::vector<std::string>& all) {
    auto array = Json::array();
    for (const auto& text : all) array.push_back(json_text(text));
    return array;
  };
  return {{"schema", "hardfail.spf-flatten/1"},
          {"domain", json_text(flattened.domain.text())},
          {"lookups_before", flattened.lookups_before},
          {"lookups", flattened.lookups},
          {"records", std::move(records)},
          {"kept", texts(flattened.kept)},
          {"lost", texts(flattened.lost)}};
}

Grid to_grid(const spf::Flattened& flattened) {
  Grid grid{{"name", "text"}, {}};
  for (const auto& record : flattened.records) {
    grid.rows.push_back({record.name.text(), record.text});
  }
  return grid;
}

}  // namespace

std::string present(const spf::Flattened& flattened, Format format, const Page&) {
  return in_format(format, {.text = [&] { return to_text(flattened); },
                            .json = [&] { return to_json(flattened); },
                            .grid = [&] { return to_grid(flattened); },
                            .title = "Flattened record of " + flattened.domain.text(),
                            .zone = [&] { return to_text(flattened); }});
}

}  // namespace hardfail::render
