#include "mail_reader.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

#include "content_kind.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::ingest {
namespace {

/// GMime's own parser stops at 1024 levels; no report is forwarded this many times.
constexpr unsigned deepest_part = 64;

struct Unref {
  void operator()(void* object) const noexcept { g_object_unref(object); }
};
template <typename Object>
using Ref = std::unique_ptr<Object, Unref>;

void start_gmime() {
  static const bool started = [] {
    g_mime_init();
    return true;
  }();
  static_cast<void>(started);
}

/// What GMime would spend without bound, told from the lines of a mail before it sees them.
class Excess {
 public:
  /// Throws InputError where a mail has more of something than any real one.
  static void refuse(std::string_view text) {
    Excess excess;
    for (std::size_t begin = 0; begin < text.size();) {
      const auto end = std::min(text.find('\n', begin), text.size());
      excess.add(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }

 private:
  void add(std::string_view line) {
    const bool continues = line.starts_with(' ') || line.starts_with('\t');
    if (!continues) begin_field(line);
    if (m_in_addresses) m_groups += std::ranges::count(line, ':');
    // A group within a group is a call within a call.
    if (m_groups > most_groups)
      throw InputError("its header nests groups of addresses without end");
    // Each part, and each field of a header, is an object with objects of its own.
    if (line.starts_with("--") && ++m_boundaries > most_parts) {
      throw InputError(fmt::format("it has more than {} parts", most_parts));
    }
    if (m_fields > most_fields) {
      throw InputError(fmt::format("its headers have more than {} fields", most_fields));
    }
  }

  void begin_field(std::string_view line) {
    constexpr auto address_fields =
        std::to_array<std::string_view>({"bcc", "cc", "from", "reply-to", "sender", "to"});
    constexpr std::size_t longest_name = 77;
    const auto name = line.substr(0, line.substr(0, longest_name).find_first_of(": \t"));
    m_groups = 0;
    m_in_addresses = false;
    if (name.empty() || name.size() == line.size() || line[name.size()] != ':') return;
    if (is_alpha(name.front()) || is_digit(name.front())) ++m_fields;
    m_in_addresses =
        std::ranges::any_of(address_fields, [&](auto field) { return iequals(name, field); });
  }

  static constexpr std::ptrdiff_t most_groups = 1000;
  static constexpr std::uint64_t most_parts = 100'000;
  static constexpr std::uint64_t most_fields = 500'000;
  bool m_in_addresses = false;
  std::ptrdiff_t m_groups = 0;
  std::uint64_t m_boundaries = 0;
  std::uint64_t m_fields = 0;
};

using Message = Ref<GMimeMessage>;

Message parse(std::string_view octets) {
  const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(octets.data(), octets.size()));
  const Ref<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  Message message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) throw InputError("it looks like mail, but cannot be read as one");
  return message;
}

/// True for a notice that returns a mail to whoever sent it (RFC 6522).
bool returns_mail(GMimeObject* object) {
  auto* const type = g_mime_object_get_content_type(object);
  if (g_mime_content_type_is_type(type, "multipart", "report") == 0) return false;
  const char* const of = g_mime_content_type_get_parameter(type, "report-type");
  return of != nullptr &&
         (iequals(of, "delivery-status") || iequals(of, "disposition-notification"));
}

/// True for the subject that mail with a report has: "Report Domain: d.example Submitter: ...".
bool announces_report(GMimeMessage* message) {
  constexpr std::string_view beginning = "report domain:";
  const char* const subject = g_mime_message_get_subject(message);
  if (subject == nullptr) return false;
  return iequals(trim(subject).substr(0, beginning.size()), beginning);
}

/// True where the header does not end, or the boundary after the last part is missing.
bool is_cut_off(const Message& message, std::string_view text) {
  if (text.find("\n\n") == std::string_view::npos &&
      text.find("\n\r\n") == std::string_view::npos) {
    return true;
  }
  auto* const root = g_mime_message_get_mime_part(message.get());
  if (!GMIME_IS_MULTIPART(root)) return false;
  const char* const boundary = g_mime_multipart_get_boundary(GMIME_MULTIPART(root));
  return boundary == nullptr ||
         text.find(fmt::format("--{}--", boundary)) == std::string_view::npos;
}

/// The mail in `text` that follows the one that begins it, `message`; empty if there is none.
std::string mail_after(const Message& message, std::string_view text) {
  auto* const root = g_mime_message_get_mime_part(message.get());
  std::string_view rest;
  if (GMIME_IS_MULTIPART(root)) {
    const char* const epilogue = g_mime_multipart_get_epilogue(GMIME_MULTIPART(root));
    if (epilogue != nullptr) rest = epilogue;
  } else if (GMIME_IS_PART(root)) {
    const auto end_of_header = std::min(text.find("\n\n"), text.find("\n\r\n"));
    if (end_of_header != std::string_view::npos) rest = text.substr(end_of_header + 1);
  }
  const auto next = find_mail(rest);
  return next == std::string_view::npos ? std::string() : std::string(rest.substr(next));
}

/// Empty where the part says none.
std::string_view file_name(GMimePart* part) {
  const char* const name = g_mime_part_get_filename(part);
  return name == nullptr ? std::string_view() : name;
}

/// True for what a report is sent with, and that nobody reads without it.
bool is_accompaniment(GMimePart* part, GMimeObject* parent) {
  auto* const type = g_mime_object_get_content_type(GMIME_OBJECT(part));
  const auto is = [type](const char* media, const char* subtype) {
    return g_mime_content_type_is_type(type, media, subtype) != 0;
  };
  if (is("application", "pgp-signature") || is("application", "pkcs7-signature") ||
      is("application", "x-pkcs7-signature")) {
    return true;
  }
  if (is("image", "*")) {
    // Named for the text to show (RFC 2392) outside of multipart/related, too. Some mailers name
    // what is attached as well.
    if (g_mime_object_get_content_id(GMIME_OBJECT(part)) != nullptr &&
        g_mime_part_is_attachment(part) == 0) {
      return true;
    }
    return parent != nullptr && g_mime_content_type_is_type(g_mime_object_get_content_type(parent),
                                                            "multipart", "related") != 0;
  }
  return (is("text", "plain") || is("text", "html")) && file_name(part).empty();
}

/// Visits the leaves of a mail's tree of parts.
class PartWalk {
 public:
  /// Mails are numbered from `mails` on, which then is the next number.
  PartWalk(const std::function<void(const MailPart&)>& on_part, bool is_cut_off,
           std::uint64_t& mails)
      : m_on_part(on_part), m_may_lack_report(is_cut_off), m_next_mail(mails) {}

