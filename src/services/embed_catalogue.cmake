# cmake -D OUTPUT=FILE -D CATALOGUE=FILE -P embed_catalogue.cmake
# Writes the catalogue of services as the C++ source behind catalogue.hpp.
file(READ ${CATALOGUE} text)
file(WRITE ${OUTPUT} "#include \"catalogue.hpp\"

namespace hardfail {

std::string_view catalogue() noexcept { return R\"~ini~(${text})~ini~\"; }

}  // namespace hardfail
")
