#include "hardfail/analysis/remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "hardfail/util/text.hpp"
#include "silence.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

namespace chr = std::chrono;

using Remarks = std::vector<Reason>;

/// Missing senders that the record still listed when their mail was reported.
void remark_dropped(const Assessment& given, Remarks& remarks) {
  std::vector<const Sender*> dropped;
  std::uint64_t messages = 0;
  Moment last = Moment::min();
  for (const auto& sender : given.senders) {
    if (sender.source_class != SourceClass::unlisted_legitimate) continue;
    bool passed = false;
    for (const auto index : sender.sources) {
      const Source& source = given.sources[index];
      if (!source.last_pass) continue;
      passed = true;
      messages += source.newly_failed;
      last = std::max(last, *source.last_pass);
    }
    if (passed) dropped.push_back(&sender);
  }
  if (dropped.empty()) return;
  remarks.push_back(
      {"dropped_from_record", Severity::warning,
       fmt::format("{} passed SPF when reported, last on {}, and {} no longer covered by the "
                   "record: {}. `hardfail history {}` shows which record changed, if an earlier "
                   "run saw it",
                   counted(dropped.size(), "missing sender"), to_iso_date(last - chr::seconds{1}),
                   dropped.size() == 1 ? "is" : "are",
                   listing(dropped, [](const Sender* sender) { return printable(sender->name); }),
                   given.domain.text()),
       messages});
}

/// The mail of a missing sender, or of everything that a term of the record lists.
struct Activity {
  std::uint64_t messages = 0;
  unsigned days = 0;  ///< at least
  Moment first = Moment::max();
  Moment last = Moment::min();

  template <typename Mail>
  void add(const Mail& mail) {
    messages += mail.messages;
    days = std::max(days, mail.days);
    first = std::min(first, mail.first_seen);
    last = std::max(last, mail.last_seen);
  }

  /// By its own rhythm.
  [[nodiscard]] bool has_stopped(Moment end) const {
    return has_gone_silent(days, first, last, end);
  }
};

/// True of a sender all of whose sources are gone for good.
bool is_retired(const Sender& sender, const Assessment& given) {
  return std::ranges::all_of(sender.sources, [&](std::uint32_t index) {
    return given.sources[index].signals.front().code == "retired";
  });
}

/// Senders that were active earlier in the window and no longer are.
void remark_silent(const Assessment& given, Remarks& remarks) {
  if (!given.evidence.seen) return;
  std::map<std::string, Activity> senders;
  std::map<std::string_view, Activity> terms;
  for (const auto& sender : given.senders) {
    if (sender.source_class == SourceClass::unlisted_legitimate || is_retired(sender, given)) {
      senders[printable(sender.name)].add(sender);
    }
  }
  for (const auto& source : given.sources) {
    if (source.source_class == SourceClass::listed && !source.spf_now->mechanism.empty()) {
      terms[source.spf_now->mechanism].add(source);
    }
  }
  const Moment end = given.evidence.seen->last + chr::days{1};
  std::erase_if(senders, [&](const auto& each) { return !each.second.has_stopped(end); });
  const bool names_sender = !senders.empty();
  for (const auto& [term, activity] : terms) {
    if (!activity.has_stopped(end)) continue;
    senders.emplace(fmt::format("the senders that {} lists", term), activity);
  }
  if (senders.empty()) return;
  std::uint64_t messages = 0;
  for (const auto& [name, activity] : senders) messages += activity.messages;
  auto text =
      "seen earlier in the window and silent since: " + listing(senders, [](const auto& each) {
        return fmt::format("{} (until {})", each.first,
                           to_iso_date(each.second.last - chr::seconds{1}));
      });
  if (names_sender) text += ". Leave a missing sender out of the record if it was retired";
  remarks.push_back({"silent_senders", Severity::note, std::move(text), messages});
}

