# cmake -D OUTPUT=FILE -D FOLDER=DIR -P embed_scripts.cmake
# Writes the scripts of the shells as the C++ source behind scripts.hpp.
set(functions "")
foreach(shell IN ITEMS bash zsh fish)
  file(READ ${FOLDER}/hardfail.${shell} text)
  string(APPEND functions "
std::string_view ${shell}_script() noexcept { return R\"~sh~(${text})~sh~\"; }
")
endforeach()
file(WRITE ${OUTPUT} "#include \"completion/scripts.hpp\"

namespace hardfail::cli {
${functions}
}  // namespace hardfail::cli
")
