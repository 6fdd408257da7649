#pragma once

#include <cassert>
#include <memory>
#include <string>
#include <string_view>

#include "byte_source.hpp"

namespace hardfail::ingest {

/// A mailbox in one file (mbox, RFC 4155), read mail by mail: each follows a line that begins
/// "From ", the first of the file, one after an empty line, or one with a date in it.
class Mailbox {
 public:
  /// `octets` must outlive this.
  explicit Mailbox(ByteSource& octets) : m_octets(octets) {}

  /// Goes to the next mail; false at the end.
  [[nodiscard]] bool next_mail();

  /// That mail, without its "From " line. Valid until next_mail(). Pre: next_mail() returned true.
  [[nodiscard]] ByteSource& mail() {
    assert(m_mail);
    return *m_mail;
  }

 private:
  class Mail;

  /// The next line with its end, or the start of a very long one; empty at the end.
  [[nodiscard]] std::string_view line();
  void take(std::string_view line) { m_at += line.size(); }

  ByteSource& m_octets;
  std::string m_buffer;
  std::size_t m_at = 0;  ///< octets of m_buffer that were consumed
  std::unique_ptr<ByteSource> m_mail;
};

}  // namespace hardfail::ingest
