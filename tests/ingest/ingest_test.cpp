#include "hardfail/ingest/ingest.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <random>

#include "capture.hpp"
#include "fixture.hpp"
#include "hardfail/util/error.hpp"
#include "mail.hpp"

using namespace hardfail;
using namespace hardfail::ingest;

namespace {

const std::string one = report_xml("1");
const std::string two = report_xml("2");

/// How reports on TLS begin (RFC 8460, appendix B).
const std::string tls_report =
    "{\"organization-name\":\"Company-X\",\"date-range\":{\"start-datetime\":"
    "\"2016-04-01T00:00:00Z\",\"end-datetime\":\"2016-04-01T23:59:59Z\"},\"policies\":[]}";

/// The part that makes a mail a failure report (RFC 6591, appendix B).
const std::string failure_report =
    part("Content-Type: message/feedback-report\r\n",
         "Feedback-Type: auth-failure\r\nUser-Agent: Someisp!Mail-Feedback/1.0\r\nVersion: 1\r\n"
         "Source-IP: 192.0.2.1\r\n");

/// ASCII in UTF-16, low octet first, with its mark.
std::string utf16(std::string_view text) {
  std::string wide = "\xff\xfe";
  for (const char c : text) wide += {c, '\0'};
  return wide;
}

/// ASCII in UTF-32, low octet first, without its mark.
std::string utf32(std::string_view text) {
  std::string wide;
  for (const char c : text) wide += {c, '\0', '\0', '\0'};
  return wide;
}

/// XML with the names of its elements in capitals.
std::string in_capitals(std::string xml) {
  bool in_name = false;
  for (auto& c : xml) {
    if (in_name && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    in_name = c == '<' || (in_name && c != '>' && c != ' ' && c != '?');
  }
  return xml;
}

const std::string greeting = part("Content-Type: text/plain\r\n", "Here is <feedback> for you.");

}  // namespace

TEST_CASE("reports are found in whatever they come in") {
  struct Row {
    const char* what;
    std::string octets;
    std::size_t reports;
    std::uint64_t skipped;
  };
  for (const auto& [what, octets, reports, skipped] : std::vector<Row>{
           {"XML", one, 1, 0},
           {"gzip", gzip(one), 1, 0},
           {"gzip with a line end", gzip(one) + "\r\n", 1, 0},
           {"gzip with other octets", gzip(one) + std::string("\0\0\0", 3), 1, 0},
           {"gzip of several members", gzip(one.substr(0, 300)) + gzip(one.substr(300)), 1, 0},
           {"gzip in gzip", gzip(gzip(one)), 1, 0},
           {"zip", pack({{"a.xml", one}}), 1, 0},
           {"zip of several", pack({{"a.xml", one}, {"d/b.xml", two}}), 2, 0},
           {"zip stored", pack({{"a.xml", one}}, {.options = "compression=store"}), 1, 0},
           {"zip with data descriptors", pack({{"a.xml", one}}, {.sizes_first = false}), 1, 0},
           {"zip64", pack({{"a.xml", one}}, {.options = "zip64"}), 1, 0},
           {"zip with a directory named like a report", pack({{"s.xml/", ""}, {"s.xml/a", one}}), 1,
            0},
           {"zip with AppleDouble",
            pack({{"a.xml", one}, {"__MACOSX/._a.xml", std::string("\0\5\x16\7\0\2\0\0", 8)}}), 1,
            1},
           {"zip with csv and text", pack({{"a.csv", "a;b\n"}, {"b.xml", one}, {"c", ""}}), 1, 2},
           {"zip that unpacks itself",
            "MZ" + std::string(5000, '\x90') + pack({{"a.xml", one}, {"b.xml", two}}), 2, 0},
           {"zip after a line end", "\r\n" + pack({{"a.xml", one}}), 1, 0},
           {"zip that unpacks itself in mail",
            mail(attachment("application/octet-stream", "a.exe",
                            "MZ" + std::string(5000, '\x90') + pack({{"a.xml", one}}))),
            1, 0},
           {"zip with a name beyond ASCII", pack({{"\xc3\xa9.xml", one}}), 1, 0},
           {"zip of gzip", pack({{"a.xml.gz", gzip(one)}, {"b.xml.gz", gzip(two)}}), 2, 0},
           {"zip of zip", pack({{"a.zip", pack({{"a.xml", one}})}}), 1, 0},
           {"gzip of zip", gzip(pack({{"a.xml", one}})), 1, 0},
           {"tar", pack({{"a.xml", one}, {"b.xml", two}}, {.format = "ustar"}), 2, 0},
           {"tar.gz", gzip(pack({{"a.xml", one}}, {.format = "ustar"})), 1, 0},
           {"tar.xz", pack({{"a.xml", one}}, {.format = "ustar", .filter = "xz"}), 1, 0},
           {"tar.bz2", pack({{"a.xml", one}}, {.format = "ustar", .filter = "bzip2"}), 1, 0},
           {"tar.zst", pack({{"a.xml", one}}, {.format = "ustar", .filter = "zstd"}), 1, 0},
           {"XML in UTF-16 in gzip", gzip(utf16(one)), 1, 0},
           {"XML in UTF-32", utf32(one), 1, 0},
           {"XML in capitals", in_capitals(one), 1, 0},
           {"XML without its root",
            one.substr(one.find("<report_metadata"),
                       one.find("</feedback") - one.find("<report_metadata")),
            1, 0},
           {"XML with damage in its first octet", '\0' + one.substr(1), 1, 0},
           {"XML after other text", "See below.\n\n" + one, 1, 0},
           {"XML twice", one + two, 2, 0},
           {"gzip of several members, a report in each", gzip(one) + gzip(two), 2, 0},
           {"xz", pack({{"a.xml", one}}, {.format = "raw", .filter = "xz"}), 1, 0},
           {"bzip2", pack({{"a.xml", one}}, {.format = "raw", .filter = "bzip2"}), 1, 0},
           {"zstd", pack({{"a.xml", one}}, {.format = "raw", .filter = "zstd"}), 1, 0},
           {"mail", mail(greeting + attachment("application/gzip", "a.xml.gz", gzip(one))), 1, 1},
           {"mail, wrong types",
            mail(attachment("text/plain", "a.zip", gzip(one)) +
                 attachment("image/png", "b.gz", pack({{"b.xml", two}}))),
            2, 0},
           {"mail, report before the text",
            mail(attachment("application/zip", "a.zip", pack({{"a.xml", one}})) + greeting), 1, 1},
           {"mail, report as the root part",
            "Subject: x\r\nContent-Type: application/gzip\r\nContent-Transfer-Encoding: base64\r\n"
            "\r\n" +
                base64(gzip(one)),
            1, 0},
           {"mail, XML in quoted-printable",
            mail(part("Content-Type: text/xml\r\nContent-Transfer-Encoding: quoted-printable\r\n",
                      "=3Cfeedback" + one.substr(one.find("<feedback") + 9))),
            1, 0},
           {"mail, forwarded",
            mail(greeting + part("Content-Type: message/rfc822\r\n",
                                 "Subject: inner\r\nContent-Type: application/zip\r\n"
                                 "Content-Transfer-Encoding: base64\r\n\r\n" +
                                     base64(pack({{"a.xml", one}})))),
            1, 1},
           {"mail, picture",
            mail(attachment("image/png", "a.png", "\x89PNG\r\n\x1a\n") +
                 attachment("application/gzip", "a.gz", gzip(one))),
            1, 1},
           {"mail with a report on TLS too",
            mail(attachment("application/tlsrpt+gzip", "t.json.gz", gzip(tls_report)) +
                 attachment("application/gzip", "a.xml.gz", gzip(one))),
            1, 1},
           {"report on TLS", tls_report, 0, 1},
           {"mail with a report on TLS",
            mail(attachment("application/tlsrpt+gzip", "t.json.gz", gzip(tls_report))), 0, 1},
           {"mail with a failure report", mail(greeting + failure_report), 0, 2},
           {"mail, quoted envelope before it",
            ">From a@b Mon Jan  1 00:00:00 2026\n" +
                mail(attachment("application/gzip", "a.xml.gz", gzip(one))),
            1, 0},
           {"mail of Apple Mail",
            "1234\n" + mail(attachment("application/gzip", "a.xml.gz", gzip(one))) +
                "<?xml version=\"1.0\"?><plist/>",
            1, 0},
           {"mail in zip",
            pack({{"m.eml", mail(attachment("application/gzip", "a.xml.gz", gzip(one)))}}), 1, 0},
           {"mbox",
            "From a@b Mon Jan  1 00:00:00 2026\n" +
                mail(attachment("application/gzip", "a.xml.gz", gzip(one))) +
                "\nFrom a@b Mon Jan  1 00:00:00 2026\n" +
                mail(attachment("application/gzip", "b.xml.gz", gzip(two))),
            2, 0},
       }) {
    CAPTURE_BOUND(what);
    Outcome outcome;
    read_octets(octets, outcome);
    CHECK(outcome.summary.reports == reports);
    CHECK(outcome.sink.reports.size() == reports);
    CHECK(outcome.summary.skipped == skipped);
    for (const auto& rejection : outcome.summary.rejections) FAIL_CHECK(rejection.reason);
    for (const auto& held : outcome.sink.reports) CHECK(held.records.size() == 1);
  }
}

TEST_CASE("what cannot be read is one rejection with its reason, and nothing of it is kept") {
  const auto big = gzip(report_xml("1", [] {
    std::string records;
    for (std::uint64_t i = 1; i < 2000; ++i) records += record_xml(i);
    return records;
  }()));
  auto damaged = big;
  damaged[damaged.size() / 2] ^= 0x55;
  auto wrong_sum = big;
  wrong_sum[wrong_sum.size() - 6] ^= 0x55;
  auto broken_zip = pack({{"a.xml", one}});
  broken_zip[60] ^= 0x55;
  struct Row {
    std::string octets;
    const char* reason;
    const char* member = "";
  };
  for (const auto& [octets, reason, member] : std::vector<Row>{
           {"", "it is empty"},
           {"hello", "it is text"},
           {"\x89PNG\r\n\x1a\n", "neither an aggregate report"},
           {"<rss><channel/></rss>", "<rss>"},
           {pack({{"a.xml", one}}, {.format = "7zip"}), "7z"},
           {gzip(pack({{"a.xml", one}}, {.format = "7zip"})), "7z"},
           {gzip(""), "it is empty"},
           {gzip("unused"), "it is text"},
           {big.substr(0, 12), "cut off"},
           {gzip(one).substr(0, 90), "cut off"},
           {gzip("unused").substr(0, 20), "cut off"},
           {gzip(pack({{"a.csv", "a;b"}}, {.format = "ustar"})).substr(0, 60), "cut off"},
           {damaged, "damaged"},
           {wrong_sum, "damaged"},
           {pack({{"a.xml", one}}, {.options = "encryption=traditional", .password = "x"}),
            "encrypted", "a.xml"},
           {pack({{"a.xml", one}}, {.options = "encryption=aes256", .password = "x"}), "encrypted",
            "a.xml"},
           {pack({}), "holds no files"},
           {pack({{"a.csv", "a;b"}}), "a.csv: it is text"},
           {pack({{"a.csv", "a;b"}, {"b.png", "\x89PNG\x01"}}), "none of its 2 files"},
           {broken_zip, "damaged", "a.xml"},
           {pack({{"a.xml", "<feedback>" + record_xml() + "</feedback>"}}),
            "date_range has no begin", "a.xml"},
           {mail(greeting), "is not an aggregate report"},
           {mail(attachment("application/gzip", "a.gz", big.substr(0, 60))), "cut off", "a.gz"},
       }) {
    CAPTURE_BOUND(reason);
    Outcome outcome;
    read_octets(octets, outcome);
    CHECK(outcome.sink.reports.empty());
    CHECK_FALSE(outcome.sink.has_leftovers());
    REQUIRE(outcome.summary.rejections.size() == 1);
    CAPTURE(outcome.summary.rejections[0].reason);
    CHECK(outcome.summary.rejections[0].reason.find(reason) != std::string::npos);
    CHECK(outcome.summary.rejections[0].member == member);
  }
}

TEST_CASE("a packing that asks for more memory than any report needs is not unpacked") {
  // The size of the dictionary is one octet, and the header that holds it has a checksum.
  auto xz = pack({{"a.xml", one}}, {.format = "raw", .filter = "xz"});
  constexpr std::size_t header = 12;
  constexpr std::size_t dictionary = header + 4;
  constexpr char four_gigabytes = 40;
  xz[dictionary] = four_gigabytes;
  const std::size_t summed = 4 * static_cast<unsigned char>(xz[header]);
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(&xz[header]), static_cast<uInt>(summed));
  for (unsigned i = 0; i < 4; ++i) {
    xz[header + summed + i] = static_cast<char>(sum >> (8 * i) & 0xffU);
  }
  auto zip = pack({{"a.xml", one}});
  constexpr char lzma = 14;
  zip[8] = zip[zip.find("PK\x01\x02") + 10] = lzma;

