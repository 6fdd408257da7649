#include "mail_reader.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <memory>
#include <new>
#include <string_view>
#include <utility>

#include "content_kind.hpp"
#include "hardfail/util/error.hpp"

namespace hardfail::ingest {
namespace {

/// GMime's own parser stops at 1024 levels; nobody forwards a report through this many.
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

/// Hands on the leaves of a mail's tree of parts.
class PartWalk {
 public:
  explicit PartWalk(const std::function<void(const MailPart&)>& on_part) : m_on_part(on_part) {}

  void walk(GMimeObject* object, unsigned depth) {
    if (object == nullptr) return;
    if (depth > deepest_part) {
      throw InputError(fmt::format("its parts are nested more than {} deep", deepest_part));
    }
    if (GMIME_IS_MULTIPART(object)) {
      auto* const multipart = GMIME_MULTIPART(object);
      const int parts = g_mime_multipart_get_count(multipart);
      for (int i = 0; i < parts; ++i) walk(g_mime_multipart_get_part(multipart, i), depth + 1);
      // A boundary that is not the one declared leaves the whole body before the first part.
      const char* const prologue = g_mime_multipart_get_prologue(multipart);
      if (parts == 0 && prologue != nullptr) m_on_part({next_name(), prologue});
    } else if (GMIME_IS_MESSAGE_PART(object)) {
      auto* const message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
      if (message != nullptr) walk(g_mime_message_get_mime_part(message), depth + 1);
    } else if (GMIME_IS_PART(object)) {
      leaf(GMIME_PART(object));
    }
  }

 private:
  std::string next_name() { return fmt::format("part {}", ++m_leaves); }

  void leaf(GMimePart* part) {
    auto numbered = next_name();
    auto* const content = g_mime_part_get_content(part);
    if (content == nullptr) return;
    const Ref<GMimeStream> memory(g_mime_stream_mem_new());
    if (g_mime_data_wrapper_write_to_stream(content, memory.get()) < 0) {
      throw InputError(fmt::format("{} of the mail cannot be decoded", numbered));
    }
    const auto* const octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    const char* const name = g_mime_part_get_filename(part);
    m_on_part({name == nullptr ? std::move(numbered) : std::string(name),
               std::string(reinterpret_cast<const char*>(octets->data), octets->len)});
  }

  const std::function<void(const MailPart&)>& m_on_part;
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
  const std::string file = read_all(source, limit);
  const auto octets = std::string_view(file).substr(mail_preface(file));
  const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(octets.data(), octets.size()));
  const Ref<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Ref<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) throw InputError("it looks like mail, but cannot be read as one");
  PartWalk(on_part).walk(g_mime_message_get_mime_part(message.get()), 0);
}

}  // namespace hardfail::ingest
