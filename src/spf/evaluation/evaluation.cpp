#include "evaluation/evaluation.hpp"

namespace hardfail::spf {

Result result_of(Qualifier qualifier) noexcept {
  switch (qualifier) {
    case Qualifier::pass:
      return Result::pass;
    case Qualifier::fail:
      return Result::fail;
    case Qualifier::softfail:
      return Result::softfail;
    case Qualifier::neutral:
      return Result::neutral;
  }
  return Result::neutral;
}

/// `from` is the term that leads to the domain, nullptr for the checked domain.
Or<Result> Evaluation::check_domain(const DomainName& domain, Standing standing, const Term* from) {
  if (!domain.parent()) return Result::none;
  const auto* fetched = m_answers.record_of(domain);
  if (fetched == nullptr) return stop(Stop::Why::pending, {});

  const auto& published = fetched->published;
  const unsigned depth = from == nullptr ? 0 : from->frame.depth + 1;
  const auto step = m_trace.open(depth, domain, {}, m_spent);
  if (m_trace.wanted()) {
    const auto texts = fmt::format("{}", fmt::join(published.texts, "; "));
    m_trace.add(step, fmt::format("{} TXT", printable(domain.text())),
                printable(texts.empty() ? dns::describe(fetched->status) : texts));
  }
  const auto fine =
      closed(step, examine(*fetched, from), published.record ? "SPF record" : "no SPF record");
  if (!fine) return Unexpected(fine.error());
  if (!published.record) return Result::none;
  if (from != nullptr) m_way.push_back(from);
  auto result = check_record({published.domain, *published.record, standing, depth});
  if (from != nullptr) m_way.pop_back();
  return result;
}

/// Sections 4.4 to 4.6: what ends the evaluation before the record's first term.
Or<std::monostate> Evaluation::examine(const Fetched& fetched, const Term* from) {
  const auto& published = fetched.published;
  const auto name = [&] { return printable(published.domain.text()); };
  if (from != nullptr) {
    if (auto spent = spend_if_void(*from, fetched.status); !spent) return spent;
  }
  switch (published.status) {
    case RecordStatus::ok:
    case RecordStatus::none:
      return {};
    case RecordStatus::multiple:
      return stop(Stop::Why::permerror,
                  fmt::format("{} publishes {} SPF records", name(), published.texts.size()));
    case RecordStatus::permerror:
      return stop(Stop::Why::permerror, describe_error(published, published.errors.front()));
    case RecordStatus::temperror:
      return stop(Stop::Why::temperror, *published.problem);
  }
  return {};
}

Or<Result> Evaluation::check_record(const Frame& frame) {
  if (frame.standing == Standing::own) m_decider.emplace(frame);
  for (const auto& directive : frame.record.directives) {
    const auto matched = matches(frame, directive);
    if (!matched) return Unexpected(matched.error());
    if (*matched) {
      note_match(frame, directive.where);
      return result_of(directive.qualifier);
    }
  }
  // A redirect beside `all` is ignored, wherever the `all` stands (section 6.1).
  if (frame.record.redirect && frame.record.all() == nullptr) return follow_redirect(frame);
  return Result::neutral;
}

void Evaluation::note_match(const Frame& frame, Span where) {
  const auto term = frame.record.text_of(where);
  m_path.emplace(m_path.begin(), term);
  if (frame.standing == Standing::own) m_mechanism = term;
}

/// True if the evaluation goes on after a term that needs the single client.
template <typename T>
bool Evaluation::pass_over(const Or<T>& outcome, const Term& term) {
  if (outcome || outcome.error().why != Stop::Why::personal) return false;
  if (m_scope->personal() == Personal::stop) return false;
  TermPath path;
  for (const auto* each : m_way) path.emplace_back(each->text());
  path.emplace_back(term.text());
  m_scope->note_passed_over(std::move(path));
  return true;
}

/// Section 6.1.
Or<Result> Evaluation::follow_redirect(const Frame& frame) {
  const auto& modifier = *frame.record.redirect;
  const Term term{frame, modifier.where, open_step(frame, modifier.where)};
  auto result = [&]() -> Or<Result> {
    if (auto spent = spend_lookup(term); !spent) return Unexpected(spent.error());
    const auto domain = record_target(term, modifier.value);
    if (!domain) return Unexpected(domain.error());
    auto reached = check_domain(*domain, frame.standing, &term);
    if (reached && *reached == Result::none) {
      return stop(Stop::Why::permerror, fmt::format("{} leads to {}, which has no SPF record",
                                                    term.name(), printable(domain->text())));
    }
    return reached;
  }();
  if (pass_over(result, term)) result = Result::neutral;
  if (result && !m_path.empty()) m_path.emplace(m_path.begin(), term.text());
  const auto meaning = result ? name_of(*result) : std::string_view();
  return closed(term.step, std::move(result), meaning);
}

Or<bool> Evaluation::matches(const Frame& frame, const Directive& directive) {
  // Records of providers hold hundreds of networks: the short way for those.
  const auto* ip = std::get_if<Ip>(&directive.mechanism);
  if (ip != nullptr && !m_trace.wanted()) return client_is_in(ip->network);
  const Term term{frame, directive.where, open_step(frame, directive.where)};
  auto matched = std::visit([&](const auto& mechanism) { return match(term, mechanism); },
                            directive.mechanism);
  if (pass_over(matched, term)) matched = false;
  const std::string_view meaning = matched && *matched ? "match" : "no match";
  return closed(term.step, std::move(matched), meaning);
}

std::optional<Outcome> Evaluation::run() {
  Outcome outcome;
  const auto result = check_domain(m_query.domain, Standing::own, nullptr);
  if (result) {
    outcome.result = *result;
    outcome.mechanism = std::move(m_mechanism);
    outcome.path = std::move(m_path);
  } else {
    auto text = result.error().text;
    switch (result.error().why) {
      case Stop::Why::pending:
        return std::nullopt;
      case Stop::Why::personal:
        m_scope->note_personal();
        return std::nullopt;
      case Stop::Why::permerror:
        outcome.result = Result::permerror;
        outcome.problem = std::move(text);
        break;
      case Stop::Why::temperror:
        outcome.result = Result::temperror;
        outcome.problem = std::move(text);
        break;
      case Stop::Why::undecided:
        outcome.result = Result::neutral;  // Nothing matched so far.
        outcome.undecided = std::move(text);
        break;
    }
  }
  if (outcome.result == Result::fail && m_scope == nullptr) {
    auto explained = explanation();
    if (!explained) return std::nullopt;
    outcome.explanation = *std::move(explained);
  }
  outcome.lookups = m_spent.lookups;
  outcome.void_lookups = m_spent.void_lookups;
  outcome.trace = m_trace.take();
  return outcome;
}

}  // namespace hardfail::spf
