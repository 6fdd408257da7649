"""Features of a source's governed mail: what each number of the program is held against."""
import collections
import contextlib
import ipaddress

import rhythm
from observe import Seen, device, expected_reporters, network, observe_governed, operator, pools, report_days
from rhythm import AT

NEVER = float("inf")        # the ratio to nothing


def ratio(part, whole):
    return part / whole if whole else NEVER


def belongings(ip, seen):
    """What tells whose an address is: its network, and its operator where a name tells it."""
    return {network(ip), operator(seen.host)} if seen.is_named else {network(ip)}


class KeyUse:
    """Who carries one key."""

    def __init__(self):
        self.listed = self.broken = self.unlisted = self.most_listed = self.most_unlisted = 0
        self.ungoverned = self.most_ungoverned = 0
        self.listed_days, self.unlisted_days, self.starts, self.serving = set(), set(), [], set()

    def add(self, seen, listed, passed, failed):
        if listed:
            self.listed += passed
            self.broken += failed
            self.most_listed = max(self.most_listed, passed)
        else:
            self.unlisted += passed
            self.most_unlisted = max(self.most_unlisted, passed)
        if passed:
            (self.listed_days if listed else self.unlisted_days).update(seen.by_day)
            self.starts += [min(seen.by_day)] * listed

    def add_foreign(self, ip, seen, passed):
        """What a service signs whose envelope domain is its own."""
        self.ungoverned += passed
        self.most_ungoverned = max(self.most_ungoverned, passed)
        self.serving.update(belongings(ip, seen) if passed else ())

    def lives_on_listed_servers(self):
        often = len(self.listed_days) >= AT["living_days"] and len(self.listed_days) > len(self.unlisted_days)
        return self.listed > 0 and (self.listed >= AT["living_key"] * self.unlisted or often)

    def lives_on_a_service(self):
        return self.ungoverned > 0 and self.ungoverned >= AT["living_key"] * self.unlisted


