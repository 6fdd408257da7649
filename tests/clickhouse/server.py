"""A ClickHouse server of Debian's on loopback, for a test: `with Server() as server:` and server.address("name")."""
import ctypes
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PROGRAM = "/usr/sbin/clickhouse-server"
SKIPPED = 77  # as tests/CMakeLists.txt has it

CONFIG = """<yandex>
<logger><level>warning</level><log>{0}/server.log</log><errorlog>{0}/error.log</errorlog></logger>
<listen_host>127.0.0.1</listen_host><http_port>{1}</http_port>
<path>{0}/data/</path><tmp_path>{0}/temporary/</tmp_path><user_files_path>{0}/files/</user_files_path>
<format_schema_path>{0}/schemas/</format_schema_path><users_config>users.xml</users_config>
<default_profile>default</default_profile><default_database>default</default_database>
<timezone>UTC</timezone><mark_cache_size>268435456</mark_cache_size>
<mlock_executable>false</mlock_executable>
</yandex>
"""
USERS = """<yandex><profiles><default/></profiles><quotas><default/></quotas><users><default>
<password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile>
<quota>default</quota></default></users></yandex>
"""


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Server:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hardfail-clickhouse-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (self.folder / "config.xml").write_text(CONFIG.format(self.folder, self.port))
        (self.folder / "users.xml").write_text(USERS)
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, f"--config-file={self.folder / 'config.xml'}"], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(.1)
        raise RuntimeError("clickhouse-server does not start")

    def kill(self):
        """As a power cut would end it."""
        self.process.kill()
        self.process.wait()

    def address(self, database):
        return f"clickhouse://127.0.0.1:{self.port}/{database}"


def is_installed():
    return pathlib.Path(PROGRAM).exists()
