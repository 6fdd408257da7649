#include "hardfail/report/parser.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <random>

#include "capture.hpp"
#include "hardfail/util/error.hpp"
#include "sample.hpp"

using namespace hardfail;
using namespace hardfail::report;

namespace {

std::string refusal(const std::string& xml, const ParserLimits& limits = {}) {
  try {
    static_cast<void>(parse(xml, std::string::npos, limits));
  } catch (const InputError& error) {
    return error.what();
  }
  return "read";
}

/// `text` in UTF-16, which for ASCII is every octet with a zero one beside it.
std::string utf16(std::string_view text, bool low_first, bool with_mark) {
  std::string wide = !with_mark ? "" : low_first ? "\xff\xfe" : "\xfe\xff";
  for (const char c : text) {
    wide += low_first ? c : '\0';
    wide += low_first ? '\0' : c;
  }
  return wide;
}

}  // namespace

TEST_CASE("a report is found whatever is wrong around it") {
  const auto plain = parse(report_of(record + record));
  const auto body = "<feedback>" + metadata + policy + record + record + "</feedback>";
  const auto prefixed = "<ns1:feedback xmlns:ns1='x'>" + metadata + policy + "<ns1:record>" + row +
                        identifiers + auth_results + "</ns1:record>" + record + "</ns1:feedback>";
  const auto variants = std::to_array<std::string>({
      body,
      "\xef\xbb\xbf" + report_of(record + record),
      "\xef\xbb\xbf\xef\xbb\xbf" + report_of(record + record),
      " \n" + report_of(record + record),
      "<?xml version=\"1.0\"?>\t\n" + body,
      "<?xml version=\"1.0\"?>\"" + body,
      "<?xml version=\"1.0\"?><xs:schema xmlns:xs=\"u\" targetNamespace=\"v\">\n" + body,
      "<!-- <feedback><record> -->" + body,
      "<?xml-stylesheet href='<feedback>'?>" + body,
      "<!DOCTYPE feedback [<!-- it's --> <!ENTITY a '<record>]>'> <?p ]> ?>]>" + body,
      body + "\n\n\x1a junk <b> & more",
      body + "</feedback><record>",
      prefixed,
      with(body, "</record>", "</record>\n<!-- <record> -->\n<?pi <record>?>"),
      with(body, "</report_metadata>", "<x><![CDATA[<record>]]></x></report_metadata>"),
      with(body, "dmarc@receiver.example", "dmarc@receiver.example<!-- c -->"),
      with(body, "<record>", "</record><record>"),
      with(body, "<feedback>", "<feedback a=\"x>y\" b = '>'>"),
      with(body, "<auth_results>", "<auth_results><!-- </record> --><?x </record>?>"),
      with(body, "</record><record>", "<record>"),
      utf16(body, true, true),
      utf16(body, false, true),
      utf16(body, true, false),
      utf16(body, false, false),
      utf16("<?xml version='1.0' encoding='UTF-16'?>" + body, true, true),
      "<?xml version='1.0' encoding='utf-16'?>" + body,
      "<?xml version='1.0' encoding='windows-1252'?>" + body,
      "<?xml version='1.0' encoding='x-nonsense'?>" + body,
      "<?xml version='1.0' encoding='../../x'?>" + body,
      "<?xml version='1.0' encoding='UTF-8'>" + body,
      "<?xml version='1.0' encoding='UTF-8'?\n" + body,
      "<?xml" + body,
      with(body, "<feedback>", ""),
      with(body, "<feedback>", "<feedbock>"),
      with(body, "<feedback>", "feedback>"),
      with(body, "<record>", ""),
      with(body, "<record>", "<recorx>"),
      with(body, "<record>", "<?ecord>"),
      with(body, "<record>", "<record<"),
      with(body, "<record>", "<record><!-- "),
      with(body, "</record><record>", "</record><!-- <record>"),
      with(body, "</record><record>", "</record><![CDATA[<record>"),
  });
  for (const auto& variant : variants) {
    CAPTURE(variant);
    const auto parsed = parse(variant);
    CHECK(parsed.records == plain.records);
    CHECK(parsed.report.policy == plain.report.policy);
    CHECK(parsed.report.period == plain.report.period);
    CHECK(parsed.report.body_hash == plain.report.body_hash);

    for (const std::size_t piece : {1U, 2U, 3U, 7U}) {
      CAPTURE(piece);
      const auto again = parse(variant, piece);
      CHECK(again.records == plain.records);
      CHECK(again.report.body_hash == plain.report.body_hash);
      CHECK(again.report.warnings == parsed.report.warnings);
    }
  }
}

