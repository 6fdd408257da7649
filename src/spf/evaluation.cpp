#include "evaluation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "describe.hpp"
#include "hardfail/util/text.hpp"
#include "macro_expansion.hpp"
#include "macro_parser.hpp"
#include "trace.hpp"

namespace hardfail::spf {
namespace {

/// What ends an evaluation early, wherever in the recursion it is met.
struct Stop {
  enum class Why : std::uint8_t { permerror, temperror, undecided, pending };
  Why why = Why::pending;
  std::string text;  ///< one sentence; empty for pending
};

template <typename T>
using Or = tl::expected<T, Stop>;

tl::unexpected<Stop> stop(Stop::Why why, std::string text) {
  return tl::make_unexpected(Stop{why, std::move(text)});
}

/// Whose word a record is: that of the checked domain (itself, or reached by redirects alone), or
/// that of an included one, whose results mean no more than match and no match.
enum class Standing : std::uint8_t { own, included };

/// A record under evaluation.
struct Frame {
  const DomainName& domain;
  const Record& record;
  Standing standing = Standing::own;
  unsigned depth = 0;
};

/// Whether look-ups count towards the limits: those for an explanation do not (section 4.6.4).
enum class Cost : std::uint8_t { counted, free };

/// A term under evaluation.
struct Term {
  const Frame& frame;
  Span where;
  std::size_t step = Trace::nowhere;
  Cost cost = Cost::counted;

  [[nodiscard]] std::string_view text() const { return frame.record.text_of(where); }

