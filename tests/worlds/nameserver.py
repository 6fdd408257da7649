"""A world's zone on a real name server, with faults in front of it: SERVFAIL, refusal, silence and loss, by name."""
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import loopback  # noqa: E402

CONFIG = """server:
  ip-address: 127.0.0.1@{port}
  username: ""
  chroot: ""
  database: ""
  server-count: 1
  rrl-ratelimit: 0
  pidfile: "{home}/nsd.pid"
  xfrdfile: "{home}/xfrd.state"
  zonelistfile: "{home}/zone.list"
  xfrdir: "{home}"
  zonesdir: "{home}"
remote-control:
  control-enable: no
zone:
  name: "."
  zonefile: "{zone}"
"""
ROOT_SOA = b"\0\1\0\0\0\1\0\0\0\0\0\0\0\0\6\0\1"
SERVFAIL, REFUSED = 2, 5


def _free_port():
    udp, tcp = loopback.udp_and_tcp()
    with udp, tcp:
        return udp.getsockname()[1]


def _name(query):
    at, labels = 12, []
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("latin1"))
        at += query[at] + 1
    return ".".join(labels).lower()


def _refusal(query, code):
    return query[:2] + bytes([query[2] | 0x80, 0x80 | code]) + query[4:]


class Faults:
    """What happens to a question: the mode of the first fault that its name falls under, or None."""

    def __init__(self, faults):
        self.faults = faults
        self.asked = 0

    def mode(self, query):
        self.asked += 1
        name = _name(query)
        for fault in self.faults:
            suffix = fault["suffix"]
            if self.asked > fault.get("after", 0) and (not suffix or name == suffix or name.endswith("." + suffix)):
                if fault["mode"] != "lossy":
                    return fault["mode"]
                if self.asked % 3 == 0:
                    return "drop"
        return None

    def answer(self, query):
        """(whether to ask the name server, what to say instead or None for silence)."""
        mode = self.mode(query)
        if mode in ("servfail", "refused"):
            return False, _refusal(query, SERVFAIL if mode == "servfail" else REFUSED)
        return mode != "drop", None


class NameServer:
    """nsd on loopback with the zone as the whole DNS; `port` is where the faults stand."""

    def __init__(self, zone, faults=()):
        self.home = tempfile.mkdtemp(prefix="nsd")
        self.behind = _free_port()
        config = os.path.join(self.home, "nsd.conf")
        with open(config, "w") as file:
            file.write(CONFIG.format(port=self.behind, home=self.home, zone=os.path.abspath(zone)))
        self.process = subprocess.Popen(["nsd", "-d", "-c", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()
        self.faults = Faults(list(faults))
        self.open = True
        self.udp, self.tcp = loopback.udp_and_tcp()
        self.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.port = self.udp.getsockname()[1]
        self.tcp.listen(64)
        self.upstream = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.upstream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.upstream.connect(("127.0.0.1", self.behind))
        self.waiting, self.number = {}, 0
        for loop in (self._questions, self._answers, self._connections):
            threading.Thread(target=loop, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.open = False
        for sock in (self.udp, self.tcp, self.upstream):
            sock.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def _wait(self):
        for _ in range(400):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.settimeout(.05)
                try:
                    probe.sendto(ROOT_SOA, ("127.0.0.1", self.behind))
                    if probe.recv(512)[3] & 15 == 0:
                        return
                except OSError:
                    time.sleep(.02)
        raise RuntimeError("nsd does not answer")

    def _questions(self):
        while self.open:
            try:
                query, asker = self.udp.recvfrom(4096)
                ask, said = self.faults.answer(query)
                if said:
                    self.udp.sendto(said, asker)
                elif ask:
                    self.number = (self.number + 1) & 0xFFFF
                    self.waiting[self.number] = asker, query[:2]
                    self.upstream.send(struct.pack(">H", self.number) + query[2:])
            except (OSError, IndexError):
                continue

    def _answers(self):
        while self.open:
            try:
                reply = self.upstream.recv(65535)
                asker, ident = self.waiting.pop(struct.unpack(">H", reply[:2])[0], (None, b""))
                if asker:
                    self.udp.sendto(ident + reply[2:], asker)
            except OSError:
                continue

    def _connections(self):
        while self.open:
            try:
                client, _ = self.tcp.accept()
            except OSError:
                return
            threading.Thread(target=self._connection, args=(client,), daemon=True).start()

    def _connection(self, client):
        """One question over TCP."""
        try:
            with client, client.makefile("rb") as stream:
                client.settimeout(10)
                head = stream.read(2)
                query = stream.read(struct.unpack(">H", head)[0])
                ask, said = self.faults.answer(query)
                if ask:
                    with socket.create_connection(("127.0.0.1", self.behind), 5) as server:
                        server.sendall(head + query)
                        with server.makefile("rb") as reply:
                            said = reply.read(struct.unpack(">H", reply.read(2))[0])
                if said:
                    client.sendall(struct.pack(">H", len(said)) + said)
                else:
                    time.sleep(5)
        except (OSError, struct.error, IndexError):
            pass
