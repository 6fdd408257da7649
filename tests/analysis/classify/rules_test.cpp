// Each rule, and both sides of each number in it: facts in, the code of the rule that decides out.

#include "classify/rules.hpp"

#include <doctest/doctest.h>

#include <set>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

/// A governed, unsigned source without a name, seen with a hundred messages on ten days by five
/// reporters; and a domain with listed servers that sign.
struct Given {
  Surroundings surroundings{.domain = name("d.example"),
                            .organizational_domain = name("d.example")};
  DomainFacts domain{.surroundings = &surroundings,
                     .listed_reporters = 10,
                     .has_listed_keys = true,
                     .anybody_sends = true};
  SigningKey key{name("d.example"), "main"};
  HostName host{name("mail.club.example"), true};
  DomainName owner = name("cloud.example");
  Mark mark_given{*HostPattern::parse("198.51.100.9"), SourceClass::forwarder, "", {}};
  Facts f{
      .domain = &domain, .governed = 100, .newly_failed = 100, .days = 10, .spread = {100, 5, 10}};

  Given& mark(SourceClass as) {
    mark_given.source_class = as;
    f.mark = &mark_given;
    return *this;
  }
  Given& named(HostKind kind) {
    f.host_kind = kind;
    f.host = &host;
    return *this;
  }
  /// With a key of two listed servers that signed 1000 messages, the busiest of them 600.
  Given& listed_key(std::uint64_t messages) {
    f.listed_key = {{&key, messages}, 1000, 600};
    f.listed_key->pool_messages = messages;
    f.listed_key->pool_days = f.days;
    f.listed_key->pool_spread = f.spread;
    return *this;
  }
  /// With a key of no listed server, the sender of all its messages.
  Given& sends_with(std::uint64_t messages) {
    f.sends_with = {&key, messages};
    f.sent_with_key = messages;
    return *this;
  }
  Given& on(std::size_t days) {
    f.days = days;
    return *this;
  }
  Given& unnamed(std::uint64_t messages) {
    f.unnamed_signed = messages;
    return *this;
  }
  Given& seen_by(std::size_t reporters, double expected, std::uint64_t messages = 100) {
    f.spread = {messages, reporters, expected};
    return *this;
  }
  Given& broken(std::uint64_t messages) {
    f.broken = {&key, messages};
    return *this;
  }
  Given& rhythm(Rhythm kind, std::size_t nameless_networks = 1) {
    f.rhythm = {{kind, 20, 60}, nameless_networks};
    return *this;
  }
  Given& network_rhythm(Rhythm kind, unsigned addresses, unsigned returning) {
    f.network_rhythm = {{kind, 20, 60}, 1};
    f.network_addresses = addresses;
    f.network_returning = returning;
    return *this;
  }
  /// So many occasions over so many days.
  Given& back(std::size_t occasions, unsigned span) {
    f.occasions = occasions;
    f.occasions_span = span;
    return *this;
  }
  /// On so many days over so many, of 90.
  Given& lasting(std::size_t days, unsigned span) {
    f.days = days;
    f.span = span;
    domain.observed_days = 90;
    return *this;
  }
  /// A pool of ten lines at work on twenty days in five weeks, all widely reported, beside three of
  /// another network.
  Given& owner_pool() {
    f.owner_pool = {.of = &owner,
                    .addresses = 10,
                    .spread = {1000, 10, 10},
                    .wide_addresses = 9,
                    .most_wide_beside = 3,
                    .wide_messages = 500,
                    .wide_days = 20,
                    .busy_weeks = 5};
    return *this;
  }
  Given& signer_pool(std::size_t days, std::size_t reporters) {
    f.signer_pool = {.of = &owner, .addresses = 2, .days = days, .spread = {1000, reporters, 10}};
    return *this;
  }
  /// Passed with so many of its 100 messages by one reporter, and silent since.
  Given& passed(std::uint64_t messages, int silent, int longest_pause) {
    f.past_passes = messages;
    f.past_pass_reporters = 1;
    f.silent = std::chrono::days{silent};
    f.longest_pause = std::chrono::days{longest_pause};
    return *this;
  }
};

struct Case {
  const char* says;
  void (*given)(Given&);
  const char* code;
};

void check(const std::vector<Case>& cases) {
  for (const auto& each : cases) {
    CAPTURE(each.says);
    Given given;
    each.given(given);
    const Rule* rule = first_that_holds(mark_rules(), given.f);
    if (rule == nullptr) rule = first_that_holds(evidence_rules(), given.f);
    REQUIRE(rule != nullptr);
    CHECK(rule->code == each.code);
    CHECK_FALSE(rule->sentence(given.f).empty());
  }
}

}  // namespace

TEST_CASE("the operator's word goes before all evidence") {
  check({
      {"marked", [](Given& g) { g.mark(SourceClass::suspected_spoof); }, "mark"},
      {"marked, though the record lists it",
       [](Given& g) { g.mark(SourceClass::forwarder).f.listing = Listing::by_record; }, "mark"},
      {"marked listed, and it passes",
       [](Given& g) { g.mark(SourceClass::listed).f.newly_failed = 0; }, "mark"},
      {"marked listed, and -all would fail a message",
       [](Given& g) { g.mark(SourceClass::listed).f.newly_failed = 1; }, "mark_unlisted"},
  });
}

TEST_CASE("the record settles what it settles") {
  check({
      {"nothing governed", [](Given& g) { g.f.governed = 0; }, "not_governed"},
      {"nothing governed, whatever else is known",
       [](Given& g) { g.named(HostKind::own).listed_key(9).f.governed = 0; }, "not_governed"},
      {"listed", [](Given& g) { g.f.listing = Listing::by_record; }, "listed"},
      {"listed, though receivers call it forwarded",
       [](Given& g) { g.listed_key(9).f.listing = Listing::by_record; }, "listed"},
      {"listed when it was reported",
       [](Given& g) { g.named(HostKind::own).f.listing = Listing::by_past_passes; },
       "reported_pass"},
      {"failed by a term of its own",
       [](Given& g) { g.named(HostKind::own).f.fails_by_term = true; }, "explicit_term"},
  });
}

