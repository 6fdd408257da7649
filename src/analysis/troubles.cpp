#include "hardfail/analysis/troubles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "hardfail/spf/record.hpp"
#include "hardfail/util/text.hpp"
#include "silence.hpp"

namespace hardfail::analysis {

using ledger::Trouble;
using ledger::TroubleKind;

namespace {

using std::chrono::days;

class Troubles {
 public:
  explicit Troubles(std::span<const Trouble> before) : m_before(before) {}

  /// What was seen last at `last`. Lasts where it was told of and nothing was seen since; begins
  /// where `is_missed`.
  void look_at(TroubleKind kind, std::string subject, std::string name, Moment last,
               bool is_missed) {
    const auto known = std::ranges::find_if(m_before, [&](const Trouble& each) {
      return each.kind == kind && each.subject == subject;
    });
    const bool is_known = known != m_before.end();
    if (is_known ? last <= known->since : is_missed) {
      m_found.push_back(
          {kind, std::move(subject), std::move(name), is_known ? known->since : last});
    }
  }

  std::vector<Trouble> take() { return std::move(m_found); }

 private:
  std::span<const Trouble> m_before;
  std::vector<Trouble> m_found;
};

/// Up to when reports tell of senders. Of the time after `last`, the longest without any report is
/// nobody's silence.
Moment heard_until(const Evidence& evidence, Moment last) {
  Moment end = evidence.seen->last + days{1};
  const auto& gap = evidence.longest_gap;
  if (gap && Moment(gap->first) + days{1} >= last) end -= days{gap->count()};
  return end;
}

/// Which mail a loss is about, the same each time.
std::string subject_of(const ComparedMail& mail) {
  return printable(fmt::format("{} / {}", shortened(mail.reporter, 80),
                               mail.sender_id.empty() ? mail.sender : mail.sender_id));
}

/// Losses begin where too much is missing for chance. What was told lasts while a tenth is missing,
/// even where chance could explain that by now, and while nobody looks any more.
void look_at_losses(const Assessment& assessment, std::span<const Trouble> before,
                    Troubles& troubles) {
  constexpr double still_missing = 0.1;
  if (!assessment.after) {
    if (assessment.spf.all != spf::Qualifier::fail) return;
    for (const auto& each : before) {
      if (each.kind == TroubleKind::mail_lost) {
        troubles.look_at(each.kind, each.subject, each.name, each.since, true);
      }
    }
    return;
  }
  const auto& after = *assessment.after;
  const auto look_at = [&](std::string subject, const std::string& text, bool is_lost,
                           bool is_missing) {
    const bool is_known = std::ranges::any_of(before, [&](const Trouble& each) {
      return each.kind == TroubleKind::mail_lost && each.subject == subject;
    });
    if (is_known ? !is_missing : !is_lost) return;
    troubles.look_at(TroubleKind::mail_lost, std::move(subject), printable(text),
                     after.turn.first_fail, true);
  };
  for (const auto& mail : after.compared) {
    look_at(subject_of(mail), lost_text(mail), mail.is_lost && !mail.is_explained,
            mail.lost_share() >= still_missing);
  }
  for (const auto& fails : after.new_fails) {
    look_at(printable(fails.sender_id), new_fails_text(fails), true, true);
  }
}

}  // namespace

std::vector<Trouble> troubles_of(const Assessment& assessment, const Intake& intake,
                                 std::span<const Trouble> before) {
  Troubles troubles(before);
  if (intake.newest) {
    troubles.look_at(TroubleKind::reports_stopped, {}, {}, *intake.newest, intake.has_stopped);
  }
  for (const auto& reporter : intake.reporters) {
    const auto name = printable(shortened(reporter.name, 80));
    troubles.look_at(TroubleKind::reporter_stopped, name, name, reporter.last,
                     reporter.has_stopped_alone);
  }
  look_at_losses(assessment, before, troubles);
  if (!assessment.evidence.seen) return troubles.take();
  for (const auto& sender : assessment.senders) {
    if (sender.source_class != SourceClass::listed) continue;
    const auto end = heard_until(assessment.evidence, sender.last_seen);
    troubles.look_at(TroubleKind::sender_silent, printable(sender.id), printable(sender.name),
                     sender.last_seen,
                     has_gone_silent(sender.days, sender.first_seen, sender.last_seen, end));
  }
  return troubles.take();
}

bool has_dns_failed(const Assessment& assessment) {
  return assessment.spf.status == spf::RecordStatus::temperror;
}

}  // namespace hardfail::analysis