  for (const auto& octets : {xz, zip}) {
    Outcome outcome;
    read_octets(octets, outcome);
    CHECK(outcome.sink.reports.empty());
    REQUIRE(outcome.summary.rejections.size() == 1);
    CAPTURE(outcome.summary.rejections[0].reason);
    CHECK(outcome.summary.rejections[0].reason.find("unpack it and import") != std::string::npos);
  }
}

TEST_CASE("an input names a hundred of its rejections, and counts the others") {
  std::vector<File> files{{"good.xml", two}};
  for (int i = 0; i < 150; ++i) files.push_back({"bad" + std::to_string(i) + ".xml", "<feedback>"});
  Outcome outcome;
  read_octets(pack(files), outcome);
  CHECK(outcome.sink.reports.size() == 1);
  REQUIRE(outcome.summary.rejections.size() == 101);
  CHECK(outcome.summary.rejections.back().reason == "50 more of its parts cannot be read");
  CHECK(outcome.summary.rejections.back().member.empty());
}

TEST_CASE("a bad member does not take the good ones with it") {
  Outcome outcome;
  read_octets(
      mail(attachment(
          "application/zip", "r.zip",
          pack({{"a.xml", one}, {"bad.gz", gzip(one).substr(0, 90)}, {"c\x1b[2J.xml", two}}))),
      outcome);
  REQUIRE(outcome.sink.reports.size() == 2);
  CHECK(outcome.sink.reports[0].member == "r.zip: a.xml");
  CHECK(outcome.sink.reports[1].member == "r.zip: c\\x1b[2J.xml");
  REQUIRE(outcome.summary.rejections.size() == 1);
  CHECK(outcome.summary.rejections[0].member == "r.zip: bad.gz");
  CHECK(outcome.sink.discards == 1);
}

