#include "signed_data.hpp"

#include <doctest/doctest.h>

#include "capture.hpp"
#include "fixture.hpp"
#include "hardfail/util/error.hpp"
#include "mail.hpp"

using namespace hardfail;
using namespace hardfail::ingest;

namespace {

enum class Length : std::uint8_t { told, end_marked };

/// An element in BER (X.690).
std::string element(char tag, const std::string& contents, Length length = Length::told) {
  if (length == Length::end_marked) return tag + ("\x80" + contents) + std::string(2, '\0');
  const auto size = contents.size();
  std::string header{tag};
  if (size < 0x80) {
    header += static_cast<char>(size);
  } else {
    header += {'\x82', static_cast<char>(size >> 8U), static_cast<char>(size & 0xffU)};
  }
  return header + contents;
}

/// The object identifier 1.2.840.113549.1.7 and one arc more.
std::string pkcs7(char arc) {
  return element('\x06', "\x2a\x86\x48\x86\xf7\x0d\x01\x07" + std::string(1, arc));
}

/// SignedData around an octet string, or without one.
std::string signed_data(const std::string& octet_string, Length length = Length::told) {
  const auto content = octet_string.empty() ? "" : element('\xa0', octet_string, length);
  const auto body = element('\x02', "\x01") + element('\x31', element('\x30', pkcs7(1))) +
                    element('\x30', pkcs7(1) + content, length) +
                    element('\xa0', element('\x30', "a certificate")) + element('\x31', "");
  return element('\x30', pkcs7(2) + element('\xa0', element('\x30', body, length), length), length);
}

/// An octet string as it is written while its length is not known.
std::string in_pieces(const std::string& octets, Length length) {
  std::string pieces;
  for (std::size_t at = 0; at < octets.size(); at += 100) {
    pieces += element('\x04', octets.substr(at, 100));
  }
  return element('\x24', pieces, length);
}

const std::string inner =
    "Content-Type: application/gzip; name=\"a.xml.gz\"\r\nContent-Transfer-Encoding: "
    "base64\r\n\r\n" +
    base64(gzip(report_xml()));

std::string smime(const std::string& message) {
  return mail(attachment("application/pkcs7-mime; smime-type=signed-data", "smime.p7m", message));
}

}  // namespace

TEST_CASE("a report in a mail that is signed as a whole is read, its signature left alone") {
  struct Row {
    const char* what;
    std::string message;
  };
  for (const auto& [what, message] : std::vector<Row>{
           {"lengths told", signed_data(element('\x04', inner))},
           {"ends marked", signed_data(element('\x04', inner), Length::end_marked)},
           {"in pieces", signed_data(in_pieces(inner, Length::told))},
           {"in pieces, ends marked",
            signed_data(in_pieces(inner, Length::end_marked), Length::end_marked)},
           {"in pieces of pieces",
            signed_data(element('\x24', in_pieces(inner, Length::end_marked), Length::end_marked))},
       }) {
    CAPTURE_BOUND(what);
    CHECK(signed_content(message) == inner);
    for (const auto& octets : {message, smime(message)}) {
      Outcome outcome;
      read_octets(octets, outcome);
      for (const auto& rejection : outcome.summary.rejections) FAIL_CHECK(rejection.reason);
      REQUIRE(outcome.sink.reports.size() == 1);
      CHECK(outcome.sink.reports[0].report.messages == 2);
    }
  }
}

TEST_CASE("a signature beside a report is skipped") {
  CHECK_FALSE(signed_content(signed_data("")));
  Outcome outcome;
  read_octets(mail(attachment("application/gzip", "a.gz", gzip(report_xml())) +
                   attachment("application/pkcs7-signature", "smime.p7s", signed_data(""))),
              outcome);
  CHECK(outcome.summary.reports == 1);
  CHECK(outcome.summary.skipped == 1);
  CHECK(outcome.summary.rejections.empty());
}

TEST_CASE("what is encrypted is refused with what to do, and damage as such") {
  struct Row {
    std::string octets;
    const char* reason;
  };
  const auto whole = signed_data(element('\x04', inner));
  const auto enveloped =
      element('\x30', pkcs7(3) + element('\xa0', element('\x30', "\x02\x01\x02")));
  for (const auto& [octets, reason] : std::vector<Row>{
           {enveloped,
            "it is encrypted as a whole (S/MIME, smime.p7m): decrypt it with a mail program or "
            "openssl-cms(1) and import its contents"},
           {smime(enveloped),
            "its only file is not an aggregate report; smime.p7m: it is encrypted as a whole "
            "(S/MIME, smime.p7m): decrypt it with a mail program or openssl-cms(1) and import its "
            "contents"},
           {mail(attachment("application/octet-stream", "msg.asc",
                            "-----BEGIN PGP MESSAGE-----\n\n")),
            "its only file is not an aggregate report; msg.asc: it is encrypted or signed as a "
            "whole (OpenPGP): decrypt it with gpg(1) and import its contents"},
           {mail(part("Content-Type: text/plain\r\n", "The report of today") +
                 attachment("application/ms-tnef", "winmail.dat", "\x78\x9f\x3e\x22\x01") +
                 part("Content-Type: text/plain\r\n", "-- ")),
            "none of its 3 files is an aggregate report; winmail.dat: it is Outlook's winmail.dat "
            "(TNEF), which is not read: unpack it with tnef(1) and import its contents, or ask for "
            "mail in plain MIME"},
           {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "it is an Outlook message (.msg) or another file of that format, which is not read: "
            "save the mail as .eml, or its attachments on their own"},
           {smime(whole.substr(0, whole.size() - 50)),
            "the signed data (S/MIME) are damaged or cut off"},
           {signed_data(element('\x04', "hello")),
            "it is text, but not XML, and so not an aggregate report"},
           {signed_data(""), "it is a signature without the text that it signs"},
       }) {
    CAPTURE_BOUND(reason);
    Outcome outcome;
    read_octets(octets, outcome);
    CHECK(outcome.sink.reports.empty());
    CHECK(outcome.summary.skipped == 0);
    REQUIRE(outcome.summary.rejections.size() == 1);
    CHECK(outcome.summary.rejections[0].reason == reason);
  }
}

TEST_CASE("signed data of any damage are read or refused") {
  const auto whole = signed_data(in_pieces(inner, Length::end_marked), Length::end_marked);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const auto read = [](const std::string& message) {
      try {
        static_cast<void>(signed_content(message));
      } catch (const InputError&) {
      }
    };
    read(whole.substr(0, at));
    for (const char octet : {'\0', '\x24', '\x30', '\x80', '\x84', '\xff'}) {
      auto damaged = whole;
      damaged[at] = octet;
      read(damaged);
    }
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "\x24\x80";
  CHECK_THROWS_AS(static_cast<void>(signed_content(signed_data(deep, Length::end_marked))),
                  InputError);
}
