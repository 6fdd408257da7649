#include "mail_reader.hpp"

#include <doctest/doctest.h>

#include "capture.hpp"
#include "fixture.hpp"
#include "mail.hpp"

using namespace hardfail;
using namespace hardfail::ingest;

namespace {

const std::string one = report_xml("1");
const std::string two = report_xml("2", record_xml(7));
const std::string packed = gzip(one);

/// A mail that is one part.
std::string single(const std::string& headers, const std::string& body) {
  return "From: a@receiver.example\r\nSubject: Report\r\n" + headers + "\r\n" + body + "\r\n";
}

std::string headers(const std::string& type, const std::string& encoding = "base64") {
  return "Content-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n";
}

std::string multipart(const std::string& type, const std::string& boundary,
                      const std::vector<std::string>& parts) {
  std::string text = "Content-Type: multipart/" + type + "; boundary=" + boundary + "\r\n\r\n";
  for (const auto& inner : parts) text += "--" + boundary + "\r\n" + inner + "\r\n";
  return text + "--" + boundary + "--\r\n";
}

std::string quoted_printable(std::string_view octets) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    text += {'=', digits[octet >> 4U], digits[octet & 15U]};
    if (text.size() % 76 > 70) text += "=\r\n";
  }
  return text;
}

std::string joined_lines(std::string text) {
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  return text;
}