TEST_CASE("ordinary mail is neither a report nor a failure to hold one") {
  const auto text = part("Content-Type: text/plain\r\n", "Lunch at one?");
  const auto lunch = [](const std::string& parts) {
    auto octets = mail(parts);
    const auto begin = octets.find("Subject: ");
    return octets.replace(begin, octets.find("\r\n", begin) - begin, "Subject: Lunch");
  };
  const auto read = [](const std::string& octets) {
    Outcome outcome;
    read_octets(octets, outcome);
    CHECK(outcome.sink.reports.empty());
    return outcome.summary;
  };
  const auto is_ordinary = [&](const std::string& octets) {
    const auto summary = read(octets);
    CHECK(summary.ordinary_mails == (summary.rejections.empty() ? 1 : 0));
    return summary.rejections.empty();
  };
  CHECK(is_ordinary(lunch(text)));
  CHECK(is_ordinary(gzip(lunch(text))));
  CHECK(is_ordinary(lunch(attachment("application/zip", "photos.zip", pack({{"a.jpg", "x"}})))));
  CHECK(is_ordinary("From: a@b.example\r\nSubject: hi\r\n\r\nLunch at one?\r\n"));

  SUBCASE("a report was meant to be there, or may have been") {
    CHECK_FALSE(is_ordinary(mail(text)));
    CHECK_FALSE(is_ordinary(lunch(part("Content-Type: message/rfc822\r\n", mail(text)))));
    CHECK_FALSE(is_ordinary(
        lunch(attachment("text/plain", "receiver.example!example.com!1!2.txt", "gone"))));
    CHECK_FALSE(is_ordinary(lunch(attachment("application/zip", "report.ZIP", "gone"))));
    CHECK_FALSE(is_ordinary(lunch(attachment("application/gzip", "report.xml.gz", "gone"))));
    const auto whole = lunch(text);
    CHECK_FALSE(is_ordinary(whole.substr(0, whole.size() - 8)));
    CHECK_FALSE(is_ordinary(whole.substr(0, 70)));
  }
  SUBCASE("in a mailbox each is counted") {
    const std::string from = "From a@b.example Mon Jan  1 00:00:00 2026\n";
    const auto mailbox = from + lunch(text) + "\n" + from + lunch(text) + "\n";
    CHECK(read(mailbox).ordinary_mails == 2);
    CHECK(read(mailbox).rejections.empty());
    Outcome mixed;
    read_octets(mailbox + from + mail(attachment("text/xml", "a.xml", one)), mixed);
    CHECK(mixed.summary.reports == 1);
    CHECK(mixed.summary.ordinary_mails == 2);
  }
}

