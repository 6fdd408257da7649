#include "hardfail/render/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cells.hpp"
#include "hardfail/util/count.hpp"
#include "page/assets.hpp"
#include "page/record_fields.hpp"
#include "page/sender_fields.hpp"
#include "page/template.hpp"
#include "page/volume_fields.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;
using ledger::Standing;

std::string_view css_class(Standing standing) {
  switch (standing) {
    case Standing::good:
      return "good";
    case Standing::neutral:
      return "neutral";
    case Standing::doubtful:
      return "doubtful";
    case Standing::bad:
      return "bad";
  }
  return {};
}

/// That of the state; bad also where a record that ends in -all already loses mail.
std::string_view tone_class(const analysis::Verdict& verdict) {
  const bool loses = verdict.state == analysis::State::already_hardfail && verdict.exit_code != 0;
  return css_class(loses ? Standing::bad : traits_of(verdict.state).standing);
}

/// With a capital, as a sentence begins.
std::string sentence(std::string_view text) {
  std::string capital(text);
  if (!capital.empty() && capital.front() >= 'a' && capital.front() <= 'z') {
    capital.front() = static_cast<char>(capital.front() - 'a' + 'A');
  }
  return capital;
}

Fields reason_fields(analysis::Severity severity, std::string_view text) {
  return Fields().text("severity", name_of(severity)).text("text", sentence(text));
}

Fields figure(std::string_view name, std::string_view value, std::string_view detail,
              Standing standing = Standing::neutral) {
  return Fields()
      .text("name", name)
      .text("value", value)
      .text("detail", detail)
      .text("tone", css_class(standing));
}

struct Missing {
  std::size_t senders = 0;
  std::uint64_t messages = 0;
};

Missing missing_of(const Assessment& assessment) {
  Missing missing;
  for (const auto& sender : assessment.senders) {
    if (sender.source_class != analysis::SourceClass::unlisted_legitimate) continue;
    ++missing.senders;
    missing.messages += sender.messages;
  }
  return missing;
}

std::vector<Fields> figures_of(const Assessment& assessment) {
  const auto& evidence = assessment.evidence;
  const auto& impact = assessment.impact;
  const auto missing = missing_of(assessment);
  const auto lost = impact.newly_failed_legitimate + impact.newly_failed_forwarded;
  return {
      figure("Messages", grouped(evidence.messages),
             fmt::format("{} legitimate", grouped(evidence.legitimate_messages))),
      figure("Missing senders", grouped(missing.senders),
             missing.senders == 0 ? "" : counted(missing.messages, "message"),
             missing.senders > 0     ? Standing::bad
             : evidence.messages > 0 ? Standing::good
                                     : Standing::neutral),
      figure("Would fail under -all", grouped(lost),
             fmt::format("{} forwarded", grouped(impact.newly_failed_forwarded)),
             impact.newly_failed_legitimate > 0 ? Standing::bad : Standing::neutral),
      figure("Days with reports", grouped(evidence.days_with_reports),
             fmt::format("of {}", grouped(evidence.days_spanned))),
      figure("Reporters", grouped(evidence.reporters.size()), counted(evidence.reports, "report"))};
}

std::string window_text(const analysis::Evidence& evidence) {
  return fmt::format("Window: {} to {}.", to_iso_date(evidence.window.begin),
                     to_iso_date(evidence.window.end));
}

std::string evidence_text(const Assessment& assessment) {
  const auto& evidence = assessment.evidence;
  auto text = fmt::format(
      "{} from {} on {}{}: {} from {}, {} of them legitimate.", counted(evidence.reports, "report"),
      counted(evidence.reporters.size(), "reporter"), counted(evidence.days_with_reports, "day"),
      evidence.seen ? fmt::format(", {} to {}", to_iso_date(evidence.seen->first),
                                  to_iso_date(evidence.seen->last))
                    : "",
      counted(evidence.messages, "message"),
      counted(assessment.sources.size(), "address", "addresses"),
      grouped(evidence.legitimate_messages));
  if (evidence.missing_bound) {
    text += fmt::format(
        " No sender is missing among so many: at most {} of the legitimate mail may still come "
        "from "
        "one that is (at 95% confidence).",
        percent(*evidence.missing_bound));
  }
  return text;
}

