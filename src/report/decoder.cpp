#include "decoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::report {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_declaration = 1024;
constexpr std::string_view utf8_mark = "\xef\xbb\xbf";
constexpr std::string_view replacement = "\xef\xbf\xbd";

/// Opens a converter to UTF-8; null where the encoding is not one that XML is written in. The names
/// come from strangers, and some of the C library's rarer converters have had holes.
Converter open_converter(std::string_view encoding) {
  static constexpr auto families = std::to_array<std::string_view>(
      {"utf-16", "utf-32", "us-ascii", "ascii", "iso-8859-", "windows-", "cp125", "koi8-",
       "macintosh", "gb2312", "gbk", "gb18030", "big5", "euc-jp", "euc-kr", "shift_jis"});
  const std::string name = to_lower(encoding);
  const bool known = std::ranges::any_of(
      families, [&](std::string_view family) { return name.starts_with(family); });
  const bool plain = std::ranges::all_of(
      name, [](char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '_'; });
  if (!known || !plain || name.size() > 20) return nullptr;
  iconv_t converter = iconv_open("UTF-8", name.c_str());
  // iconv_open() reports failure as the address -1.
  if (reinterpret_cast<std::intptr_t>(converter) == -1) return nullptr;
  return Converter(converter);
}

/// The value of the declaration's encoding attribute; empty where it has none.
std::string_view declared_encoding(std::string_view declaration) {
  const auto at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  const auto open = declaration.find_first_of("\"'", at);
  if (open == std::string_view::npos) return {};
  const auto close = declaration.find(declaration[open], open + 1);
  if (close == std::string_view::npos) return {};
  return trim(declaration.substr(open + 1, close - open - 1));
}