TEST_CASE("a host of one's own is told by its name or by the domain's own records") {
  check({
      {"own name", [](Given& g) { g.named(HostKind::own).listed_key(9); }, "own_host"},
      {"another's name", [](Given& g) { g.named(HostKind::named); }, "no_evidence"},
      {"a line's name", [](Given& g) { g.named(HostKind::customer_line); }, "no_evidence"},
      {"a name that is not confirmed", [](Given& g) { g.named(HostKind::unconfirmed); },
       "no_evidence"},
      {"a term of the record that names it and is not reached",
       [](Given& g) {
         g.named(HostKind::named).f.is_own_term = true;
         g.f.is_own_address = true;
       },
       "own_term"},
      {"own address, with another's name",
       [](Given& g) { g.named(HostKind::named).f.is_own_address = true; }, "own_address"},
      {"own address, before any key", [](Given& g) { g.listed_key(9).f.is_own_address = true; },
       "own_address"},
      {"own network, on fourteen days", [](Given& g) { g.on(14).f.is_in_own_network = true; },
       "own_network"},
      {"own network, on thirteen days", [](Given& g) { g.on(13).f.is_in_own_network = true; },
       "own_network_once"},
      {"own network, a line's name, the next address",
       [](Given& g) {
         g.on(14).named(HostKind::customer_line).f.is_in_own_network = true;
         g.f.is_next_to_own = true;
       },
       "own_network_once"},
      {"the next address, with another's name",
       [](Given& g) { g.named(HostKind::named).f.is_next_to_own = true; }, "no_evidence"},
      {"a mail exchanger, whoever runs it", [](Given& g) { g.f.is_mail_host = true; }, "mail_host"},
      {"the domain's label in another suffix",
       [](Given& g) { g.named(HostKind::named).f.is_sister_host = true; }, "sister_host"},
      {"own network, a line's name: a neighbour",
       [](Given& g) { g.on(14).named(HostKind::customer_line).f.is_in_own_network = true; },
       "no_evidence"},
      {"a neighbour with a name of its own",
       [](Given& g) { g.named(HostKind::named).f.is_in_own_network = true; }, "no_evidence"},
  });
}

TEST_CASE(
    "nobody forwards from an address that is not on the Internet: what speaks for it is asked") {
  static constexpr SpecialUse inside{SpecialUse::Kind::reserved, "private use", "RFC 1918"};
  check({
      {"nothing speaks for it", [](Given& g) { g.f.reserved = inside; }, "no_evidence"},
      {"a key of listed servers", [](Given& g) { g.listed_key(9).f.reserved = inside; },
       "private_address"},
      {"a key of no listed server", [](Given& g) { g.sends_with(2).f.reserved = inside; },
       "private_address"},
      {"an unnamed key", [](Given& g) { g.unnamed(1).f.reserved = inside; }, "private_address"},
      {"a broken signature", [](Given& g) { g.broken(1).f.reserved = inside; }, "private_address"},
      {"called forwarded",
       [](Given& g) {
         g.f.called_forwarded = 1;
         g.f.reserved = inside;
       },
       "private_address"},
      {"a past pass", [](Given& g) { g.passed(1, 0, 0).f.reserved = inside; }, "private_address"},
      {"own name", [](Given& g) { g.named(HostKind::own).f.reserved = inside; }, "private_address"},
      {"own network",
       [](Given& g) {
         g.f.is_in_own_network = true;
         g.f.reserved = inside;
       },
       "private_address"},
      {"an operator that forwards",
       [](Given& g) {
         g.f.conduct = {.hosts = 2, .passing_on = 2};
         g.f.reserved = inside;
       },
       "private_address"},
      {"listed",
       [](Given& g) {
         g.f.listing = Listing::by_record;
         g.f.reserved = inside;
       },
       "listed"},
  });
}

TEST_CASE("a key that no listed server uses betrays its sender") {
  check({
      {"its sender", [](Given& g) { g.sends_with(2); }, "unlisted_key"},
      {"the only message with it", [](Given& g) { g.sends_with(1); }, "unlisted_key_once"},
      {"one message, beside another source's",
       [](Given& g) { g.sends_with(1).f.sent_with_key = 2; }, "unlisted_key"},
      {"its sender, that passes other mail on",
       [](Given& g) { g.listed_key(500).sends_with(2).f.called_forwarded = 100; }, "unlisted_key"},
      {"its sender, that relays another such key",
       [](Given& g) {
         g.sends_with(2).f.relays = CarriedKey{&g.key, 50};
       },
       "unlisted_key"},
      {"a relay of it",
       [](Given& g) {
         g.f.relays = {&g.key, 50};
       },
       "passes_on_unlisted"},
      {"a relay of it that passed once",
       [](Given& g) {
         g.f.relays = {&g.key, 50};
         g.f.past_passes = 100;
       },
       "passes_on_unlisted"},
  });
}

TEST_CASE("a past pass is believed from two reporters, or for half of the mail") {
  check({
      {"one message, two reporters",
       [](Given& g) {
         g.f.past_passes = 1;
         g.f.past_pass_reporters = 2;
       },
       "dropped"},
      {"49 of 100, one reporter",
       [](Given& g) {
         g.f.past_passes = 49;
         g.f.past_pass_reporters = 1;
       },
       "no_evidence"},
      {"50 of 100, one reporter",
       [](Given& g) {
         g.f.past_passes = 50;
         g.f.past_pass_reporters = 1;
       },
       "dropped"},
      {"never, of no mail at all", [](Given& g) { g.f.past_pass_reporters = 2; }, "no_evidence"},
      {"by +all alone",
       [](Given& g) {
         g.f.past_passes = 100;
         g.f.past_pass_reporters = 5;
         g.f.only_plus_all = true;
       },
       "no_evidence"},
      {"before any key of listed servers", [](Given& g) { g.listed_key(9).f.past_passes = 100; },
       "dropped"},
  });
}

TEST_CASE("kin of the listed servers that sign with a key are part of the service") {
  check({
      {"the same operator or network",
       [](Given& g) { g.listed_key(1).f.listed_key->kinship = Kinship::same; }, "same_service"},
      {"though receivers call it forwarded",
       [](Given& g) {
         g.listed_key(1).f.listed_key->kinship = Kinship::same;
         g.f.called_forwarded = 100;
       },
       "same_service"},
      {"an operator that publishes its senders, seen widely",
       [](Given& g) { g.seen_by(6, 10).listed_key(1).f.listed_key->kinship = Kinship::published; },
       "same_service"},
      {"an operator that publishes its senders, seen by fewer",
       [](Given& g) { g.seen_by(5, 10).listed_key(1).f.listed_key->kinship = Kinship::published; },
       "listed_key"},
  });
}

