#include "version.hpp"

#include <fmt/format.h>

#include "build_facts.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::cli {

std::string version_text() {
  const auto facts = build_facts();
  return fmt::format(
      "hardfail {}\n"
      "compiler: {}, {}\n"
      "libraries: {}\n"
      "database schema: {}\n"
      "licence: Apache-2.0\n",
      facts.version, facts.compiler, facts.build_type.empty() ? "no build type" : facts.build_type,
      facts.libraries, store::schema_version());
}

}  // namespace hardfail::cli
