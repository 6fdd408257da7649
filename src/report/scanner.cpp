#include "scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::report {
namespace {

constexpr std::size_t search_for_root = 64U << 10U;
constexpr std::string_view root_name = "feedback";
constexpr std::string_view record_name = "record";
constexpr std::string_view row_name = "row";

/// True for an element that stands in a report and in nothing else.
bool is_of_head(const Markup& markup) {
  return markup.is_named("report_metadata") || markup.is_named("policy_published");
}

[[noreturn]] void refuse_foreign(std::string_view first_element) {
  if (first_element.empty()) {
    throw InputError("it is not an aggregate report: it holds no XML element");
  }
  throw InputError(fmt::format(
      "it is XML, but not an aggregate report: its root element is <{}>, not <feedback>",
      printable(shortened(first_element, 80))));
}

}  // namespace

Scanner::Scanner(const ParserLimits& limits, WarningLog& log, OnKnownRecord on_known_record,
                 OnRecord on_record, OnEnd on_end)
    : m_limits(limits),
      m_log(log),
      m_on_known_record(std::move(on_known_record)),
      m_on_record(std::move(on_record)),
      m_on_end(std::move(on_end)) {}

void Scanner::feed(std::string_view text) {
  m_buffer.append(text);
  while (step()) {
  }
  drop_read();
}

bool Scanner::step() {
  const auto opening = m_buffer.find('<', m_read);
  const auto text_end = opening == std::string::npos ? m_buffer.size() : opening;
  take_text(std::string_view(m_buffer).substr(m_read, text_end - m_read));
  m_read = text_end;
  if (m_report.place == Place::in_record && m_read - m_record > m_limits.record_octets) {
    throw InputError(fmt::format("a record has more than {} octets (--limit-record-octets)",
                                 m_limits.record_octets));
  }
  if (opening == std::string::npos) return false;

  const auto text = std::string_view(m_buffer).substr(opening);
  if (m_report.place == Place::in_root) {
    if (const auto octets = m_on_known_record(text); octets > 0) {
      m_report.after_markup = true;
      m_read = opening + octets;
      return true;
    }
  }
  const bool has_no_end = m_ending && (text.starts_with("<!") || text.starts_with("<?"));
  const auto markup =
      has_no_end ? Markup{MarkupKind::stray, text.substr(0, 1), {}} : next_markup(text);
  if (markup.kind == MarkupKind::unfinished) {
    if (m_buffer.size() - opening > m_limits.record_octets) {
      if (m_report.place == Place::after_root) {
        m_report.text_after_root = true;
        m_read = m_buffer.size();
        return false;
      }
      throw InputError(
          fmt::format("a tag or comment has more than {} octets (--limit-record-octets)",
                      m_limits.record_octets));
    }
    return false;
  }
  take_markup(markup);
  m_report.after_markup = markup.kind != MarkupKind::stray && markup.kind != MarkupKind::cdata;
  m_read = opening + markup.text.size();
  return true;
}

void Scanner::pass_over(std::size_t octets) {
  constexpr std::uint64_t layout = 256;  // times as much as the head itself may have
  if (m_report.place != Place::in_root && m_report.place != Place::after_root) return;
  m_report.outside += octets;
  if (m_report.outside > layout * m_limits.head_octets) refuse_head(layout * m_limits.head_octets);
}

void Scanner::refuse_head(std::uint64_t octets) {
  throw InputError(
      fmt::format("it has more than {} octets outside its records (--limit-head-octets)", octets));
}

void Scanner::take_text(std::string_view text) {
  pass_over(text.size());
  switch (m_report.place) {
    case Place::in_record:
      return;
    case Place::in_root:
      add_text_to_head(text);
      return;
    case Place::before_root:
      m_report.skipped += text.size();
      m_report.text_before_root = m_report.text_before_root || !trim(text).empty();
      return;
    case Place::after_root:
      m_report.text_after_root = m_report.text_after_root || !trim(text).empty();
      return;
  }
}

void Scanner::take_markup(const Markup& markup) {
  pass_over(markup.text.size());
  switch (m_report.place) {
    case Place::in_record:
      in_record(markup);
      return;
    case Place::in_root:
      in_root(markup);
      return;
    case Place::before_root:
      before_root(markup);
      return;
    case Place::after_root:
      if (markup.kind != MarkupKind::start_tag || !markup.is_named(root_name)) return;
      // Files that were joined into one: another report begins.
      end_report();
      before_root(markup);
      return;
  }
}

