#include "predicates.hpp"

#include <cassert>

#include "thresholds.hpp"

namespace hardfail::analysis {

namespace at = thresholds;

bool is_marked_listed_in_vain(const Facts& f) {
  return f.mark != nullptr && f.mark->source_class == SourceClass::listed && f.newly_failed > 0;
}

bool is_called_forwarded(const Facts& f) {
  return at::called_forwarded.reached_by(f.called_forwarded, f.governed);
}

bool is_widely_reported(const Facts& f) { return f.spread.reaches(at::wide); }

bool is_reported_everywhere(const Facts& f) { return f.spread.reaches(at::everywhere); }

bool can_tell_breadth(const Facts& f) {
  return f.domain->listed_reporters >= at::breadth_reporters;
}

bool is_narrowly_reported(const Facts& f) {
  return can_tell_breadth(f) && f.spread.falls_short_of(at::wide);
}

bool sees_only_forgeries(const Facts& f) {
  return !f.domain->anybody_sends && f.domain->strangers >= at::only_forgeries;
}

bool is_of_forwarding_operator(const Facts& f) {
  return f.conduct.passing_on >= at::forwarding_hosts &&
         at::forwarding_operator.reached_by(f.conduct.passing_on, f.conduct.hosts);
}

bool is_large_sharer(const Facts& f) {
  assert(f.listed_key);
  return at::large_sharer.reached_by(f.listed_key->carried.messages,
                                     f.listed_key->of_busiest_listed);
}

bool is_reported_as_a_sender_is(const Facts& f) {
  assert(f.listed_key);
  // A stranger's name speaks for a forwarder, so that more has to speak against it; but nobody
  // passes on more than was sent.
  const bool sent_most = f.listed_key->carried.messages > f.listed_key->of_listed;
  return is_telling(f.host_kind) && !sent_most ? is_reported_everywhere(f) : is_widely_reported(f);
}

bool shows_a_relay(const Facts& f) { return f.carries_several_senders || f.signs_for_its_host; }

bool is_seen_by_few_over_days(const Facts& f) {
  return f.spread.reporters <= at::few_reporters && f.days >= at::broken_days;
}

bool is_telling(const std::optional<SharedRhythm>& rhythm, HostKind host) {
  if (!rhythm) return false;
  if (is_telling(host)) return true;
  if (rhythm->nameless_networks > at::crowd_networks) return false;
  switch (rhythm->finding.kind) {
    case Rhythm::working_days:
    case Rhythm::weekly:
    case Rhythm::daily:
      return true;
    case Rhythm::steady:
      return host != HostKind::customer_line;
    case Rhythm::monthly:
      return false;
  }
  return false;
}

}  // namespace hardfail::analysis
