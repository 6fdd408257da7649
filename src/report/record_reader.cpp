#include "record_reader.hpp"

#include <algorithm>
#include <array>

#include "field.hpp"
#include "hardfail/util/text.hpp"
#include "markup.hpp"
#include "vocabulary.hpp"

namespace hardfail::report {
namespace {

/// More signatures, checks or reasons than this in one record come from no receiver.
constexpr std::size_t most_results = 100;

/// True for a name that is one of a record's but for its case.
bool is_known_in_capitals(std::string_view name) {
  static constexpr auto names = std::to_array<std::string_view>(
      {"row", "source_ip", "count", "policy_evaluated", "identifiers", "identities", "auth_results",
       "header_from", "envelope_from", "envelope_to"});
  return std::ranges::any_of(names, [&](std::string_view known) { return iequals(name, known); });
}

constexpr std::string_view twice = "comes after another one and is ignored";

}  // namespace

RecordReader::RecordReader(const ParserLimits& limits, WarningLog& log)
    : m_limits(limits), m_log(log), m_tree(log) {}

std::optional<Record> RecordReader::read(std::string_view xml) {
  start();
  read_elements(m_tree.read(xml));
  if (m_has_capitals) {
    note_capitals(m_log);
    start();
    read_elements(m_tree.read(with_lower_names(xml)));
  }
  return assemble();
}

void RecordReader::start() {
  m_source.clear();
  m_count.clear();
  m_said = {};
  m_has_capitals = false;
  m_envelope_to.reset();
  m_authentication = {};
}

void RecordReader::read_elements(pugi::xml_node parent) {
  std::size_t rows = 0;
  for (const auto element : parent.children()) {
    if (name_of(element) == "row") {
      if (++rows > 1) m_log.note("rows", "rows after the first of a record are left out");
      for (const auto inner : element.children()) read_row_element(inner);
    } else {
      read_row_element(element);
    }
  }
}

// What belongs beside the row is found within it too, and the other way round.
void RecordReader::read_row_element(pugi::xml_node element) {
  const auto name = name_of(element);
  if (name == "source_ip") {
    take_first(m_source, element);
  } else if (name == "count") {
    take_first(m_count, element);
  } else if (name == "policy_evaluated") {
    read_policy_evaluated(element);
  } else if (name == "identifiers" || name == "identities") {
    read_identifiers(element);
  } else if (name == "auth_results") {
    read_auth_results(element);
  } else if (is_known_in_capitals(name)) {
    m_has_capitals = true;
  }
}

void RecordReader::read_policy_evaluated(pugi::xml_node evaluated) {
  for (auto element = evaluated.first_child(); element; element = element.next_sibling()) {
    const auto name = name_of(element);
    if (name == "disposition") {
      take_first(m_authentication.disposition, m_said.disposition, text_of(element, m_scratch),
                 name);
    } else if (name == "dkim") {
      take_first(m_authentication.dkim_aligned, m_said.dkim, text_of(element, m_scratch), name);
    } else if (name == "spf") {
      take_first(m_authentication.spf_aligned, m_said.spf, text_of(element, m_scratch), name);
    } else if (name == "reason") {
      read_reason(element);
    }
  }
}

void RecordReader::read_reason(pugi::xml_node reason) {
  OverrideReason read;
  bool said = false;
  for (auto element = reason.first_child(); element; element = element.next_sibling()) {
    const auto name = name_of(element);
    if (name == "type") {
      take_first(read.type, said, text_of(element, m_scratch), name);
    } else if (name == "comment" && read.comment.empty()) {
      read.comment = read_text(text_of(element, m_scratch), m_limits.text_octets, m_log);
    }
  }
  // Some reporters (rspamd) write the type as the text of the reason itself.
  if (!said && read.comment.empty()) {
    take_first(read.type, said, text_of(reason, m_scratch), "reason");
  }
  // Some reporters write an empty element where there is no reason.
  if (said || !read.comment.empty()) keep(m_authentication.reasons, std::move(read));
}

void RecordReader::read_identifiers(pugi::xml_node identifiers) {
  for (auto element = identifiers.first_child(); element; element = element.next_sibling()) {
    const auto name = name_of(element);
    const auto text = text_of(element, m_scratch);
    if (name == "header_from") {
      take_first(m_authentication.header_from, text, name);
    } else if (name == "envelope_to") {
      take_first(m_envelope_to, text, name);
    } else if (name == "envelope_from") {
      take_first(m_authentication.envelope_from, text, name);
      m_authentication.null_sender =
          !m_authentication.envelope_from && (text.empty() || text == "<>");
    } else if (is_known_in_capitals(name)) {
      m_has_capitals = true;
    }
  }
}

void RecordReader::read_auth_results(pugi::xml_node results) {
  for (auto element = results.first_child(); element; element = element.next_sibling()) {
    const auto name = name_of(element);
    if (name == "dkim") {
      read_dkim(element);
    } else if (name == "spf") {
      read_spf(element);
    }
  }
}

void RecordReader::read_dkim(pugi::xml_node signature) {
  DkimAuth read;
  bool said = false;
  for (auto element = signature.first_child(); element; element = element.next_sibling()) {
    const auto name = name_of(element);
    const auto text = text_of(element, m_scratch);
    if (name == "domain") {
      take_first(read.domain, text, "DKIM domain");
    } else if (name == "selector" && read.selector.empty()) {
      read.selector = read_text(text, m_limits.text_octets, m_log);
    } else if (name == "result") {
      take_first(read.result, said, text, "DKIM result");
    }
  }
  const bool empty = !said && read == DkimAuth{};
  if (empty) return;
  if (!said) m_log.note("dkim-result", "missing DKIM results are read as unknown");
  keep(m_authentication.dkim, std::move(read));
}

void RecordReader::read_spf(pugi::xml_node check) {
  SpfAuth read;
  bool said = false;
  bool scope_said = false;
  for (auto element = check.first_child(); element; element = element.next_sibling()) {
    const auto name = name_of(element);
    const auto text = text_of(element, m_scratch);
    if (name == "domain") {
      take_first(read.domain, text, "SPF domain");
    } else if (name == "scope") {
      take_first(read.scope, scope_said, text, "SPF scope");
    } else if (name == "result") {
      take_first(read.result, said, text, "SPF result");
    }
  }
  const bool empty = !said && read == SpfAuth{};
  if (empty) return;
  if (!said) m_log.note("spf-result", "missing SPF results are read as unknown");
  keep(m_authentication.spf, std::move(read));
}

std::optional<Record> RecordReader::assemble() {
  const auto count = read_count(m_count, m_log);
  if (m_source.empty() && (m_count.empty() || count == 0U)) {
    m_log.note("blank-record", "records without address and count are left out");
    return std::nullopt;
  }
  const auto source = read_address(m_source, m_log);
  if (!source) {
    m_log.note("source-ip", "source_ip", m_source, "is not an IP address; the record is left out");
    return std::nullopt;
  }
  if (!count || *count == 0) {
    m_log.note("count", "count", m_count, "is not a number of messages; the record is left out");
    return std::nullopt;
  }
  return Record{*source, *count, std::move(m_envelope_to), std::move(m_authentication)};
}

void RecordReader::take_first(std::string& kept, pugi::xml_node element) {
  const auto text = text_of(element, m_scratch);
  if (kept.empty()) {
    kept = text;
  } else if (!text.empty() && text != kept) {
    m_log.note("doubled", name_of(element), text, twice);
  }
}

void RecordReader::take_first(std::optional<DomainName>& kept, std::string_view text,
                              std::string_view element) {
  if (!kept) {
    kept = read_domain(text, element, m_log);
  } else if (!text.empty() && !iequals(text, kept->text())) {
    m_log.note("doubled", element, text, twice);
  }
}

template <typename Value>
void RecordReader::take_first(Value& kept, bool& said, std::string_view text,
                              std::string_view element) {
  if (text.empty()) return;
  if (said) {
    m_log.note("doubled", element, text, twice);
    return;
  }
  said = true;
  read_word(text, kept, m_log);
}

template <typename Result>
void RecordReader::keep(std::vector<Result>& results, Result result) {
  if (results.size() == most_results) {
    m_log.note("many-results", "results beyond the hundredth in a record are left out");
    return;
  }
  results.push_back(std::move(result));
}

}  // namespace hardfail::report
