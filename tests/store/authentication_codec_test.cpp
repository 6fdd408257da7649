#include "authentication_codec.hpp"

#include <doctest/doctest.h>

#include <map>

#include "fixture.hpp"

using namespace hardfail;
using namespace hardfail::report;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

/// Numbers names from 200, so that a number takes two octets.
class Names {
 public:
  RowId id_of(const DomainName& name) {
    return m_ids.try_emplace(name, 200 + static_cast<RowId>(m_ids.size())).first->second;
  }
  const DomainName& name_of(RowId id) const {
    for (const auto& [name, known] : m_ids) {
      if (known == id) return name;
    }
    throw std::out_of_range("no such name");
  }

 private:
  std::map<DomainName, RowId> m_ids;
};

std::string encoded(const Authentication& set, Names& names) {
  std::string body;
  encode(
      set, [&](const DomainName& name) { return names.id_of(name); }, body);
  return body;
}

std::optional<Authentication> decoded(const std::string& body, const Names& names) {
  return decode({reinterpret_cast<const std::uint8_t*>(body.data()), body.size()},
                [&](RowId id) -> const DomainName& { return names.name_of(id); });
}

Authentication full_set() {
  Authentication set;
  set.header_from = name("example.com");
  set.envelope_from = name("bounce.example.com");
  set.null_sender = true;
  set.disposition = Disposition::reject;
  set.dkim_aligned = Verdict::fail;
  set.spf_aligned = Verdict::pass;
  set.reasons = {{OverrideType::other, "why\n"}, {OverrideType::forwarded, ""}};
  set.dkim = {{name("example.com"), std::string(300, 's'), DkimResult::permerror},
              {std::nullopt, std::string("\0x", 2), DkimResult::pass}};
  set.spf = {{name("example.com"), SpfScope::helo, SpfResult::permerror},
             {std::nullopt, SpfScope::unspecified, SpfResult::unknown}};
  return set;
}

}  // namespace

TEST_CASE("what is decoded is what was encoded") {
  for (const auto& set : {Authentication{}, full_set()}) {
    Names names;
    CHECK(decoded(encoded(set, names), names) == set);
  }
}

TEST_CASE("sets that differ anywhere have different octets") {
  std::vector<Authentication> sets(14, full_set());
  sets[1].header_from.reset();
  sets[2].envelope_from = name("example.com");
  sets[3].null_sender = false;
  sets[4].disposition = Disposition::pass;
  sets[5].dkim_aligned = Verdict::unknown;
  sets[6].spf_aligned = Verdict::unknown;
  sets[7].reasons.pop_back();
  sets[8].reasons[0].comment = "why";
  sets[9].dkim[0].selector.pop_back();
  sets[10].dkim[1].result = DkimResult::neutral;
  sets[11].spf[0].scope = SpfScope::mfrom;
  sets[12].spf[0].result = SpfResult::temperror;
  std::swap(sets[13].spf[0], sets[13].spf[1]);
  Names names;
  for (std::size_t a = 0; a < sets.size(); ++a) {
    for (std::size_t b = 0; b < sets.size(); ++b) {
      CAPTURE(a);
      CAPTURE(b);
      CHECK((encoded(sets[a], names) == encoded(sets[b], names)) == (a == b));
    }
  }
}

TEST_CASE("octets cut short, lengthened or out of range are refused") {
  Names names;
  const auto body = encoded(full_set(), names);
  for (std::size_t length = 0; length < body.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(decoded(body.substr(0, length), names).has_value());
  }
  CHECK_FALSE(decoded(body + '\0', names).has_value());

  using namespace std::string_literals;
  for (const auto& odd : {"\0\0\x07\0\0\0"s, "\0\0\x60\0\0\0"s, "\0\0\0\xff\xff\xff\xff\x0f\0\0"s,
                          "\0\0\0\x01\0\x39\0\0"s, "\0\0\0\x01\0\x08\0\0"s, "\0\0\0\0\0\x01\x08\0"s,
                          "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"s}) {
    CHECK_FALSE(decoded(odd, names).has_value());
  }
}
