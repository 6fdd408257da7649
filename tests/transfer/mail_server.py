#!/usr/bin/env python3
"""A mail server on 127.0.0.1 for tests: it keeps what it takes.

    mail_server.py FOLDER [--tls | --starttls] [--password WORD]

Prints its port, and ends with its standard input. Each mail becomes FOLDER/mail: a line with the
envelope, then the octets; FOLDER/log has the commands. --tls speaks TLS from the start, --starttls
offers it, with a certificate for localhost that it leaves in FOLDER/cert.pem. With --password it
takes mail only after AUTH PLAIN as user with that word. A recipient whose address begins with
"refused" is refused.
"""
import argparse
import base64
import pathlib
import socketserver
import ssl
import sys
import threading

from web_server import certificate


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        try:
            self.converse()
        except (OSError, ssl.SSLError):
            pass

    def converse(self):
        options = self.server.options
        signed_in, encrypted, envelope = not options.password, options.tls, []
        if options.tls:
            self.encrypt()
        self.say("220 test")
        while line := self.rfile.readline().decode("latin-1").rstrip("\r\n"):
            verb = line.split(" ")[0].upper()
            with open(options.folder / "log", "a") as log:
                log.write(line + "\n")
            if verb == "EHLO":
                self.say("250-test")
                if options.starttls and not encrypted:
                    self.say("250-STARTTLS")
                self.say("250 AUTH PLAIN")
            elif verb == "STARTTLS" and options.starttls:
                self.say("220 go on")
                self.encrypt()
                encrypted = True
            elif verb == "AUTH":
                self.say("334 ")
                given = base64.b64decode(self.rfile.readline()).decode()
                signed_in = given == f"\0user\0{options.password}"
                self.say("235 welcome" if signed_in else "535 who are you?")
            elif verb in ("MAIL", "RCPT"):
                if not signed_in:
                    self.say("530 sign in")
                elif "<refused" in line:
                    self.say("550 nobody here")
                else:
                    envelope.append(line.split(":", 1)[1].split(">")[0][1:])
                    self.say("250 yes")
            elif verb == "DATA":
                self.say("354 go on")
                self.keep(envelope)
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("500 what?")

    def keep(self, envelope):
        octets = b""
        while (line := self.rfile.readline()) != b".\r\n":
            octets += line[1:] if line.startswith(b".") else line
        (self.server.options.folder / "mail").write_bytes(" ".join(envelope).encode() + b"\n" + octets)

    def encrypt(self):
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.setup()


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--starttls", action="store_true")
    parser.add_argument("--password")
    options = parser.parse_args()
    server = Server(("127.0.0.1", 0), Session)
    server.options = options
    if options.tls or options.starttls:
        certificate(options.folder, "localhost")
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(options.folder / "cert.pem", options.folder / "key.pem")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
