#!/usr/bin/env python3
"""A receiver of webhooks on 127.0.0.1 for the tests of `notify`.

    webhook_server.py FOLDER STATUS[:RETRY-AFTER],...

Prints its port, and ends with its standard input. It gives one status after the other, the last for
ever, and keeps in FOLDER/seen what it got and whether the signature is that of key-1 or key-2.
"""
import hashlib
import hmac
import http.server
import pathlib
import sys
import threading
import urllib.parse

FOLDER, ANSWERS = pathlib.Path(sys.argv[1]), sys.argv[2].split(",")


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(FOLDER / "seen", "a") as seen:
            seen.write(f"{self.command} {self.path}\n")
            seen.writelines(f"{name.lower()}: {value}\n" for name, value in self.headers.items())
            for key in (b"key-1", b"key-2"):
                signed = self.headers.get("X-Hardfail-Timestamp", "").encode() + b"." + body
                code = "sha256=" + hmac.new(key, signed, hashlib.sha256).hexdigest()
                good = code == self.headers.get("X-Hardfail-Signature")
                seen.write(f"signature of {key.decode()}: {'good' if good else 'bad'}\n")
            seen.write(body.decode())
        status, _, wait = (ANSWERS.pop(0) if len(ANSWERS) > 1 else ANSWERS[0]).partition(":")
        self.send_response(int(status))
        if wait:
            self.send_header("Retry-After", urllib.parse.unquote(wait))
        self.send_header("Content-Length", "0")
        self.end_headers()


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
