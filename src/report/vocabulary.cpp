#include "vocabulary.hpp"

#include <fmt/format.h>

#include <array>
#include <span>

#include "hardfail/util/text.hpp"

namespace hardfail::report {
namespace {

/// A word that reporters use for another one.
template <typename Value>
struct Synonym {
  std::string_view text;
  Value value;
};

/// The words of one element, and how to speak of it.
template <typename Value>
struct Vocabulary {
  std::string_view code;
  std::string_view what;
  Value last;  ///< the enumerators run from 0 to this one; 0 stands for no word
  std::span<const Synonym<Value>> synonyms;
};

template <typename Value>
void read(std::string_view text, const Vocabulary<Value>& vocabulary, Value& value,
          WarningLog& log) {
  for (unsigned i = 1; i <= static_cast<unsigned>(vocabulary.last); ++i) {
    value = static_cast<Value>(i);
    if (text == name_of(value)) return;
  }
  const auto taken_for = [&]() -> Value {
    for (unsigned i = 1; i <= static_cast<unsigned>(vocabulary.last); ++i) {
      if (iequals(text, name_of(static_cast<Value>(i)))) return static_cast<Value>(i);
    }
    for (const auto& synonym : vocabulary.synonyms) {
      if (iequals(text, synonym.text)) return synonym.value;
    }
    return Value{};
  };
  value = taken_for();
  log.note(vocabulary.code, vocabulary.what, text, fmt::format("is read as {}", name_of(value)));
}

// RFC 4408 and its drafts had "error" and "unknown" for what RFC 7208 calls temperror and
// permerror. "unknown" is also plain speech for not knowing, so it is left unknown.
constexpr auto spf_synonyms = std::to_array<Synonym<SpfResult>>({
    {"hardfail", SpfResult::fail},
    {"hard_fail", SpfResult::fail},
    {"soft_fail", SpfResult::softfail},
    {"error", SpfResult::temperror},
    {"temp_error", SpfResult::temperror},
    {"tempfail", SpfResult::temperror},
    {"perm_error", SpfResult::permerror},
    {"permfail", SpfResult::permerror},
});

// Mail::DKIM says "invalid" of a signature or key that cannot be used (RFC 8601: permerror).
constexpr auto dkim_synonyms = std::to_array<Synonym<DkimResult>>({
    {"hardfail", DkimResult::fail},
    {"softfail", DkimResult::fail},
    {"invalid", DkimResult::permerror},
    {"permfail", DkimResult::permerror},
    {"perm_error", DkimResult::permerror},
    {"error", DkimResult::temperror},
    {"tempfail", DkimResult::temperror},
    {"temp_error", DkimResult::temperror},
});

constexpr auto scope_synonyms = std::to_array<Synonym<SpfScope>>({
    {"mailfrom", SpfScope::mfrom},
    {"mail_from", SpfScope::mfrom},
    {"mail from", SpfScope::mfrom},
    {"envelope_from", SpfScope::mfrom},
    {"ehlo", SpfScope::helo},
});

constexpr auto override_synonyms = std::to_array<Synonym<OverrideType>>({
    {"mailinglist", OverrideType::mailing_list},
});

}  // namespace

void read_word(std::string_view text, Disposition& value, WarningLog& log) {
  read<Disposition>(text, {"disposition", "disposition", Disposition::reject, {}}, value, log);
}

void read_word(std::string_view text, Verdict& value, WarningLog& log) {
  read<Verdict>(text, {"policy-evaluated", "the evaluated result", Verdict::fail, {}}, value, log);
}

void read_word(std::string_view text, SpfResult& value, WarningLog& log) {
  read<SpfResult>(text, {"spf-result", "SPF result", SpfResult::permerror, spf_synonyms}, value,
                  log);
}

void read_word(std::string_view text, DkimResult& value, WarningLog& log) {
  read<DkimResult>(text, {"dkim-result", "DKIM result", DkimResult::permerror, dkim_synonyms},
                   value, log);
}

void read_word(std::string_view text, SpfScope& value, WarningLog& log) {
  read<SpfScope>(text, {"spf-scope", "SPF scope", SpfScope::helo, scope_synonyms}, value, log);
}

void read_word(std::string_view text, OverrideType& value, WarningLog& log) {
  read<OverrideType>(text, {"reason", "reason", OverrideType::other, override_synonyms}, value,
                     log);
}

}  // namespace hardfail::report
