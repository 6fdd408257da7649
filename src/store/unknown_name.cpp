#include "unknown_name.hpp"

#include <fmt/format.h>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::store {

void refuse_unknown(std::string_view bearer, std::string_view name) {
  throw Error(Failure::unusable_data,
              fmt::format("{} '{}', which this version does not know", bearer, printable(name)),
              "use the version of hardfail that wrote it");
}

}  // namespace hardfail::store