TEST_CASE("it is told what lies beside a report and does not go with it") {
  const auto report = attachment("application/gzip", "r.xml.gz", gzip(one));
  const auto attached = [](std::string octets) {
    for (const std::string_view boundary : {"--b", "boundary=b"}) {
      for (auto at = octets.find(boundary); at != std::string::npos; at = octets.find(boundary)) {
        octets.at(at + boundary.size() - 1) = 'i';  // unlike that of the mail around it
      }
    }
    return part("Content-Type: message/rfc822\r\n", octets);
  };
  const std::string letter =
      "From: a@b.example\r\nTo: c@d.example\r\nSubject: hi\r\nDate: Fri, 27 Nov 2026 08:00:00 "
      "+0000\r\nMessage-ID: <1@b.example>\r\n\r\nLunch at one?\r\n";
  const auto picture = part("Content-Type: image/png\r\n", "\x89PNG");
  const std::string logo_fields = "Content-Type: image/png\r\nContent-ID: <logo>\r\n";
  const auto logo = part(logo_fields, "\x89PNG");
  const auto photo = part(logo_fields + "Content-Disposition: attachment\r\n", "\x89PNG");
  const auto shown = part("Content-Type: multipart/related; boundary=r\r\n",
                          "--r\r\nContent-Type: text/html\r\n\r\n<img>\r\n--r\r\n"
                          "Content-Type: image/png; name=logo.png\r\n\r\n\x89PNG\r\n--r--");
  const std::string from = "\nFrom a@b.example Mon Jan  1 00:00:00 2026\n";
  struct Row {
    std::string what;
    std::string octets;
    bool has_other_mail;
  };
  for (const auto& [what, octets, has_other_mail] : std::vector<Row>{
           {"the report alone", mail(report), false},
           {"text", mail(greeting + report), false},
           {"HTML", mail(part("Content-Type: text/html\r\n", "<p>Hi</p>") + report), false},
           {"a picture in the text", mail(shown + report), false},
           {"a picture that the text names", mail(report + logo), false},
           {"a signature",
            mail(report + attachment("application/pkcs7-signature", "smime.p7s", "0\x82")), false},
           {"a report that is forwarded", mail(greeting + attached(mail(greeting + report))),
            false},
           {"reports that are forwarded", mail(attached(mail(report)) + attached(mail(report))),
            false},
           {"another file", mail(report + attachment("application/pdf", "a.pdf", "%PDF")), true},
           {"a text file", mail(report + attachment("text/plain", "notes.txt", "hi")), true},
           {"a picture", mail(report + picture), true},
           {"a picture that is attached, and named", mail(report + photo), true},
           {"a file packed beside it",
            mail(attachment("application/zip", "a.zip", pack({{"a.xml", one}, {"b", "hi"}}))),
            true},
           {"a letter", mail(report + attached(letter)), true},
           {"a letter beside a report that is forwarded",
            mail(greeting + attached(letter) + attached(mail(report))), true},
           {"a mailbox of letters",
            mail(report + attachment("application/mbox", "inbox", from.substr(1) + letter)), true},
           {"a mailbox of reports",
            mail(attachment("application/mbox", "r", from.substr(1) + mail(report))), false},
           {"a mailbox with a letter", from.substr(1) + mail(report) + from + letter, true},
           {"a mail after it", mail(report) + letter, true},
           {"what came back",
            mail(report + part("Content-Type: multipart/report; report-type=delivery-status; "
                               "boundary=d\r\n",
                               "--d\r\n" + attached(mail(report)).substr(5) + "--d--")),
            true},
           {"a file that is no mail", pack({{"a.xml", one}, {"b.txt", "hi"}}), false},
       }) {
    CAPTURE_BOUND(what);
    Outcome outcome;
    read_octets(octets, outcome);
    CHECK(outcome.summary.reports >= 1);
    CHECK(outcome.summary.has_other_mail == has_other_mail);
  }
}