/// Terms of the domain's own record that passed no source seen. Says nothing where the term that
/// passes a source depends on the message.
void remark_unused(const Assessment& given, Remarks& remarks) {
  if (!given.spf.own.record) return;
  std::set<std::string> used;
  for (const auto& source : given.sources) {
    if (source.spf_now->undecided) return;
    if (source.spf_now->result == spf::Result::pass) used.insert(source.spf_now->mechanism);
  }
  std::vector<std::string> unused;
  const auto& record = *given.spf.own.record;
  for (const auto& directive : record.directives) {
    if (std::holds_alternative<spf::All>(directive.mechanism)) break;
    std::string term(record.text_of(directive.where));
    if (directive.qualifier == spf::Qualifier::pass && !used.contains(term)) {
      unused.push_back(std::move(term));
    }
  }
  if (unused.empty()) return;
  remarks.push_back(
      {"unused_terms", Severity::note,
       fmt::format(
           "no mail in the window used {}: {} for removal, unless something sends through {} less "
           "often than that",
           listing(
               unused, [](const std::string& term) { return term; }, 8),
           unused.size() == 1 ? "a candidate" : "candidates", unused.size() == 1 ? "it" : "them")});
}

void remark_gap(const Evidence& evidence, Remarks& remarks) {
  constexpr unsigned worth_telling = 7;
  if (!evidence.longest_gap || evidence.longest_gap->count() < worth_telling) return;
  const auto& gap = *evidence.longest_gap;
  remarks.push_back(
      {"gap_in_reports", Severity::note,
       fmt::format("no report covers the {} days from {} to {}: a sender that was active "
                   "only then was not seen",
                   grouped(gap.count()), to_iso_date(gap.first), to_iso_date(gap.last))});
}

void remark_rhythm(const Evidence& evidence, Remarks& remarks) {
  constexpr unsigned month_and_some = 35;
  if (evidence.days_spanned == 0 || evidence.days_spanned >= month_and_some) return;
  remarks.push_back(
      {"short_for_monthly", Severity::note,
       fmt::format("the reports span {}: monthly mail, such as statements or invoices, "
                   "may not have been sent in that time",
                   counted(evidence.days_spanned, "day"))});
}

void remark_policy(const Assessment& given, Remarks& remarks) {
  const auto& policy = given.dmarc;
  for (const auto& problem : policy.problems) {
    remarks.push_back({"dmarc_problem", Severity::warning, "DMARC: " + problem});
  }
  if (!policy.record) return;
  const auto& record = *policy.record;
  const auto add = [&](std::string code, std::string text) {
    remarks.push_back({std::move(code), Severity::note, std::move(text)});
  };
  if (record.testing && record.p != dmarc::Action::none) {
    add("dmarc_testing",
        fmt::format("the DMARC record has t=y (testing): to receivers p={} means p={}",
                    dmarc::name_of(record.p), dmarc::name_of(policy.action)));
  }
  const bool own = policy.found_at == given.domain;
  if (own && record.sp && *record.sp < record.p) {
    add("dmarc_subdomains",
        fmt::format("the DMARC record has sp={}: the subdomains of {} are less protected than the "
                    "domain itself (p={})",
                    dmarc::name_of(*record.sp), given.domain.text(), dmarc::name_of(record.p)));
  }
  if (own && record.np && *record.np < record.p) {
    add("dmarc_subdomains",
        fmt::format("the DMARC record has np={}: subdomains of {} that do not exist are less "
                    "protected than the domain itself (p={})",
                    dmarc::name_of(*record.np), given.domain.text(), dmarc::name_of(record.p)));
  }
  for (const auto& note : record.notes) add("dmarc_tag", "DMARC record: " + note);
}

}  // namespace

std::vector<Reason> remarks_on(const Assessment& assessment, const Thresholds& thresholds) {
  Remarks remarks;
  remark_dropped(assessment, remarks);
  remark_silent(assessment, remarks);
  const bool tells_use = is_enough(assessment.evidence, thresholds) &&
                         assessment.evidence.legitimate_messages > 0 &&
                         assessment.verdict.state != State::fix_record;
  if (tells_use) remark_unused(assessment, remarks);
  remark_gap(assessment.evidence, remarks);
  if (assessment.verdict.state != State::insufficient_evidence) {
    remark_rhythm(assessment.evidence, remarks);
  }
  remark_policy(assessment, remarks);
  return remarks;
}

}  // namespace hardfail::analysis
