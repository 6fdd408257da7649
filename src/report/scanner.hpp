#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "hardfail/report/parser.hpp"
#include "markup.hpp"
#include "warning_log.hpp"

namespace hardfail::report {

/// Cuts a document into its records and its head, which is all the rest. Tags are compared by local
/// name and need not match up, so that a damaged document loses no more than what is damaged.
class Scanner {
 public:
  /// Takes the XML of one record, from its start tag to its end tag.
  using OnRecord = std::function<void(std::string_view xml)>;

  Scanner(const ParserLimits& limits, WarningLog& log, OnRecord on_record);

  /// Takes the next piece of UTF-8, cut anywhere. Throws InputError past a limit, and where no
  /// report begins within the first 64 KiB.
  void feed(std::string_view text);

  /// Ends the document. Returns its head, from the root's start tag on, without comments,
  /// processing instructions and the blanks after tags. Throws InputError where there is no root.
  [[nodiscard]] std::string finish();

 private:
  enum class Place : std::uint8_t { before_root, in_root, in_record, after_root };

  [[nodiscard]] bool step();
  void take_text(std::string_view text);
  void take_markup(const Markup& markup);
  void before_root(const Markup& markup);
  void in_root(const Markup& markup);
  void in_record(const Markup& markup);
  void end_record(std::size_t end);
  void add_text_to_head(std::string_view text);
  void add_to_head(std::string_view xml);
  void drop_read();
  void note_strays();

  ParserLimits m_limits;
  WarningLog& m_log;
  OnRecord m_on_record;
  Place m_place = Place::before_root;
  std::string m_buffer;       ///< what is not yet done with
  std::size_t m_read = 0;     ///< octets of m_buffer that are read
  std::size_t m_record = 0;   ///< where in m_buffer the record began
  std::size_t m_skipped = 0;  ///< octets before the root
  std::string m_head;
  std::string m_first_element;
  bool m_after_markup = true;  ///< no text but blanks since the last markup
  bool m_text_before_root = false;
  bool m_late_declaration = false;
  bool m_text_after_root = false;
  bool m_second_root = false;
  std::uint64_t m_unopened = 0;  ///< ends of records without a start
  std::uint64_t m_unclosed = 0;
};

}  // namespace hardfail::report
