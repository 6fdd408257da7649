#pragma once

#include <ostream>
#include <string_view>

#include "hardfail/util/error.hpp"
#include "options/global_options.hpp"

namespace hardfail::cli {

/// What the program says apart from its answer; each line begins with "hardfail: ". Control
/// characters are escaped.
class Messages {
 public:
  Messages(std::ostream& stream, Verbosity verbosity) : m_stream(stream), m_verbosity(verbosity) {}

  void error(std::string_view text);
  void error(const Error& error);       ///< and its advice
  void warning(std::string_view text);  ///< not with --quiet
  void detail(std::string_view text);   ///< only with --verbose

 private:
  std::ostream& m_stream;
  Verbosity m_verbosity;
};

}  // namespace hardfail::cli