class Evidence:
    """All that a world shows of governed mail, and the features of each source drawn from it."""

    def __init__(self, w):
        self.w = w
        self.sources, self.others, self.governed_share = observe_governed(w)
        self.listed = {ip for ip in self.sources if ip in w.sources and w.sources[ip].cls == "listed"}
        self.unsigned = {ip: seen for ip, seen in self.sources.items() if ip not in self.listed and not seen.signed}
        listed_days = {day for ip in self.listed for day in self.sources[ip].by_day}
        self.calendar = rhythm.Calendar(w, report_days(w), listed_days)
        self.mail = Seen()
        self.keys = collections.defaultdict(KeyUse)
        self.starts = collections.defaultdict(list)         # first days of listed sources, by operator
        for ip, seen in self.sources.items():
            for key, (passed, failed) in seen.keys.items():
                self.keys[key].add(seen, ip in self.listed, passed, failed)
            if ip in self.listed:
                self.mail.messages += seen.messages
                self.mail.unnamed += seen.unnamed
                self.mail.by_reporter.update(seen.by_reporter)
                self.starts[operator(seen.host)].append(min(seen.by_day))
        for ip, seen in self.others.items():
            for key, (passed, _) in seen.keys.items():
                self.keys[key].add_foreign(ip, seen, passed)
        self.own = self._own()
        self._pool_keys()
        self._pool_hosts()
        self._pool_unsigned()
        self.largest_burst = max((seen.messages for seen in self.unsigned.values() if self.calendar.are_past_burst(sorted(seen.by_day))), default=0)

    def _own(self):
        """What the domain's own terms, A, AAAA and MX records lead to."""
        nets = []
        for term in self.w.terms:
            if term.startswith(("ip4:", "ip6:")):
                with contextlib.suppress(ValueError):       # a fault of the record
                    nets.append(ipaddress.ip_network(term.split(":", 1)[1], strict=False))
        found = [line.split(" IN ") for line in self.w.zone.lines if " IN " in line]
        exchangers = {data.split()[-1] for name, data in found if name == self.w.domain + "." and data.startswith("MX ")}
        hosts = {self.w.domain + ".", *(host for host in exchangers if self.w.in_org(host.rstrip("."), self.w.domain))}
        return nets + [ipaddress.ip_network(data.split()[1]) for name, data in found if name in hosts and data.startswith(("A ", "AAAA "))]

    def _in_own_network(self, address):
        near = {4: 24, 6: 64}[address.version]
        return any(address in (net.supernet(new_prefix=near) if net.prefixlen > near else net) for net in self.own if net.version == address.version)

    def _bits_in_common(self, address):
        """The longest prefix that the address shares with a single one of the domain's own; None where they are in no /24 together."""
        single = [net for net in self.own if net.version == address.version == 4 and net.prefixlen >= AT["next_to_own"]]
        common = max((32 - (int(address) ^ int(net.network_address)).bit_length() for net in single), default=0)
        return common if common >= 24 else None

    def _pool_keys(self):
        """Carriers of listed servers' keys, together by operator or else by network."""
        self.key_pools = collections.defaultdict(lambda: [0, 0, set()])
        for ip, seen in self.sources.items():
            for key, (passed, failed) in seen.keys.items():
                if ip not in self.listed and passed:
                    pool = self.key_pools[self._carriers(ip, seen, key)]
                    pool[0] += passed
                    pool[1] += failed
                    pool[2].update(seen.by_day)

    @staticmethod
    def _carriers(ip, seen, key):
        return key, operator(seen.host) if seen.is_named else network(ip)

    def _pool_hosts(self):
        """By operator: its unlisted hosts, and those that pass mail on."""
        self.hosts, self.passing = collections.Counter(), collections.Counter()
        for ip, seen in self.sources.items():
            if ip not in self.listed and seen.is_named:
                carries = any(passed and self.keys[key].lives_on_listed_servers() for key, (passed, _) in seen.keys.items())
                self.hosts[operator(seen.host)] += 1
                self.passing[operator(seen.host)] += carries or seen.forwarded >= AT["called_forwarded"] * seen.messages

    def _pool_unsigned(self):
        unsigned = self.unsigned
        _, self.network_size = pools(unsigned, lambda ip, _: network(ip))
        _, self.device_size = pools(unsigned, lambda ip, _: device(ip))
        self.owners, self.owner_size = pools(unsigned, lambda _, seen: operator(seen.host))
        self.signers, _ = pools(unsigned, lambda _, seen: self._main_signer(seen)[0])
        wide = {ip: seen for ip, seen in unsigned.items() if self.is_wide(seen)}
        self.wide, self.wide_size = pools(wide, lambda _, seen: operator(seen.host))
        self.nameless_wide = sum(not seen.host for seen in wide.values())
        self.allocations, self.at_work = collections.defaultdict(set), collections.defaultdict(collections.Counter)
        for ip, seen in wide.items():
            self.allocations[operator(seen.host)].add(ipaddress.ip_network((ip, 32 if ":" in ip else 16), strict=False))
            self.at_work[operator(seen.host)].update(day - self.w.weekday(day) for day in seen.by_day)
        self.crowds, self.once_passed, self.address_days = collections.defaultdict(set), set(), collections.Counter()
        self.habits = {}
        for ip, seen in unsigned.items():
            self.habits[ip] = self._habits(seen)
            self.address_days[operator(seen.host)] += len(seen.by_day)
            if not rhythm.stays(sorted(seen.by_day), self.calendar.observed):
                for habit in self.habits[ip]:
                    self.crowds[habit].add(network(ip))
            if seen.passed:
                self.once_passed.add(operator(seen.host) or network(ip))

    def _habits(self, seen):
        """What a botnet's machines would do alike, where no name tells whose the source is."""
        if seen.is_named:
            return set()
        days, heavy = sorted(seen.by_day), self._heavy_days(seen)
        returns = (len(rhythm.bursts(heavy, AT["occasion_gap"])) >= AT["occasions"] and rhythm.span(heavy) >= AT["occasions_span"]
                   and len(seen.by_reporter) > AT["partners"])
        found = {"returning": returns, "new": self.calendar.are_new(days), "standing in": self.calendar.fill_silence(days),
                 rhythm.kind(self.w, days, seen.exact): True}
        return {habit for habit, has_it in found.items() if habit and has_it}

    @staticmethod
    def _heavy_days(seen):
        return sorted(day for day, messages in seen.by_day.items() if messages >= AT["heavy_day"])

    @staticmethod
    def _main_signer(seen):
        """(the foreign domain that signs most, its share)."""
        signer, messages = max(seen.signers.items(), key=lambda found: found[1], default=("", 0))
        return (signer, messages / seen.messages) if messages else (None, 0)

    def breadth(self, seen):
        expected = expected_reporters(self.mail, seen.messages)
        return len(seen.by_reporter) / expected if expected else 0

    def is_wide(self, seen):
        return seen.messages >= AT["breadth_messages"] and len(seen.by_reporter) >= AT["breadth_reporters"] and self.breadth(seen) >= AT["wide"]

    def of(self, ip):
        """{feature: value} of one source; where none of its mail is governed, no more than that."""
        seen = self.sources.get(ip)
        if not seen:
            return {"governed": 0, "governed share of named mail": self.governed_share.get(ip), **self._service_features(ip)}
        unlisted, days = ip not in self.listed, sorted(seen.by_day)
        features = {"governed": seen.messages, "unlisted": unlisted, "unsigned": ip in self.unsigned, "named": seen.is_named,
                    "governed share of named mail": self.governed_share.get(ip),
                    "passed": seen.passed / seen.messages, "pass reporters": len(seen.passed_at), "once passed": unlisted and seen.passed > 0,
                    "governed reporters": len(seen.by_reporter), "breadth": self.breadth(seen),
                    "unnamed to listed": ratio(seen.unnamed, self.mail.unnamed) if seen.unnamed and unlisted else None,
                    "called forwarded": seen.forwarded / seen.messages,
                    "governed days": len(days), "governed span": rhythm.span(days), "governed density": len(days) / rhythm.span(days)}
        features.update(self._service_features(ip) | self._key_features(ip, seen))
        if unlisted:
            features.update(self._end_features(seen, days))
        if ip in self.unsigned:
            features.update(self._unsigned_features(ip, seen, days))
        return features

    def _service_features(self, ip):
        """Of mail with an envelope domain of its own and a key of no listed server."""
        parts = [passed / self.keys[key].most_ungoverned for key, (passed, _) in self.others.get(ip, Seen()).keys.items()
                 if passed and not self.keys[key].lives_on_listed_servers()]
        return {"to the busiest of its service": max(parts)} if parts else {}

    def _key_features(self, ip, seen):
        passing = {key: counts for key, counts in seen.keys.items() if counts[0]}
        broken = sum(failed for key, (_, failed) in seen.keys.items() if self.keys[key].lives_on_listed_servers())
        features = {"broken": broken / seen.messages if broken and ip in self.unsigned else None}
        if not passing or ip in self.listed:
            return features
        key, (passed, _) = max(passing.items(), key=lambda found: found[1][0])
        use = self.keys[key]
        features.update({"listed servers' with its key": ratio(use.listed, use.unlisted), "days of its key on listed servers": len(use.listed_days),
                         "with its key": passed, "with its key, of all": use.listed + use.unlisted})
        if not use.lives_on_listed_servers():
            features.update({"own key": True, "the service's with its key": ratio(use.ungoverned, use.unlisted)})
            if not use.lives_on_a_service():
                return {**features, "to the main source of its key": passed / use.most_unlisted}
            if use.serving & belongings(ip, seen):
                return features
            return {**features, "to the service of its key": passed / use.most_ungoverned}
        messages, failed, days = self.key_pools[self._carriers(ip, seen, key)]
        share = failed / (messages + failed)
        return {**features, "shared key": True, "to the busiest of its key": messages / use.most_listed, "pool days with its key": len(days),
                "broken with its key": failed, "broken share of its key": share,
                "broken to listed": ratio(share, use.broken / (use.listed + use.broken)) if share else 0}

    def _end_features(self, seen, days):
        starts = self.starts[operator(seen.host)] * bool(seen.host) + [start for key, (passed, _) in seen.keys.items() if passed
                                                                        for start in self.keys[key].starts]
        silence, pause = self.calendar.last - days[-1], rhythm.longest_pause(days)
        run_by = operator(seen.host)
        return {"silence": silence, "silence to pause": ratio(silence, pause) if silence else 0,
                "successor gap": min((abs(start - days[-1]) for start in starts), default=NEVER),
                "passing hosts": self.passing[run_by],
                "share of passing hosts": self.passing[run_by] / self.hosts[run_by] if self.hosts[run_by] else None}

    def _unsigned_features(self, ip, seen, days):
        heavy = self._heavy_days(seen)
        starts, exact = rhythm.bursts(days, AT["burst_gap"]), sorted(seen.exact)
        observed = self.calendar.observed
        address = ipaddress.ip_address(ip)
        signer, share = self._main_signer(seen)
        nobody_sends = not self.listed and len(self.unsigned) == len(self.sources)
        return {"strangers": len(self.unsigned) if nobody_sends else None, "networks once passed": len(self.once_passed) if seen.passed else None,
                "own network": not seen.host and self._in_own_network(address), "bits in common": None if seen.is_named else self._bits_in_common(address),
                "heaviest day": max(seen.by_day.values()), "to largest burst": ratio(seen.messages, self.largest_burst), "pause between heavy days": rhythm.longest_pause(heavy) if len(heavy) > 1 else None,
                "occasions": len(rhythm.bursts(heavy, AT["occasion_gap"])), "occasions span": rhythm.span(heavy),
                "span to observed": rhythm.span(days) / observed, "days to observed": len(days) / observed,
                "weekdays": rhythm.weekdays(self.w, exact), "weeks": rhythm.weeks(self.w, exact), "exact days": len(exact),
                "weekend": any(self.w.weekday(day) > 4 for day in exact), "bursts": len(starts),
                "shortest between bursts": min(rhythm.pauses(starts), default=None), "longest between bursts": max(rhythm.pauses(starts), default=None),
                "longest pause": rhythm.longest_pause(days) if len(days) > 1 else None,
                "network addresses": max(self.network_size[network(ip)], self.device_size[device(ip)]), "signer share": share if signer else None,
                **self._crowd_features(ip), **self._calendar_features(days), **self._owner_features(seen),
                **(self._signer_features(self.signers[signer]) if signer else {})}

    def _crowd_features(self, ip):
        found = {habit if habit in ("returning", "new", "standing in") else "rhythm": len(self.crowds[habit]) for habit in self.habits[ip]}
        return {f"networks with its {habit}": size for habit, size in found.items()}

    def _calendar_features(self, days):
        """How its days lie to the end, and to the days without mail of listed servers."""
        calendar, filled = self.calendar, len(self.calendar.silent.intersection(days))
        beside = [calendar.usual[self.w.weekday(day)] for day in days if day not in calendar.listed]
        age = calendar.age(days)
        return {"age": age, "days to age": len(days) / age, "listed days": len(calendar.listed) or None, "usual weekday": max(beside, default=None),
                "filled days": filled, "filled to silent": ratio(filled, len(calendar.silent)), "filled to days": filled / len(days)}

    @staticmethod
    def _signer_features(pool):
        days = sorted(pool.by_day)
        return {"signer pool days": len(days), "signer pool occasions": len(rhythm.bursts(days, AT["occasion_gap"])), "signer pool span": rhythm.span(days)}

    def _owner_features(self, seen):
        """Of the pool of the operator that its name tells, where it has several addresses."""
        owner = operator(seen.host)
        if self.owner_size[owner] < 2:
            return {}
        weeks = sorted(self.at_work[owner].values())
        wide, beside = self.wide_size[owner], max([self.nameless_wide, *(size for other, size in self.wide_size.items() if other != owner)])
        days = sorted(self.owners[owner].by_day)
        return {"owner pool": True, "owner pool all days": len(days), "owner pool density": len(days) / rhythm.span(days),
                "owner pool one at a time": len(days) / self.address_days[owner],
                "owner pool days": len(self.wide[owner].by_day) if wide else 0,
                "owner pool weeks": sum(week >= AT["busy_week"] * weeks[-1] for week in weeks),
                "owner pool usual week": weeks[len(weeks) // 2] / weeks[-1] if weeks else 0,
                "owner pool to others": ratio(wide, beside) if wide else 0,
                "owner pool per allocation": wide / len(self.allocations[owner]) if wide else 0,
                "owner pool wide share": self.wide[owner].messages / self.owners[owner].messages if wide else 0}