TEST_CASE("breadth is told from four reporters and eight messages on") {
  check({
      {"four reporters of five expected", [](Given& g) { g.seen_by(4, 5).unnamed(9); },
       "unnamed_key_wide"},
      {"three reporters of three expected", [](Given& g) { g.seen_by(3, 3).unnamed(9); },
       "unnamed_key_listed"},
      {"eight messages", [](Given& g) { g.seen_by(5, 5, 8).unnamed(8); }, "unnamed_key_wide"},
      {"seven messages", [](Given& g) { g.seen_by(5, 5, 7).unnamed(7); }, "unnamed_key_listed"},
      {"six of ten", [](Given& g) { g.seen_by(6, 10).unnamed(9); }, "unnamed_key_wide"},
      {"five of ten", [](Given& g) { g.seen_by(5, 10).unnamed(9); }, "unnamed_key_listed"},
  });
}

TEST_CASE("a listed key that receivers see forwarded was passed on") {
  check({
      {"a tenth of the mail",
       [](Given& g) { g.seen_by(10, 10).listed_key(500).f.called_forwarded = 10; },
       "listed_key_forwarded"},
      {"less than a tenth",
       [](Given& g) {
         g.seen_by(10, 10).listed_key(500).f.called_forwarded = 9;
         g.f.governed = 99;
       },
       "shared_key"},
  });
}

TEST_CASE("who shows the marks of a relay is one, unless it may be a gateway of one's own") {
  check({
      {"keys of several senders",
       [](Given& g) { g.seen_by(6, 10).listed_key(500).f.carries_several_senders = true; },
       "listed_key_relay"},
      {"a signature of its host's domain",
       [](Given& g) { g.seen_by(6, 10).listed_key(500).f.signs_for_its_host = true; },
       "listed_key_relay"},
      {"large, and seen by nine of ten",
       [](Given& g) { g.seen_by(9, 10).listed_key(500).f.carries_several_senders = true; },
       "own_gateway"},
      {"large with its broken signatures, and seen by nine of ten",
       [](Given& g) {
         g.seen_by(9, 10).listed_key(10).f.listed_key->pool_broken = 50;
         g.f.signs_for_its_host = true;
       },
       "own_gateway"},
      {"less than a tenth with them",
       [](Given& g) {
         g.seen_by(9, 10).listed_key(10).f.listed_key->pool_broken = 49;
         g.f.signs_for_its_host = true;
       },
       "listed_key_relay"},
      {"large, and seen by less",
       [](Given& g) { g.seen_by(17, 20).listed_key(500).f.carries_several_senders = true; },
       "listed_key_relay"},
      {"small, and seen by all",
       [](Given& g) { g.seen_by(10, 10).listed_key(59).f.signs_for_its_host = true; },
       "listed_key_relay"},
  });
}

TEST_CASE("a sender that shares a listed key is large, lasting and widely reported") {
  check({
      {"a tenth of the busiest, five days, six of ten reporters",
       [](Given& g) { g.seen_by(6, 10).on(5).listed_key(60); }, "shared_key"},
      {"less than a tenth", [](Given& g) { g.seen_by(6, 10).on(5).listed_key(59); }, "listed_key"},
      {"four days", [](Given& g) { g.seen_by(6, 10).on(4).listed_key(60); },
       "shared_key_or_forwarder"},
      {"five of ten reporters", [](Given& g) { g.seen_by(5, 10).listed_key(60); }, "listed_key"},
      {"one in fifty signatures broken",
       [](Given& g) { g.seen_by(6, 10).listed_key(490).f.listed_key->pool_broken = 10; },
       "shared_key_or_forwarder"},
      {"less than one in fifty",
       [](Given& g) { g.seen_by(6, 10).listed_key(491).f.listed_key->pool_broken = 10; },
       "shared_key"},
      {"one in fifty, which is four messages",
       [](Given& g) { g.seen_by(6, 10).listed_key(196).f.listed_key->pool_broken = 4; },
       "shared_key"},
      {"one in fifty, which is five",
       [](Given& g) { g.seen_by(6, 10).listed_key(245).f.listed_key->pool_broken = 5; },
       "shared_key_or_forwarder"},
      {"three times the share of listed servers",
       [](Given& g) {
         g.seen_by(6, 10).listed_key(470).f.listed_key->pool_broken = 30;
         g.f.listed_key->of_listed = 980;
         g.f.listed_key->listed_broken = 20;
       },
       "shared_key_or_forwarder"},
      {"less than that",
       [](Given& g) {
         g.seen_by(6, 10).listed_key(470).f.listed_key->pool_broken = 29;
         g.f.listed_key->of_listed = 980;
         g.f.listed_key->listed_broken = 20;
       },
       "shared_key"},
      {"another's name, and nine of ten reporters",
       [](Given& g) { g.named(HostKind::named).seen_by(9, 10).listed_key(60); }, "shared_key"},
      {"another's name, and eight of ten",
       [](Given& g) { g.named(HostKind::named).seen_by(8, 10).listed_key(60); },
       "shared_key_or_forwarder"},
      {"another's name, and more than listed servers sent",
       [](Given& g) { g.named(HostKind::named).seen_by(6, 10).listed_key(1001); }, "shared_key"},
      {"another's name, and as much as listed servers sent",
       [](Given& g) { g.named(HostKind::named).seen_by(6, 10).listed_key(1000); },
       "shared_key_or_forwarder"},
  });
}

TEST_CASE("a listed key in small mail is a question only where many see it") {
  check({
      {"seven and a half of ten reporters, nameless",
       [](Given& g) { g.seen_by(15, 20).listed_key(1); }, "shared_key_or_forwarder"},
      {"seven of ten", [](Given& g) { g.seen_by(14, 20).listed_key(1); }, "listed_key"},
      {"nine of ten, with another's name: a site that sends only now and then",
       [](Given& g) { g.named(HostKind::named).seen_by(9, 10).listed_key(1); },
       "shared_key_or_forwarder"},
      {"eight of ten, with another's name",
       [](Given& g) { g.named(HostKind::named).seen_by(8, 10).listed_key(1); }, "listed_key"},
      {"large, with too few reporters of listed mail to tell",
       [](Given& g) {
         g.seen_by(3, 3).listed_key(60);
         g.domain.listed_reporters = 3;
       },
       "shared_key_or_forwarder"},
      {"large, with four reporters of listed mail",
       [](Given& g) {
         g.seen_by(2, 4).listed_key(60);
         g.domain.listed_reporters = 4;
       },
       "listed_key"},
  });
}

