"""A name server on loopback, UDP and TCP, that answers from a master file and meets names as it is told: with silence,
errors, octets that are no message, lies under another id or from another port, truncation, loops of aliases."""
import random
import shlex
import socket
import struct
import threading
import time

import loopback

TYPES = {"A": 1, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28}
SERVFAIL, NXDOMAIN, REFUSED = 2, 3, 5
TRUNCATED = 0x02
# What a liar says: whoever believes it lists everybody.
LIE = {TYPES["TXT"]: [b"\x0bv=spf1 +all"], TYPES["A"]: [b"\xcb\0\x71\x63"], TYPES["MX"]: []}


def packed(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label) + b"\0"


def data_of(kind, fields):
    if kind == "A":
        return socket.inet_aton(fields[0])
    if kind == "AAAA":
        return socket.inet_pton(socket.AF_INET6, fields[0])
    if kind == "MX":
        return struct.pack(">H", int(fields[0])) + packed(fields[1])
    if kind == "TXT":
        return b"".join(bytes([len(text)]) + text.encode() for text in fields)
    return packed(fields[0])


def records_of(path):
    """The records of a master file that has one a line, with names in full: what is at each name, by type."""
    held = {}
    for line in path.read_text().splitlines():
        fields = shlex.split(line, comments=False) if line and line[0] not in ";$" else []
        if len(fields) < 4 or fields[2] in ("SOA", "NS"):
            continue
        held.setdefault(fields[0].rstrip(".").lower(), {}).setdefault(TYPES[fields[2]], []).append(data_of(fields[2], fields[3:]))
    return held


def question(query):
    """Name, type and octets of the first question."""
    at, labels = 12, []
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("latin1"))
        at += query[at] + 1
    return ".".join(labels).lower(), struct.unpack(">H", query[at + 1:at + 3])[0], query[12:at + 5]


def message(query, code=0, answers=(), flags=0):
    """`answers` are (type, data) at the name asked for."""
    _, _, asked = question(query)
    body = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 300, len(data)) + data for kind, data in answers)
    return query[:2] + bytes([0x84 | (query[2] & 1) | flags, 0x80 | code]) + struct.pack(">HHHH", 1, len(answers), 0, 0) + asked + body


class EnemyDns:
    """`manners` maps a name, and all below it, or "" for every name, to how it is met; (name, type) is more exact."""

    def __init__(self, zone, manners=None):
        self.held, self.manners, self.open = records_of(zone), manners or {}, True
        self.dice, self.lost, self.asked = random.Random(1), {}, 0
        self.udp, self.tcp = loopback.udp_and_tcp()
        self.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.port = self.udp.getsockname()[1]
        self.elsewhere = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.elsewhere.bind(("127.0.0.1", 0))
        self.tcp.listen(64)
        for loop in (self._datagrams, self._connections):
            threading.Thread(target=loop, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.open = False
        self.udp.close()
        self.elsewhere.close()
        self.tcp.close()

    def manner(self, name, kind):
        for key in ((name, kind), name):
            if key in self.manners:
                return self.manners[key]
        for suffix, manner in self.manners.items():
            if isinstance(suffix, str) and (not suffix or name.endswith("." + suffix)):
                return manner
        return "truth"

    def truth(self, query):
        name, kind, _ = question(query)
        at = self.held.get(name)
        if at is None:
            exists = any(other.endswith("." + name) for other in self.held)
            return message(query, 0 if exists else NXDOMAIN)
        return message(query, answers=[(kind, data) for data in at.get(kind, [])])

    def replies(self, query, over_tcp):
        """(octets, whether from another port) of each reply, in order."""
        name, kind, _ = question(query)
        truth, lie = self.truth(query), message(query, answers=[(kind, data) for data in LIE.get(kind, [])])
        manner = self.manner(name, kind)
        if manner == "silence" or (manner == "truncation and silence" and over_tcp):
            return []
        if manner == "loss":
            self.lost[name, kind] = self.lost.get((name, kind), 0) + 1
            return [(truth, False)] if self.lost[name, kind] > 1 or over_tcp else []
        return {
            "SERVFAIL": [(message(query, SERVFAIL), False)],
            "REFUSED": [(message(query, REFUSED), False)],
            "garbage": [(query[:2] + self.dice.randbytes(40), False)],
            "half a message": [(truth[:-3] if len(truth) > 40 else truth[:14], False)],
            "a wrong id": [(bytes([lie[0] ^ 1]) + lie[1:], False)] * 20 + [(truth, False)],
            "another port": [(lie, True)] * 5 + [(truth, False)],
            "another question": [(lie[:12] + packed("lie.example") + query[-4:], False), (truth, False)],
            "truncation and silence": [(message(query, flags=TRUNCATED), False)],
            "a loop of aliases": [(message(query, answers=[(TYPES["CNAME"], packed(name if name.startswith("loop.") else "loop." + name))]), False)],
        }.get(manner, [(truth, False)])

    def _datagrams(self):
        while self.open:
            try:
                query, asker = self.udp.recvfrom(4096)
                self.asked += 1
                for octets, from_elsewhere in self.replies(query, False):
                    (self.elsewhere if from_elsewhere else self.udp).sendto(octets, asker)
            except (OSError, IndexError, struct.error):
                continue

    def _connections(self):
        while self.open:
            try:
                client, _ = self.tcp.accept()
            except OSError:
                return
            threading.Thread(target=self._connection, args=(client,), daemon=True).start()

    def _connection(self, client):
        try:
            with client, client.makefile("rb") as stream:
                client.settimeout(10)
                while head := stream.read(2):
                    query = stream.read(struct.unpack(">H", head)[0])
                    replies = self.replies(query, True)
                    if not replies:
                        time.sleep(5)
                    for octets, _ in replies:
                        client.sendall(struct.pack(">H", len(octets)) + octets)
        except (OSError, struct.error, IndexError):
            pass
