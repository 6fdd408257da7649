#!/usr/bin/env python3
"""A web server on 127.0.0.1 that answers as the path says, for the tests of `transfer`.

    web_server.py [--tls FOLDER [--name NAME] [--oldest]]

Prints its port, and ends with its standard input. With --tls it makes a key and a certificate for
NAME (localhost where none is given), which it leaves in FOLDER/cert.pem; --oldest speaks TLS 1.1
alone.
"""
import argparse
import gzip
import http.server
import json
import pathlib
import ssl
import subprocess
import sys
import threading
import time
import warnings


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections = set()

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Handler.connections.add(self.client_address)
        path, _, argument = self.path.partition("?")[0][1:].partition("/")
        if path == "echo":
            seen = {"method": self.command, "path": self.path, "body": body.decode("latin-1"),
                    "headers": [f"{name.lower()}: {value}" for name, value in self.headers.items()]}
            self.answer(200, json.dumps(seen).encode(), X_Twice="one", x_twice="two")
        elif path == "connections":
            self.answer(200, str(len(Handler.connections)).encode())
        elif path == "status":
            self.answer(int(argument), b"told", Retry_After="7")
        elif path == "redirect":
            self.answer(302, Location=f"http://127.0.0.1:{self.server.server_port}/echo")
        elif path == "zeros":
            self.answer(200, b"0" * int(argument))
        elif path == "packed":
            self.answer(200, gzip.compress(b"0" * int(argument)), Content_Encoding="gzip")
        elif path == "headers":
            self.answer(200, **{f"X_{i}": "v" * 1000 for i in range(int(argument))})
        elif path == "silent":
            time.sleep(30)
        elif path == "trickle":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(300):
                self.wfile.write(b"0")
                self.wfile.flush()
                time.sleep(0.1)
        elif path == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"0")
            self.close_connection = True

    do_GET = do_POST = do_PATCH = do_DELETE = handle_any


def certificate(folder, name):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
                    "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
                   check=True, stderr=subprocess.DEVNULL)


def tls_context(options):
    certificate(options.tls, options.name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if options.oldest:
        warnings.simplefilter("ignore", DeprecationWarning)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1_1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.load_cert_chain(options.tls / "cert.pem", options.tls / "key.pem")
    return context


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass  # clients that hang up are what some tests are about


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tls", type=pathlib.Path)
    parser.add_argument("--name", default="localhost")
    parser.add_argument("--oldest", action="store_true")
    options = parser.parse_args()
    server = Server(("127.0.0.1", 0), Handler)
    if options.tls:
        server.socket = tls_context(options).wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