void add_changes(const Assessment& assessment, Fields& page) {
  page.text("changes", "");
  if (!assessment.since_last) {
    page.text("since", assessment.what_if ? "A what-if is held against no earlier run."
                                          : "This is the first run for the domain.");
    return;
  }
  const auto& last = *assessment.since_last;
  const auto headline = traits_of(last.previous_state).headline;
  page.text("since", fmt::format("Since the run of {}, whose answer was “{}”{}",
                                 to_iso_date(last.previous_as_of), headline,
                                 last.changes.empty() ? ", nothing changed." : ":"));
  if (last.changes.empty()) return;
  std::vector<Fields> items;
  for (const auto& change : last.changes) {
    items.push_back(reason_fields(change.severity, change.text));
  }
  page.once("changes", Fields().each("items", items));
}

std::string finding_of(const analysis::ComparedMail& mail) {
  if (mail.is_lost)
    return fmt::format("lost: {:.0f}% less", std::min(mail.lost_share() * 100, 100.0));
  return mail.would_show ? "not lost" : "too little to tell";
}

/// What -all has done since the record turned to it, with the largest streams of mail that were
/// held against the weeks before. Of what was to be expected the least is shown: the explanation of
/// a loss that asks for least decides.
void add_after(const std::optional<analysis::After>& after, Fields& page) {
  constexpr std::size_t most_rows = 20;
  page.text("after", "");
  if (!after) return;
  std::vector<Fields> reasons;
  for (const auto& reason : analysis::reasons_of(*after)) {
    reasons.push_back(reason_fields(reason.severity, reason.text));
  }
  Fields part;
  part.text("title",
            fmt::format("Since the record ends in -all ({})", to_iso_date(after->turn.first_fail)))
      .each("reasons", reasons)
      .text("compared", "");
  std::vector<Fields> rows;
  for (const auto& mail : after->compared) {
    if (rows.size() == most_rows) break;
    rows.push_back(Fields()
                       .text("mail", mail.sender.empty() ? "all that -all can lose" : mail.sender)
                       .text("reporter", mail.reporter.empty() ? "all" : mail.reporter)
                       .text("expected", grouped(static_cast<std::uint64_t>(std::round(mail.low))))
                       .text("seen", grouped(mail.seen))
                       .text("finding", finding_of(mail)));
  }
  if (!rows.empty()) {
    const auto caption =
        after->compared.size() > rows.size()
            ? fmt::format("Messages since, held against the weeks before: the first {} of {} rows",
                          rows.size(), after->compared.size())
            : std::string("Messages since, held against the weeks before");
    part.once("compared", Fields().text("caption", caption).each("rows", rows));
  }
  page.once("after", part);
}

void add_summary(const Assessment& assessment, Fields& page) {
  const auto& verdict = assessment.verdict;
  const auto& state = traits_of(verdict.state);
  std::vector<Fields> reasons;
  for (const auto& reason : std::span(verdict.reasons).subspan(verdict.reasons.empty() ? 0 : 1)) {
    reasons.push_back(reason_fields(reason.severity, reason.text));
  }
  page.text("domain", assessment.domain.text())
      .text("headline", sentence(state.headline))
      .text("tone", tone_class(verdict))
      .text("because", verdict.reasons.empty() ? "" : sentence(verdict.reasons.front().text))
      .text("what_if", assessment.what_if ? "yes" : "")
      .each("figures", figures_of(assessment))
      .each("reasons", reasons)
      .text("window", window_text(assessment.evidence))
      .text("as_of", to_iso_date(assessment.as_of));
}