TEST_CASE("a signature whose selector nobody names is told by what surrounds it") {
  check({
      {"a receiver calls a message forwarded",
       [](Given& g) { g.seen_by(10, 10).unnamed(9).f.called_forwarded = 1; },
       "unnamed_key_forwarded"},
      {"the operator of a missing sender", [](Given& g) { g.unnamed(9).f.conduct.sends = true; },
       "unnamed_key_service"},
      {"reported widely", [](Given& g) { g.seen_by(6, 10).unnamed(9); }, "unnamed_key_wide"},
      {"every named key lives on listed servers", [](Given& g) { g.unnamed(9); },
       "unnamed_key_listed"},
      {"some named key does not",
       [](Given& g) {
         g.unnamed(9);
         g.domain.has_unlisted_keys = true;
       },
       "unnamed_key"},
      {"no key is named, listed servers sign, and five messages are reported narrowly",
       [](Given& g) {
         g.seen_by(1, 10, 5).unnamed(5);
         g.domain.has_listed_keys = false;
         g.domain.has_unnamed_listed_keys = true;
       },
       "unnamed_key_listed"},
      {"the same of four messages",
       [](Given& g) {
         g.seen_by(1, 10, 4).unnamed(4);
         g.domain.has_listed_keys = false;
         g.domain.has_unnamed_listed_keys = true;
       },
       "unnamed_key"},
      {"the same with too few reporters of listed mail to tell",
       [](Given& g) {
         g.seen_by(1, 3, 5).unnamed(5);
         g.domain.listed_reporters = 3;
         g.domain.has_listed_keys = false;
         g.domain.has_unnamed_listed_keys = true;
       },
       "unnamed_key"},
      {"before any broken signature", [](Given& g) { g.unnamed(9).broken(91).f.days = 9; },
       "unnamed_key_listed"},
  });
}

TEST_CASE("a broken signature tells a forwarder only with a sign of forwarding") {
  check({
      {"alone", [](Given& g) { g.broken(100); }, "no_evidence"},
      {"half of the mail, and a receiver says so",
       [](Given& g) { g.broken(50).f.called_forwarded = 1; }, "broken_signature"},
      {"less than half", [](Given& g) { g.broken(49).f.called_forwarded = 1; }, "no_evidence"},
      {"a signature of its host's domain",
       [](Given& g) { g.broken(50).f.signs_for_its_host = true; }, "broken_signature"},
      {"three reporters, four days, another's name",
       [](Given& g) { g.named(HostKind::named).seen_by(3, 10).broken(50).f.days = 4; },
       "broken_signature"},
      {"three reporters, four days, a foreign signature",
       [](Given& g) {
         g.seen_by(3, 10).broken(50).f.days = 4;
         g.f.has_foreign_signature = true;
       },
       "broken_signature"},
      {"three reporters, four days, nothing of its own",
       [](Given& g) { g.seen_by(3, 10).broken(50).f.days = 4; }, "no_evidence"},
      {"four reporters",
       [](Given& g) { g.named(HostKind::named).seen_by(4, 10).broken(50).f.days = 4; },
       "no_evidence"},
      {"three days",
       [](Given& g) { g.named(HostKind::named).seen_by(3, 10).broken(50).f.days = 3; },
       "no_evidence"},
  });
}

TEST_CASE("what receivers call forwarded alone tells a forwarder from a fifth of the mail on") {
  check({
      {"a fifth", [](Given& g) { g.f.called_forwarded = 20; }, "forwarding_reason"},
      {"less", [](Given& g) { g.f.called_forwarded = 19; }, "no_evidence"},
      {"where nobody sends and ten pretend to",
       [](Given& g) {
         g.f.called_forwarded = 100;
         g.domain.anybody_sends = false;
         g.domain.strangers = 10;
       },
       "no_evidence"},
      {"where nobody sends and nine pretend to",
       [](Given& g) {
         g.f.called_forwarded = 100;
         g.domain.anybody_sends = false;
         g.domain.strangers = 9;
       },
       "forwarding_reason"},
      {"where somebody sends and ten pretend to",
       [](Given& g) {
         g.f.called_forwarded = 100;
         g.domain.strangers = 10;
       },
       "forwarding_reason"},
  });
}

TEST_CASE("unsigned mail of an operator is told by its other hosts") {
  check({
      {"one that sends",
       [](Given& g) {
         g.f.conduct = {3, 2, true};
       },
       "sender_operator"},
      {"one that bounces to itself", [](Given& g) { g.f.conduct.serves = true; },
       "service_operator"},
      {"with five messages",
       [](Given& g) {
         g.f.conduct = {3, 0, true};
         g.f.governed = 5;
       },
       "sender_operator"},
      {"with four",
       [](Given& g) {
         g.f.conduct = {3, 0, true};
         g.f.governed = 4;
       },
       "sender_operator_few"},
      {"one that passes on with two hosts of four",
       [](Given& g) {
         g.f.conduct = {4, 2, false};
       },
       "forwarding_operator"},
      {"with two of five",
       [](Given& g) {
         g.f.conduct = {5, 2, false};
       },
       "no_evidence"},
      {"with one of one",
       [](Given& g) {
         g.f.conduct = {1, 1, false};
       },
       "no_evidence"},
      {"where only forgers are at work",
       [](Given& g) {
         g.f.conduct = {4, 2, true};
         g.domain.anybody_sends = false;
         g.domain.strangers = 10;
       },
       "no_evidence"},
      {"before the network of one's own",
       [](Given& g) {
         g.f.conduct = {4, 2, false};
         g.f.is_in_own_network = true;
       },
       "forwarding_operator"},
  });
}

TEST_CASE("a rhythm makes an unsigned source a question") {
  check({
      {"working days", [](Given& g) { g.rhythm(Rhythm::working_days); }, "steady"},
      {"weekly", [](Given& g) { g.rhythm(Rhythm::weekly); }, "steady"},
      {"daily", [](Given& g) { g.rhythm(Rhythm::daily); }, "steady"},
      {"steady, nameless", [](Given& g) { g.rhythm(Rhythm::steady); }, "steady"},
      {"steady, a customer's line",
       [](Given& g) { g.named(HostKind::customer_line).rhythm(Rhythm::steady); }, "no_evidence"},
      {"monthly, nameless", [](Given& g) { g.rhythm(Rhythm::monthly); }, "no_evidence"},
      {"monthly, with a name", [](Given& g) { g.named(HostKind::named).rhythm(Rhythm::monthly); },
       "steady"},
      {"shared by twelve nameless networks", [](Given& g) { g.rhythm(Rhythm::daily, 12); },
       "steady"},
      {"shared by thirteen", [](Given& g) { g.rhythm(Rhythm::daily, 13); }, "no_evidence"},
      {"shared by thirteen, but it has a name",
       [](Given& g) { g.named(HostKind::named).rhythm(Rhythm::daily, 13); }, "steady"},
      {"of three addresses of a network that come back",
       [](Given& g) { g.network_rhythm(Rhythm::daily, 3, 3); }, "steady_network"},
      {"of which two come back", [](Given& g) { g.network_rhythm(Rhythm::daily, 3, 2); },
       "no_evidence"},
      {"of three addresses of an IPv6 site",
       [](Given& g) { g.network_rhythm(Rhythm::daily, 3, 0).f.is_v6 = true; }, "steady_network"},
      {"of two", [](Given& g) { g.network_rhythm(Rhythm::daily, 2, 0).f.is_v6 = true; },
       "no_evidence"},
      {"after one's own network",
       [](Given& g) { g.on(14).rhythm(Rhythm::daily).f.is_in_own_network = true; }, "own_network"},
  });
}

