#include "input_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base64_source.hpp"
#include "content_kind.hpp"
#include "gzip_source.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "mailbox.hpp"
#include "signed_data.hpp"
#include "xz_source.hpp"

namespace hardfail::ingest {
namespace {

/// True for a part that is named as reports are, "receiver!domain!begin!end.xml" (RFC 7489, section
/// 7.2.1.1), and for a packed file that is none: something has damaged it.
bool is_called_report(const MailPart& part) {
  if (std::ranges::count(part.name, '!') >= 2) return true;
  const auto name = to_lower(part.name);
  const bool is_packed = name.ends_with(".gz") || name.ends_with(".zip");
  return is_packed && content_kind(part.contents) == ContentKind::other;
}

}  // namespace

InputSummary InputReader::read() {
  read_or_reject({m_input, {}, 0});
  if (m_summary.reports == 0 && m_summary.rejections.empty() && !m_has_other_report) {
    if (m_is_mail && m_summary.skipped > 0 && !m_lacks_report) {
      m_summary.ordinary_mails = std::max<std::uint64_t>(m_summary.ordinary_mails, 1);
    } else {
      reject({}, why_nothing());
    }
    m_summary.skipped = 0;  // what the whole is called speaks for them
  }
  if (m_unnamed_rejections > 0) {
    m_summary.rejections.push_back(
        {m_path, {}, fmt::format("{} more of its parts cannot be read", m_unnamed_rejections)});
  }
  return std::move(m_summary);
}

void InputReader::read_or_reject(const Part& part) {
  try {
    read(part);
  } catch (const InputError& error) {
    reject(part.member, error.what());
  }
}

void InputReader::reject(std::string member, std::string reason) {
  constexpr std::size_t most_named = 100;
  if (m_summary.rejections.size() < most_named) {
    m_summary.rejections.push_back({m_path, std::move(member), std::move(reason)});
  } else {
    ++m_unnamed_rejections;
  }
}

void InputReader::read(const Part& part) {
  const auto head = part.octets.peek(kind_octets);
  const auto kind = content_kind(head);
  const bool is_container = kind != ContentKind::report && kind != ContentKind::unread &&
                            kind != ContentKind::other_report && kind != ContentKind::other;
  if (is_container && part.depth >= m_limits.nesting) {
    throw InputError(
        fmt::format("containers are nested more than {} deep (--limit-nesting)", m_limits.nesting));
  }
  switch (kind) {
    case ContentKind::gzip:
      return read_gzip(part);
    case ContentKind::base64:
      return read_base64(part);
    case ContentKind::signed_data:
      return read_signed_data(part);
    case ContentKind::zip:
      return read_archive(part, ArchiveKind::zip);
    case ContentKind::tar:
      return read_archive(part, ArchiveKind::tar);
    case ContentKind::bzip2:
      return read_archive(part, ArchiveKind::bzip2);
    case ContentKind::xz:
      return read_xz(part);
    case ContentKind::zstd:
      return read_archive(part, ArchiveKind::zstd);
    case ContentKind::mail:
      return read_mail(part);
    case ContentKind::mailbox:
      return read_mailbox(part);
    case ContentKind::report:
      return read_report(part);
    case ContentKind::other_report:
      m_has_other_report = true;
      return skip(part, describe(head), Suspicion::weak);
    case ContentKind::unread:
      require_whole(part);
      return skip(part, describe(head), Suspicion::strong);
    case ContentKind::other:
      require_whole(part);
      return skip(part, describe(head), Suspicion::weak);
  }
}

void InputReader::read_gzip(const Part& part) {
  GzipSource unpacked(part.octets, m_budget);
  read({unpacked, part.member, part.depth + 1});
}

void InputReader::read_xz(const Part& part) {
  XzSource unpacked(part.octets, m_budget);
  read({unpacked, part.member, part.depth + 1});
}

void InputReader::read_base64(const Part& part) {
  const auto begin = find_base64(part.octets.peek(kind_octets));
  const std::string text(part.octets.next());
  part.octets.give_back(std::string_view(text).substr(begin));
  Base64Source octets(part.octets);
  read({octets, part.member, part.depth + 1});
}

void InputReader::read_signed_data(const Part& part) {
  const auto content = signed_content(read_all(part.octets, m_limits.mail_octets));
  if (!content) {
    return skip(part, "it is a signature without the text that it signs", Suspicion::weak);
  }
  MemorySource octets(*content);
  read({octets, part.member, part.depth + 1});
}

void InputReader::read_archive(const Part& part, ArchiveKind kind) {
  ArchiveReader archive(part.octets, kind, m_budget);
  const bool is_bare = kind == ArchiveKind::bzip2 || kind == ArchiveKind::zstd;
  std::uint64_t members = 0;
  while (!archive.is_broken() && !m_budget.is_spent()) {
    const auto name = archive.next_member();
    if (!name) return require_whole(part);
    count_member(++members);
    if (is_bare) {
      read({archive.member(), part.member, part.depth + 1});
    } else {
      read_or_reject(
          inner(part, archive.member(), name->empty() ? fmt::format("file {}", members) : *name));
    }
  }
}

void InputReader::read_mail(const Part& part) {
  m_is_mail = true;
  std::uint64_t members = 0;
  std::set<std::uint64_t> mails;
  std::set<std::uint64_t> with_report;
  ingest::read_mail(part.octets, m_limits.mail_octets, [&](const MailPart& piece) {
    count_member(++members);
    if (m_budget.is_spent()) return;
    MemorySource octets(piece.contents);
    auto within = inner(part, octets, piece.name);
    if (piece.may_lack_report || is_called_report(piece)) within.is_expected = true;
    within.is_accompaniment = piece.is_accompaniment;
    mails.insert(piece.mails.begin(), piece.mails.end());
    if (piece.origin == MailOrigin::returned) return skip_returned(within);
    const auto before = m_summary.reports;
    read_or_reject(within);
    if (m_summary.reports > before) with_report.insert(piece.mails.begin(), piece.mails.end());
  });
  if (mails.size() > with_report.size()) m_summary.has_other_mail = true;
  require_whole(part);
}

void InputReader::skip_returned(const Part& part) {
  const bool is_plain = content_kind(part.octets.peek(kind_octets)) == ContentKind::other;
  skip(part, "the mail came back undelivered: a report in it is one that its sender sent out",
       is_plain ? Suspicion::weak : Suspicion::strong);
}

void InputReader::read_mailbox(const Part& part) {
  Mailbox mailbox(part.octets);
  std::uint64_t mails = 0;
  while (mailbox.next_mail() && !m_budget.is_spent()) {
    count_member(++mails);
    auto mail = inner(part, mailbox.mail(), fmt::format("mail {}", mails));
    mail.depth = part.depth;  // a mailbox and its mails are one level of nesting
    const auto found = [this] {
      return m_summary.reports + m_summary.rejections.size() + m_unnamed_rejections;
    };
    const auto before = found();
    read_or_reject(mail);
    if (found() > before) continue;
    ++m_summary.ordinary_mails;
    m_summary.has_other_mail = true;
  }
  require_whole(part);
}

void InputReader::read_report(const Part& part) {
  std::uint64_t reports = 0;
  try {
    report::Parser parser(
        m_limits.report, [this](report::Record&& record) { m_sink.record(std::move(record)); },
        [&](report::Report&& report) {
          count_member(++reports);
          if (part.octets.is_cut_off()) mark_cut_off(report);
          ++m_summary.reports;
          m_sink.report(std::move(report), part.member);
        });
    for (auto octets = part.octets.next(); !octets.empty(); octets = part.octets.next()) {
      parser.feed(octets);
      m_sink.position(m_input.position());
    }
    parser.finish();
  } catch (const InputError& error) {
    m_sink.discard();
    if (!part.octets.is_cut_off()) throw;
    throw InputError(
        fmt::format("the packed data are cut off before their end, and what is left of the report "
                    "is of no use: {}",
                    error.what()));
  }
}

void InputReader::require_whole(const Part& part) {
  if (part.octets.is_cut_off()) throw InputError("the packed data are cut off before their end");
}

void InputReader::mark_cut_off(report::Report& report) {
  if (std::ranges::find(report.warnings, "cut-off", &report::Warning::code) !=
      report.warnings.end()) {
    return;  // the cut went through the report itself
  }
  report.warnings.push_back({"cut-off", "the packed data are cut off after the report", 1});
}

void InputReader::skip(const Part& part, std::string reason, Suspicion suspicion) {
  m_lacks_report = m_lacks_report || part.is_expected || suspicion == Suspicion::strong;
  if (m_is_mail && !part.is_accompaniment) m_summary.has_other_mail = true;
  if (++m_summary.skipped > 1 && suspicion <= m_suspicion) return;
  m_suspicion = suspicion;
  m_skipped_member = part.member;
  m_skipped_reason = std::move(reason);
}

void InputReader::count_member(std::uint64_t members) const {
  if (members <= m_limits.members) return;
  throw InputError(
      fmt::format("it holds more than {} members (--limit-members)", m_limits.members));
}

InputReader::Part InputReader::inner(const Part& outer, ByteSource& octets, std::string_view name) {
  constexpr std::size_t shown_octets = 200;
  const auto shown = printable(shortened(name, shown_octets));
  return {octets, outer.member.empty() ? shown : outer.member + ": " + shown, outer.depth + 1,
          outer.is_expected};
}

std::string InputReader::why_nothing() const {
  if (m_summary.skipped == 0) return "it holds no files, and so no aggregate report";
  if (m_skipped_member.empty()) return m_skipped_reason;
  const auto none =
      m_summary.skipped == 1
          ? std::string("its only file is not an aggregate report")
          : fmt::format("none of its {} files is an aggregate report", m_summary.skipped);
  return fmt::format("{}; {}: {}", none, m_skipped_member, m_skipped_reason);
}

}  // namespace hardfail::ingest