/// The number of octets at the head of `text` that are ASCII and not NUL.
std::size_t ascii_length(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  constexpr std::uint64_t tops = 0x8080808080808080ULL;
  std::size_t at = 0;
  for (; text.size() - at >= sizeof(std::uint64_t); at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    // A top bit is set where an octet has one, or borrows because it is zero.
    if (((word | (word - ones)) & tops) != 0) break;
  }
  while (at < text.size() && text[at] != 0 && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

/// True if `text` is the beginning of a UTF-8 sequence whose rest is missing.
bool is_unfinished(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  return text.size() < wanted && std::ranges::all_of(text.substr(1), [](char c) {
           return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
         });
}

}  // namespace

std::string_view Decoder::decode(std::string_view octets) {
  if (!m_held.empty()) {
    m_held.append(octets);
    if (!m_settled && !settle_encoding(More::yes)) return {};
    std::swap(m_joined, m_held);
    m_held.clear();
    return convert(m_joined, More::yes);
  }
  if (m_settled) return convert(octets, More::yes);
  if (octets.empty()) return {};
  m_held = octets;
  return decode({});
}

std::string_view Decoder::finish() {
  if (!m_settled && !settle_encoding(More::no)) return {};
  std::swap(m_joined, m_held);
  m_held.clear();
  return convert(m_joined, More::no);
}

bool Decoder::settle_encoding(More more) {
  const std::string_view octets = m_held;
  const bool ended = more == More::no;
  if (octets.size() < 8 && !ended) return false;

  const auto mark = [&](std::string_view octets_of_mark) {
    if (!octets.starts_with(octets_of_mark)) return false;
    m_held.erase(0, octets_of_mark.size());
    return true;
  };
  // Where the zero octets are, the first characters being ASCII; looked for twice, since one octet
  // may be damaged.
  const auto zeros = [&](std::string_view wanted) {
    const auto match = [&](std::string_view four) {
      return std::ranges::equal(
          four, wanted, [](char octet, char want) { return (octet == '\0') == (want == '0'); });
    };
    return match(octets.substr(0, 4)) || (octets.size() >= 8 && match(octets.substr(4, 4)));
  };
  m_settled = true;
  if (mark(utf8_mark)) return true;
  if (mark("\xff\xfe\0\0"sv) || zeros("x000")) {
    convert_from("utf-32le", 4);
  } else if (mark("\0\0\xfe\xff"sv) || zeros("000x")) {
    convert_from("utf-32be", 4);
  } else if (mark("\xff\xfe"sv) || zeros("x0x0")) {
    convert_from("utf-16le", 2);
  } else if (mark("\xfe\xff"sv) || zeros("0x0x")) {
    convert_from("utf-16be", 2);
  } else {
    const auto start = std::min(octets.find_first_not_of(" \t\r\n"), octets.size());
    const auto document = octets.substr(start);
    constexpr std::string_view opening = "<?xml";
    const bool may_declare =
        document.substr(0, opening.size()) == opening.substr(0, document.size());
    const auto end = document.find("?>");
    const bool whole = end != std::string_view::npos;
    if (may_declare && !whole && !ended && octets.size() < longest_declaration) {
      return m_settled = false;
    }
    if (may_declare && whole) declare(declared_encoding(document.substr(0, end)));
  }
  return true;
}

void Decoder::convert_from(std::string_view encoding, std::size_t unit) {
  m_converter = open_converter(encoding);
  m_unit = unit;
}

void Decoder::declare(std::string_view encoding) {
  // Single-octet text that claims to be of wider units was converted after it was written.
  const auto name = to_lower(encoding);
  const bool transcoded = name.starts_with("utf-16") || name.starts_with("utf-32");
  if (encoding.empty() || iequals(encoding, "utf-8") || iequals(encoding, "utf8") || transcoded) {
    return;
  }
  m_converter = open_converter(encoding);
  if (!m_converter) m_log.note("encoding", "encoding", encoding, "is read as UTF-8");
}

std::string_view Decoder::convert(std::string_view octets, More more) {
  if (!m_converter) return check_utf8(octets, more);
  m_text.clear();
  std::array<char, 4096> text;  // NOLINT(*-member-init): iconv() fills it
  // iconv(3) wants the input as char** though it does not write to it.
  char* in = const_cast<char*>(octets.data());
  std::size_t left = octets.size();
  while (left > 0) {
    char* out = text.data();
    std::size_t room = text.size();
    const auto converted = iconv(m_converter.get(), &in, &left, &out, &room);
    m_text.append(text.data(), out);
    if (converted != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
    if (errno == EINVAL && more == More::yes) {
      m_held.assign(in, left);
      break;
    }
    m_log.note("encoding-repaired", "octets that the encoding does not have are shown as U+FFFD");
    m_text.append(replacement);
    const auto skipped = std::min(m_unit, left);
    in += skipped;
    left -= skipped;
  }
  std::ranges::replace(m_text, '\0', ' ');
  return m_text;
}

std::string_view Decoder::check_utf8(std::string_view octets, More more) {
  // Sound text is handed on as it stands; m_text comes in with the first octet to repair.
  bool repaired = false;
  std::size_t kept = 0;  // up to here the octets are in m_text
  std::size_t at = 0;
  const auto end_with = [&](std::size_t end) -> std::string_view {
    if (!repaired) return octets.substr(0, end);
    m_text.append(octets.substr(kept, end - kept));
    return m_text;
  };
  for (;;) {
    at += ascii_length(octets.substr(at));
    if (at == octets.size()) return end_with(at);
    const auto rest = octets.substr(at);
    const auto character = next_utf8(rest);
    if (character.valid && character.code_point != 0) {
      at += character.length;
      continue;
    }
    if (more == More::yes && is_unfinished(rest)) {
      m_held = rest;
      return end_with(at);
    }
    if (!repaired) m_text.clear();
    repaired = true;
    m_text.append(octets.substr(kept, at - kept));
    repair(octets[at]);
    kept = ++at;
  }
}

void Decoder::repair(char octet) {
  if (octet == '\0') {
    m_log.note("nul", "NUL octets are read as spaces");
    m_text += ' ';
    return;
  }
  m_log.note("encoding-repaired", "octets that are not UTF-8 are read as windows-1252");
  if (!m_windows) m_windows = open_converter("windows-1252");
  std::array<char, 4> text{};
  char* in = &octet;
  char* out = text.data();
  std::size_t left = 1;
  std::size_t room = text.size();
  const bool converted =
      m_windows && iconv(m_windows.get(), &in, &left, &out, &room) != static_cast<std::size_t>(-1);
  m_text.append(converted ? std::string_view(text.data(), out) : replacement);
}

}  // namespace hardfail::report