std::string without_padding(std::string text) {
  while (text.ends_with('=') || text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

const std::string picture = "\x89PNG\r\n\x1a\n";
const std::string html =
    headers("text/html", "7bit") + "\r\n<html><body>A report</body></html>\r\n";

}  // namespace

TEST_CASE("a report is found in a mail whatever the mail says it is") {
  struct Row {
    const char* what;
    std::string mail;
    std::size_t reports;
    std::uint64_t skipped;
  };
  const auto xml_part = [](const std::string& type, const std::string& encoding,
                           const std::string& body) {
    return mail(part(headers(type, encoding), body));
  };
  for (const auto& [what, octets, reports, skipped] : std::vector<Row>{
           {"gzip as application/octet-stream",
            mail(attachment("application/octet-stream", "a.xml.gz", packed)), 1, 0},
           {"gzip as application/x-gzip",
            mail(attachment("application/x-gzip", "a.xml.gz", packed)), 1, 0},
           {"zip as application/x-zip-compressed",
            mail(attachment("application/x-zip-compressed", "a.zip", pack({{"a.xml", one}}))), 1,
            0},
           {"zip as application/gzip",
            mail(attachment("application/gzip", "a.xml.gz", pack({{"a.xml", one}}))), 1, 0},
           {"gzip named .zip", mail(attachment("application/zip", "a.zip", packed)), 1, 0},
           {"zip as text/plain", mail(attachment("text/plain", "a.txt", pack({{"a.xml", one}}))), 1,
            0},
           {"gzip as message/rfc822, which may not be encoded",
            mail(attachment("application/pdf", "a.pdf", packed)), 1, 0},
           {"no type at all", mail(part("Content-Transfer-Encoding: base64\r\n", base64(packed))),
            1, 0},
           {"a misspelt field",
            mail(part("ContentType: application/gzip\r\nContent-Transfer-Encoding: base64\r\n",
                      base64(packed))),
            1, 0},
           {"inline",
            mail(part(headers("application/gzip") + "Content-Disposition: inline\r\n",
                      base64(packed))),
            1, 0},
           {"gzip as the root", single(headers("application/gzip"), base64(packed)), 1, 0},
           {"zip as the root", single(headers("application/zip"), base64(pack({{"a.xml", one}}))),
            1, 0},
           {"XML as the root", single(headers("text/xml", "8bit"), one), 1, 0},
           {"XML in 7bit", xml_part("application/xml", "7bit", one), 1, 0},
           {"XML in base64", xml_part("text/xml", "base64", base64(one)), 1, 0},
           {"XML in quoted-printable",
            xml_part("text/xml", "quoted-printable", quoted_printable(one)), 1, 0},
           {"gzip in quoted-printable",
            xml_part("application/gzip", "quoted-printable", quoted_printable(packed)), 1, 0},
           {"gzip in binary", xml_part("application/gzip", "binary", packed), 1, 0},
           {"related around alternative",
            single(multipart("mixed", "m",
                             {multipart("related", "r", {multipart("alternative", "a", {html})}),
                              headers("application/gzip") + "\r\n" + base64(packed)}),
                   ""),
            1, 1},
           {"every attachment of every part",
            single(
                multipart("mixed", "m",
                          {multipart("related", "r",
                                     {html, headers("application/gzip") + "\r\n" + base64(packed)}),
                           headers("image/png") + "\r\n" + base64(picture),
                           headers("application/zip") + "\r\n" +
                               base64(pack({{"b.xml", two}, {"c.png", picture}}))}),
                ""),
            2, 3},
           {"forwarded twice",
            mail(part("Content-Type: message/rfc822\r\n",
                      single("Content-Type: message/rfc822\r\n",
                             single(headers("application/gzip"), base64(packed))))),
            1, 0},
           {"forwarded as an .eml of unknown type",
            mail(attachment("application/octet-stream", "report.eml",
                            single(headers("application/gzip"), base64(packed)))),
            1, 0},
           {"signed (S/MIME)",
            single(
                multipart("signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256", "s",
                          {headers("application/gzip") + "\r\n" + base64(packed),
                           headers("application/pkcs7-signature; name=smime.p7s") + "\r\n" +
                               base64("0\x80")}),
                ""),
            1, 1},
           {"signed (OpenPGP)",
            single(
                multipart("signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256", "s",
                          {headers("application/gzip") + "\r\n" + base64(packed),
                           headers("application/pgp-signature", "7bit") +
                               "\r\n-----BEGIN PGP SIGNATURE-----\r\n"}),
                ""),
            1, 1},
           {"a gzip file of something else",
            mail(attachment("application/gzip", "a.gz", gzip(picture)) +
                 attachment("application/gzip", "b.gz", packed)),
            1, 1},
           {"no part ends, the mail is cut off behind the report",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
                attachment("application/gzip", "a.gz", packed),
            1, 0},
       }) {
    CAPTURE_BOUND(what);
    Outcome outcome;
    read_octets(octets, outcome);
    CHECK(outcome.summary.reports == reports);
    CHECK(outcome.summary.skipped == skipped);
    for (const auto& rejection : outcome.summary.rejections) FAIL_CHECK(rejection.reason);
    for (const auto& held : outcome.sink.reports) {
      CHECK(held.records.size() == 1);
      CHECK(held.report.warnings.empty());
    }
  }
}

TEST_CASE("a mail may have much of anything, but not what no mail has") {
  const auto times = [](std::string_view piece, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += piece;
    return text;
  };
  const auto report = mail(attachment("application/xml", "a.xml", report_xml("1")));
  struct Row {
    const char* reason;
    std::string_view piece;
    int much;
    int excess;
  };
  for (const auto& [reason, piece, much, excess] :
       {Row{"groups of addresses", "a:\r\n ", 20, 200'000},
        Row{"fields", "\r\nX: y", 2000, 600'000}, Row{"parts", "\r\n\r\n--b", 2000, 100'001}}) {
    CAPTURE_BOUND(reason);
    Outcome fine;
    read_octets("From: a@b.example\r\nTo: " + times(piece, much) + "\r\n" + report, fine);
    CHECK(fine.summary.rejections.empty());
    Outcome refused;
    read_octets("From: a@b.example\r\nTo: " + times(piece, excess) + "\r\n" + report, refused);
    CHECK(refused.sink.reports.empty());
    REQUIRE(refused.summary.rejections.size() == 1);
    CHECK(refused.summary.rejections[0].reason.find(reason) != std::string::npos);
  }
}

TEST_CASE("mails are told apart whatever stands between them") {
  const std::string from = "From a@b Mon Jan  1 00:00:00 2026\n";
  const auto of_parts = [](const std::string& report) {
    return mail(attachment("application/gzip", "a.gz", gzip(report)));
  };
  const auto of_one = [](const std::string& report) {
    return single(headers("application/gzip"), base64(gzip(report)));
  };
  const auto quoting = mail(part("Content-Type: text/plain\r\n", "From here on\nit is text\n") +
                            attachment("application/gzip", "a.gz", packed));
  struct Row {
    const char* what;
    std::string octets;
    std::size_t reports;
  };
  for (const auto& row : std::vector<Row>{
           {"mbox without empty lines", from + of_parts(one) + from + of_one(two) + from + quoting,
            3},
           {"mbox without the second separator", from + of_parts(one) + "\n" + of_parts(two), 2},
           {"an empty line", of_parts(one) + "\n\n" + of_parts(two) + "\r\n" + of_one(one), 3},
           {"nothing", of_parts(one) + of_parts(two) + of_parts(one), 3},
           {"an empty line after one without parts", of_one(one) + "\r\n" + of_one(two), 2},
           {"an empty line after XML",
            single(headers("text/xml", "8bit"), one) + "\r\n" +
                single(headers("text/xml", "8bit"), two),
            2},
           {"a footer of a list", of_parts(one) + "\n-- \nTo: leave, write to the list\n", 1},
           {"a forwarded mail is not another one",
            single("To: b@example.com\r\nContent-Type: message/rfc822\r\n",
                   "To: b@example.com\r\n" + of_one(one)),
            1},
       }) {
    CAPTURE(row.what);
    Outcome outcome;
    read_octets(row.octets, outcome);
    for (const auto& rejection : outcome.summary.rejections) FAIL_CHECK(rejection.reason);
    CHECK(outcome.sink.reports.size() == row.reports);
    for (const auto& held : outcome.sink.reports) CHECK(held.report.warnings.empty());
  }
}

TEST_CASE("a report that came back undelivered was not received, and is left out") {
  const auto notice = [](const std::string& type, const std::string& returned) {
    return "From: MAILER-DAEMON@mx.example.com\r\nTo: dmarc@example.com\r\nSubject: Returned\r\n" +
           multipart(
               "report; report-type=" + type, "r",
               {"Content-Type: text/plain\r\n\r\nmailbox full",
                "Content-Type: message/" + type + "\r\n\r\nReporting-MTA: dns; mx.example\r\n",
                returned});
  };
  const auto sent = single(headers("application/gzip"), base64(packed));
  const auto whole = "Content-Type: message/rfc822\r\n\r\n" + sent;
  const auto in_parts =
      "Content-Type: message/rfc822\r\n\r\n" + mail(attachment("application/gzip", "a.gz", packed));
  for (const auto& octets : {notice("delivery-status", whole), notice("Delivery-Status", in_parts),
                             notice("disposition-notification", whole)}) {
    CAPTURE(octets);
    Outcome outcome;
    read_octets(octets, outcome);
    CHECK(outcome.sink.reports.empty());
    REQUIRE(outcome.summary.rejections.size() == 1);
    CHECK(outcome.summary.rejections[0].reason.find("came back undelivered") != std::string::npos);
  }
  Outcome beside;
  read_octets(mail(part("Content-Type: message/rfc822\r\n", notice("delivery-status", whole)) +
                   attachment("application/gzip", "b.gz", gzip(two))),
              beside);
  REQUIRE(beside.sink.reports.size() == 1);
  CHECK(beside.sink.reports[0].report.messages == 7);
  CHECK(beside.summary.skipped == 3);
}

TEST_CASE("base64 is read however it is laid out, and where nothing says that it is base64") {
  const auto zip = pack({{"a.xml", one}});
  const auto encoded = base64(packed);
  const std::string declared = headers("application/gzip");
  const std::string undeclared = "Content-Type: text/plain\r\n";
  struct Row {
    const char* what;
    std::string octets;
  };
  for (const auto& [what, octets] : std::vector<Row>{
           {"without padding", mail(part(declared, without_padding(encoded)))},
           {"with too much padding", mail(part(declared, without_padding(encoded) + "====\r\n"))},
           {"in one line", mail(part(declared, joined_lines(encoded)))},
           {"with empty lines", mail(part(declared, "\r\n\r\n" + encoded + "\r\n\r\n"))},
           {"with other text behind it", mail(part(declared, encoded + "\r\n-- \r\nbye.\r\n"))},
           {"undeclared gzip", mail(part(undeclared, encoded))},
           {"undeclared gzip without padding", mail(part(undeclared, without_padding(encoded)))},
           {"undeclared zip", mail(part(undeclared, base64(zip)))},
           {"undeclared XML", mail(part(undeclared, base64(one)))},
           {"undeclared XML with a mark", mail(part(undeclared, base64("\xef\xbb\xbf" + one)))},
           {"undeclared XML without declaration",
            mail(part(undeclared, base64(one.substr(one.find("<feedback")))))},
           {"undeclared, as the root", single("", encoded)},
           {"declared as plain", mail(part(headers("application/gzip", "7bit"), encoded))},
           {"twice", mail(part(declared, base64(encoded)))},
           {"after other text", mail(part(undeclared, "The report:\r\n\r\n" + encoded + "\r\n"))},
           {"declared by a damaged field",
            mail(part("Content-Type: application/gzip\r\nContent-Transfer-Encoding? base64\r\n",
                      encoded))},
           {"behind another boundary than the declared one",
            "Subject: Report\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n" +
                attachment("application/gzip", "a.gz", packed) + "--b--\r\n"},
           {"a file of its own", encoded},
       }) {
    CAPTURE_BOUND(what);
    Outcome outcome;
    read_octets(octets, outcome);
    for (const auto& rejection : outcome.summary.rejections) FAIL_CHECK(rejection.reason);
    REQUIRE(outcome.sink.reports.size() == 1);
    CHECK(outcome.summary.skipped == 0);
    CHECK(outcome.sink.reports[0].report.messages == 2);
    CHECK(outcome.sink.reports[0].report.warnings.empty());
  }
}

TEST_CASE("a damaged line in the header does not hide a mail, text with colons is none") {
  struct Row {
    std::string octets;
    std::size_t reports;
  };
  const auto whole = "MIME-Version: 1.0\r\n" + mail(attachment("application/gzip", "a.gz", packed));
  const auto damaged = [&](const std::string& from, const std::string& to) {
    auto octets = whole;
    return octets.replace(octets.find(from), from.size(), to);
  };
  for (const auto& [octets, reports] : std::vector<Row>{
           {whole, 1},
           {damaged("Subject: R", "Subject R"), 1},
           {damaged("From: a", "From\x01: a"), 1},
           {damaged("To: b", "\r\rTo: b"), 1},
           {"To: me\nhello\nand so on\n", 0},
       }) {
    CAPTURE_BOUND(octets);
    Outcome outcome;
    read_octets(octets, outcome);
    CHECK(outcome.summary.reports == reports);
    CHECK(outcome.summary.rejections.size() == 1 - reports);
  }
}

TEST_CASE("what only looks like base64 is text") {
  for (const char* text : {"H4sI is how gzip begins in base64", "UEsDB", "PD94bWwgbm90IHhtbA=="}) {
    CAPTURE(text);
    Outcome outcome;
    read_octets(mail(part("Content-Type: text/plain\r\n", text) +
                     attachment("application/gzip", "a.gz", packed)),
                outcome);
    CHECK(outcome.summary.reports == 1);
  }
}

TEST_CASE("a member is named as the mail names it, however it writes that") {
  struct Row {
    const char* headers;
    const char* name;
  };
  for (const auto& [fields, name] : std::vector<Row>{
           {"Content-Type: application/gzip; name=\"a.gz\"\r\n", "a.gz"},
           {"Content-Type: application/gzip;\r\n name*0=\"a.example!\";\r\n "
            "name*1=\"1!2.xml.gz\"\r\n",
            "a.example!1!2.xml.gz"},
           {"Content-Disposition: attachment;\r\n filename*0=\"a.example!\";\r\n"
            " filename*1=\"b.example!1!2.xml.gz\"\r\n",
            "a.example!b.example!1!2.xml.gz"},
           {"Content-Disposition: attachment; filename*=UTF-8''%C3%A9.gz\r\n", "\xc3\xa9.gz"},
           {"Content-Disposition: attachment; filename=\"=?UTF-8?B?w6kuZ3o=?=\"\r\n",
            "\xc3\xa9.gz"},
           {"Content-Disposition: attachment;\r\n\tfilename=\"\r\n a.gz\"\r\n", "a.gz"},
           {"Content-Disposition: attachment\r\n", "part 1"},
           {"", "part 1"},
           {"Content-Disposition: attachment; filename=\"\"\r\n", "part 1"},
       }) {
    CAPTURE_BOUND(fields);
    Outcome outcome;
    read_octets(
        mail(part(std::string(fields) + "Content-Transfer-Encoding: base64\r\n", base64(packed))),
        outcome);
    REQUIRE(outcome.sink.reports.size() == 1);
    const auto& member = outcome.sink.reports[0].member;
    CHECK(member.substr(member.find_first_not_of(' ')) == name);
  }
}

TEST_CASE("mail files of a Maildir are read one by one") {
  const TemporaryDirectory directory;
  static_cast<void>(directory.file("tmp/1.M1P1.host", "half a mail"));
  const auto seen =
      directory.file("cur/2.M1P1.host:2,S", mail(attachment("application/gzip", "a.gz", packed)));
  const auto unseen =
      directory.file("new/3.M1P1.host", mail(attachment("application/gzip", "b.gz", gzip(two))));
  std::vector<ledger::Rejection> rejections;
  const std::vector<std::filesystem::path> paths{directory.path()};
  const auto files = expand_paths(paths, rejections);
  CHECK(files == std::vector<std::filesystem::path>{seen, unseen});
  Collector sink;
  for (const auto& file : files) CHECK(read_input(file, {}, sink).reports == 1);
  CHECK(sink.reports.at(0).report.messages == 2);
  CHECK(sink.reports.at(1).report.messages == 7);
}