TEST_CASE("a mailbox is read mail by mail, each within the limit by itself") {
  const auto of = [](const std::string& xml) {
    return mail(attachment("application/gzip", "r.gz", gzip(xml)));
  };
  const std::string from = "From a@b Mon Jan  1 00:00:00 2026\n";
  const auto large = mail(part("Content-Type: text/plain\r\n", std::string(8000, 'x')));
  Limits limits;
  limits.mail_octets = 4000;
  Outcome outcome;
  read_octets(from + of(one) + "\n" + from + large + "\n" + from +
                  mail(part("Content-Type: text/plain\r\n", "a\nFrom here on\n") +
                       attachment("application/gzip", "r.gz", gzip(two))),
              outcome, limits);
  REQUIRE(outcome.sink.reports.size() == 2);
  CHECK(outcome.sink.reports[0].member == "mail 1: r.gz");
  CHECK(outcome.sink.reports[1].member == "mail 3: r.gz");
  REQUIRE(outcome.summary.rejections.size() == 1);
  CHECK(outcome.summary.rejections[0].member == "mail 2");
}

TEST_CASE(
    "a cut-off archive keeps the reports before the cut, and the whole records of the one within") {
  std::string records;
  for (std::uint64_t i = 1; i < 2000; ++i) records += record_xml(i);
  const auto large = report_xml("2", records);
  struct Row {
    const char* what;
    std::string whole;
    std::size_t cut;
    std::size_t reports;
  };
  const auto archive = [&](const Packing& packing) {
    return pack({{"a.xml", one}, {"b.xml", large}}, packing);
  };
  const auto bare = [&](const char* filter) {
    return pack({{"b.xml", large}}, {.format = "raw", .filter = filter});
  };
  const Packing stored{.options = "compression=store"};
  const Packing descriptors{.sizes_first = false};
  const Packing tar{.format = "ustar"};
  for (const auto& [what, whole, cut, reports] : std::vector<Row>{
           {"zip", archive({}), archive({}).size() / 2, 2},
           {"zip, stored", archive(stored), archive(stored).size() / 2, 2},
           {"zip with data descriptors", archive(descriptors), archive(descriptors).size() / 2, 2},
           {"zip in gzip", gzip(archive(stored)), gzip(archive(stored)).size() / 2, 2},
           {"tar", archive(tar), archive(tar).size() / 2, 2},
           {"tar.gz", gzip(archive(tar)), gzip(archive(tar)).size() / 2, 2},
           {"bzip2", bare("bzip2"), bare("bzip2").size() - 10, 1},
           {"xz", bare("xz"), bare("xz").size() * 2 / 3, 1},
           {"zstd", bare("zstd"), bare("zstd").size() * 2 / 3, 1},
       }) {
    for (const bool in_mail : {false, true}) {
      CAPTURE_BOUND(what);
      CAPTURE(in_mail);
      const auto octets = whole.substr(0, cut);
      Outcome outcome;
      read_octets(in_mail ? mail(attachment("application/zip", "a", octets)) : octets, outcome);
      for (const auto& rejection : outcome.summary.rejections) FAIL_CHECK(rejection.reason);
      REQUIRE(outcome.sink.reports.size() == reports);
      const auto& held = outcome.sink.reports.back();
      CHECK(held.records.size() > 10);
      CHECK(held.records.size() < 1999);
      CHECK(std::ranges::count(held.report.warnings, "cut-off", &report::Warning::code) == 1);
      if (reports == 2) CHECK(outcome.sink.reports.front().report.warnings.empty());
    }
  }
}