  /// "`a:mail.example.net` in the record of example.com"
  [[nodiscard]] std::string name() const {
    return fmt::format("`{}` in the record of {}", printable(text()),
                       printable(frame.domain.text()));
  }
};

Result result_of(Qualifier qualifier) {
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

std::vector<dns::Question> address_questions(std::span<const DomainName> hosts,
                                             const IpAddress& client) {
  std::vector<dns::Question> questions;
  questions.reserve(hosts.size());
  for (const auto& host : hosts) questions.push_back({host, address_type_of(client)});
  return questions;
}

/// One evaluation of check_host() with all that it may spend.
class Evaluation {
 public:
  Evaluation(const Query& query, Answers& answers, const CheckOptions& options)
      : m_query(query), m_answers(answers), m_options(options), m_trace(options) {}

  std::optional<Outcome> run();

 private:
  // Records.
  Or<Result> check_domain(const DomainName& domain, Standing standing, const Term* from);
  Or<void> examine(const Fetched& fetched, const Term* from);
  Or<Result> check_record(const Frame& frame);
  Or<Result> follow_redirect(const Frame& frame);
  Or<bool> matches(const Frame& frame, const Directive& directive);
  void note_match(const Frame& frame, Span where);

  // Mechanisms.
  Or<bool> match(const Term& term, const All& all);
  Or<bool> match(const Term& term, const Include& include);
  Or<bool> match(const Term& term, const A& a);
  Or<bool> match(const Term& term, const Mx& mx);
  Or<bool> match(const Term& term, const Ptr& ptr);
  Or<bool> match(const Term& term, const Ip& ip);
  Or<bool> match(const Term& term, const Exists& exists);
  Or<bool> match_hosts(const Term& term, std::span<const DomainName> hosts, const DualCidr& prefix);

  // Look-ups.
  Or<std::vector<dns::Answer>> ask(const Term& term, std::span<const dns::Question> questions);
  Or<dns::Answer> ask(const Term& term, const dns::Question& question);
  Or<void> spend_lookup(const Term& term);
  Or<void> spend_if_void(const Term& term, dns::Status status);
  Or<void> account(const Term& term, const dns::Question& question, const dns::Answer& answer);

  // Names.
  Or<std::string> expanded(const Term& term, const MacroString& text);
  Or<std::optional<DomainName>> target(const Term& term, const std::optional<MacroString>& spec);
  Or<DomainName> record_target(const Term& term, const MacroString& spec);
  Or<std::vector<DomainName>> validated_names(const Term& term, const DomainName* wanted);
  Or<std::string> client_name(const Term& term);

  // Explanations.
  Or<std::optional<std::string>> explanation();
  Or<MacroString> explanation_text(const Term& term);

  /// The step that the term's look-ups belong to gets its meaning.
  template <typename T>
  Or<T> closed(std::size_t step, Or<T> outcome, std::string_view meaning);

  const Query& m_query;
  Answers& m_answers;
  const CheckOptions& m_options;
  Trace m_trace;
  Spent m_spent;
  std::vector<std::string> m_path;
  std::string m_mechanism;
  std::optional<Frame> m_decider;                         // the own record that the result is of
  std::optional<std::vector<DomainName>> m_client_names;  // for %{p}
};

/// Closes a step of the trace: with `meaning`, or why there is no outcome.
template <typename T>
Or<T> Evaluation::closed(std::size_t step, Or<T> outcome, std::string_view meaning) {
  m_trace.close(step, outcome ? meaning : outcome.error().text, m_spent);
  return outcome;
}

/// `from` is the term that leads to the domain, nullptr for the checked domain.
Or<Result> Evaluation::check_domain(const DomainName& domain, Standing standing, const Term* from) {
  if (!domain.parent()) return Result::none;
  const auto* fetched = m_answers.record_of(domain);
  if (fetched == nullptr) return stop(Stop::Why::pending, {});

  const auto& published = fetched->published;
  const unsigned depth = from == nullptr ? 0 : from->frame.depth + 1;
  const auto step = m_trace.open(depth, domain, {});
  if (m_trace.wanted()) {
    const auto texts = fmt::format("{}", fmt::join(published.texts, "; "));
    m_trace.add(step, fmt::format("{} TXT", printable(domain.text())),
                printable(texts.empty() ? dns::describe(fetched->status) : texts));
  }
  const auto fine =
      closed(step, examine(*fetched, from), published.record ? "SPF record" : "no SPF record");
  if (!fine) return tl::make_unexpected(fine.error());
  if (!published.record) return Result::none;
  return check_record({published.domain, *published.record, standing, depth});
}

/// Sections 4.4 to 4.6: what ends the evaluation before the record's first term.
Or<void> Evaluation::examine(const Fetched& fetched, const Term* from) {
  const auto& published = fetched.published;
  const auto name = printable(published.domain.text());
  if (from != nullptr) {
    if (auto spent = spend_if_void(*from, fetched.status); !spent) return spent;
  }
  switch (published.status) {
    case RecordStatus::ok:
    case RecordStatus::none:
      return {};
    case RecordStatus::multiple:
      return stop(Stop::Why::permerror,
                  fmt::format("{} publishes {} SPF records", name, published.texts.size()));
    case RecordStatus::permerror: {
      const auto term = term_at(published.texts.front(), published.problem->offset);
      return stop(Stop::Why::permerror,
                  fmt::format("the SPF record of {} has an error in `{}`: {}", name,
                              printable(term), published.problem->text));
    }
    case RecordStatus::temperror:
      return stop(Stop::Why::temperror, published.problem->text);
  }
  return {};
}

Or<Result> Evaluation::check_record(const Frame& frame) {
  if (frame.standing == Standing::own) m_decider.emplace(frame);
  for (const auto& directive : frame.record.directives) {
    const auto matched = matches(frame, directive);
    if (!matched) return tl::make_unexpected(matched.error());
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

/// Section 6.1.
Or<Result> Evaluation::follow_redirect(const Frame& frame) {
  const auto& modifier = *frame.record.redirect;
  const Term term{frame, modifier.where,
                  m_trace.open(frame.depth, frame.domain, frame.record.text_of(modifier.where))};
  auto result = [&]() -> Or<Result> {
    if (auto spent = spend_lookup(term); !spent) return tl::make_unexpected(spent.error());
    const auto domain = record_target(term, modifier.value);
    if (!domain) return tl::make_unexpected(domain.error());
    auto reached = check_domain(*domain, frame.standing, &term);
    if (reached && *reached == Result::none) {
      return stop(Stop::Why::permerror, fmt::format("{} leads to {}, which has no SPF record",
                                                    term.name(), printable(domain->text())));
    }
    return reached;
  }();
  if (result && !m_path.empty()) m_path.emplace(m_path.begin(), term.text());
  const auto meaning = result ? name_of(*result) : std::string_view();
  return closed(term.step, std::move(result), meaning);
}

Or<bool> Evaluation::matches(const Frame& frame, const Directive& directive) {
  const Term term{frame, directive.where,
                  m_trace.open(frame.depth, frame.domain, frame.record.text_of(directive.where))};
  auto matched = std::visit([&](const auto& mechanism) { return match(term, mechanism); },
                            directive.mechanism);
  const std::string_view meaning = matched && *matched ? "match" : "no match";
  return closed(term.step, std::move(matched), meaning);
}

// The mechanisms, section 5.

Or<bool> Evaluation::match(const Term&, const All&) { return true; }

Or<bool> Evaluation::match(const Term& term, const Include& include) {
  if (auto spent = spend_lookup(term); !spent) return tl::make_unexpected(spent.error());
  const auto domain = record_target(term, include.domain);
  if (!domain) return tl::make_unexpected(domain.error());
  const auto result = check_domain(*domain, Standing::included, &term);
  if (!result) return tl::make_unexpected(result.error());
  if (*result == Result::pass) return true;
  if (*result == Result::none) {
    return stop(Stop::Why::permerror, fmt::format("{} leads to {}, which has no SPF record",
                                                  term.name(), printable(domain->text())));
  }
  m_path.clear();  // What decided there decides nothing here.
  return false;
}

Or<bool> Evaluation::match(const Term& term, const A& a) {
  if (auto spent = spend_lookup(term); !spent) return tl::make_unexpected(spent.error());
  const auto host = target(term, a.domain);
  if (!host) return tl::make_unexpected(host.error());
  if (!*host) return false;
  return match_hosts(term, std::span(&**host, 1), a.prefix);
}

Or<bool> Evaluation::match(const Term& term, const Mx& mx) {
  if (auto spent = spend_lookup(term); !spent) return tl::make_unexpected(spent.error());
  const auto domain = target(term, mx.domain);
  if (!domain) return tl::make_unexpected(domain.error());
  if (!*domain) return false;

  const dns::Question question{**domain, dns::RecordType::mx};
  const auto answer = ask(term, question);
  if (!answer) return tl::make_unexpected(answer.error());
  if (auto spent = account(term, question, *answer); !spent) {
    return tl::make_unexpected(spent.error());
  }
  auto exchanges = answer->all<dns::MailExchange>();
  std::ranges::stable_sort(exchanges, {}, &dns::MailExchange::preference);
  std::vector<DomainName> hosts;
  for (auto& exchange : exchanges) {
    if (exchange.host) hosts.push_back(*std::move(exchange.host));
  }
  if (hosts.size() > m_options.max_names) {
    return stop(Stop::Why::permerror, fmt::format("{} leads to {} MX hosts, and {} are allowed",
                                                  term.name(), hosts.size(), m_options.max_names));
  }
  return match_hosts(term, hosts, mx.prefix);
}

Or<bool> Evaluation::match(const Term& term, const Ptr& ptr) {
  if (auto spent = spend_lookup(term); !spent) return tl::make_unexpected(spent.error());
  const auto domain = target(term, ptr.domain);
  if (!domain) return tl::make_unexpected(domain.error());
  if (!*domain) return false;
  const auto names = validated_names(term, &**domain);
  if (!names) return tl::make_unexpected(names.error());
  return std::ranges::any_of(*names,
                             [&](const DomainName& name) { return name.is_at_or_below(**domain); });
}

Or<bool> Evaluation::match(const Term&, const Ip& ip) {
  return ip.network.contains(m_query.client);
}

Or<bool> Evaluation::match(const Term& term, const Exists& exists) {
  if (auto spent = spend_lookup(term); !spent) return tl::make_unexpected(spent.error());
  const auto name = target(term, exists.domain);
  if (!name) return tl::make_unexpected(name.error());
  if (!*name) return false;
  const dns::Question question{**name, dns::RecordType::a};
  const auto answer = ask(term, question);
  if (!answer) return tl::make_unexpected(answer.error());
  if (auto spent = account(term, question, *answer); !spent) {
    return tl::make_unexpected(spent.error());
  }
  return answer->status == dns::Status::answered;
}

/// True if an address of one of the hosts, with the prefix length applied, is the client's. The
/// hosts are asked for at once and looked at in order, up to the first that matches.
Or<bool> Evaluation::match_hosts(const Term& term, std::span<const DomainName> hosts,
                                 const DualCidr& prefix) {
  const auto& client = m_query.client;
  const unsigned bits = client.family() == IpAddress::Family::v4 ? prefix.v4 : prefix.v6;
  const auto questions = address_questions(hosts, client);
  const auto answers = ask(term, questions);
  if (!answers) return tl::make_unexpected(answers.error());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (auto spent = account(term, questions[i], (*answers)[i]); !spent) {
      return tl::make_unexpected(spent.error());
    }
    for (const auto& address : (*answers)[i].all<IpAddress>()) {
      if (client.in_prefix(address, bits)) return true;
    }
  }
  return false;
}

// Look-ups, section 4.6.4.

Or<std::vector<dns::Answer>> Evaluation::ask(const Term& term,
                                             std::span<const dns::Question> questions) {
  auto answers = m_answers.ask(questions);
  if (!answers) return stop(Stop::Why::pending, {});
  if (m_trace.wanted()) m_trace.add(term.step, describe(questions), describe(*answers));
  return *std::move(answers);
}

Or<dns::Answer> Evaluation::ask(const Term& term, const dns::Question& question) {
  return ask(term, std::span(&question, 1)).map([](std::vector<dns::Answer> answers) {
    return std::move(answers.front());
  });
}

/// Counts a term that queries the DNS.
Or<void> Evaluation::spend_lookup(const Term& term) {
  if (term.cost == Cost::free || ++m_spent.lookups <= m_options.max_lookups) return {};
  return stop(Stop::Why::permerror,
              fmt::format("{} would be look-up number {}, and {} are allowed", term.name(),
                          m_spent.lookups, m_options.max_lookups));
}

Or<void> Evaluation::spend_if_void(const Term& term, dns::Status status) {
  if (!dns::is_void(status) || term.cost == Cost::free) return {};
  if (++m_spent.void_lookups <= m_options.max_void_lookups) return {};
  return stop(Stop::Why::permerror,
              fmt::format("{} met void look-up number {}, and {} are allowed", term.name(),
                          m_spent.void_lookups, m_options.max_void_lookups));
}

/// Counts an answer that is void, and ends in temperror where it is a DNS error (section 5).
Or<void> Evaluation::account(const Term& term, const dns::Question& question,
                             const dns::Answer& answer) {
  if (dns::is_error(answer.status)) {
    return stop(
        Stop::Why::temperror,
        fmt::format("{} needs the {} records of {}: {}", term.name(), name_of(question.type),
                    printable(question.name.text()), dns::describe(answer.status)));
  }
  return spend_if_void(term, answer.status);
}

// Names, sections 5.5 and 7.

Or<std::string> Evaluation::expanded(const Term& term, const MacroString& text) {
  std::string name;
  if (uses_client_name(text)) {
    auto found = client_name(term);
    if (!found) return found;
    name = *std::move(found);
  }
  const auto now = m_options.now.value_or(
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  auto result = expand(text, {m_query, term.frame.domain, name, m_options.receiver, now});
  if (result) return *std::move(result);
  return stop(Stop::Why::undecided,
              fmt::format("{} needs {}, which is not known", term.name(), result.error()));
}

/// The target name of a mechanism, nullopt where its expansion is no name (section 4.8).
Or<std::optional<DomainName>> Evaluation::target(const Term& term,
                                                 const std::optional<MacroString>& spec) {
  if (!spec) return term.frame.domain;
  return expanded(term, *spec).map([](const std::string& text) { return to_target_name(text); });
}

/// The domain whose record a term refers to.
Or<DomainName> Evaluation::record_target(const Term& term, const MacroString& spec) {
  auto domain = target(term, spec);
  if (!domain) return tl::make_unexpected(std::move(domain.error()));
  if (!*domain) {
    return stop(Stop::Why::permerror, fmt::format("{} leads to no domain name", term.name()));
  }
  return **std::move(domain);
}

/// The names that the client's PTR records give and whose addresses hold the client: all of them,
/// or up to the first at or below `wanted`. None where the PTR look-up fails.
Or<std::vector<DomainName>> Evaluation::validated_names(const Term& term,
                                                        const DomainName* wanted) {
  std::vector<DomainName> validated;
  const auto pointers =
      ask(term, dns::Question{m_query.client.reverse_name(), dns::RecordType::ptr});
  if (!pointers) return tl::make_unexpected(pointers.error());
  if (auto spent = spend_if_void(term, pointers->status); !spent) {
    return tl::make_unexpected(spent.error());
  }
  auto names = pointers->all<DomainName>();
  if (names.size() > m_options.max_names) {
    names.erase(names.begin() + static_cast<std::ptrdiff_t>(m_options.max_names), names.end());
  }
  const auto questions = address_questions(names, m_query.client);
  const auto answers = ask(term, questions);
  if (!answers) return tl::make_unexpected(answers.error());
  for (std::size_t i = 0; i < names.size(); ++i) {
    // A DNS error skips the name.
    const auto& answer = (*answers)[i];
    if (auto spent = spend_if_void(term, answer.status); !spent) {
      return tl::make_unexpected(spent.error());
    }
    const auto addresses = answer.all<IpAddress>();
    if (std::ranges::find(addresses, m_query.client) == addresses.end()) continue;
    validated.push_back(names[i]);
    if (wanted != nullptr && names[i].is_at_or_below(*wanted)) break;
  }
  return validated;
}

/// %{p}: the domain itself before a name below it before any other (section 7.3). The PTR query
/// counts as a look-up, once (section 4.6.4).
Or<std::string> Evaluation::client_name(const Term& term) {
  if (!m_client_names) {
    if (auto spent = spend_lookup(term); !spent) return tl::make_unexpected(spent.error());
    auto names = validated_names(term, nullptr);
    if (!names) return tl::make_unexpected(std::move(names.error()));
    m_client_names = *std::move(names);
  }
  const auto& names = *m_client_names;
  if (names.empty()) return "unknown";
  const auto& domain = term.frame.domain;
  if (std::ranges::find(names, domain) != names.end()) return domain.text();
  const auto below = std::ranges::find_if(
      names, [&](const DomainName& name) { return name.is_at_or_below(domain); });
  return below == names.end() ? names.front().text() : below->text();
}

// Explanations, section 6.2.

/// The text that the record's `exp` leads to; the default where there is none to use.
Or<MacroString> Evaluation::explanation_text(const Term& term) {
  const auto fallback = [&] {
    const auto& text = m_options.default_explanation;
    return parse_macro_string(text, MacroPlace::explanation).value_or(MacroString{text, {text}});
  };
  const auto& modifier = term.frame.record.exp;
  if (!modifier) return fallback();
  const auto name = target(term, modifier->value);
  if (!name) return tl::make_unexpected(name.error());
  if (!*name) return fallback();
  const auto answer = ask(term, dns::Question{**name, dns::RecordType::txt});
  if (!answer) return tl::make_unexpected(answer.error());
  const auto records = answer->all<dns::CharacterStrings>();
  if (records.size() != 1) return fallback();
  const auto text = fmt::format("{}", fmt::join(records.front(), ""));
  auto parsed = parse_macro_string(text, MacroPlace::explanation);
  return parsed ? *std::move(parsed) : fallback();
}

/// The explanation of a fail; nullopt where there is none, or it needs what is not known.
Or<std::optional<std::string>> Evaluation::explanation() {
  Term term{*m_decider, {}, Trace::nowhere, Cost::free};
  if (const auto& exp = term.frame.record.exp) {
    term.where = exp->where;
    term.step = m_trace.open(term.frame.depth, term.frame.domain, term.text());
  }
  auto explained = explanation_text(term).and_then(
      [&](const MacroString& text) { return expanded(term, text); });
  const auto shown = explained ? printable(*explained) : std::string();
  explained = closed(term.step, std::move(explained), shown);
  if (explained) return explained->empty() ? std::nullopt : std::optional(*std::move(explained));
  if (explained.error().why == Stop::Why::pending) return tl::make_unexpected(explained.error());
  return std::nullopt;
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
  if (outcome.result == Result::fail) {
    auto explained = explanation();
    if (!explained) return std::nullopt;
    outcome.explanation = *std::move(explained);
  }
  outcome.lookups = m_spent.lookups;
  outcome.void_lookups = m_spent.void_lookups;
  outcome.trace = m_trace.take();
  return outcome;
}

}  // namespace

dns::RecordType address_type_of(const IpAddress& client) noexcept {
  return client.family() == IpAddress::Family::v4 ? dns::RecordType::a : dns::RecordType::aaaa;
}

std::optional<Outcome> evaluate(const Query& query, Answers& answers, const CheckOptions& options) {
  return Evaluation(query, answers, options).run();
}

}  // namespace hardfail::spf
