# cmake -D OUTPUT=FILE -D "MIGRATIONS=A;B" -D HEADER=H -D NAMESPACE=N -P embed_migrations.cmake
# Writes the migrations, in order of their numbers, as the C++ source behind a migrations.hpp.
set(elements "")
set(expected 1)
foreach(path IN LISTS MIGRATIONS)
  get_filename_component(name ${path} NAME)
  string(REGEX MATCH "^[0-9]+" number ${name})
  math(EXPR number "${number}")
  if(NOT number EQUAL expected)
    message(FATAL_ERROR "${name} should be migration ${expected}")
  endif()
  math(EXPR expected "${expected} + 1")
  file(READ ${path} sql)
  string(APPEND elements "    R\"~sql~(${sql})~sql~\",\n")
endforeach()

file(WRITE ${OUTPUT} "#include \"${HEADER}\"

#include <array>

namespace ${NAMESPACE} {
namespace {

constexpr std::array texts = {
${elements}};

}  // namespace

std::span<const char* const> migrations() noexcept { return texts; }

}  // namespace ${NAMESPACE}
")
