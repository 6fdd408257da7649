#pragma once

#include <iconv.h>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include "warning_log.hpp"

namespace hardfail::report {

struct CloseIconv {
  void operator()(iconv_t converter) const noexcept { iconv_close(converter); }
};
using Converter = std::unique_ptr<std::remove_pointer_t<iconv_t>, CloseIconv>;

/// Turns the octets of an XML document into UTF-8 as they arrive.
///
/// The encoding is told by the byte order mark, else by the zero octets of UTF-16 and UTF-32, else
/// by the XML declaration, else it is UTF-8 (XML 1.0, appendix F). Octets that are not what they
/// should be are taken for windows-1252, where the document should be UTF-8, or become U+FFFD; NUL
/// becomes a blank. All of it is noted once.
class Decoder {
 public:
  explicit Decoder(WarningLog& log) : m_log(log) {}

  /// The next text; valid until the next call. May be empty while a character or the declaration
  /// is not yet whole.
  [[nodiscard]] std::string_view decode(std::string_view octets);

  /// What was held back.
  [[nodiscard]] std::string_view finish();

 private:
  /// Whether more octets may follow those at hand.
  enum class More : bool { no, yes };

  [[nodiscard]] bool settle_encoding(More more);
  void convert_from(std::string_view encoding, std::size_t unit);
  void declare(std::string_view encoding);
  [[nodiscard]] std::string_view convert(std::string_view octets, More more);
  [[nodiscard]] std::string_view check_utf8(std::string_view octets, More more);
  void repair(char octet);

  WarningLog& m_log;
  bool m_settled = false;
  Converter m_converter;   ///< from the document's encoding; none for UTF-8
  std::size_t m_unit = 1;  ///< octets that make up the least piece of that encoding
  Converter m_windows;     ///< from windows-1252, once needed
  std::string m_held;      ///< octets that wait for those that complete them
  std::string m_joined;    ///< m_held and what came after
  std::string m_text;      ///< the text handed out, where it is not the input itself
};

}  // namespace hardfail::report
