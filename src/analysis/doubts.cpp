#include "doubts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include "hardfail/analysis/host_name.hpp"
#include "hardfail/util/text.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

/// Rented and infected hosts send for days. Whoever comes back after four weeks may be a sender.
constexpr std::chrono::days lasting{28};
/// Fewer messages than one in three days of the window are not anybody's steady mail.
constexpr std::uint64_t weighty_operator = 30;
/// More steady suspects than these are a botnet.
constexpr std::ptrdiff_t steady_crowd = 12;

bool is_legitimate(const Source& source) {
  return source.source_class == SourceClass::listed ||
         source.source_class == SourceClass::unlisted_legitimate;
}

bool is_suspect(const Source& source) {
  return source.source_class == SourceClass::suspected_spoof && source.governed_messages > 0;
}

/// The sources that the record gives this result.
struct Affected {
  std::uint64_t sources = 0;
  std::uint64_t messages = 0;  ///< governed ones
  unsigned most_days = 0;
  const Source* legitimate = nullptr;  ///< one of them
  std::string problem;
};

Affected affected_by(const Circumstances& given, spf::Result result) {
  Affected affected;
  for (const auto& source : given.sources) {
    const auto& live = *source.spf_now;
    if (live.result != result || live.undecided || source.governed_messages == 0) continue;
    ++affected.sources;
    affected.messages += source.governed_messages;
    affected.most_days = std::max(affected.most_days, source.days);
    if (affected.legitimate == nullptr && is_legitimate(source)) affected.legitimate = &source;
    if (affected.problem.empty()) affected.problem = live.problem.value_or("");
  }
  return affected;
}

std::uint64_t governed_messages(const Circumstances& given) {
  std::uint64_t messages = 0;
  for (const auto& source : given.sources) messages += source.governed_messages;
  return messages;
}

std::string described(const Source& source) {
  return source.host ? fmt::format("{} ({})", source.address.to_string(),
                                   printable(source.host->name.text()))
                     : source.address.to_string();
}

std::string heard_text(const HeardSource& source) {
  std::string text = source.seen.client.to_string();
  if (source.host) text += fmt::format(" ({})", printable(source.host->name.text()));
  if (!source.kin.empty()) text += fmt::format(", {}", printable(source.kin));
  return text + fmt::format(", on {}", counted(source.seen.days, "day"));
}

bool lasts(Moment first, Moment last) { return last - first >= lasting; }