void Scanner::before_root(const Markup& markup) {
  const bool starts = markup.kind == MarkupKind::start_tag || markup.kind == MarkupKind::empty_tag;
  if (starts && markup.is_named(root_name)) {
    m_report.head = markup.text;
    m_report.place = markup.kind == MarkupKind::empty_tag ? Place::after_root : Place::in_root;
    return;
  }
  if (markup.kind == MarkupKind::start_tag && is_of_head(markup)) {
    m_report.head = fmt::format("<{}>{}", root_name, markup.text);
    m_report.place = Place::in_root;
    m_report.rootless = true;
    return;
  }
  if (starts && m_report.first_element.empty()) m_report.first_element = markup.name;
  if (markup.kind == MarkupKind::stray) m_report.text_before_root = true;
  if (markup.text.starts_with("<?xml ") && m_report.skipped > 0) m_report.late_declaration = true;
  m_report.skipped += markup.text.size();
  if (m_report.skipped > search_for_root) refuse_foreign(m_report.first_element);
}

void Scanner::in_root(const Markup& markup) {
  switch (markup.kind) {
    case MarkupKind::comment:
    case MarkupKind::instruction:
    case MarkupKind::doctype:
    case MarkupKind::unfinished:
      return;
    case MarkupKind::cdata:
    case MarkupKind::stray:
      break;
    case MarkupKind::start_tag:
      if (markup.is_named(record_name)) return begin_record();
      if (!markup.is_named(row_name)) break;
      // The start of its record is missing or damaged.
      ++m_report.unstarted;
      m_report.bare_record = true;
      return begin_record();
    case MarkupKind::empty_tag:
      if (!markup.is_named(record_name)) break;
      m_on_record(markup.text);
      return;
    case MarkupKind::end_tag:
      if (markup.is_named(record_name)) {
        ++m_report.unopened;
        return;
      }
      if (markup.is_named(root_name)) m_report.place = Place::after_root;
      break;
  }
  add_to_head(markup.text);
}

void Scanner::in_record(const Markup& markup) {
  const bool ends = markup.kind == MarkupKind::end_tag;
  if (!ends && markup.kind != MarkupKind::start_tag) return;
  if (markup.is_named(record_name)) {
    if (ends) return end_record(m_read + markup.text.size());
  } else if (!ends || !markup.is_named(root_name)) {
    return;
  }
  // A record without its end ends where the next one begins, or the report does.
  ++m_report.unclosed;
  end_record(m_read);
  in_root(markup);
}

void Scanner::begin_record() {
  m_record = m_read;
  m_report.place = Place::in_record;
}

void Scanner::end_record(std::size_t end) {
  m_report.place = Place::in_root;
  const auto xml = std::string_view(m_buffer).substr(m_record, end - m_record);
  if (!std::exchange(m_report.bare_record, false)) return m_on_record(xml);
  m_on_record(fmt::format("<{}>{}", record_name, xml));
}

void Scanner::add_text_to_head(std::string_view text) {
  // Blanks after a tag are layout; there may be millions of them between the records.
  if (m_report.after_markup)
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (text.empty()) return;
  m_report.after_markup = false;
  add_to_head(text);
}

void Scanner::add_to_head(std::string_view xml) {
  if (m_report.head.size() + xml.size() > m_limits.head_octets) {
    refuse_head(m_limits.head_octets);
  }
  m_report.head.append(xml);
}

void Scanner::drop_read() {
  const auto done = m_report.place == Place::in_record ? m_record : m_read;
  m_buffer.erase(0, done);
  m_read -= done;
  m_record = 0;
}

void Scanner::finish() {
  m_ending = m_report.place != Place::after_root;
  if (m_ending) {
    while (step()) {
    }
    drop_read();
  }
  if (m_report.place == Place::before_root) refuse_foreign(m_report.first_element);
  if (m_report.place != Place::after_root) {
    m_log.note("cut-off", m_report.place == Place::in_record
                              ? "the report is cut off within a record, which is left out"
                              : "the report is cut off before its end");
  } else if (!m_buffer.empty()) {
    m_report.text_after_root = true;
  }
  end_report();
}

void Scanner::end_report() {
  note_strays();
  m_on_end(std::move(m_report.head));
  m_report = {};
}

void Scanner::note_strays() {
  if (m_report.late_declaration) m_log.note("before-root", "blanks before the XML declaration");
  if (m_report.rootless) {
    m_log.note("no-root", "the report has no root element <feedback>, or a damaged one");
  } else if (m_report.text_before_root || !m_report.first_element.empty()) {
    m_log.note("before-root", "text or elements before the root element are ignored");
  }
  if (m_report.text_after_root)
    m_log.note("after-root", "text after the end of the report is ignored");
  if (m_report.unopened > 0) {
    m_log.note("stray-end", "ends of records without a beginning are ignored", m_report.unopened);
  }
  if (m_report.unstarted > 0) {
    m_log.note("unstarted-record", "records without a start are taken to begin with their row",
               m_report.unstarted);
  }
  if (m_report.unclosed > 0) {
    m_log.note("unclosed-record", "records without an end are taken to end at the next",
               m_report.unclosed);
  }
}

}  // namespace hardfail::report