TEST_CASE("an archive that is cut off between its files is rejected for the rest") {
  const std::vector<File> files{{"a.xml", one}, {"b.xml", two}};
  const auto zip = pack(files);
  const auto second = zip.find("PK\x03\x04", 4);
  const auto tar = pack(files, {.format = "ustar"});
  const auto header = tar.find("b.xml");
  for (const auto& octets : {zip.substr(0, second + 10), gzip(zip.substr(0, second + 10)),
                             tar.substr(0, header + 100)}) {
    Outcome outcome;
    read_octets(octets, outcome);
    REQUIRE(outcome.summary.rejections.size() == 1);
    CAPTURE(outcome.summary.rejections[0].reason);
    REQUIRE(outcome.sink.reports.size() == 1);
    CHECK(outcome.sink.reports[0].report.warnings.empty());
    CHECK(outcome.summary.rejections[0].reason.starts_with("the archive is damaged or cut off"));
  }
}

TEST_CASE("XML cut off within a sound container is kept as far as it goes") {
  const auto xml = report_xml("1", record_xml() + record_xml());
  Outcome outcome;
  read_octets(gzip(xml.substr(0, xml.size() - 100)), outcome);
  REQUIRE(outcome.sink.reports.size() == 1);
  CHECK(outcome.sink.reports[0].records.size() == 1);
}