TEST_CASE("what passed to the end and is gone is retired") {
  check({
      {"silent for two weeks, three times its longest pause, after five days",
       [](Given& g) { g.on(5).passed(95, 15, 5); }, "retired"},
      {"silent for less than two weeks", [](Given& g) { g.on(5).passed(95, 13, 1); }, "dropped"},
      {"silent for exactly two weeks", [](Given& g) { g.on(5).passed(95, 14, 1); }, "retired"},
      {"silent for less than three pauses", [](Given& g) { g.on(5).passed(95, 17, 6); }, "dropped"},
      {"seen on four days", [](Given& g) { g.on(4).passed(95, 15, 5); }, "dropped"},
      {"more than one in twenty failed", [](Given& g) { g.on(5).passed(94, 15, 5); }, "dropped"},
      {"silent for three days, and a successor took over",
       [](Given& g) { g.on(1).passed(95, 3, 1).f.has_successor = true; }, "retired"},
      {"silent for two days, though a successor is there",
       [](Given& g) { g.on(4).passed(95, 2, 1).f.has_successor = true; }, "dropped"},
      {"silent for longer than ever on five days, and a successor took over",
       [](Given& g) { g.on(5).passed(95, 2, 1).f.has_successor = true; }, "retired"},
      {"silent for as long as before, though a successor is there",
       [](Given& g) { g.on(5).passed(95, 2, 2).f.has_successor = true; }, "dropped"},
      {"by +all alone", [](Given& g) { g.on(5).passed(95, 15, 5).f.only_plus_all = true; },
       "no_evidence"},
      {"with eleven unrelated networks that passed",
       [](Given& g) {
         g.on(5).passed(95, 15, 5);
         g.domain.networks_with_past_passes = 11;
       },
       "retired"},
      {"with twelve",
       [](Given& g) {
         g.on(5).passed(95, 15, 5);
         g.domain.networks_with_past_passes = 12;
       },
       "no_evidence"},
      {"before its own name", [](Given& g) { g.named(HostKind::own).on(5).passed(95, 15, 5); },
       "retired"},
  });
}

TEST_CASE("where everybody passed once, a past pass vouches for signed mail alone") {
  check({
      {"unsigned, eleven unrelated networks passed",
       [](Given& g) {
         g.passed(50, 0, 1);
         g.domain.networks_with_past_passes = 11;
       },
       "dropped"},
      {"unsigned, twelve did",
       [](Given& g) {
         g.passed(50, 0, 1);
         g.domain.networks_with_past_passes = 12;
       },
       "no_evidence"},
      {"with a key of listed servers",
       [](Given& g) {
         g.listed_key(9).passed(50, 0, 1);
         g.domain.networks_with_past_passes = 12;
       },
       "dropped"},
  });
}

TEST_CASE("who comes back in earnest over five weeks is asked about") {
  check({
      {"three times", [](Given& g) { g.seen_by(6, 10).back(3, 35); }, "comes_back"},
      {"over less than five weeks", [](Given& g) { g.seen_by(6, 10).back(3, 34); }, "no_evidence"},
      {"twice, nameless", [](Given& g) { g.seen_by(6, 10).back(2, 60); }, "no_evidence"},
      {"twice, with a name, a month apart",
       [](Given& g) { g.named(HostKind::named).seen_by(6, 10).back(2, 27); }, "comes_back"},
      {"twice, with a name, in one month",
       [](Given& g) { g.named(HostKind::named).seen_by(6, 10).back(2, 26); }, "no_evidence"},
      {"once, with a name", [](Given& g) { g.named(HostKind::named).seen_by(6, 10).back(1, 35); },
       "no_evidence"},
      {"reported narrowly", [](Given& g) { g.seen_by(5, 10).back(3, 35); }, "no_evidence"},
      {"by three reporters", [](Given& g) { g.seen_by(3, 10).back(3, 35); }, "comes_back"},
      {"by three reporters, as one of thirteen such",
       [](Given& g) {
         g.seen_by(3, 10).back(3, 35);
         g.domain.networks_back_to_partners = 13;
       },
       "no_evidence"},
      {"by three reporters, as one of twelve such beside thirteen of others",
       [](Given& g) {
         g.seen_by(3, 10).back(3, 35);
         g.domain.networks_back_to_partners = 12;
         g.domain.networks_coming_back = 13;
       },
       "comes_back"},
      {"by four of ten", [](Given& g) { g.seen_by(4, 10).back(3, 35); }, "no_evidence"},
      {"twice, with a name, by three reporters",
       [](Given& g) { g.named(HostKind::named).seen_by(3, 10).back(2, 34); }, "no_evidence"},
      {"as one of twelve nameless networks",
       [](Given& g) {
         g.seen_by(6, 10).back(3, 35);
         g.domain.networks_coming_back = 12;
       },
       "comes_back"},
      {"as one of thirteen",
       [](Given& g) {
         g.seen_by(6, 10).back(3, 35);
         g.domain.networks_coming_back = 13;
       },
       "no_evidence"},
      {"as one of thirteen, with a name",
       [](Given& g) {
         g.named(HostKind::named).seen_by(6, 10).back(3, 35);
         g.domain.networks_coming_back = 13;
       },
       "comes_back"},
  });
}

