#include "messages.hpp"

#include <string>

#include "hardfail/util/text.hpp"

namespace hardfail::cli {

void Messages::error(std::string_view text) {
  m_stream << "hardfail: " << printable(text) << '\n' << std::flush;
}

void Messages::error(const Error& error) {
  const std::string text = error.what();
  if (error.advice().empty()) return this->error(text);
  this->error(text + (text.ends_with('.') ? " " : "; ") + error.advice());
}

void Messages::warning(std::string_view text) {
  if (m_verbosity != Verbosity::quiet) error(text);
}

void Messages::detail(std::string_view text) {
  if (m_verbosity == Verbosity::verbose) error(text);
}

}  // namespace hardfail::cli