TEST_CASE("what was skipped or repaired around the records is reported") {
  struct Row {
    const char* code;
    std::string xml;
  };
  for (const auto& [code, xml] : std::to_array<Row>({
           {"before-root", "\"" + report_of("")},
           {"before-root", "<a>" + report_of("")},
           {"before-root", " " + report_of("")},
           {"after-root", report_of("") + "junk"},
           {"stray-end", report_of("</record>")},
           {"unclosed-record", report_of("<record>" + row + record)},
           {"unstarted-record", report_of(with(record, "<record>", "<rekord>"))},
           {"no-root", with(report_of(""), "<feedback>", "<feedbeck>")},
           {"not-well-formed", report_of(with(record, "</row>", ""))},
           {"encoding", with(report_of(""), "?>", " encoding='klingon'?>")},
           {"encoding-repaired", with(report_of(""), "receiver.ex", "receiv\x91r.ex")},
       })) {
    CAPTURE_BOUND(code);
    CAPTURE_BOUND(xml);
    CHECK(parse(xml).warns(code));
  }
}

TEST_CASE("reports that were joined into one document are read one by one") {
  const auto second = with(report_of(record + record), "<report_id>17", "<report_id>18");
  const auto joined = "<all>" + report_of(record) + "<!-- next -->" + second + "</all>";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{100}, joined.size()}) {
    CAPTURE(piece);
    const auto parsed = parse(joined, piece);
    REQUIRE(parsed.reports.size() == 2);
    CHECK(parsed.reports[0].report_id == "17");
    CHECK(parsed.reports[0].records == 1);
    CHECK(parsed.reports[1].report_id == "18");
    CHECK(parsed.reports[1].records == 2);
    CHECK(parsed.reports[1].messages == 6);
    CHECK(parsed.records.size() == 3);
    auto alone = parse(second).report;
    CHECK(parsed.report.body_hash == alone.body_hash);
  }
}

TEST_CASE("a cut-off document keeps its whole records") {
  const auto whole = report_of(record + record + record);
  const auto start = whole.find("<record>");
  for (std::size_t end = start; end < whole.size() - 12; ++end) {
    const auto parsed = parse(whole.substr(0, end));
    CHECK(parsed.records.size() == (end - start) / record.size());
    CHECK(parsed.warns("cut-off"));
  }
}

TEST_CASE("an unescaped address is text") {
  const auto parsed =
      parse(with(report_of(record), "dmarc@receiver.example", "<bad-xml@bad-xml.net>"));
  CHECK(parsed.report.email == "<bad-xml@bad-xml.net>");
  CHECK(parsed.warns("not-well-formed"));
  CHECK(parsed.records.size() == 1);
  const auto in_record = parse(report_of(with(record, ">example.com<", ">bad<xml.net<") + record));
  CHECK(in_record.records.size() == 2);
  CHECK(in_record.records[0].messages == 3);
}

TEST_CASE("texts are read in the declared encoding, and repaired where they are not in it") {
  struct Row {
    const char* encoding;
    const char* octets;
    const char* text;
  };
  for (const auto& [encoding, octets, text] : std::to_array<Row>({
           {"UTF-8", "J\xc3\xb6rg", "J\xc3\xb6rg"},
           {"windows-1252", "J\xf6rg \x80", "J\xc3\xb6rg \xe2\x82\xac"},
           {"ISO-8859-1", "J\xf6rg", "J\xc3\xb6rg"},
           {"iso-8859-2", "\xb1", "\xc4\x85"},
           {"UTF-8", "J\xf6rg", "J\xc3\xb6rg"},
           {"UTF-8", "\x91x\x92", "\xe2\x80\x98x\xe2\x80\x99"},
           {"UTF-8", "a\xe2\x82", "a\xc3\xa2\xe2\x80\x9a"},
           {"UTF-8", "\x81", "\xef\xbf\xbd"},
           {"windows-1252", "\x81", "\xef\xbf\xbd"},
       })) {
    CAPTURE_BOUND(encoding);
    CAPTURE_BOUND(octets);
    const auto xml =
        with(with(report_of(record), "?>", std::string(" encoding='") + encoding + "'?>"),
             "<org_name>receiver.example", std::string("<org_name>") + octets);
    for (const std::size_t piece : {std::size_t{1}, std::string::npos}) {
      CHECK(parse(xml, piece).report.org_name == text);
    }
  }
}

