#pragma once

#include <string>

#include "json.hpp"

namespace hardfail::render {

/// The value as text between the tags of a script element: nothing in it ends the element.
[[nodiscard]] std::string script_data(const Json& json);

}  // namespace hardfail::render
