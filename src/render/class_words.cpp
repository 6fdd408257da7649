#include "class_words.hpp"

namespace hardfail::render {

using analysis::SourceClass;

std::string_view plain_name(SourceClass source_class) {
  switch (source_class) {
    case SourceClass::listed:
      return "listed";
    case SourceClass::unlisted_legitimate:
      return "missing sender";
    case SourceClass::forwarder:
      return "forwarder";
    case SourceClass::unaffected:
      return "unaffected";
    case SourceClass::suspected_spoof:
      return "suspected spoof";
    case SourceClass::unknown:
      return "unknown";
  }
  return "";
}

Tone tone_of(SourceClass source_class) {
  switch (source_class) {
    case SourceClass::listed:
      return Tone::good;
    case SourceClass::unlisted_legitimate:
      return Tone::bad;
    case SourceClass::forwarder:
    case SourceClass::unknown:
      return Tone::warning;
    case SourceClass::unaffected:
    case SourceClass::suspected_spoof:
      return Tone::plain;
  }
  return Tone::plain;
}

std::string host_text(const analysis::Source& source) {
  return source.host ? source.host->name.text() : "-";
}

}  // namespace hardfail::render