TEST_CASE("international names are read as their A-labels, and left out where IDNA refuses them") {
  const auto parsed = parse(report_of(with(record, "<header_from>ex",
                                           "<header_from>B\xc3\xbc"
                                           "CHER.ex")));
  CHECK(parsed.records.at(0).authentication->header_from->text() == "xn--bcher-kva.example.com");
  CHECK(parsed.report.warnings.empty());
  const auto refused = parse(report_of(with(record, "<header_from>ex", "<header_from>\u202e.ex")));
  CHECK_FALSE(refused.records.at(0).authentication->header_from.has_value());
  REQUIRE(refused.report.warnings.size() == 1);
  CHECK(refused.report.warnings.front().code == "domain");
}

TEST_CASE("NUL octets do not end the document") {
  auto xml = report_of(record + record);
  xml[xml.find("<source_ip>") + 11] = '\0';
  const auto parsed = parse(xml);
  CHECK(parsed.records.size() >= 1);
  CHECK(parsed.warns("nul"));
}

TEST_CASE("entities are not expanded") {
  std::string bomb = "<!DOCTYPE feedback [<!ENTITY a0 'lol'>";
  for (int i = 1; i < 30; ++i) {
    const auto before = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " '" + before + before + "'>";
  }
  bomb += "<!ENTITY file SYSTEM 'file:///etc/passwd'>]>";
  const auto parsed =
      parse(bomb + "<feedback>" + with(metadata, ">17<", ">&a29;&file;&amp;&#x41;<") + policy +
            record + "</feedback>");
  CHECK(parsed.report.report_id == "&a29;&file;&A");
  CHECK(parsed.records.size() == 1);
}

TEST_CASE("what is not a report is refused, and named for what it is") {
  struct Row {
    const char* text;
    const char* reason;
  };
  for (const auto& [text, reason] : std::to_array<Row>({
           {"", "no XML element"},
           {"hello", "no XML element"},
           {"<?xml version='1.0'?><rss version='2'><channel/></rss>", "<rss>"},
           {"<html><body>", "<html>"},
           {"<feedback", "no XML element"},
           {"<feedback/>", "policy_published has no domain"},
       })) {
    CAPTURE_BOUND(text);
    const auto told = refusal(text);
    CAPTURE(told);
    CHECK(told.find(reason) != std::string::npos);
  }
}

