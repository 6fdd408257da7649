#include "run/telling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "hardfail/analysis/since_told.hpp"
#include "hardfail/analysis/troubles.hpp"
#include "hardfail/render/news.hpp"

namespace hardfail::cli {

using analysis::DomainNews;
using analysis::News;
using ledger::Told;
using ledger::TroubleKind;

namespace {

/// What is known of a domain that cannot be judged now: what was known before, and this trouble.
Told with_trouble(const std::optional<Told>& before, const DomainName& domain, TroubleKind kind,
                  std::string name, Moment since) {
  auto after = before.value_or(Told{domain, nullptr, {}});
  const auto known = std::ranges::find(after.troubles, kind, &ledger::Trouble::kind);
  if (known == after.troubles.end()) after.troubles.push_back({kind, {}, std::move(name), since});
  return after;
}

}  // namespace

void Teller::add(const analysis::Assessment& assessment, const analysis::Intake& intake,
                 std::shared_ptr<const ledger::Run> run) {
  const auto& verdict = assessment.verdict;
  const auto before = m_store.told(m_name, assessment.domain);
  DomainNews news{.domain = assessment.domain,
                  .as_of = assessment.as_of,
                  .now = verdict.state,
                  .recommendation = verdict.recommendation};
  if (analysis::has_dns_failed(assessment)) {
    // A verdict over a record that could not be read says nothing of the domain: what was known of
    // it holds until the DNS answers.
    const auto reason = verdict.reasons.empty() ? std::string() : verdict.reasons.front().text;
    return add(
        std::move(news), before,
        with_trouble(before, assessment.domain, TroubleKind::dns_failed, reason, assessment.as_of));
  }
  const auto known = before ? before->troubles : std::vector<ledger::Trouble>();
  add(std::move(news), before,
      {assessment.domain, std::move(run), analysis::troubles_of(assessment, intake, known)});
}

void Teller::add(const DomainName& domain, Moment as_of, const Error& error) {
  const auto before = m_store.told(m_name, domain);
  DomainNews news{.domain = domain, .as_of = as_of};
  const auto kind =
      error.failure() == Failure::no_input ? TroubleKind::none_held : TroubleKind::dns_failed;
  add(std::move(news), before, with_trouble(before, domain, kind, error.what(), as_of));
}

void Teller::add(DomainNews news, const std::optional<Told>& before, Told after) {
  if (before && before->run) news.before = before->run->state;
  news.changes = analysis::changes_since(before.value_or(Told{news.domain, nullptr, {}}), after);
  if (!before || !news.changes.empty()) m_changes.push_back(news);
  m_all.push_back(std::move(news));
  m_told.push_back(std::move(after));
}

std::optional<News> Teller::all(Moment now) const { return news_of(m_all, now); }

std::optional<News> Teller::changes(Moment now) const { return news_of(m_changes, now); }

std::optional<notify::Message> Teller::message(Moment now) const {
  const auto news = changes(now);
  if (!news) return std::nullopt;
  const auto as = [&](render::Format format) {
    return render::present(*news, format, render::Page{});
  };
  return notify::Message{.id = news->id,
                         .subject = render::headline_of(*news),
                         .text = as(render::Format::text),
                         .html = as(render::Format::html),
                         .json = as(render::Format::json)};
}

std::optional<News> Teller::news_of(std::vector<DomainNews> domains, Moment now) const {
  if (domains.empty()) return std::nullopt;
  std::string content;  // without moments, which differ each time the same is told
  for (const auto& each : domains) {
    content += each.domain.text() + '\n';
    for (const auto& change : each.changes) content += change.code + ' ' + change.text + '\n';
  }
  auto id = fmt::format("{}-{:x}", m_store.tellings(m_name) + 1, std::hash<std::string>{}(content));
  return News{now, std::move(id), std::move(domains)};
}

}  // namespace hardfail::cli