TEST_CASE("who stays for nearly the whole time is asked about, however many do") {
  check({
      {"on a third of the days", [](Given& g) { g.lasting(30, 72); }, "lasting"},
      {"on fewer", [](Given& g) { g.lasting(29, 72); }, "no_evidence"},
      {"for less than four fifths of the time", [](Given& g) { g.lasting(30, 71); }, "no_evidence"},
      {"on ten days, for three reporters", [](Given& g) { g.lasting(10, 72).seen_by(3, 10); },
       "lasting"},
      {"for four reporters", [](Given& g) { g.lasting(10, 72).seen_by(4, 10); }, "no_evidence"},
      {"on nine days", [](Given& g) { g.lasting(9, 72).seen_by(3, 10); }, "no_evidence"},
      {"on ten Mondays, for three reporters, one of thirteen such lines",
       [](Given& g) { g.lasting(10, 64).seen_by(3, 10).rhythm(Rhythm::weekly, 13); }, "lasting"},
      {"on ten Mondays, for four reporters, one of thirteen",
       [](Given& g) { g.lasting(10, 64).seen_by(4, 10).rhythm(Rhythm::weekly, 13); },
       "no_evidence"},
      {"on ten days without a rhythm, for three reporters",
       [](Given& g) { g.lasting(10, 64).seen_by(3, 10); }, "no_evidence"},
      {"every Monday to the end, whoever sees it, one of thirteen",
       [](Given& g) { g.lasting(6, 72).rhythm(Rhythm::weekly, 13); }, "lasting"},
      {"every Monday, of a domain for which nobody sends",
       [](Given& g) {
         g.lasting(6, 72).rhythm(Rhythm::weekly, 13);
         g.domain.anybody_sends = false;
       },
       "no_evidence"},
      {"every Monday for less", [](Given& g) { g.lasting(6, 71).rhythm(Rhythm::weekly, 13); },
       "no_evidence"},
      {"on ten days, named with others that all keep to working days",
       [](Given& g) { g.lasting(10, 72).owner_pool().f.owner_pool = {.keeps_working_days = true}; },
       "lasting"},
      {"on nine days, with such others",
       [](Given& g) { g.lasting(9, 72).owner_pool().f.owner_pool = {.keeps_working_days = true}; },
       "no_evidence"},
      {"on ten days over five weeks, with such others",
       [](Given& g) { g.lasting(10, 35).owner_pool().f.owner_pool = {.keeps_working_days = true}; },
       "lasting"},
      {"over less than five weeks",
       [](Given& g) { g.lasting(10, 34).owner_pool().f.owner_pool = {.keeps_working_days = true}; },
       "no_evidence"},
      {"without a name, where those that stay keep to working days",
       [](Given& g) { g.lasting(10, 35).domain.nameless_keep_working_days = true; }, "lasting"},
      {"named, where only those without a name do",
       [](Given& g) {
         g.lasting(10, 35).owner_pool().f.owner_pool = {.addresses = 1};
         g.domain.nameless_keep_working_days = true;
       },
       "no_evidence"},
      {"on five days, for three reporters, with a name",
       [](Given& g) { g.named(HostKind::named).lasting(5, 35).seen_by(3, 10); }, "lasting"},
      {"on four days, with a name",
       [](Given& g) { g.named(HostKind::named).lasting(4, 35).seen_by(3, 10); }, "no_evidence"},
      {"on five days, for four reporters, with a name",
       [](Given& g) { g.named(HostKind::named).lasting(5, 35).seen_by(4, 10); }, "no_evidence"},
      {"on five days over less than five weeks, with a name",
       [](Given& g) { g.named(HostKind::named).lasting(5, 34).seen_by(3, 10); }, "no_evidence"},
      {"with others that do not",
       [](Given& g) { g.lasting(10, 72).owner_pool().f.owner_pool = {.addresses = 1}; },
       "no_evidence"},
      {"in five weeks of reports",
       [](Given& g) {
         g.lasting(30, 35);
         g.domain.observed_days = 35;
       },
       "lasting"},
      {"in less than five weeks",
       [](Given& g) {
         g.lasting(30, 34);
         g.domain.observed_days = 34;
       },
       "no_evidence"},
  });
}

TEST_CASE(
    "a foreign domain that signs under the domain's envelope, on days and everywhere, is asked "
    "about") {
  static constexpr auto begun = [](Given& g, int days_ago) -> Given& {
    g.signer_pool(2, 6).f.signer_pool->age = std::chrono::days{days_ago};
    g.f.signs_for_its_host = true;
    return g;
  };
  check({
      {"on six days, six of ten reporters", [](Given& g) { g.signer_pool(6, 6); },
       "signing_service"},
      {"on five days", [](Given& g) { g.signer_pool(5, 6); }, "no_evidence"},
      {"five of ten reporters", [](Given& g) { g.signer_pool(6, 5); }, "no_evidence"},
      {"on two occasions a month apart",
       [](Given& g) {
         auto& pool = *g.signer_pool(2, 6).f.signer_pool;
         pool.occasions = 2;
         pool.span = 27;
       },
       "signing_service"},
      {"on one",
       [](Given& g) {
         auto& pool = *g.signer_pool(2, 6).f.signer_pool;
         pool.occasions = 1;
         pool.span = 27;
       },
       "no_evidence"},
      {"on two in one month",
       [](Given& g) {
         auto& pool = *g.signer_pool(2, 6).f.signer_pool;
         pool.occasions = 2;
         pool.span = 26;
       },
       "no_evidence"},
      {"on three over five weeks, for one reporter",
       [](Given& g) {
         auto& pool = *g.signer_pool(3, 1).f.signer_pool;
         pool.occasions = 3;
         pool.span = 35;
       },
       "signing_service"},
      {"on three over less, for one reporter",
       [](Given& g) {
         auto& pool = *g.signer_pool(3, 1).f.signer_pool;
         pool.occasions = 3;
         pool.span = 34;
       },
       "no_evidence"},
      {"on six days over five weeks, for one reporter",
       [](Given& g) {
         auto& pool = *g.signer_pool(6, 1).f.signer_pool;
         pool.occasions = 1;
         pool.span = 35;
       },
       "signing_service"},
      {"on two, for one reporter",
       [](Given& g) {
         auto& pool = *g.signer_pool(2, 1).f.signer_pool;
         pool.occasions = 2;
         pool.span = 35;
       },
       "no_evidence"},
      {"begun two weeks ago, from hosts of that domain", [](Given& g) { begun(g, 14); },
       "signing_service"},
      {"begun before", [](Given& g) { begun(g, 15); }, "no_evidence"},
      {"begun lately, from hosts of another's",
       [](Given& g) { begun(g, 14).f.signs_for_its_host = false; }, "no_evidence"},
      {"begun lately, for few reporters",
       [](Given& g) { begun(g, 14).f.signer_pool->spread.reporters = 5; }, "no_evidence"},
  });
}

