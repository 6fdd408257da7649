#include "scanner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::report {
namespace {

constexpr std::size_t search_for_root = 64U << 10U;
constexpr std::string_view root_name = "feedback";
constexpr std::string_view record_name = "record";

[[noreturn]] void refuse_foreign(std::string_view first_element) {
  if (first_element.empty()) {
    throw InputError("it is no aggregate report: it holds no XML element");
  }
  throw InputError(
      fmt::format("it is XML, but no aggregate report: its root element is <{}>, not <feedback>",
                  printable(shortened(first_element, 80))));
}

}  // namespace

Scanner::Scanner(const ParserLimits& limits, WarningLog& log, OnRecord on_record)
    : m_limits(limits), m_log(log), m_on_record(std::move(on_record)) {}

void Scanner::feed(std::string_view text) {
  if (m_second_root) return;
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
  if (m_place == Place::in_record && m_read - m_record > m_limits.record_octets) {
    throw InputError(fmt::format("a record has more than {} octets (--limit-record-octets)",
                                 m_limits.record_octets));
  }
  if (opening == std::string::npos) return false;

  const auto markup = next_markup(std::string_view(m_buffer).substr(opening));
  if (markup.kind == MarkupKind::unfinished) {
    if (m_buffer.size() - opening > m_limits.record_octets) {
      if (m_place == Place::after_root) {
        m_text_after_root = true;
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
  m_after_markup = markup.kind != MarkupKind::stray && markup.kind != MarkupKind::cdata;
  m_read = opening + markup.text.size();
  return true;
}

void Scanner::take_text(std::string_view text) {
  switch (m_place) {
    case Place::in_record:
      return;
    case Place::in_root:
      add_text_to_head(text);
      return;
    case Place::before_root:
      m_skipped += text.size();
      m_text_before_root = m_text_before_root || !trim(text).empty();
      return;
    case Place::after_root:
      m_text_after_root = m_text_after_root || !trim(text).empty();
      return;
  }
}

void Scanner::take_markup(const Markup& markup) {
  switch (m_place) {
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
      m_second_root =
          m_second_root || (markup.kind == MarkupKind::start_tag && markup.is_named(root_name));
      return;
  }
}

void Scanner::before_root(const Markup& markup) {
  const bool starts = markup.kind == MarkupKind::start_tag || markup.kind == MarkupKind::empty_tag;
  if (starts && markup.is_named(root_name)) {
    m_head = markup.text;
    m_place = markup.kind == MarkupKind::empty_tag ? Place::after_root : Place::in_root;
    return;
  }
  if (starts && m_first_element.empty()) m_first_element = markup.name;
  if (markup.kind == MarkupKind::stray) m_text_before_root = true;
  if (markup.text.starts_with("<?xml ") && m_skipped > 0) m_late_declaration = true;
  m_skipped += markup.text.size();
  if (m_skipped > search_for_root) refuse_foreign(m_first_element);
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
      if (!markup.is_named(record_name)) break;
      m_record = m_read;
      m_place = Place::in_record;
      return;
    case MarkupKind::empty_tag:
      if (!markup.is_named(record_name)) break;
      m_on_record(markup.text);
      return;
    case MarkupKind::end_tag:
      if (markup.is_named(record_name)) {
        ++m_unopened;
        return;
      }
      if (markup.is_named(root_name)) m_place = Place::after_root;
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
  ++m_unclosed;
  end_record(m_read);
  in_root(markup);
}

void Scanner::end_record(std::size_t end) {
  m_place = Place::in_root;
  m_on_record(std::string_view(m_buffer).substr(m_record, end - m_record));
}

void Scanner::add_text_to_head(std::string_view text) {
  // Blanks after a tag are layout; there may be millions of them between the records.
  if (m_after_markup) text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (text.empty()) return;
  m_after_markup = false;
  add_to_head(text);
}

void Scanner::add_to_head(std::string_view xml) {
  if (m_head.size() + xml.size() > m_limits.head_octets) {
    throw InputError(
        fmt::format("it has more than {} octets outside its records (--limit-head-octets)",
                    m_limits.head_octets));
  }
  m_head.append(xml);
}

void Scanner::drop_read() {
  const auto done = m_place == Place::in_record ? m_record : m_read;
  m_buffer.erase(0, done);
  m_read -= done;
  m_record = 0;
}

std::string Scanner::finish() {
  if (m_place == Place::before_root) refuse_foreign(m_first_element);
  if (m_place != Place::after_root) {
    m_log.note("cut-off", m_place == Place::in_record
                              ? "the report is cut off within a record, which is left out"
                              : "the report is cut off before its end");
  }
  note_strays();
  return std::move(m_head);
}

void Scanner::note_strays() {
  if (m_late_declaration) m_log.note("before-root", "blanks before the XML declaration");
  if (m_text_before_root || !m_first_element.empty()) {
    m_log.note("before-root", "text or elements before the root element are passed over");
  }
  m_text_after_root = m_text_after_root || (m_place == Place::after_root && !m_buffer.empty());
  if (m_text_after_root)
    m_log.note("after-root", "text after the end of the report is passed over");
  if (m_second_root) {
    m_log.note("second-report", "a second report in the same document is passed over");
  }
  if (m_unopened > 0) {
    m_log.note("stray-end", "ends of records without a beginning are passed over", m_unopened);
  }
  if (m_unclosed > 0) {
    m_log.note("unclosed-record", "records without an end are taken to end at the next",
               m_unclosed);
  }
}

}  // namespace hardfail::report