void add_remarks(const Assessment& assessment, Fields& page) {
  std::vector<Fields> items;
  if (const auto& loss = assessment.expected_loss; loss && loss->is_told()) {
    // Not in the summary, which is to fit one printed page.
    for (const auto& text : {analysis::text_of(*loss), analysis::known_text(*loss)}) {
      if (!text.empty()) items.push_back(reason_fields(analysis::Severity::note, text));
    }
  }
  for (const auto& remark : assessment.remarks) {
    items.push_back(reason_fields(remark.severity, remark.text));
  }
  page.text("remarks", "");
  if (!items.empty()) page.once("remarks", Fields().each("items", items));
}

/// Style, scripts, and what the policy of the page says of them.
void add_assets(Fields& page) {
  page.markup("style", style_sheet().text)
      .markup("chart", chart_script().text)
      .markup("script", page_script().text)
      .markup("todo", todo_template().text)
      .text("style_digest", style_sheet().digest)
      .text("chart_digest", chart_script().digest)
      .text("script_digest", page_script().digest);
}

std::string trend_text(const Assessment& assessment) {
  if (!assessment.since_last) return "first run";
  const auto& last = *assessment.since_last;
  const auto date = to_iso_date(last.previous_as_of);
  if (last.previous_state == assessment.verdict.state) {
    return last.changes.empty()
               ? fmt::format("as on {}", date)
               : fmt::format("{} since {}", counted(last.changes.size(), "change"), date);
  }
  return fmt::format("{}: {}", date, traits_of(last.previous_state).headline);
}

}  // namespace

std::string domain_page(const Assessment& assessment, PagePlace place) {
  Fields page;
  add_assets(page);
  page.text("index", place == PagePlace::beside_index ? "yes" : "")
      .text("evidence", evidence_text(assessment));
  add_summary(assessment, page);
  add_todo(assessment, page);
  add_after(assessment.after, page);
  add_periods(assessment.volume, page);
  add_senders(assessment, page);
  add_days(assessment.volume, page);
  add_calendar(assessment.evidence, assessment.volume, page);
  add_reporters(assessment.volume, page);
  add_remarks(assessment, page);
  add_spf(assessment.spf, page);
  add_dmarc(assessment.dmarc, page);
  add_changes(assessment, page);
  return fill(page_template().text, page);
}

struct IndexPage::Rows {
  Place place;
  bool has_groups = false;
  std::vector<Fields> domains = {};
};

IndexPage::IndexPage(Place place) : m_rows(std::make_unique<Rows>(Rows{place})) {}
IndexPage::IndexPage(IndexPage&&) noexcept = default;
IndexPage& IndexPage::operator=(IndexPage&&) noexcept = default;
IndexPage::~IndexPage() = default;

void IndexPage::add(const Assessment& assessment, std::string_view group) {
  const auto& evidence = assessment.evidence;
  const auto& state = traits_of(assessment.verdict.state);
  const bool beside = m_rows->place == Place::beside_pages;
  Fields row;
  row.text("domain", assessment.domain.text())
      .text("group", group)
      .text("page", beside ? page_name(assessment.domain) : "")
      .text("anchor", fmt::format("domain{}", m_rows->domains.size() + 1))
      .text("verdict", sentence(state.headline))
      .text("tone", tone_class(assessment.verdict))
      .text("because", assessment.verdict.reasons.empty()
                           ? ""
                           : sentence(assessment.verdict.reasons.front().text))
      .text("messages", grouped(evidence.messages))
      .text("missing", grouped(missing_of(assessment).senders))
      .text("newest", evidence.seen ? to_iso_date(evidence.seen->last) : "none")
      .text("trend", trend_text(assessment));
  if (!beside) add_todo(assessment, row);
  m_rows->has_groups = m_rows->has_groups || !group.empty();
  m_rows->domains.push_back(row);
}

std::string IndexPage::text() const {
  Fields page;
  add_assets(page);
  page.each("domains", m_rows->domains)
      .text("count", counted(m_rows->domains.size(), "domain"))
      .text("has_groups", m_rows->has_groups ? "yes" : "")
      .text("digests", m_rows->place == Place::alone ? "yes" : "");
  return fill(index_template().text, page);
}

}  // namespace hardfail::render
