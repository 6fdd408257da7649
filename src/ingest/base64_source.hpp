#pragma once

#include <glib.h>

#include <string>
#include <string_view>

#include "byte_source.hpp"

namespace hardfail::ingest {

/// Decodes base64 (RFC 4648, section 4). Octets outside its alphabet are skipped.
class Base64Source : public ByteSource {
 public:
  /// `text` must outlive this.
  explicit Base64Source(ByteSource& text) : m_text(text) {}

  [[nodiscard]] bool is_cut_off() const override { return m_text.is_cut_off(); }

 private:
  [[nodiscard]] std::string_view read() override;

  ByteSource& m_text;
  std::string m_octets;
  gint m_state = 0;  ///< of the decoder, between two chunks of text
  guint m_group = 0;
};

}  // namespace hardfail::ingest
