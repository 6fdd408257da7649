#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evaluation/scope.hpp"
#include "evaluation/trace.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/util/expected.hpp"
#include "hardfail/util/text.hpp"
#include "lookup/answers.hpp"

namespace hardfail::spf {

/// What ends an evaluation early, wherever in the recursion it is met.
struct Stop {
  enum class Why : std::uint8_t { permerror, temperror, undecided, pending, personal };
  Why why = Why::pending;
  std::string text;  ///< one sentence; empty for pending and personal
};

template <typename T>
using Or = Expected<T, Stop>;

inline Unexpected<Stop> stop(Stop::Why why, std::string text) {
  return Unexpected(Stop{why, std::move(text)});
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
    return fmt::format("`{}` in the record of {}", printable_ascii(text()),
                       printable(frame.domain.text()));
  }
};

/// One evaluation of check_host() with all that it may spend.
class Evaluation {
 public:
  /// With a `scope` the evaluation is one for many clients: it notes there what it asks of its
  /// client, ends at a term that tells clients of a range apart or passes over it, and explains
  /// nothing.
  Evaluation(const Query& query, Answers& answers, const CheckOptions& options,
             Scope* scope = nullptr)
      : m_query(query), m_answers(answers), m_options(options), m_scope(scope), m_trace(options) {}

  /// nullopt where an answer is not at hand yet, or the scope became personal.
  std::optional<Outcome> run();

 private:
  // Records.
  Or<Result> check_domain(const DomainName& domain, Standing standing, const Term* from);
  Or<std::monostate> examine(const Fetched& fetched, const Term* from);
  Or<Result> check_record(const Frame& frame);
  Or<Result> follow_redirect(const Frame& frame);
  Or<bool> matches(const Frame& frame, const Directive& directive);
  void note_match(const Frame& frame, Span where);
  template <typename T>
  bool pass_over(const Or<T>& outcome, const Term& term);

  // Mechanisms.
  static Or<bool> match(const Term& term, const All& all);
  Or<bool> match(const Term& term, const Include& include);
  Or<bool> match(const Term& term, const A& a);
  Or<bool> match(const Term& term, const Mx& mx);
  Or<bool> match(const Term& term, const Ptr& ptr);
  Or<bool> match(const Term& term, const Ip& ip);
  Or<bool> match(const Term& term, const Exists& exists);
  Or<bool> match_hosts(const Term& term, std::span<const DomainName> hosts, const DualCidr& prefix);
  bool client_is_in(const IpNetwork& network);

  // Look-ups.
  Or<std::vector<dns::Answer>> ask(const Term& term, std::span<const dns::Question> questions);
  Or<dns::Answer> ask(const Term& term, const dns::Question& question);
  Or<std::monostate> spend_lookup(const Term& term);
  Or<std::monostate> spend_if_void(const Term& term, dns::Status status);
  Or<std::monostate> account(const Term& term, const dns::Question& question,
                             const dns::Answer& answer);

  // Names.
  Or<std::monostate> single_out();
  Or<std::string> expanded(const Term& term, const MacroString& text);
  Or<std::optional<DomainName>> target(const Term& term, const std::optional<MacroString>& spec);
  Or<DomainName> record_target(const Term& term, const MacroString& spec);
  Or<std::vector<DomainName>> validated_names(const Term& term, const DomainName* wanted);
  Or<std::string> client_name(const Term& term);

  // Explanations.
  Or<std::optional<std::string>> explanation();
  Or<MacroString> explanation_text(const Term& term);

  [[nodiscard]] std::vector<dns::Question> address_questions(
      std::span<const DomainName> hosts) const;

  /// The step that the term's look-ups belong to gets its meaning.
  template <typename T>
  Or<T> closed(std::size_t step, Or<T> outcome, std::string_view meaning);

  std::size_t open_step(const Frame& frame, Span where) {
    return m_trace.open(frame.depth, frame.domain, frame.record.text_of(where), m_spent);
  }

  const Query& m_query;
  Answers& m_answers;
  const CheckOptions& m_options;
  Scope* m_scope;
  Trace m_trace;
  Spent m_spent;
  std::vector<const Term*> m_way;   // the includes and redirects to the record being evaluated
  std::vector<std::string> m_path;  // to the term that decided
  std::string m_mechanism;
  std::optional<Frame> m_decider;                         // the own record that the result is of
  std::optional<std::vector<DomainName>> m_client_names;  // for %{p}
};

/// Closes a step of the trace: with `meaning`, or why there is no outcome.
template <typename T>
Or<T> Evaluation::closed(std::size_t step, Or<T> outcome, std::string_view meaning) {
  m_trace.close(step, outcome ? meaning : std::string_view(outcome.error().text));
  return outcome;
}

/// What a term of that qualifier gives whom it matches (section 4.6.2).
[[nodiscard]] Result result_of(Qualifier qualifier) noexcept;

/// The type of record that holds addresses of the client's family.
[[nodiscard]] dns::RecordType address_type_of(const IpAddress& client) noexcept;

}  // namespace hardfail::spf