TEST_CASE("who began lately and goes on is asked about, unless a crowd does") {
  check({
      {"widely reported", [](Given& g) { g.seen_by(6, 10).f.is_new = true; }, "new_sender"},
      {"by fewer", [](Given& g) { g.seen_by(5, 10).f.is_new = true; }, "no_evidence"},
      {"not new", [](Given& g) { g.seen_by(6, 10); }, "no_evidence"},
      {"on more days than who came and went",
       [](Given& g) {
         g.on(5).seen_by(6, 10).f.is_new = true;
         g.domain.bursts = {4, 100};
       },
       "new_sender"},
      {"on as many",
       [](Given& g) {
         g.on(5).seen_by(6, 10).f.is_new = true;
         g.domain.bursts = {5, 100};
       },
       "no_evidence"},
      {"with a name, on more days than who had one",
       [](Given& g) {
         g.named(HostKind::named).on(5).seen_by(6, 10).f.is_new = true;
         g.domain.bursts = {9, 100};
         g.domain.named_bursts = {4, 100};
       },
       "new_sender"},
      {"with a name, on as many",
       [](Given& g) {
         g.named(HostKind::named).on(5).seen_by(6, 10).f.is_new = true;
         g.domain.named_bursts = {5, 100};
       },
       "no_evidence"},
      {"on fewer days, but with three times the messages",
       [](Given& g) {
         g.on(5).seen_by(6, 10).f.is_new = true;
         g.domain.bursts = {9, 33};
       },
       "new_sender"},
      {"on fewer days, with not quite so many",
       [](Given& g) {
         g.on(5).seen_by(6, 10).f.is_new = true;
         g.domain.bursts = {9, 34};
       },
       "no_evidence"},
      {"as one of twelve nameless networks",
       [](Given& g) {
         g.seen_by(6, 10).f.is_new = true;
         g.domain.networks_new = 12;
       },
       "new_sender"},
      {"as one of thirteen",
       [](Given& g) {
         g.seen_by(6, 10).f.is_new = true;
         g.domain.networks_new = 13;
       },
       "no_evidence"},
      {"as one of thirteen, with a name",
       [](Given& g) {
         g.named(HostKind::named).seen_by(6, 10).f.is_new = true;
         g.domain.networks_new = 13;
       },
       "new_sender"},
  });
}

TEST_CASE("who sends while listed servers are silent is asked about, unless a crowd does") {
  const auto stand_in = [](Given& g) -> Given& {
    g.seen_by(4, 10).f.filling.stands_in = true;
    g.f.filling.filled = 2;
    g.f.governed = 10;
    return g;
  };
  static const auto in_silence = stand_in;
  check({
      {"by four reporters", [](Given& g) { in_silence(g); }, "stand_in"},
      {"by three", [](Given& g) { in_silence(g).seen_by(3, 10); }, "no_evidence"},
      {"with fewer than five messages a day", [](Given& g) { in_silence(g).f.governed = 9; },
       "no_evidence"},
      {"as one of twelve nameless networks",
       [](Given& g) { in_silence(g).domain.networks_standing_in = 12; }, "stand_in"},
      {"as one of thirteen", [](Given& g) { in_silence(g).domain.networks_standing_in = 13; },
       "no_evidence"},
      {"as one of thirteen, with a name",
       [](Given& g) { in_silence(g).named(HostKind::named).domain.networks_standing_in = 13; },
       "stand_in"},
      {"with a key of listed servers", [](Given& g) { in_silence(g).listed_key(9).seen_by(1, 10); },
       "shared_key_or_forwarder"},
      {"with such a key and a telling name",
       [](Given& g) { in_silence(g).named(HostKind::named).listed_key(9).seen_by(1, 10); },
       "listed_key"},
  });
}

TEST_CASE("an IPv6 address that carries much of a listed key for the whole time is asked about") {
  check({
      {"to one reporter",
       [](Given& g) { g.seen_by(1, 10).lasting(30, 72).listed_key(60).f.is_v6 = true; },
       "shared_key_or_forwarder"},
      {"with less than a tenth of the busiest server's",
       [](Given& g) { g.seen_by(1, 10).lasting(30, 72).listed_key(59).f.is_v6 = true; },
       "listed_key"},
      {"for less of the time",
       [](Given& g) { g.seen_by(1, 10).lasting(29, 72).listed_key(60).f.is_v6 = true; },
       "listed_key"},
      {"with a telling name",
       [](Given& g) {
         g.named(HostKind::named).seen_by(1, 10).lasting(30, 72).listed_key(60).f.is_v6 = true;
       },
       "listed_key"},
      {"an IPv4 address", [](Given& g) { g.seen_by(1, 10).lasting(30, 72).listed_key(60); },
       "listed_key"},
  });
}

TEST_CASE("a pool at work for weeks is asked about, unless it is one of many a botnet has") {
  check({
      {"lines of one network", [](Given& g) { g.owner_pool(); }, "operator_pool"},
      {"on nineteen days", [](Given& g) { g.owner_pool().f.owner_pool->wide_days = 19; },
       "no_evidence"},
      {"in four weeks", [](Given& g) { g.owner_pool().f.owner_pool->busy_weeks = 4; },
       "no_evidence"},
      {"mostly of addresses that few see",
       [](Given& g) { g.owner_pool().f.owner_pool->wide_messages = 499; }, "no_evidence"},
      {"less than three times as many as of another network",
       [](Given& g) { g.owner_pool().f.owner_pool->wide_addresses = 8; }, "no_evidence"},
      {"no more, but on working days, three for each /16",
       [](Given& g) {
         auto& pool = *g.owner_pool().f.owner_pool;
         pool.wide_addresses = 6;
         pool.allocations = 2;
         pool.keeps_working_days = true;
       },
       "operator_pool"},
      {"on working days, but spread over many /16",
       [](Given& g) {
         auto& pool = *g.owner_pool().f.owner_pool;
         pool.wide_addresses = 8;
         pool.allocations = 3;
         pool.keeps_working_days = true;
       },
       "no_evidence"},
      {"close together, but on any day",
       [](Given& g) {
         auto& pool = *g.owner_pool().f.owner_pool;
         pool.wide_addresses = 8;
         pool.allocations = 2;
       },
       "no_evidence"},
      {"no more than of another, with names of its operator",
       [](Given& g) { g.named(HostKind::named).owner_pool().f.owner_pool->wide_addresses = 3; },
       "operator_pool"},
      {"a single address", [](Given& g) { g.owner_pool().f.owner_pool->addresses = 1; },
       "no_evidence"},
  });
}

