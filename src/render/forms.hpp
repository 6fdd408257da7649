#pragma once

#include <functional>
#include <string>

#include "grid.hpp"
#include "hardfail/render/format.hpp"
#include "json.hpp"

namespace hardfail::render {

/// What an answer says in the forms that nearly all answers have. None is made before it is wanted.
struct Forms {
  std::function<std::string()> text;
  std::function<Json()> json;
  std::function<Grid()> grid;               ///< for CSV, and the table of an HTML page
  std::string title;                        ///< of that page
  std::function<std::string()> lines = {};  ///< NDJSON; where it is missing, the JSON on one line
  std::function<std::string()> zone = {};
};

/// The answer in one format; empty in one that it does not have.
[[nodiscard]] std::string in_format(Format format, const Forms& forms);

}  // namespace hardfail::render