  void walk(GMimeMessage* message, unsigned depth) {
    const auto outer =
        std::exchange(m_may_lack_report, m_may_lack_report || announces_report(message));
    m_mails.push_back(m_next_mail++);
    walk(g_mime_message_get_mime_part(message), nullptr, depth);
    m_mails.pop_back();
    m_may_lack_report = outer;
  }

 private:
  void walk(GMimeObject* object, GMimeObject* parent, unsigned depth) {
    if (object == nullptr) return;
    if (depth > deepest_part) {
      throw InputError(fmt::format("its parts are nested more than {} deep", deepest_part));
    }
    if (GMIME_IS_MULTIPART(object)) {
      auto* const multipart = GMIME_MULTIPART(object);
      const int parts = g_mime_multipart_get_count(multipart);
      const auto outer =
          std::exchange(m_origin, returns_mail(object) ? MailOrigin::returned : m_origin);
      for (int i = 0; i < parts; ++i) {
        walk(g_mime_multipart_get_part(multipart, i), object, depth + 1);
      }
      // If the boundary is not the one declared, the whole body is the prologue.
      const char* const prologue = g_mime_multipart_get_prologue(multipart);
      if (parts == 0 && prologue != nullptr)
        m_on_part({next_name(), prologue, m_origin, m_may_lack_report, false, m_mails});
      m_origin = outer;
    } else if (GMIME_IS_MESSAGE_PART(object)) {
      auto* const message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
      if (message != nullptr) walk(message, depth + 1);
    } else if (GMIME_IS_PART(object)) {
      leaf(GMIME_PART(object), parent);
    }
  }

  std::string next_name() { return fmt::format("part {}", ++m_leaves); }

  void leaf(GMimePart* part, GMimeObject* parent) {
    auto numbered = next_name();
    auto* const content = g_mime_part_get_content(part);
    if (content == nullptr) return;
    const Ref<GMimeStream> memory(g_mime_stream_mem_new());
    if (g_mime_data_wrapper_write_to_stream(content, memory.get()) < 0) {
      throw InputError(fmt::format("{} of the mail cannot be decoded", numbered));
    }
    const auto* const octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    const auto name = file_name(part);
    m_on_part({name.empty() ? std::move(numbered) : std::string(name),
               std::string(reinterpret_cast<const char*>(octets->data), octets->len), m_origin,
               m_may_lack_report, is_accompaniment(part, parent), m_mails});
  }

  const std::function<void(const MailPart&)>& m_on_part;
  MailOrigin m_origin = MailOrigin::received;
  bool m_may_lack_report;
  std::uint64_t& m_next_mail;
  std::vector<std::uint64_t> m_mails;  ///< around the part at hand
  std::uint64_t m_leaves = 0;
};

}  // namespace

std::string read_all(ByteSource& source, std::uint64_t limit) {
  std::string octets;
  for (auto chunk = source.next(); !chunk.empty(); chunk = source.next()) {
    if (octets.size() + chunk.size() > limit) {
      throw InputError(
          fmt::format("the mail has more than {} octets (--limit-mail-octets)", limit));
    }
    octets.append(chunk);
  }
  return octets;
}

void read_mail(ByteSource& source, std::uint64_t limit,
               const std::function<void(const MailPart&)>& on_part) {
  start_gmime();
  auto text = read_all(source, limit);
  text.erase(0, mail_preface(text));
  text.erase(0, text.find_first_not_of("\r\n"));
  Excess::refuse(text);
  std::uint64_t mails = 0;
  while (!text.empty()) {
    auto message = parse(text);
    auto next = mail_after(message, text);
    if (!next.empty() && GMIME_IS_PART(g_mime_message_get_mime_part(message.get()))) {
      text.resize(text.size() - next.size());
      message = parse(text);
    }
    PartWalk(on_part, is_cut_off(message, text), mails).walk(message.get(), 0);
    text = std::move(next);
  }
}

}  // namespace hardfail::ingest
