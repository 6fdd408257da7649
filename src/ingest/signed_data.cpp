#include "signed_data.hpp"

#include <cstddef>
#include <cstdint>

#include "hardfail/util/error.hpp"

namespace hardfail::ingest {
namespace {

/// Tags of ASN.1 (X.690) with their class and form.
enum class Tag : std::uint8_t {
  end_of_contents = 0x00,
  integer = 0x02,
  octet_string = 0x04,
  object_identifier = 0x06,
  pieces_of_octet_string = 0x24,
  sequence = 0x30,
  set = 0x31,
  explicit_0 = 0xa0
};

/// No octet string is nested deeper than this.
constexpr unsigned deepest = 16;

[[noreturn]] void fail() { throw InputError("the signed data (S/MIME) are damaged or cut off"); }

/// Reads BER elements in sequence, those of indefinite length too.
class BerReader {
 public:
  explicit BerReader(std::string_view octets) : m_octets(octets) {}

  [[nodiscard]] bool is_at(Tag tag) const {
    return !m_octets.empty() && octet(0) == static_cast<std::uint8_t>(tag);
  }

  /// Continues with the contents of the element, and nothing after it.
  void enter(Tag tag) {
    if (!is_at(tag)) fail();
    if (const auto length = take_header()) m_octets = take(*length);
  }

  void skip(Tag tag) {
    if (!is_at(tag)) fail();
    skip_any(0);
  }

  /// Appends an octet string, whole or in pieces.
  void read_octets(std::string& text, unsigned depth = 0) {
    const bool whole = is_at(Tag::octet_string);
    if (depth > deepest || (!whole && !is_at(Tag::pieces_of_octet_string))) fail();
    const auto length = take_header();
    if (whole) {
      if (!length) fail();
      text += take(*length);
    } else if (length) {
      BerReader pieces(take(*length));
      while (!pieces.m_octets.empty()) pieces.read_octets(text, depth + 1);
    } else {
      while (!take_end()) read_octets(text, depth + 1);
    }
  }

 private:
  [[nodiscard]] std::uint8_t octet(std::size_t at) const {
    return static_cast<std::uint8_t>(m_octets[at]);
  }

  std::string_view take(std::size_t octets) {
    if (octets > m_octets.size()) fail();
    const auto taken = m_octets.substr(0, octets);
    m_octets.remove_prefix(octets);
    return taken;
  }

  /// The length of the element; nullopt where its end is marked instead.
  std::optional<std::size_t> take_header() {
    if (m_octets.size() < 2) fail();
    constexpr unsigned long_form = 0x80;
    const unsigned first = octet(1);
    m_octets.remove_prefix(2);
    if (first < long_form) return first;
    if (first == long_form) return std::nullopt;
    const std::size_t digits = first - long_form;
    if (digits > sizeof(std::uint32_t)) fail();
    std::size_t length = 0;
    for (const char digit : take(digits)) length = length << 8U | static_cast<std::uint8_t>(digit);
    return length;
  }

  [[nodiscard]] bool take_end() {
    if (!is_at(Tag::end_of_contents)) return false;
    static_cast<void>(take(2));
    return true;
  }

  void skip_any(unsigned depth) {
    if (depth > deepest) fail();
    if (const auto length = take_header()) {
      static_cast<void>(take(*length));
    } else {
      while (!take_end()) skip_any(depth + 1);
    }
  }

  std::string_view m_octets;
};

}  // namespace

std::optional<std::string> signed_content(std::string_view message) {
  BerReader reader(message);
  reader.enter(Tag::sequence);
  reader.skip(Tag::object_identifier);
  reader.enter(Tag::explicit_0);
  reader.enter(Tag::sequence);
  reader.skip(Tag::integer);
  reader.skip(Tag::set);
  reader.enter(Tag::sequence);
  reader.skip(Tag::object_identifier);
  if (!reader.is_at(Tag::explicit_0)) return std::nullopt;
  reader.enter(Tag::explicit_0);
  std::string content;
  reader.read_octets(content);
  return content;
}

}  // namespace hardfail::ingest
