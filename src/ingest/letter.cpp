#include "hardfail/ingest/letter.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <memory>
#include <string_view>

#include "hardfail/util/text.hpp"

namespace hardfail::ingest {
namespace {

template <typename Object>
struct LetterUnref {
  void operator()(Object* object) const noexcept { g_object_unref(object); }
};
template <typename Object>
using LetterRef = std::unique_ptr<Object, LetterUnref<Object>>;

void add_part(GMimeMultipart* whole, const char* subtype, const std::string& text) {
  const LetterRef<GMimePart> part(g_mime_part_new_with_type("text", subtype));
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
  const LetterRef<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
  const LetterRef<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  g_mime_multipart_add(whole, GMIME_OBJECT(part.get()));
}

void set_head(GMimeMessage* message, const Letter& letter) {
  g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, nullptr, letter.from.c_str());
  for (const auto& to : letter.to) {
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, nullptr, to.c_str());
  }
  g_mime_message_set_subject(message, printable(letter.subject).c_str(), "utf-8");
  const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> date(
      g_date_time_new_from_unix_utc(letter.date.time_since_epoch().count()), &g_date_time_unref);
  g_mime_message_set_date(message, date.get());
  const auto domain = letter.from.substr(letter.from.find('@') + 1);
  g_mime_message_set_message_id(message, fmt::format("{}@{}", letter.id, domain).c_str());
  auto* const object = GMIME_OBJECT(message);
  g_mime_object_set_header(object, "Auto-Submitted", "auto-generated", "utf-8");
  g_mime_object_set_header(object, "MIME-Version", "1.0", "utf-8");
}

}  // namespace

std::string compose(const Letter& letter) {
  g_mime_init();  // counts how often it is called
  const LetterRef<GMimeMessage> message(g_mime_message_new(TRUE));
  set_head(message.get(), letter);
  const LetterRef<GMimeMultipart> parts(g_mime_multipart_new_with_subtype("alternative"));
  add_part(parts.get(), "plain", letter.text);
  add_part(parts.get(), "html", letter.html);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(parts.get()));
  const std::unique_ptr<char, decltype(&g_free)> octets(
      g_mime_object_to_string(GMIME_OBJECT(message.get()), nullptr), &g_free);
  return octets.get();
}

}  // namespace hardfail::ingest
