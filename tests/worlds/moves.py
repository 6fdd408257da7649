"""Own hosts that share the key of the listed ones: moved, added, left behind, or reachable by another address too."""
from listed import authorise, by_address
from naming import generic_name
from world import Mail


def _hoster_name(w, ip):
    if w.rng.random() < .5:
        w.zone.ptr(ip, generic_name(w.rng, ip, w.names.domain("cloud")))


def _own(w, ip, stream, volume, rhythm=None, named=False, spf=None):
    w.source(ip, "unlisted_legitimate", stream, must=named, allowed=() if named else ("unknown",))
    w.flow([ip], [(1, Mail(w.domain, w.domain, spf or w.failing, w.own_key))], volume, rhythm)
    w.notes.append(stream)


def migration(w):
    """The listed server was replaced in the window, and the record not."""
    change, named = w.rng.randrange(w.days // 6, w.days * 3 // 4), w.rng.random() < .6
    old, new = w.addresses.hosts(w.addresses.net(), 1)[0], w.addresses.hosts(w.addresses.net(), 1)[0]
    volume = w.own_volume * w.rng.uniform(.5, 1)
    authorise(w, [old], by_address)
    w.zone.ptr(old, f"relay-old.{w.domain}")
    w.source(old, "listed", "server that was replaced")
    w.flow([old], [(1, Mail(w.domain, w.domain, w.passing, w.own_key))], volume, lambda day: w.daily(day) * (day < change))
    if named:
        w.zone.ptr(new, f"relay-new.{w.domain}")
    else:
        _hoster_name(w, new)
    _own(w, new, "server that replaced it" + ("" if named else ", unnamed"), volume, lambda day: w.daily(day) * (day >= change), named)


def branch_server(w):
    """A small server with the key of the large ones and no name of its own."""
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    _hoster_name(w, ip)
    _own(w, ip, "branch server", max(.6, w.own_volume * w.rng.uniform(.01, .06)))


def second_family(w):
    """One host with two addresses, of which the record knows one."""
    four, six = w.addresses.hosts(w.addresses.net(), 1)[0], w.addresses.hosts(w.addresses.net6(), 1)[0]
    name = w.rng.choice([f"dual.{w.domain}", f"mail.{w.names.domain('group', 'holding')}", None])
    known, missed = (four, six) if w.rng.random() < .8 else (six, four)
    authorise(w, [known], by_address)
    for ip in (known, missed) if name else ():
        w.zone.ptr(ip, name)
    w.source(known, "listed", "known address of a host with two")
    volume = w.own_volume * w.rng.uniform(.1, .4)
    w.flow([known], [(1, Mail(w.domain, w.domain, w.passing, w.own_key))], volume)
    _own(w, missed, "missed address of a host with two" + ("" if name else ", unnamed"), volume * w.rng.uniform(.2, 1), named=bool(name))


def left_behind(w):
    """Listed until a day in the window, with the key of the servers that still are."""
    change, ip = w.rng.randrange(w.days // 4, w.days * 3 // 4), w.addresses.hosts(w.addresses.net(), 1)[0]
    _hoster_name(w, ip)
    _own(w, ip, "dropped with the key of listed servers", max(.8, w.own_volume * w.rng.uniform(.01, .2)), named=True,
         spf=lambda day: "pass" if day < change else w.unlisted_result())


STRANDS = [migration, branch_server, second_family, left_behind]     # all want a signing server of the domain's own