TEST_CASE("a foreign document is refused before its end") {
  Parser parser(
      {}, [](Record&&) {}, [](Report&&) {});
  CHECK_THROWS_AS(parser.feed("<rss>" + std::string(100'000, 'x') + "<x>"), InputError);
}

TEST_CASE("a report past a limit is refused by the limit's name") {
  ParserLimits limits;
  limits.records = 2;
  limits.record_octets = 2000;
  limits.head_octets = 2000;
  struct Row {
    const char* limit;
    std::string xml;
  };
  const std::string filler(3000, 'x');
  for (const auto& [limit, xml] : std::to_array<Row>({
           {"--limit-records", report_of(record + record + record)},
           {"--limit-records", report_of("<record/><record/><record/>")},
           {"--limit-record-octets", report_of("<record>" + filler + "</record>")},
           {"--limit-record-octets", report_of("<!--" + filler)},
           {"--limit-head-octets", report_of("<x>" + filler + "</x>")},
       })) {
    CAPTURE_BOUND(limit);
    const auto told = refusal(xml, limits);
    CAPTURE(told);
    CHECK(told.find(limit) != std::string::npos);
  }
}

TEST_CASE("what follows the report is not held against it") {
  ParserLimits limits;
  limits.record_octets = 2000;
  const auto xml = report_of(record) + "<!--" + std::string(200'000, '<');
  CHECK(parse(xml, 1000, limits).warns("after-root"));
}

TEST_CASE("layout does not make another body, contents do") {
  const auto hash = parse(report_of(record)).report.body_hash;
  std::string spread;
  for (const char c : report_of(record)) {
    if (c == '<') spread += "\r\n   ";
    spread += c;
    if (c == '>') spread += "\r\n";
  }
  CHECK(parse(spread).report.body_hash == hash);
  CHECK(parse(report_of(with(record, ">3<", ">4<"))).report.body_hash != hash);
  CHECK(parse(report_of(with(record, ">s1<", ">s2<"))).report.body_hash != hash);
  CHECK(parse(report_of(record + record)).report.body_hash != hash);
  CHECK(parse(with(report_of(record), "receiver.", "sender.")).report.body_hash != hash);
}

TEST_CASE("warnings are bounded") {
  std::string records;
  for (int i = 0; i < 1000; ++i) {
    records += with(record, "<result>softfail", "<result>odd" + std::to_string(i));
  }
  const auto parsed = parse(report_of(records));
  CHECK(parsed.records.size() == 1000);
  CHECK(parsed.report.warnings.size() == 101);
  std::uint64_t told = 0;
  for (const auto& warning : parsed.report.warnings) told += warning.count;
  CHECK(told == 1000);
}

TEST_CASE("one damaged octet costs at most the record it stands in, and never makes a pass") {
  const auto numbered = [](const std::string& count) {
    return with(record, ">3<", ">" + count + "<");
  };
  const std::string sound =
      report_of(numbered("100") + "\n" + numbered("200") + "\n" + numbered("400"));
  const auto passes = [](const Record& read) {
    const auto& facts = *read.authentication;
    return std::ranges::count(facts.dkim, DkimResult::pass, &DkimAuth::result) +
           std::ranges::count(facts.spf, SpfResult::pass, &SpfAuth::result) +
           static_cast<int>(facts.dkim_aligned == Verdict::pass) +
           static_cast<int>(facts.spf_aligned == Verdict::pass);
  };
  struct Row {
    std::string sound;
    std::string_view damage;  ///< what an octet becomes; 'x': its letter in the other case
  };
  for (const auto& [whole, damage] : std::vector<Row>{
           {sound, {"<>?\"/\0x ", 8}},
           {utf16(sound, true, true), {"<\xd8", 2}},
           {utf16(sound, false, false), {"<\xd8", 2}},
       }) {
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const char octet : damage) {
        auto xml = whole;
        xml[at] = octet == 'x' ? static_cast<char>(xml[at] ^ 0x20) : octet;
        CAPTURE(xml);
        CAPTURE(at);
        const auto parsed = parse(xml);
        REQUIRE(parsed.reports.size() == 1);
        int kept = 0;
        for (const auto& read : parsed.records) {
          REQUIRE(passes(read) <= 2);  // as many as in the sound record
          for (const std::uint64_t count : {100U, 200U, 400U})
            kept += read.messages == count ? 1 : 0;
        }
        REQUIRE(kept >= 2);
        REQUIRE((parsed.records.size() == 3 || !parsed.report.warnings.empty()));
      }
    }
  }
}

TEST_CASE("damage of any kind neither crashes nor depends on how the octets come") {
  const std::string sound = report_of(record + record + record);
  constexpr std::string_view spice = "<>/&\"'!?-[]=\0\xff\xc3 ";
  std::mt19937 random(20261121);  // NOLINT: the same damage each time
  const auto below = [&](std::size_t bound) { return random() % bound; };
  for (int round = 0; round < 3000; ++round) {
    std::string xml = sound;
    for (std::size_t edits = 1 + below(6); edits > 0; --edits) {
      const auto at = below(xml.size());
      switch (below(4)) {
        case 0:
          xml[at] = spice[below(spice.size())];
          break;
        case 1:
          xml.erase(at, below(40));
          break;
        case 2:
          xml.insert(at, 1, spice[below(spice.size())]);
          break;
        default:
          xml.insert(at, xml.substr(below(xml.size()), below(60)));
          break;
      }
    }
    CAPTURE(xml);
    const auto outcome = [&](std::size_t piece) {
      try {
        const auto parsed = parse(xml, piece);
        return std::to_string(parsed.report.body_hash) + parsed.report.report_id +
               std::to_string(parsed.report.warnings.size());
      } catch (const InputError& error) {
        return std::string(error.what());
      }
    };
    REQUIRE(outcome(std::string::npos) == outcome(1 + below(5)));
  }
}