TEST_CASE("a line whose address changes hands its mail on from day to day") {
  static constexpr auto line = [](Given& g) -> PoolFacts& {
    auto& pool = *g.owner_pool().f.owner_pool;
    pool.wide_days = 0;
    pool.spread = {300, 6, 10};
    pool.days = pool.covered.days = 20;
    pool.span = 30;
    pool.address_days = pool.covered.address_days = 25;
    return pool;
  };
  static constexpr auto long_line = [](Given& g) -> PoolFacts& {
    auto& pool = line(g);
    pool.days = pool.covered.days = 48;
    pool.span = 72;
    pool.address_days = pool.covered.address_days = 60;
    g.domain.observed_days = 90;
    return pool;
  };
  check({
      {"on twenty days of thirty", [](Given& g) { line(g); }, "operator_pool"},
      {"on fewer", [](Given& g) { line(g).covered.days = 19; }, "no_evidence"},
      {"on less than two days of three", [](Given& g) { line(g).span = 31; }, "no_evidence"},
      {"often two at a time", [](Given& g) { line(g).covered.address_days = 26; }, "no_evidence"},
      {"often two at a time, but not by reports that keep to calendar days",
       [](Given& g) {
         line(g).covered.address_days = 50;
         line(g).calendar = {20, 25};
       },
       "operator_pool"},
      {"by few reporters", [](Given& g) { line(g).spread.reporters = 5; }, "no_evidence"},
      {"for three reporters and most of the time",
       [](Given& g) { long_line(g).spread.reporters = 3; }, "operator_pool"},
      {"for three reporters and less of it",
       [](Given& g) {
         auto& pool = long_line(g);
         pool.spread.reporters = 3;
         pool.span = 71;
       },
       "no_evidence"},
      {"for three reporters on half of the days",
       [](Given& g) {
         auto& pool = long_line(g);
         pool.spread.reporters = 3;
         pool.span = 90;
         pool.covered = {45, 56};
       },
       "operator_pool"},
      {"for three reporters on fewer",
       [](Given& g) {
         auto& pool = long_line(g);
         pool.spread.reporters = 3;
         pool.span = 90;
         pool.covered = {44, 55};
       },
       "no_evidence"},
      {"for three reporters, by addresses whose days lie one after the other",
       [](Given& g) {
         auto& pool = long_line(g);
         pool.spread.reporters = 3;
         pool.span = 60;
         pool.covered = {25, 40};
         pool.stays = {30, 37};
       },
       "operator_pool"},
      {"for three reporters, by addresses whose days overlap",
       [](Given& g) {
         auto& pool = long_line(g);
         pool.spread.reporters = 3;
         pool.span = 60;
         pool.covered = {25, 40};
         pool.stays = {30, 38};
       },
       "no_evidence"},
      {"for three reporters, so, over less than two thirds of the days with reports",
       [](Given& g) {
         auto& pool = long_line(g);
         pool.spread.reporters = 3;
         pool.span = 59;
         pool.covered = {25, 40};
         pool.stays = {30, 37};
       },
       "no_evidence"},
      {"for four of ten reporters and most of the time",
       [](Given& g) { long_line(g).spread.reporters = 4; }, "no_evidence"},
  });
}

TEST_CASE("who comes back on the same days as others of one network is asked about") {
  static constexpr auto together = [](Given& g) -> PoolFacts& {
    g.f.span = 28;
    g.f.owner_pool = {.of = &g.owner,
                      .addresses = 9,
                      .returning = 3,
                      .returning_days = 3,
                      .returning_address_days = 6,
                      .returning_occasions = 3};
    return *g.f.owner_pool;
  };
  check({
      {"on two days of three", [](Given& g) { together(g); }, "comes_together"},
      {"on fewer", [](Given& g) { together(g).returning_address_days = 5; }, "no_evidence"},
      {"as one of two", [](Given& g) { together(g).returning = 2; }, "no_evidence"},
      {"twice", [](Given& g) { together(g).returning_occasions = 2; }, "no_evidence"},
      {"itself for less than four weeks",
       [](Given& g) {
         together(g);
         g.f.span = 27;
       },
       "no_evidence"},
  });
}

TEST_CASE("a listed key on a line whose address changes is no forwarder's") {
  static constexpr auto line = [](Given& g) -> ListedKey& {
    g.seen_by(2, 10).listed_key(9).domain.observed_days = 90;
    auto& key = *g.f.listed_key;
    key.line_addresses = 3;
    key.line_days = 32;
    key.line_span = 72;
    key.line_address_days = 40;
    key.line_address_spans = 90;
    return key;
  };
  check({
      {"three addresses, one after the other", [](Given& g) { line(g); },
       "shared_key_or_forwarder"},
      {"two", [](Given& g) { line(g).line_addresses = 2; }, "listed_key"},
      {"for less of the time", [](Given& g) { line(g).line_span = 71; }, "listed_key"},
      {"often two at a time", [](Given& g) { line(g).line_address_days = 41; }, "listed_key"},
      {"each of them for long", [](Given& g) { line(g).line_address_spans = 91; }, "listed_key"},
  });
}

TEST_CASE("the signed mail of listed servers explains what forwarders carry of it") {
  const auto unnamed_only = [](Given& g, std::uint64_t of_listed) {
    g.domain.has_listed_keys = false;
    g.domain.has_unnamed_listed_keys = true;
    g.domain.unnamed_listed = of_listed;
  };
  // Too little mail to be narrowly reported, which explains it as well.
  Given less;
  less.unnamed(1).seen_by(1, 1, 1);
  unnamed_only(less, 21);
  CHECK(first_that_holds(evidence_rules(), less.f)->code == "unnamed_key_listed");
  Given a_twentieth;
  a_twentieth.unnamed(1).seen_by(1, 1, 1);
  unnamed_only(a_twentieth, 20);
  CHECK(first_that_holds(evidence_rules(), a_twentieth.f)->code == "unnamed_key");
}

TEST_CASE(
    "each rule has a code of its own, a sentence, its evidence and, unless certain, a failure "
    "mode") {
  std::set<std::string_view> codes;
  for (const auto rules : {mark_rules(), evidence_rules()}) {
    for (const Rule& rule : rules) {
      CAPTURE(rule.code);
      CHECK(codes.insert(rule.code).second);
      CHECK_FALSE(rule.evidence().empty());
      if (rule.confidence != Confidence::certain) CHECK_FALSE(rule.may_mislead.empty());
    }
  }
  CHECK(evidence_rules().back().holds(Facts{}));
}