/// The suspects whose host names end in the same registrable domain, where they send most of what
/// all suspects send; nullopt where there is none.
std::optional<DomainName> steady_operator(const Circumstances& given) {
  struct Mail {
    std::uint64_t messages = 0;
    Moment first = Moment::max();
    Moment last = Moment::min();
  };
  std::map<DomainName, Mail> operators;
  std::uint64_t all = 0;
  for (const auto& source : given.sources) {
    if (!is_suspect(source)) continue;
    all += source.governed_messages;
    if (!source.host || !source.host->confirmed) continue;
    const auto domain = registrable_domain(source.host->name);
    if (!domain) continue;
    auto& mail = operators[*domain];
    mail.messages += source.governed_messages;
    mail.first = std::min(mail.first, source.first_seen);
    mail.last = std::max(mail.last, source.last_seen);
  }
  for (const auto& [domain, mail] : operators) {
    if (mail.messages * 2 > all && mail.messages >= weighty_operator &&
        lasts(mail.first, mail.last)) {
      return domain;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Reason> error_for_senders(const Circumstances& given) {
  const auto affected = affected_by(given, spf::Result::permerror);
  if (affected.sources == 0) return std::nullopt;
  if (affected.legitimate == nullptr && affected.messages * 2 <= governed_messages(given)) {
    return std::nullopt;
  }
  return Reason{"permerror", Severity::error,
                fmt::format("receivers get an error (permerror) for {}, which sent {} that the "
                            "record governs{}{}",
                            counted(affected.sources, "address", "addresses"),
                            messages_text(affected.messages), affected.problem.empty() ? "" : ": ",
                            affected.problem),
                affected.messages};
}

std::optional<Reason> dns_failed_for_senders(const Circumstances& given) {
  const auto affected = affected_by(given, spf::Result::temperror);
  if (affected.sources == 0) return std::nullopt;
  const double tolerated =
      given.thresholds.max_unknown * static_cast<double>(given.evidence.legitimate_messages);
  if (affected.legitimate == nullptr && static_cast<double>(affected.messages) <= tolerated &&
      affected.most_days < given.thresholds.max_unknown_days) {
    return std::nullopt;
  }
  return Reason{
      "dns_failed", Severity::error,
      fmt::format("the DNS failed (temperror) while the record was evaluated for {}, which "
                  "sent {} that it governs: whether it lists them is not known{}{}",
                  counted(affected.sources, "address", "addresses"),
                  messages_text(affected.messages), affected.problem.empty() ? "" : "; ",
                  affected.problem),
      affected.messages};
}

std::optional<Reason> everybody_passes(const Circumstances& given) {
  const auto& open = given.dns.open_passes;
  if (open.empty()) return std::nullopt;
  const auto way = [](const spf::TermPath& path) {
    return fmt::format("{}", fmt::join(path, " > "));
  };
  return Reason{"everybody_passes", Severity::error,
                fmt::format("nearly every address passes, by {}: such a pass proves nothing, and "
                            "-all would stop nobody",
                            listing(open, way)),
                0};
}

std::optional<Reason> dns_hides_evidence(const Circumstances& given) {
  if (given.dns.names_failed * 2 > given.dns.names_asked && given.spoof.sources > 0) {
    return Reason{
        "dns_failed", Severity::error,
        fmt::format("the DNS did not give the host names of {} of {}: one of the "
                    "suspected sources may be a host of your own",
                    given.dns.names_failed, counted(given.dns.names_asked, "address", "addresses")),
        0};
  }
  if (given.policy.dns_failed && !given.policy.record) {
    return Reason{"dns_failed", Severity::error,
                  fmt::format("the DNS failed for _dmarc.{} or a name above it: neither the policy "
                              "nor the organizational domain is known",
                              given.domain.text()),
                  0};
  }
  return std::nullopt;
}

std::optional<Reason> steady_suspects(const Circumstances& given) {
  const auto is_steady = [&](const Source& source) {
    return is_suspect(source) && source.days >= given.thresholds.max_unknown_days &&
           lasts(source.first_seen, source.last_seen);
  };
  const auto found = std::ranges::find_if(given.sources, is_steady);
  if (found != given.sources.end() &&
      std::ranges::count_if(given.sources, is_steady) <= steady_crowd) {
    return Reason{"steady_suspects", Severity::warning,
                  fmt::format("nobody is known to send legitimately, but {} sends steadily: {} on "
                              "{}; say whose it is with `hardfail mark`",
                              described(*found), messages_text(found->governed_messages),
                              counted(found->days, "day", "days")),
                  found->governed_messages};
  }
  if (const auto domain = steady_operator(given)) {
    return Reason{
        "steady_suspects", Severity::warning,
        fmt::format("nobody is known to send legitimately, but most of the mail comes "
                    "from hosts of {}, over weeks; say whose they are with `hardfail mark`",
                    domain->text()),
        0};
  }
  return std::nullopt;
}

std::optional<Reason> heard_senders(const Circumstances& given) {
  const auto& listening = given.dns.listening;
  if (!listening || listening->senders.empty()) return std::nullopt;
  const auto number = listening->senders.size();
  return Reason{
      "heard_senders", Severity::error,
      fmt::format(
          "receivers asked about {} that no report shows and that {} like senders of "
          "yours: {}. Receivers that do not report would lose their mail unseen: list them, "
          "or say whose they are with `hardfail mark`",
          counted(number, "address", "addresses"), number == 1 ? "looks" : "look",
          listing(listening->senders, heard_text)),
      0};
}

std::optional<Reason> heard_unknown(const Circumstances& given) {
  const auto& listening = given.dns.listening;
  if (!listening || listening->unknown.empty()) return std::nullopt;
  return Reason{
      "heard_unknown", Severity::warning,
      fmt::format("receivers asked for weeks about {} that no report shows: {}; say whose "
                  "they are with `hardfail mark`",
                  counted(listening->unknown.size(), "address", "addresses"),
                  listing(listening->unknown, heard_text)),
      0};
}

std::optional<Reason> suspects_to_know(const Circumstances& given) {
  const Source* heaviest = nullptr;
  const Source* longest = nullptr;
  for (const auto& source : given.sources) {
    if (!is_suspect(source)) continue;
    if (heaviest == nullptr || source.governed_messages > heaviest->governed_messages) {
      heaviest = &source;
    }
    if (longest == nullptr || source.days > longest->days) longest = &source;
  }
  if (heaviest == nullptr) return std::nullopt;
  auto text = fmt::format("make sure that no suspected source is yours: {} sent most, {}",
                          described(*heaviest), messages_text(heaviest->governed_messages));
  text += heaviest == longest ? fmt::format(" on {}", counted(longest->days, "day", "days"))
                              : fmt::format("; {} was seen longest, on {}", described(*longest),
                                            counted(longest->days, "day", "days"));
  return Reason{"suspects_to_know", Severity::note, std::move(text), 0};
}

}  // namespace hardfail::analysis
