#include "content_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <span>

#include "hardfail/util/text.hpp"

namespace hardfail::ingest {
namespace {

using namespace std::string_view_literals;

constexpr auto npos = std::string_view::npos;

struct Magic {
  std::string_view octets;
  ContentKind kind;
};

constexpr auto magics = std::to_array<Magic>({
    {"\x1f\x8b"sv, ContentKind::gzip},
    {"PK\x03\x04"sv, ContentKind::zip},
    {"PK\x05\x06"sv, ContentKind::zip},
    {"PK\x07\x08"sv, ContentKind::zip},
    {"BZh"sv, ContentKind::bzip2},
    {"\xfd\x37zXZ\0"sv, ContentKind::xz},
    {"\x28\xb5\x2f\xfd"sv, ContentKind::zstd},
    {"From "sv, ContentKind::mailbox},
});

/// UTF-16 or UTF-32 text without its zero octets and byte order mark, which leaves ASCII letters.
std::string plain_text(std::string_view head) {
  for (const auto mark : {"\xef\xbb\xbf"sv, "\0\0\xfe\xff"sv, "\xff\xfe"sv, "\xfe\xff"sv}) {
    while (head.starts_with(mark)) head.remove_prefix(mark.size());
  }
  std::string text(head);
  const bool wide = head.substr(0, 4).find('\0') != npos;
  if (wide) std::erase(text, '\0');
  return text;
}

/// The name of the first element; empty if there is none.
std::string_view first_element(std::string_view text) {
  for (std::size_t at = text.find('<'); at != npos; at = text.find('<', at + 1)) {
    if (text.substr(at).starts_with("<!--")) at = text.find("-->", at);
    if (at == npos) break;
    if (at + 1 < text.size() && is_alpha(text[at + 1])) {
      const auto name = text.substr(at + 1);
      return name.substr(0, name.find_first_of(" \t\r\n/>"));
    }
  }
  return {};
}

bool is_xml(std::string_view text) { return trim(text).starts_with('<'); }

/// True if an element of that local name opens anywhere.
bool opens(std::string_view text, std::string_view name) {
  for (auto at = text.find(name); at != npos; at = text.find(name, at + 1)) {
    if (at > 0 && (text[at - 1] == '<' || text[at - 1] == ':')) return true;
  }
  return false;
}

/// True if the root of a report opens, or an element that follows it where the root is damaged.
/// Cheaper than parsing; what looks this much like a report gets the parser's own reason when it
/// cannot be read.
bool opens_report(std::string_view text) {
  if (opens(text, "feedback")) return true;
  const auto lower = to_lower(text);
  return opens(lower, "feedback") || opens(lower, "report_metadata") ||
         opens(lower, "policy_published");
}

/// The lines of a header (RFC 5322, section 2.2).
struct Header {
  std::size_t known = 0;  ///< fields with one of the names looked for
  std::size_t odd = 0;    ///< lines that are not fields; reading stops at the second
};

/// Reads `text` as a header, up to its first empty line or its end.
Header header_of(std::string_view text, std::span<const std::string_view> names) {
  Header header;
  while (!text.empty() && header.odd < 2) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (trim(line).empty()) break;
    if (line.front() == ' ' || line.front() == '\t') continue;
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    const bool is_field = colon != npos && colon > 0 &&
                          std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f'; });
    if (!is_field) {
      ++header.odd;
    } else if (std::ranges::find(names, to_lower(name)) != names.end()) {
      ++header.known;
    }
  }
  return header;
}

constexpr auto mail_fields = std::to_array<std::string_view>(
    {"received", "return-path", "delivered-to", "from", "to", "date", "subject", "message-id",
     "mime-version", "content-type", "dkim-signature", "x-original-to", "authentication-results"});

/// So many of these fields are no accident.
constexpr std::size_t several_fields = 3;

/// True for header fields of which at least one is of mail, or several beside one damaged line.
bool is_mail(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  text.remove_prefix(mail_preface(text));
  const auto header = header_of(text, mail_fields);
  return header.odd == 0 ? header.known > 0 : header.odd == 1 && header.known >= several_fields;
}

/// True for a report of a single failure (RFC 5965, section 3.1).
bool is_failure_report(std::string_view text) {
  static constexpr auto names = std::to_array<std::string_view>({"feedback-type"});
  const auto header = header_of(text, names);
  return header.odd == 0 && header.known > 0;
}

/// True for a report on TLS (RFC 8460, section 4.4).
bool is_tls_report(std::string_view text) {
  return trim(text).starts_with('{') && text.find("\"policies\"") != npos &&
         text.find("\"date-range\"") != npos;
}

/// True if other text has a report in it.
bool holds_report(std::string_view text) {
  return opens_report(text) && to_lower(text).find("report_metadata>") != npos;
}

/// True if the first file of a zip archive follows something else: a program that unpacks it, or
/// what a gateway put before it (APPNOTE.TXT, section 4.3.7).
bool holds_zip(std::string_view head) {
  constexpr auto file = "PK\x03\x04"sv;
  constexpr std::size_t header = 30;
  for (auto at = head.find(file); at != npos; at = head.find(file, at + 1)) {
    if (head.size() - at < header) return false;
    const auto octet = [&](std::size_t offset) {
      return static_cast<unsigned char>(head[at + offset]);
    };
    const bool version_known = octet(4) <= 63;
    const bool method_known = (octet(8) == 0 || octet(8) == 8) && octet(9) == 0;
    if (version_known && method_known) return true;
  }
  return false;
}

/// A file of Microsoft's compound format, such as a mail that Outlook saved.
bool is_compound(std::string_view head) { return head.starts_with("\xd0\xcf\x11\xe0"sv); }

/// The last arc of the PKCS #7 object identifier that opens a cryptographic message (RFC 5652,
/// section 3) and tells its kind; 0 for anything else.
unsigned cms_type(std::string_view head) {
  constexpr std::size_t longest_header = 10;  // tag and length of a DER or BER sequence
  constexpr auto pkcs7 = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"sv;
  const auto at = head.substr(0, longest_header + pkcs7.size()).find(pkcs7);
  if (!head.starts_with('0') || at == npos || at + pkcs7.size() >= head.size()) return 0;
  return static_cast<unsigned char>(head[at + pkcs7.size()]);
}

/// Why the contents of a format that may hold reports are not read; empty for all other formats.
std::string_view why_unread(std::string_view head) {
  if (head.starts_with("Rar!"sv)) {
    return "it is a RAR archive, which is not read: unpack it and import its contents";
  }
  if (head.starts_with("7z\xbc\xaf\x27\x1c"sv)) {
    return "it is a 7z archive, which is not read, as a small one can ask for gigabytes of memory: "
           "unpack it and import its contents";
  }
  if (is_compound(head)) {
    return "it is an Outlook message (.msg) or another file of that format, which is not read: "
           "save the mail as .eml, or its attachments on their own";
  }
  if (head.starts_with("-----BEGIN PGP MESSAGE"sv)) {
    return "it is encrypted or signed as a whole (OpenPGP): decrypt it with gpg(1) and import its "
           "contents";
  }
  if (cms_type(head) != 0) {
    return "it is encrypted as a whole (S/MIME, smime.p7m): decrypt it with a mail program or "
           "openssl-cms(1) and import its contents";
  }
  if (head.starts_with("\x78\x9f\x3e\x22"sv)) {
    return "it is Outlook's winmail.dat (TNEF), which is not read: unpack it with tnef(1) and "
           "import "
           "its contents, or ask for mail in plain MIME";
  }
  return {};
}

bool is_base64_digit(char c) {
  return is_alpha(c) || is_digit(c) || c == '+' || c == '/' || c == '=';
}

bool is_text(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && !is_space(c); });
}

}  // namespace

