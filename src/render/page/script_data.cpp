#include "page/script_data.hpp"

namespace hardfail::render {

std::string script_data(const Json& json) {
  std::string data;
  // Of an ASCII text only these three matter to the HTML parser; they stand in strings alone.
  for (const char c : json.dump(-1, ' ', true)) {
    switch (c) {
      case '<':
        data += "\\u003c";
        break;
      case '>':
        data += "\\u003e";
        break;
      case '&':
        data += "\\u0026";
        break;
      default:
        data += c;
    }
  }
  return data;
}

}  // namespace hardfail::render
