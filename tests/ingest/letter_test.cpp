#include "hardfail/ingest/letter.hpp"

#include <doctest/doctest.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "files.hpp"

using namespace hardfail;
using test::has;

namespace {

ingest::Letter letter() {
  return {.from = "hardfail@d.example",
          .to = {"b@d.example", "c@e.example"},
          .subject = "d.example: not ready",
          .text = "plain \xc3\xa4\n.\nFrom here\n" + std::string(2000, 'x') + "\n",
          .html = "<p>marked up \xc3\xa4</p>",
          .id = "hardfail.7",
          .date = Moment(std::chrono::seconds(1'795'776'896))};
}

std::string head_of(const std::string& mail) { return mail.substr(0, mail.find("\n\n")); }

/// The value of a field as a reader of mail has it.
std::string field(const std::string& mail, const char* name) {
  g_mime_init();
  auto* stream = g_mime_stream_mem_new_with_buffer(mail.data(), mail.size());
  auto* parser = g_mime_parser_new_with_stream(stream);
  auto* message = g_mime_parser_construct_message(parser, nullptr);
  const char* value = g_mime_object_get_header(GMIME_OBJECT(message), name);
  const std::string text = value == nullptr ? "" : value;
  g_object_unref(message);
  g_object_unref(parser);
  g_object_unref(stream);
  return text;
}

}  // namespace

TEST_CASE("a letter is mail that says who wrote it, when, and that nobody need answer") {
  const auto mail = ingest::compose(letter());
  CHECK(field(mail, "From") == "hardfail@d.example");
  CHECK(field(mail, "To") == "b@d.example, c@e.example");
  CHECK(field(mail, "Subject") == "d.example: not ready");
  CHECK(field(mail, "Auto-Submitted") == "auto-generated");
  CHECK(field(mail, "MIME-Version") == "1.0");
  CHECK(has(head_of(mail), "Date: Fri, 27 Nov 2026 10:54:56 +0000"));
  CHECK(has(head_of(mail), "Message-Id: <hardfail.7@d.example>"));
  CHECK(has(head_of(mail), "multipart/alternative"));
  CHECK(has(mail, "\nContent-Type: text/plain; charset=utf-8"));
  CHECK(has(mail, "\nContent-Type: text/html; charset=utf-8"));
  CHECK(mail.find("text/plain") < mail.find("text/html"));
  CHECK(has(mail, "plain =C3=A4"));
  std::size_t longest = 0;
  for (std::size_t at = 0; at < mail.size();) {
    const auto end = std::min(mail.find('\n', at), mail.size());
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  CHECK(longest <= 78);
  CHECK(mail.find('\r') == std::string::npos);
}

TEST_CASE("no text can add a field to a letter, or end its head") {
  auto hostile = letter();
  hostile.subject =
      "x\r\nBcc: evil@evil.example\n\nbody \xff \xe2\x80\xae" + std::string(3000, 'y');
  const auto mail = ingest::compose(hostile);
  const auto head = head_of(mail);
  CHECK(field(mail, "Bcc").empty());
  CHECK(field(mail, "Subject").starts_with(R"(x\x0d\x0aBcc: evil@evil.example\x0a\x0abody \xff)"));
  CHECK(has(head, "Auto-Submitted"));
  CHECK_FALSE(has(head, "\nBcc"));
}
