#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "archive_reader.hpp"
#include "budget.hpp"
#include "byte_source.hpp"
#include "hardfail/ingest/ingest.hpp"
#include "mail_reader.hpp"

namespace hardfail::ingest {

/// Reads one input with all containers nested in it into a sink.
class InputReader {
 public:
  InputReader(ByteSource& input, std::string path, const Limits& limits, Sink& sink)
      : m_input(input),
        m_path(std::move(path)),
        m_limits(limits),
        m_sink(sink),
        m_budget(limits, input) {}

  [[nodiscard]] InputSummary read();

 private:
  /// A part of the input that may be or hold reports.
  struct Part {
    ByteSource& octets;
    std::string member;             ///< its place, printable; empty for the input itself
    unsigned depth = 0;             ///< containers around it
    bool is_expected = false;       ///< what it comes in, or its name, says that it is a report
    bool is_accompaniment = false;  ///< MailPart
  };

  void read_or_reject(const Part& part);
  /// Each is kept in the database and shown, so that an input may not make as many as it likes.
  void reject(std::string member, std::string reason);
  void read(const Part& part);
  void read_gzip(const Part& part);
  void read_xz(const Part& part);
  void read_base64(const Part& part);
  void read_signed_data(const Part& part);
  void read_archive(const Part& part, ArchiveKind kind);
  void read_mail(const Part& part);
  void skip_returned(const Part& part);
  void read_mailbox(const Part& part);
  void read_report(const Part& part);
  static void require_whole(const Part& part);
  static void mark_cut_off(report::Report& report);
  /// How likely it is that a part that is skipped holds a report.
  enum class Suspicion : std::uint8_t { weak, strong };

  void skip(const Part& part, std::string reason, Suspicion suspicion);
  void count_member(std::uint64_t members) const;
  [[nodiscard]] static Part inner(const Part& outer, ByteSource& octets, std::string_view name);
  [[nodiscard]] std::string why_nothing() const;

  ByteSource& m_input;
  std::string m_path;
  const Limits& m_limits;
  Sink& m_sink;
  Budget m_budget;
  InputSummary m_summary;
  std::uint64_t m_unnamed_rejections = 0;
  bool m_has_other_report = false;
  bool m_is_mail = false;
  bool m_lacks_report = false;   ///< something that was skipped may well have been one
  std::string m_skipped_member;  ///< the first part skipped of those most suspicious, and why
  std::string m_skipped_reason;
  Suspicion m_suspicion = Suspicion::weak;
};

}  // namespace hardfail::ingest
