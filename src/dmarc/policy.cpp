#include "hardfail/dmarc/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "hardfail/util/text.hpp"
#include "record_parser.hpp"

namespace hardfail::dmarc {
namespace {

std::optional<Action> parse_action(std::string_view text) {
  for (const auto action : {Action::none, Action::quarantine, Action::reject}) {
    if (iequals(text, name_of(action))) return action;
  }
  return std::nullopt;
}

std::string in_quotes(std::string_view text) { return '"' + printable(shortened(text, 60)) + '"'; }

/// A scheme and something after it (RFC 3986, section 3.1). Reports go by `mailto:` alone, but
/// RFC 9989 asks for any URI when it lets a record without `p` stand for p=none.
bool is_uri(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const auto scheme = text.substr(0, colon);
  return is_alpha(scheme.front()) && std::ranges::all_of(scheme, [](char c) {
           return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
         });
}

class Reader {
 public:
  explicit Reader(std::string_view text) { m_reading.record.text = text; }

  /// dmarc-tag = 1*ALPHA equals 1*dmarc-value; anything else is ignored (section 4.7).
  void tag(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) {
      note(fmt::format("{} is not a tag and is ignored.", in_quotes(text)));
      return;
    }
    const auto name = to_lower(trim(text.substr(0, equals)));
    const auto value = trim(text.substr(equals + 1));
    if (std::ranges::find(m_seen, name) != m_seen.end()) {
      note(fmt::format("The tag {} occurs twice; the first counts.", printable(name)));
      return;
    }
    m_seen.push_back(name);
    assign(name, value);
  }

  Reading finish() && {
    Record& record = m_reading.record;
    if (!m_p_given) m_invalid = "it has no p tag";
    const bool reports = std::ranges::any_of(record.rua, is_uri);
    if (!m_invalid.empty() && !reports) {
      m_reading.problem = Problem{fmt::format(
          "The record gives no policy, because {} and rua names no address.", m_invalid)};
    } else if (!m_invalid.empty()) {
      record.p = Action::none;
      record.sp = record.np = std::nullopt;
      note(fmt::format("The record counts as p=none, because {}.", m_invalid));
    }
    return std::move(m_reading);
  }

 private:
  void assign(const std::string& name, std::string_view value) {
    Record& record = m_reading.record;
    if (name == "p") {
      m_p_given = true;
      record.p = action(name, value).value_or(Action::none);
    } else if (name == "sp") {
      record.sp = action(name, value);
    } else if (name == "np") {
      record.np = action(name, value);
    } else if (name == "adkim") {
      record.adkim = alignment(name, value);
    } else if (name == "aspf") {
      record.aspf = alignment(name, value);
    } else if (name == "psd") {
      constexpr std::array meanings{PublicSuffix::unspecified, PublicSuffix::yes, PublicSuffix::no};
      record.psd = meanings[letter(name, value, "uyn")];
    } else if (name == "t") {
      record.testing = letter(name, value, "ny") == 1;
    } else if (name == "rua") {
      for (const auto uri : split(value, ',')) record.rua.emplace_back(trim(uri));
    } else {
      without_effect(name);
    }
  }

  void without_effect(const std::string& name) {
    if (name == "ruf" || name == "fo") return;  // failure reports do not matter here
    if (name == "pct" || name == "rf" || name == "ri") {
      note(fmt::format("The tag {} was removed by RFC 9989 and is ignored.", name));
    } else {
      note(fmt::format("The unknown tag {} is ignored.", in_quotes(name)));
    }
  }

  std::optional<Action> action(const std::string& name, std::string_view value) {
    const auto parsed = parse_action(value);
    if (!parsed) {
      m_invalid =
          fmt::format("{}={} is not one of none, quarantine and reject", name, in_quotes(value));
    }
    return parsed;
  }

  AlignmentMode alignment(const std::string& name, std::string_view value) {
    return letter(name, value, "rs") == 1 ? AlignmentMode::strict : AlignmentMode::relaxed;
  }

  /// The index in `letters` of the letter that `value` is; 0, the default, for anything else.
  std::size_t letter(const std::string& name, std::string_view value, std::string_view letters) {
    if (value.size() == 1) {
      const auto at = letters.find(to_lower(value.front()));
      if (at != std::string_view::npos) return at;
    }
    note(fmt::format("{}={} has no meaning; the default {} applies.", name, in_quotes(value),
                     letters.front()));
    return 0;
  }

  void note(std::string text) { m_reading.record.notes.push_back(std::move(text)); }

  Reading m_reading;
  std::vector<std::string> m_seen;
  bool m_p_given = false;
  std::string m_invalid;
};

/// dmarc-version = "v" equals %s"DMARC1", where `equals` may have white space on both sides. The
/// record begins with the "v" itself.
bool is_version(std::string_view tag) {
  const auto equals = tag.find('=');
  return equals != std::string_view::npos && !is_space(tag.front()) &&
         iequals(trim(tag.substr(0, equals)), "v") && trim(tag.substr(equals + 1)) == "DMARC1";
}

}  // namespace

std::string_view name_of(Action action) noexcept {
  switch (action) {
    case Action::none:
      return "none";
    case Action::quarantine:
      return "quarantine";
    case Action::reject:
      return "reject";
  }
  return "none";
}

// dmarc-record = dmarc-version *(dmarc-sep dmarc-tag) [dmarc-sep]
std::optional<Reading> read_record(std::string_view text) {
  const auto tags = split(text, ';');
  if (!is_version(tags.front())) return std::nullopt;
  Reader reader(text);
  for (std::size_t i = 1; i < tags.size(); ++i) {
    const auto tag = trim(tags[i]);
    if (!tag.empty()) reader.tag(tag);
  }
  return std::move(reader).finish();
}

std::optional<std::string> why_not_a_record(std::string_view text) {
  if (read_record(text)) return std::nullopt;
  const auto at = to_lower(text).find("dmarc1");
  const auto head = to_lower(text.substr(0, std::min(at, text.size())));
  const auto is_head = [](char c) { return is_space(c) || c == 'v' || c == '=' || !is_alpha(c); };
  if (at == std::string_view::npos || !std::ranges::all_of(head, is_head)) return std::nullopt;
  if (text.substr(at, 6) != "DMARC1") return "DMARC1 has to be in capital letters";
  if (!head.starts_with('v')) return "it does not begin with v=DMARC1, without anything before it";
  if (head.find('=') == std::string::npos) return "v=DMARC1 has no equals sign";
  return "v=DMARC1 has to be followed by a semicolon";
}

Expected<Record, Problem> parse_record(std::string_view text) {
  auto reading = read_record(text);
  if (!reading) {
    return Unexpected(Problem{"The record does not begin with v=DMARC1 (RFC 9989, section 4.7)."});
  }
  if (reading->problem) return Unexpected(*std::move(reading->problem));
  return std::move(reading->record);
}

}  // namespace hardfail::dmarc
