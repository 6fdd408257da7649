#include "predicates.hpp"

#include <cassert>

#include "thresholds.hpp"

namespace hardfail::analysis {

namespace at = thresholds;
namespace {

/// The addresses of a pool are one line's, which got one after the other.
bool is_handed_on(const PoolFacts& pool, unsigned observed_days) {
  const auto is_line_by = [&](const PoolDays& of, const Share& share) {
    return of.days >= at::operator_pool_days && share.reached_by(of.days, pool.span) &&
           at::handed_on.reached_by(of.days, of.address_days);
  };
  // A report from noon to noon gives an address of one day two, and makes two of a day's one.
  const auto is_line = [&](const Share& share) {
    return is_line_by(pool.covered, share) || is_line_by(pool.calendar, share);
  };
  if (pool.spread.reaches(at::wide) && is_line(at::daily)) return true;
  if (pool.spread.reporters > at::partners) return false;
  return (at::lasting_span.reached_by(pool.span, observed_days) && is_line(at::partner_line)) ||
         (at::daily.reached_by(pool.span, observed_days) &&
          is_line_by(pool.stays, at::partner_line));
}

/// Its mail goes to users of the same few reporters.
bool writes_to_partners(const Facts& f) { return f.spread.reporters <= at::partners; }

}  // namespace

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

bool is_behind_a_gateway(const Facts& f) {
  return f.reserved &&
         (!is_unsigned(f) || f.broken.messages > 0 || f.called_forwarded > 0 || f.past_passes > 0 ||
          f.host_kind == HostKind::own || f.is_in_own_network || is_of_forwarding_operator(f));
}

bool sees_only_forgeries(const Facts& f) {
  return !f.domain->anybody_sends && f.domain->strangers >= at::only_forgeries;
}

bool is_of_forwarding_operator(const Facts& f) {
  return f.conduct.passing_on >= at::forwarding_hosts &&
         at::forwarding_operator.reached_by(f.conduct.passing_on, f.conduct.hosts);
}

bool is_pool_widely_reported(const Facts& f) {
  assert(f.listed_key);
  return f.listed_key->pool_spread.reaches(at::wide);
}

bool is_pool_reported_everywhere(const Facts& f) {
  assert(f.listed_key);
  return f.listed_key->pool_spread.reaches(at::everywhere);
}

bool is_large_sharer(const Facts& f) {
  assert(f.listed_key);
  return at::large_sharer.reached_by(f.listed_key->pool_messages, f.listed_key->of_busiest_listed);
}

bool carries_much(const Facts& f) {
  assert(f.listed_key);
  return at::large_sharer.reached_by(f.listed_key->pool_messages + f.listed_key->pool_broken,
                                     f.listed_key->of_busiest_listed);
}

bool is_reported_as_a_sender_is(const Facts& f) {
  assert(f.listed_key);
  // A stranger's name speaks for a forwarder, so that more has to speak against it, and of each
  // address by itself; but nobody passes on more than was sent.
  const bool sent_most = f.listed_key->pool_messages > f.listed_key->of_listed;
  if (sent_most || !is_telling(f.host_kind)) return is_pool_widely_reported(f);
  return is_reported_everywhere(f) && at::large_sharer.reached_by(f.listed_key->carried.messages,
                                                                  f.listed_key->of_busiest_listed);
}

bool arrives_broken(const Facts& f) {
  assert(f.listed_key);
  const ListedKey& key = *f.listed_key;
  const auto all = key.pool_messages + key.pool_broken;
  return key.pool_broken >= at::telling_broken &&
         at::often_broken.reached_by(key.pool_broken, all) &&
         key.pool_broken * (key.of_listed + key.listed_broken) >=
             at::more_broken * key.listed_broken * all;
}

bool is_lasting_ipv6(const Facts& f) {
  return f.is_v6 && !is_telling(f.host_kind) && stays(f.days, f.span, f.domain->observed_days);
}

bool is_moving_line(const Facts& f) {
  assert(f.listed_key);
  const ListedKey& key = *f.listed_key;
  return key.line_addresses >= at::pool_addresses &&
         stays(key.line_days, key.line_span, f.domain->observed_days) &&
         at::handed_on.reached_by(key.line_days, key.line_address_days) &&
         at::handed_on.reached_by(key.line_span, key.line_address_spans);
}

bool shows_a_relay(const Facts& f) { return f.carries_several_senders || f.signs_for_its_host; }

bool is_seen_by_few_over_days(const Facts& f) {
  return f.spread.reporters <= at::few_reporters && f.days >= at::broken_days;
}

bool is_retired(const Facts& f) {
  if (f.past_passes == 0 || f.only_plus_all || (is_unsigned(f) && was_open_to_all(f)) ||
      !at::passed_to_the_end.reached_by(f.past_passes, f.governed)) {
    return false;
  }
  const bool is_usual = f.days < at::gone_days || f.silent <= f.longest_pause;
  const bool is_replaced = f.has_successor && (f.silent >= at::replaced_silence || !is_usual);
  const bool is_gone = f.days >= at::gone_days && f.silent >= at::gone_silence &&
                       f.silent >= at::gone_pauses * f.longest_pause;
  return is_replaced || is_gone;
}

bool is_dropped(const Facts& f) {
  if (f.past_passes == 0 || f.only_plus_all || (is_unsigned(f) && was_open_to_all(f))) return false;
  return f.past_pass_reporters >= at::believable_reporters ||
         at::believable_passes.reached_by(f.past_passes, f.governed);
}

bool was_open_to_all(const Facts& f) {
  return f.domain->networks_with_past_passes >= at::crowd_passes;
}

bool is_unsigned(const Facts& f) {
  return !f.sends_with && !f.relays && !f.listed_key && f.unnamed_signed == 0;
}

bool is_explained_by_unnamed(const Facts& f) {
  const auto& domain = *f.domain;
  return domain.has_unnamed_listed_keys &&
         (is_narrowly_reported(f) ||
          !at::explained_unnamed.reached_by(f.unnamed_signed, domain.unnamed_listed));
}

bool is_new_sender(const Facts& f) {
  if (!f.is_new || !is_widely_reported(f)) return false;
  const bool is_named = is_telling(f.host_kind);
  const Bursts& bursts = is_named ? f.domain->named_bursts : f.domain->bursts;
  const bool outdoes =
      f.days > bursts.most_days || f.governed >= at::new_weight * bursts.most_messages;
  return outdoes && (is_named || f.domain->networks_new <= at::crowd_networks);
}

bool is_stand_in(const Facts& f) {
  return f.filling.stands_in && f.spread.reporters >= at::breadth_reporters &&
         f.governed >= f.filling.filled * at::heavy_day &&
         (is_telling(f.host_kind) || f.domain->networks_standing_in <= at::crowd_networks);
}

bool comes_back(const Facts& f) {
  const bool is_wide = is_widely_reported(f);
  const bool is_named = is_telling(f.host_kind);
  if (is_named && is_wide && f.occasions >= at::named_occasions &&
      f.occasions_span >= at::named_occasions_span) {
    return true;
  }
  const auto crowd =
      writes_to_partners(f) ? f.domain->networks_back_to_partners : f.domain->networks_coming_back;
  return (is_wide || writes_to_partners(f)) && f.occasions >= at::occasions &&
         f.occasions_span >= at::occasions_span && (is_named || crowd <= at::crowd_networks);
}

bool is_lasting(const Facts& f) {
  if (stays(f.days, f.span, f.domain->observed_days)) return true;
  const bool is_weekly = f.rhythm && f.rhythm->finding.kind == Rhythm::weekly;
  const bool fills_window = at::lasting_span.reached_by(f.span, f.domain->observed_days);
  if (fills_window && is_weekly && f.domain->anybody_sends) return true;
  const bool works_with_others =
      f.owner_pool ? f.owner_pool->keeps_working_days : f.domain->nameless_keep_working_days;
  const bool has_partners = writes_to_partners(f);
  if (f.span < at::occasions_span) return false;
  if (has_partners && is_telling(f.host_kind) && f.days >= at::named_partner_days) return true;
  return f.days >= at::partner_days &&
         (works_with_others || (has_partners && (fills_window || is_weekly)));
}

bool is_of_signing_service(const Facts& f) {
  if (!f.signer_pool) return false;
  const PoolFacts& pool = *f.signer_pool;
  if (pool.span >= at::occasions_span &&
      (pool.occasions >= at::occasions || pool.days >= at::signer_pool_days)) {
    return true;
  }
  if (!pool.spread.reaches(at::wide)) return false;
  // What began lately had no time to come back, and forgers do not sign as who they are.
  return pool.days >= at::signer_pool_days || (f.signs_for_its_host && pool.age <= at::new_since) ||
         (pool.occasions >= at::named_occasions && pool.span >= at::named_occasions_span);
}

bool comes_back_together(const Facts& f) {
  if (!f.owner_pool || f.span < at::returning_span) return false;
  const PoolFacts& pool = *f.owner_pool;
  return pool.returning >= at::pool_addresses && pool.returning_occasions >= at::occasions &&
         at::daily.reached_by(pool.returning_address_days, pool.returning * pool.returning_days);
}

bool is_of_operator_pool(const Facts& f) {
  if (!f.owner_pool || f.owner_pool->addresses < 2) return false;
  const PoolFacts& pool = *f.owner_pool;
  // A botnet's machines are lines of many networks, and at work on any day.
  const bool stands_out =
      is_telling(f.host_kind) || pool.wide_addresses >= at::standing_out * pool.most_wide_beside ||
      (pool.keeps_working_days && pool.wide_addresses >= at::crowded_allocation * pool.allocations);
  if (is_handed_on(pool, f.domain->observed_days)) return true;
  return stands_out && pool.wide_days >= at::operator_pool_days &&
         pool.busy_weeks >= at::operator_pool_weeks &&
         at::operator_pool_wide.reached_by(pool.wide_messages, pool.spread.messages);
}

bool is_nameless_in_own_network(const Facts& f) {
  return f.is_in_own_network && !is_telling(f.host_kind) && f.host_kind != HostKind::customer_line;
}

bool is_network_of_one_sender(const Facts& f) {
  return f.network_addresses >= at::pool_addresses &&
         (f.is_v6 || f.network_returning >= at::pool_addresses);
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
