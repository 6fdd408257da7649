"""Names, addresses and the DNS zone of a world. Nothing here knows about mail."""
import ipaddress
import random

WORDS = """acorn amber anchor aspen badger barley basalt birch bramble brook cedar chalk cinder cobalt copper
coral crane dune elder ember fable falcon fern flint garnet glade granite harbor hazel heron indigo iris ivory
jasper juniper kestrel lagoon larch linden lotus lumen maple marble meadow merlin mosaic nectar nimbus oak ochre
olive onyx opal orchid osprey otter pebble petrel pine plover poplar quartz quill raven reed ridge river rowan
saffron sage sable sierra slate sorrel sparrow spruce summit tarn teal thistle timber topaz umber valley velvet
violet walnut willow wren yarrow zephyr""".split()
TRADES = "labs works trading motors clinic foods press energy optics legal books studio freight bank parts".split()


class Names:
    """Draws domains that no other part of the world has."""

    def __init__(self, rng):
        self.rng = rng
        self.taken = set()

    def domain(self, *suffixes):
        while True:
            name = self.rng.choice(WORDS) + self.rng.choice(["", "-"]) + self.rng.choice(suffixes or TRADES)
            name += self.rng.choice([".example", ".example", ".test"])
            if name not in self.taken:
                self.taken.add(name)
                return name


class Addresses:
    """Hands out networks that never overlap and strangers' addresses outside all of them."""

    def __init__(self, rng):
        self.rng = rng
        self.taken = set()      # the first two octets of every IPv4 network handed out
        self.given = set()

    def _random4(self):
        while True:
            ip = ipaddress.IPv4Address(self.rng.getrandbits(32))
            if ip.is_global and not ip.is_multicast and int(ip) & 255 not in (0, 255):
                return ip

    def net(self, prefix=24):
        while True:
            ip = self._random4()
            if int(ip) >> 16 not in self.taken:
                self.taken.add(int(ip) >> 16)
                return ipaddress.ip_network((int(ip), prefix), strict=False)

    def net6(self):
        return ipaddress.ip_network(((0x2A00 << 112) | (self.rng.getrandbits(28) << 84), 48), strict=False)

    def hosts(self, net, count):
        """Addresses of a network in rising order."""
        if net.version == 6:
            picked = {net[self.rng.getrandbits(40)] for _ in range(count)}
        else:
            picked = {net[i] for i in self.rng.sample(range(1, net.num_addresses - 1), count)}
        self.given |= {str(ip) for ip in picked}
        return [str(ip) for ip in sorted(picked)]

    def stranger(self):
        """An address in nobody's network."""
        while True:
            ip = self._random4()
            if int(ip) >> 16 not in self.taken and str(ip) not in self.given:
                self.given.add(str(ip))
                return str(ip)


class Zone:
    """A master file for the root zone."""

    def __init__(self):
        self.lines = ["$ORIGIN .", "$TTL 300", ". IN SOA ns.sim. hostmaster.sim. 1 3600 600 86400 300", ". IN NS ns.sim.",
                      "ns.sim. IN A 127.0.0.1"]
        self.seen = set()
        self.host_of = {}

    def add(self, name, kind, data):
        line = f"{name}. IN {kind} {data}"
        if line not in self.seen:
            self.seen.add(line)
            self.lines.append(line)

    def txt(self, name, text, rng=None):
        """A TXT record; long or unlucky ones stand in several strings, as the format has it."""
        cut = [text[i:i + 250] for i in range(0, len(text), 250)]
        if rng and len(cut) == 1 and len(text) > 30 and rng.random() < .15:
            at = rng.randrange(10, len(text) - 10)
            cut = [text[:at], text[at:]]
        self.add(name, "TXT", " ".join(f'"{part}"' for part in cut))

    def host(self, name, ip):
        self.add(name, "AAAA" if ":" in ip else "A", ip)

    def ptr(self, ip, name, confirmed=True):
        self.add(ipaddress.ip_address(ip).reverse_pointer, "PTR", name + ".")
        if confirmed:
            self.host(name, ip)
            self.host_of[ip] = name

    def save(self, path):
        with open(path, "w") as out:
            out.write("\n".join(self.lines) + "\n")


def generic_name(rng, ip, isp):
    """What an access or hosting provider calls an address that nobody named."""
    parts = ip.split(".") if "." in ip else [f"{rng.getrandbits(16):x}" for _ in range(4)]
    return rng.choice(["-".join(parts) + ".dyn." + isp, "static." + ".".join(reversed(parts)) + ".clients." + isp,
                       f"vps-{rng.getrandbits(32):08x}." + isp, "host-" + "-".join(parts) + "." + isp])


def poisson(rng, mean):
    if mean <= 0:
        return 0
    if mean > 40:
        return max(0, round(rng.gauss(mean, mean ** .5)))
    limit, count, product = 2.718281828459045 ** -mean, 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def binomial(rng, n, p):
    if p <= 0:
        return 0
    if p >= 1:
        return n
    if n > 60:
        return min(n, poisson(rng, n * p)) if p < .3 else min(n, max(0, round(rng.gauss(n * p, (n * p * (1 - p)) ** .5))))
    return sum(rng.random() < p for _ in range(n))


def seeded(*parts):
    """A generator of its own for these parts, the same on every machine."""
    return random.Random("/".join(str(part) for part in parts))