TEST_CASE("a cut-off gzip keeps its whole records and says so") {
  std::string records;
  for (std::uint64_t i = 1; i < 2000; ++i) records += record_xml(i);
  const auto whole = gzip(report_xml("1", records));
  struct Row {
    std::size_t cut;
    std::size_t least, most;
  };
  for (const auto& [cut, least, most] :
       std::vector<Row>{{whole.size() / 2, 500, 1500}, {4, 1999, 1999}}) {
    for (const bool nested : {false, true}) {
      CAPTURE_BOUND(cut);
      CAPTURE(nested);
      const auto octets = whole.substr(0, whole.size() - cut);
      Outcome outcome;
      read_octets(nested ? mail(greeting + attachment("application/gzip", "a.gz", octets)) : octets,
                  outcome);
      REQUIRE(outcome.sink.reports.size() == 1);
      CHECK(outcome.summary.rejections.empty());
      const auto& held = outcome.sink.reports[0];
      CHECK(held.records.size() >= least);
      CHECK(held.records.size() <= most);
      CHECK(held.report.records == held.records.size());
      CHECK(std::ranges::count(held.report.warnings, "cut-off", &report::Warning::code) == 1);
    }
  }
}

TEST_CASE("what crosses a limit is rejected by the limit's name") {
  struct Row {
    const char* limit;
    std::string octets;
  };
  Limits limits;
  limits.nesting = 2;
  limits.members = 3;
  limits.unpacked_octets = 18U << 20U;
  limits.ratio = 50;
  limits.mail_octets = 1000;
  limits.report.records = 3;
  const std::string blanks(std::size_t{17} << 20U, ' ');
  for (const auto& [limit, octets] : std::vector<Row>{
           {"--limit-nesting", gzip(gzip(gzip(one)))},
           {"--limit-members",
            pack({{"--limit-a", "x"}, {"--limit-b", "x"}, {"--limit-c", "x"}, {"--limit-d", "x"}})},
           {"--limit-members", one + two + report_xml("3") + report_xml("4")},
           {"--limit-ratio", gzip(report_xml("1", blanks))},
           {"--limit-unpacked-octets", pack({{"a.xml", one + blanks}, {"b.xml", two + blanks}},
                                            {.options = "compression=store"})},
           {"--limit-mail-octets", mail(greeting + part("", std::string(1000, 'x')))},
           {"--limit-records",
            report_xml("1", record_xml() + record_xml() + record_xml() + record_xml())},
       }) {
    CAPTURE_BOUND(limit);
    Outcome outcome;
    read_octets(octets, outcome, limits);
    REQUIRE(outcome.summary.rejections.size() == 1);
    CAPTURE(outcome.summary.rejections[0].reason);
    CHECK(outcome.summary.rejections[0].reason.find(limit) != std::string::npos);
    CHECK_FALSE(outcome.sink.has_leftovers());
  }
}

TEST_CASE("what is between and after the records is bounded though nothing of it is kept") {
  Limits limits;
  limits.report.head_octets = 1024;
  const auto open = one.substr(0, one.find("</feedback>"));
  const auto much = [](std::string_view piece, std::size_t octets) {
    std::string text;
    while (text.size() < octets) text += piece;
    return text;
  };
  constexpr std::size_t bound = 256U << 10U;
  for (const std::string_view piece : {" ", "<!-- x -->", "</record>"}) {
    CAPTURE(piece);
    Outcome fine;
    read_octets(open + much(piece, bound / 2) + "</feedback>", fine, limits);
    CHECK(fine.summary.rejections.empty());
    for (const auto& octets : {open + much(piece, bound), one + much(piece, bound)}) {
      Outcome refused;
      read_octets(octets, refused, limits);
      REQUIRE(refused.summary.rejections.size() == 1);
      CHECK(refused.summary.rejections[0].reason.find("--limit-head-octets") != std::string::npos);
    }
  }
}

