# cmake -D OUTPUT=FILE -D FOLDER=FOLDER -D CHART=FILE -P embed_page.cmake
# Writes the templates, style and scripts of the pages as the C++ source behind assets.hpp, each
# style and script with the hash by which a Content-Security-Policy names it (CSP 3, section 2.3.1).

# The value of six bits, as base64 writes it (RFC 4648, section 4).
set(alphabet ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)

# The SHA-256 of a text in base64. 32 octets are 42 digits of six bits and one of four.
function(base64_digest text result)
  string(SHA256 hex "${text}")
  string(APPEND hex 00)
  set(digits "")
  foreach(start RANGE 0 65 3)
    string(SUBSTRING ${hex} ${start} 3 twelve_bits)
    math(EXPR high "0x${twelve_bits} >> 6")
    math(EXPR low "0x${twelve_bits} & 63")
    foreach(six_bits IN ITEMS ${high} ${low})
      string(SUBSTRING ${alphabet} ${six_bits} 1 digit)
      string(APPEND digits ${digit})
    endforeach()
  endforeach()
  string(SUBSTRING ${digits} 0 43 digits)
  set(${result} "${digits}=" PARENT_SCOPE)
endfunction()

function(embed name text)
  if(text MATCHES "</script|</style|<!--" AND NOT name MATCHES "template$")
    message(FATAL_ERROR "the ${name} would end the element that it stands in")
  endif()
  base64_digest("${text}" digest)
  set(functions "${functions}
const Asset& ${name}() noexcept {
  static constexpr Asset asset{R\"~asset~(${text})~asset~\", \"sha256-${digest}\"};
  return asset;
}
" PARENT_SCOPE)
endfunction()

set(functions "")
foreach(template IN ITEMS page index table todo news digest)
  file(READ ${FOLDER}/${template}.html text)
  embed(${template}_template "${text}")
endforeach()
file(READ ${FOLDER}/page.css text)
embed(style_sheet "${text}")
file(READ ${FOLDER}/page.js text)
embed(page_script "${text}")
file(READ ${FOLDER}/chart_licence.js licence)
file(READ ${CHART} text)
embed(chart_script "${licence}${text}")

file(WRITE ${OUTPUT} "#include \"page/assets.hpp\"

namespace hardfail::render {
${functions}
}  // namespace hardfail::render
")
