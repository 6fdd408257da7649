"""ClickHouse servers of Debian's on loopback, for a test.

`with Server() as server:` is one, and `with Cluster() as cluster:` shards and replicas of the
cluster "reports", with a ZooKeeper of Debian's; both have address("name"), as --db takes it.
"""
import contextlib
import ctypes
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

PROGRAM = "/usr/sbin/clickhouse-server"
ZOOKEEPER = "/usr/share/java/zookeeper.jar"
SESSION_SECONDS = 8  # ZooKeeper forgets a server after as many
SKIPPED = 77  # as tests/CMakeLists.txt has it

CONFIG = """<yandex>
<logger><level>warning</level><log>{0}/server.log</log><errorlog>{0}/error.log</errorlog></logger>
<listen_host>127.0.0.1</listen_host><http_port>{1}</http_port>
<path>{0}/data/</path><tmp_path>{0}/temporary/</tmp_path><user_files_path>{0}/files/</user_files_path>
<format_schema_path>{0}/schemas/</format_schema_path><users_config>users.xml</users_config>
<default_profile>default</default_profile><default_database>default</default_database>
<timezone>UTC</timezone><mark_cache_size>268435456</mark_cache_size>
<mlock_executable>false</mlock_executable>{2}
</yandex>
"""
USERS = """<yandex><profiles><default/></profiles><quotas><default/></quotas><users><default>
<password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile>
<quota>default</quota></default></users></yandex>
"""


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Process:
    """A server with a folder of its own, which goes away with it."""

    def __init__(self, command, port, folder):
        self.folder = folder
        self.port = port
        self.command = command
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as probe:
                if self.serves(probe):
                    return
            time.sleep(.1)
        log = self.folder / "error.log"
        raise RuntimeError(f"{self.command[0]} does not start ({self.process.poll()})\n" +
                           (log.read_text()[-4000:] if log.exists() else ""))

    def serves(self, _):
        return True

    def kill(self):
        """As a power cut would end it."""
        self.process.kill()
        self.process.wait()


class Server(Process):
    def __init__(self, port=None, more_configuration=""):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="hardfail-clickhouse-"))
        port = port or free_ports(1)[0]
        (folder / "config.xml").write_text(CONFIG.format(folder, port, more_configuration))
        (folder / "users.xml").write_text(USERS)
        super().__init__([PROGRAM, f"--config-file={folder / 'config.xml'}"], port, folder)

    def address(self, database):
        return f"clickhouse://127.0.0.1:{self.port}/{database}"

    def ask(self, statement, **settings):
        settings = {"wait_end_of_query": 1, **settings}
        url = f"http://127.0.0.1:{self.port}/?" + urllib.parse.urlencode(settings)
        return urllib.request.urlopen(url, statement.encode(), timeout=3600).read().decode()


class ZooKeeper(Process):
    def __init__(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="hardfail-zookeeper-"))
        port = free_ports(1)[0]
        (folder / "zoo.cfg").write_text(f"clientPort={port}\nclientPortAddress=127.0.0.1\ndataDir={folder}\n"
                                        "tickTime=500\nadmin.enableServer=false\nforceSync=no\n")
        super().__init__(["java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", ZOOKEEPER, "-Dzookeeper.jmx.log4j.disable=true",
                          "org.apache.zookeeper.server.quorum.QuorumPeerMain", str(folder / "zoo.cfg")], port, folder)

    def serves(self, probe):
        """A ClickHouse server that finds one which listens and does not serve yet ends."""
        probe.sendall(b"srvr")
        return b"Mode:" in probe.recv(4096)


class Cluster:
    """Shards of so many replicas each; servers[i][j] is replica j of shard i."""

    def __init__(self, replicas=(1, 1)):
        self.zookeeper = ZooKeeper()
        numbers = [(shard, replica) for shard, count in enumerate(replicas) for replica in range(count)]
        ports = dict(zip(numbers, zip(*[iter(free_ports(3 * len(numbers)))] * 3)))
        shards = "".join(
            "<shard><internal_replication>true</internal_replication>" +
            "".join(f"<replica><host>127.0.0.1</host><port>{ports[shard, replica][1]}</port></replica>"
                    for replica in range(count)) + "</shard>" for shard, count in enumerate(replicas))
        self.servers = [[Server(ports[shard, replica][0], f"""
<tcp_port>{ports[shard, replica][1]}</tcp_port>
<interserver_http_host>127.0.0.1</interserver_http_host><interserver_http_port>{ports[shard, replica][2]}</interserver_http_port>
<remote_servers><reports>{shards}</reports><others>{shards}</others></remote_servers>
<zookeeper><node><host>127.0.0.1</host><port>{self.zookeeper.port}</port></node><session_timeout_ms>{1000 * SESSION_SECONDS}</session_timeout_ms></zookeeper>
<macros><shard>{shard + 1}</shard><replica>{replica + 1}</replica></macros>
<distributed_ddl><path>/clickhouse/task_queue/ddl</path></distributed_ddl>
<merge_tree><replicated_max_ratio_of_wrong_parts>1</replicated_max_ratio_of_wrong_parts></merge_tree>""")
                         for replica in range(count)] for shard, count in enumerate(replicas)]

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.zookeeper)
            for each in self.all_servers():
                stack.enter_context(each)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def all_servers(self):
        return [server for shard in self.servers for server in shard]

    def come_back(self, killed):
        """Starts servers again, once ZooKeeper has seen that they were away: else they wait for longer."""
        time.sleep(SESSION_SECONDS + 1)
        for each in killed:
            each.start()

    def address(self, database):
        """The first replica of the first shard is asked."""
        return self.servers[0][0].address(database) + "?cluster=reports"


def is_installed():
    return pathlib.Path(PROGRAM).exists()


def has_zookeeper():
    return pathlib.Path(ZOOKEEPER).exists() and shutil.which("java") is not None