TEST_CASE("a file with the octets of a known one is not read") {
  const TemporaryDirectory directory;
  const auto first = directory.file("a.zip", pack({{"a.xml", one}, {"b.txt", "text"}}));
  Collector sink;
  const auto read = read_input(first, {}, sink);
  REQUIRE(read.digest);
  CHECK_FALSE(read.known);
  CHECK(read_input(first, {}, sink).digest == read.digest);

  const std::vector<ledger::KnownFile> known = {{{}, 7, 7},
                                                {*read.digest, read.reports, read.skipped}};
  Collector untouched;
  const auto copy = directory.file("copy", pack({{"a.xml", one}, {"b.txt", "text"}}));
  const auto again = read_input(copy, {}, known, untouched);
  CHECK(again.known);
  CHECK(again.reports == 1);
  CHECK(again.skipped == 1);
  CHECK(again.stamp == stamp_of(copy));
  CHECK(untouched.reports.empty());

  const auto other = read_input(directory.file("c.xml", one + " "), {}, known, untouched);
  CHECK_FALSE(other.known);
  CHECK(untouched.reports.size() == 1);
}

TEST_CASE("a digest is the SHA-256 of the file") {
  const TemporaryDirectory directory;
  Collector sink;
  const auto summary = read_input(directory.file("abc", "abc"), {}, sink);  // FIPS 180-4's example
  REQUIRE(summary.digest);
  CHECK(summary.digest->front() == 0xba);
  CHECK(summary.digest->back() == 0xad);
}

TEST_CASE("a file that cannot be opened is a rejection") {
  Collector sink;
  const auto summary = read_input("no/such/file", {}, sink);
  REQUIRE(summary.rejections.size() == 1);
  CHECK(summary.rejections[0].path == "no/such/file");
  CHECK(summary.rejections[0].reason == "it cannot be opened: No such file or directory");
  CHECK(read_input(".", {}, sink).rejections.at(0).reason == "it is a directory");
}

TEST_CASE("what the sink throws is not taken for a fault of the input") {
  struct Full : Collector {
    void record(report::Record&& /*record*/) override {
      throw Error(Failure::io, "the disk is full");
    }
  };
  const TemporaryDirectory directory;
  Full sink;
  CHECK_THROWS_WITH_AS(
      static_cast<void>(read_input(directory.file("a.zip", pack({{"a.xml", one}})), {}, sink)),
      "the disk is full", Error);
}

TEST_CASE("a report of 500,000 records goes through in little memory") {
  std::string records;
  for (std::uint64_t i = 1; i <= 500; ++i) records += record_xml(i);
  const auto whole = report_xml("1", "@");
  const auto at = whole.find('@');
  const TemporaryDirectory directory;
  const auto path = directory.file("big.xml.gz", gzip(whole.substr(0, at)));
  {
    // A gzip file of many members, so that the test holds little as well.
    std::ofstream file(path, std::ios::binary | std::ios::app);
    const auto block = gzip(records);
    for (int i = 0; i < 1000; ++i) file << block;
    file << gzip(whole.substr(at + 1));
  }
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;  // KiB
  };
  const auto before = peak();
  Counter sink;
  const auto summary = read_input(path, {}, sink);
  CHECK(summary.reports == 1);
  CHECK(sink.records == 500'000);
  CHECK(sink.messages == 1000 * 500 * 501 / 2);
  CHECK(peak() - before < 32 * 1024);
}

TEST_CASE("damaged containers neither crash nor leave records behind") {
  const auto sound = std::to_array<std::string>({
      gzip(one),
      pack({{"a.xml", one}, {"b.xml", two}}),
      pack({{"a.xml", one}}, {.sizes_first = false}),
      pack({{"a.xml", one}}, {.format = "ustar"}),
      mail(greeting + attachment("application/zip", "a.zip", pack({{"a.xml", one}}))),
  });
  std::mt19937 random(20261121);  // NOLINT: the same damage each time
  for (const auto& container : sound) {
    for (int round = 0; round < 150; ++round) {
      auto octets = container;
      for (auto edits = 1 + random() % 4; edits > 0; --edits) {
        const auto at = random() % octets.size();
        switch (random() % 3) {
          case 0:
            octets[at] = static_cast<char>(random());
            break;
          case 1:
            octets.resize(at + 1);
            break;
          default:
            octets.insert(at, 1, static_cast<char>(random()));
            break;
        }
      }
      Outcome outcome;
      read_octets(octets, outcome);
      CHECK_FALSE(outcome.sink.has_leftovers());
      CHECK(outcome.summary.reports == outcome.sink.reports.size());
      // Of a mail damage may leave one that was to hold no report.
      CHECK((outcome.summary.reports > 0 || outcome.summary.ordinary_mails > 0 ||
             !outcome.summary.rejections.empty()));
    }
  }
}
