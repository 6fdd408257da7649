"""A dovecot of one's own on loopback: TLS with a certificate made on the spot, one user, Maildirs."""
import getpass
import http.server
import json
import os
import pathlib
import pwd
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse

USER = "reports@mail.example"
PASSWORD = 'pass word "\\% secret-of-the-mailbox'
TOKEN = "token-secret-of-the-mailbox"

CONFIGURATION = """{by_version}
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
ssl = {ssl}
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_uid = {mail}
mail_gid = {mail_group}
mail_max_userip_connections = 50
maildir_very_dirty_syncs = yes
mail_fsync = never
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Done {{
    auto = create
  }}
  mailbox Other {{
    auto = create
  }}
  mailbox "Räume/sub" {{
    auto = create
  }}
}}
{extra}
"""

# What 2.4, in Debian 13, writes in another way than 2.3, in Debian 12.
UNTIL_2_3 = """
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = {only_tls}
mail_location = maildir:{folder}/mail
mail_plugins =
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
{oauth2}
userdb {{
  driver = static
  args = home={folder}/mail allow_all_users=yes
}}"""
OAUTH2_UNTIL_2_3 = """passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {settings}
}}"""
SINCE_2_4 = """dovecot_config_version = {version}
dovecot_storage_version = {version}
ssl_server_cert_file = {folder}/cert.pem
ssl_server_key_file = {folder}/key.pem
auth_allow_cleartext = {also_plain}
mail_driver = maildir
mail_path = {folder}/mail
mail_inbox_path = {folder}/mail
passdb passwd-file {{
  passwd_file_path = {folder}/users
  auth_username_format = %{{user}}
}}
{oauth2}
userdb static {{
  userdb_static_allow_all_users = yes
  fields {{
    home = {folder}/mail
  }}
}}"""
OAUTH2_SINCE_2_4 = """passdb oauth2 {{
  mechanisms_filter = xoauth2 oauthbearer
}}
{settings}"""


def lacking():
    """What this machine lacks for a dovecot; None where it has all."""
    for program in ("dovecot", "openssl"):
        if not shutil.which(program) and not pathlib.Path("/usr/sbin", program).exists():
            return f"no {program}"
    if not pathlib.Path("/usr/lib/dovecot/imap").exists():
        return "no dovecot-imapd"
    return None


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def make_certificate(folder, name="cert.pem", host="localhost"):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", folder / "key.pem", "-out",
                    folder / name, "-days", "2", "-subj", f"/CN={host}", "-addext",
                    f"subjectAltName=DNS:{host},IP:127.0.0.1"], check=True, capture_output=True)
    return folder / name


class Dovecot:
    """Runs until close(). `extra` is appended to its configuration."""

    def __init__(self, folder, extra="", mechanisms="plain login", introspection=None,
                 ssl="required", only_tls="yes"):
        self.folder = folder
        self.plain_port, self.tls_port = free_port(), free_port()
        self.ssl = ssl
        self.certificate = make_certificate(folder)
        is_root = os.geteuid() == 0
        own = getpass.getuser()
        group = str(os.getegid())
        mail = pwd.getpwnam("mail" if is_root else own)
        (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        (folder / "users").chmod(0o644)
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        version = subprocess.run([program, "--version"], capture_output=True, text=True,
                                 check=True).stdout.split()[0].partition("-")[0]
        is_new = tuple(int(part) for part in version.split(".")[:2]) >= (2, 4)
        by_version = (SINCE_2_4 if is_new else UNTIL_2_3).format(
            folder=folder, version=version, only_tls=only_tls,
            also_plain="no" if only_tls == "yes" else "yes",
            oauth2=self.oauth2(introspection, is_new) if introspection else "")
        (folder / "dovecot.conf").write_text(CONFIGURATION.format(
            by_version=by_version, folder=folder, plain_port=self.plain_port,
            tls_port=self.tls_port, extra=extra, mechanisms=mechanisms, ssl=ssl,
            internal="dovecot" if is_root else own, group="dovecot" if is_root else group,
            login="dovenull" if is_root else own, mail=mail.pw_uid, mail_group=mail.pw_gid))
        for name in ("mail", "mail/cur", "mail/new", "mail/tmp"):
            (folder / name).mkdir()
            os.chown(folder / name, mail.pw_uid, mail.pw_gid)
        self.mail = mail
        self.process = subprocess.Popen([program, "-F", "-c", folder / "dovecot.conf"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT)
        self.wait_until_it_listens()

    def oauth2(self, introspection, is_new):
        settings = {"introspection_mode": "get", "introspection_url": introspection,
                    "username_attribute": "username", "active_attribute": "active",
                    "active_value": "yes"}
        if is_new:
            return OAUTH2_SINCE_2_4.format(settings="".join(
                f"oauth2_{name} = {value}\n" for name, value in settings.items()))
        path = self.folder / "oauth2.conf"
        path.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
        path.chmod(0o644)
        return OAUTH2_UNTIL_2_3.format(settings=path)

    def wait_until_it_listens(self):
        for _ in range(100):
            try:
                port = self.plain_port if self.ssl == "no" else self.tls_port
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        said = self.process.stdout.read() if self.process.poll() is not None else b""
        raise RuntimeError(f"dovecot does not start: {said.decode()} {self.log()}")

    def log(self):
        path = self.folder / "dovecot.log"
        return path.read_text() if path.exists() else ""

    def folder_of(self, mailbox):
        return self.folder / "mail" / ("" if mailbox == "INBOX" else f".{mailbox}")

    def deliver(self, mails, mailbox="INBOX"):
        """Puts mails, (name, octets), into a mailbox as unread."""
        place = self.folder_of(mailbox) / "new"
        for folder in (place.parent, *(place.parent / name for name in ("cur", "new", "tmp"))):
            if not folder.exists():
                folder.mkdir()
                os.chown(folder, self.mail.pw_uid, self.mail.pw_gid)
        for name, octets in mails:
            path = place / name
            path.write_bytes(octets)
            os.chown(path, self.mail.pw_uid, self.mail.pw_gid)

    def mails(self, mailbox="INBOX"):
        """{Message-ID, up to its "@": flags, such as "S"} of the mails of a mailbox."""
        found = {}
        for place in ("new", "cur"):
            folder = self.folder_of(mailbox) / place
            if folder.exists():
                for path in folder.iterdir():
                    try:
                        name = re.search(rb"Message-ID: <([^@]*)@", path.read_bytes())[1].decode()
                    except FileNotFoundError:
                        continue  # dovecot has renamed it just now
                    found[name] = path.name.partition(":2,")[2]
        return found

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


class Introspection(http.server.BaseHTTPRequestHandler):
    """Says of a token whose it is (RFC 7662)."""

    def do_GET(self):
        query = urllib.parse.urlsplit(self.path).query
        is_good = urllib.parse.parse_qs(query).get("token") == [TOKEN]
        body = json.dumps({"active": "yes" if is_good else "no", "username": USER}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Tokens:
    """Where a dovecot asks whether a token is good; runs until close()."""

    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Introspection)
        self.url = f"http://127.0.0.1:{self.server.server_port}/?token="
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
