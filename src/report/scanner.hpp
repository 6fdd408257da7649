#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "hardfail/report/parser.hpp"
#include "markup.hpp"
#include "warning_log.hpp"

namespace hardfail::report {

/// Cuts a document into the records and the head, which is all the rest, of each report in it. Tags
/// are compared by local name and need not match up, so that a damaged document loses no more than
/// what is damaged.
class Scanner {
 public:
  /// Takes the XML of one record, from its start tag to its end tag.
  using OnRecord = std::function<void(std::string_view xml)>;
  /// Takes the record at the head of `text`, where it can be told without a look at its markup, and
  /// says how many octets it has; 0 where not.
  using OnKnownRecord = std::function<std::size_t(std::string_view text)>;
  /// Takes the head of a report, from the root's start tag on, without comments, processing
  /// instructions and the blanks after tags.
  using OnEnd = std::function<void(std::string&& head)>;

  Scanner(const ParserLimits& limits, WarningLog& log, OnKnownRecord on_known_record,
          OnRecord on_record, OnEnd on_end);

  /// Takes the next piece of UTF-8, cut anywhere. Throws InputError past a limit, and where no
  /// report begins within the first 64 KiB.
  void feed(std::string_view text);

  /// Ends the document: what has no end by now is text. Throws InputError where there is no root.
  void finish();

 private:
  enum class Place : std::uint8_t { before_root, in_root, in_record, after_root };

  [[nodiscard]] bool step();
  void take_text(std::string_view text);
  void take_markup(const Markup& markup);
  void before_root(const Markup& markup);
  void in_root(const Markup& markup);
  void in_record(const Markup& markup);
  void begin_record();
  void end_record(std::size_t end);
  /// Bounds what is between and after the records, even where nothing of it is kept: blanks,
  /// comments, ends of records that did not begin.
  void pass_over(std::size_t octets);
  [[noreturn]] static void refuse_head(std::uint64_t octets);
  void add_text_to_head(std::string_view text);
  void add_to_head(std::string_view xml);
  void drop_read();
  void end_report();
  void note_strays();

  /// What is known of the report being read.
  struct Current {
    Place place = Place::before_root;
    std::size_t skipped = 0;    ///< octets before the root
    std::uint64_t outside = 0;  ///< octets in and after the root, but in no record
    std::string head;
    std::string first_element;
    bool after_markup = true;  ///< no text but blanks since the last markup
    bool rootless = false;     ///< its metadata came before any root
    bool bare_record = false;  ///< the record began with its row
    bool text_before_root = false;
    bool late_declaration = false;
    bool text_after_root = false;
    std::uint64_t unopened = 0;  ///< ends of records without a start
    std::uint64_t unclosed = 0;
    std::uint64_t unstarted = 0;
  };

  ParserLimits m_limits;
  WarningLog& m_log;
  OnKnownRecord m_on_known_record;
  OnRecord m_on_record;
  OnEnd m_on_end;
  std::string m_buffer;      ///< what is not yet done with
  std::size_t m_read = 0;    ///< octets of m_buffer that are read
  std::size_t m_record = 0;  ///< where in m_buffer the record began
  bool m_ending = false;     ///< no more text comes
  Current m_report;
};

}  // namespace hardfail::report