std::size_t find_base64(std::string_view text) {
  static constexpr auto beginnings =
      std::to_array<std::string_view>({"H4sI", "UEsDB", "PD94bW", "PGZlZWRi", "77u/PD"});
  constexpr std::size_t shortest_line = 40;  // no report packs into less
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = trim(text.substr(at, end - at));
    const bool begins = line.size() >= shortest_line &&
                        std::ranges::any_of(beginnings, [&](std::string_view beginning) {
                          return line.starts_with(beginning);
                        });
    if (begins && std::ranges::all_of(line, is_base64_digit)) return at;
    at = end + 1;
  }
  return npos;
}

std::size_t find_mail(std::string_view text) {
  bool after_blank = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const bool blank = trim(text.substr(at, end - at)).empty();
    if (after_blank && !blank) {
      const auto header = header_of(text.substr(at), mail_fields);
      if (header.odd == 0 && header.known >= several_fields) return at;
    }
    after_blank = blank;
    at = end + 1;
  }
  return npos;
}

std::size_t mail_preface(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  const bool is_size = !line.empty() && parse_unsigned(trim(line)).has_value();
  const bool is_envelope = line.starts_with(">From ");
  return (is_size || is_envelope) && line.size() < text.size() ? line.size() + 1 : 0;
}

ContentKind content_kind(std::string_view head) {
  for (const auto& magic : magics) {
    if (head.starts_with(magic.octets)) return magic.kind;
  }
  constexpr std::size_t tar_magic = 257;  // POSIX ustar
  if (head.size() > tar_magic && head.substr(tar_magic).starts_with("ustar")) {
    return ContentKind::tar;
  }
  constexpr unsigned signed_data = 2;
  if (cms_type(head) == signed_data) return ContentKind::signed_data;
  const auto text = plain_text(head);
  if (is_xml(text)) return opens_report(text) ? ContentKind::report : ContentKind::other;
  if (is_failure_report(text) || is_tls_report(text)) return ContentKind::other_report;
  if (is_mail(text)) return ContentKind::mail;
  if (holds_report(text)) return ContentKind::report;
  if (find_base64(head) != npos) return ContentKind::base64;
  if (holds_zip(head) && !is_compound(head)) return ContentKind::zip;
  return why_unread(head).empty() ? ContentKind::other : ContentKind::unread;
}

std::string describe(std::string_view head) {
  const auto kind = content_kind(head);
  assert(kind == ContentKind::unread || kind == ContentKind::other_report ||
         kind == ContentKind::other);
  if (head.empty()) return "it is empty";
  if (kind == ContentKind::other_report) {
    return "it is a report of another kind, on failures or on TLS";
  }
  if (const auto reason = why_unread(head); !reason.empty()) return std::string(reason);
  const auto text = plain_text(head);
  if (is_xml(text)) {
    const auto root = first_element(text);
    if (root.empty()) return "it is not an aggregate report: it holds no XML element";
    return fmt::format(
        "it is XML, but not an aggregate report: its root element is <{}>, not <feedback>",
        printable(shortened(root, 80)));
  }
  if (is_text(text)) return "it is text, but not XML, and so not an aggregate report";
  return "it is neither an aggregate report nor anything that contains one";
}

}  // namespace hardfail::ingest
