"""As much of Microsoft Graph as the program uses, on loopback: folders, messages in pages, tokens that
expire; and its bad days: 429 with Retry-After, and answers that are cut off."""
import http.server
import json
import random
import threading
import urllib.parse

SECRET = "client+secret/of=the application"
MAILBOX = "reports@example.com"


class Graph:
    """`mails`: {id: octets} of the inbox. Every `throttle`th request is refused, every `cut`th answer
    ends in the middle, each token is good for `lifetime` requests; 0 is never."""

    def __init__(self, mails, throttle=0, cut=0, lifetime=0, seed=1):
        self.mails, self.folder_of = {}, {}
        for mail, octets in mails.items():
            self.add(mail, octets)
        self.folders = {"id-inbox": ("Inbox", None), "id-archive": ("Archiv", None), "id-done": ("Done", None),
                        "id-sub": ("O'Brien & Co", "id-done")}
        self.read = set()
        self.throttle, self.cut, self.lifetime = throttle, cut, lifetime
        self.requests = self.tokens = self.uses = self.cuts = self.throttled = 0
        self.stop_after = None  # answers no request after so many
        self.stopped = threading.Event()
        self.draw = random.Random(seed)
        self.changes = []  # (what, id), in order
        self.next_link = None  # where the next page is said to be
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.graph = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def add(self, mail, octets):
        self.mails[mail] = octets
        self.folder_of[mail] = "id-inbox"

    def mails_in(self, folder):
        return {mail for mail, place in self.folder_of.items() if place == folder}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else head and body wait for each other

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=()):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        graph = self.server.graph
        is_cut = graph.cut and status == 200 and len(body) > 1 and graph.requests % graph.cut == 0
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if is_cut:
            graph.cuts += 1
            body = body[:graph.draw.randrange(len(body))]
            self.close_connection = True
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # whoever asked is gone

    def refuse(self, status, code, headers=()):
        self.answer(status, {"error": {"code": code, "message": "as the stub was told"}}, headers)

    def do_POST(self):
        self.handle_request()

    do_GET = do_PATCH = do_DELETE = do_POST

    def handle_request(self):
        graph = self.server.graph
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        graph.requests += 1
        if graph.stop_after is not None and graph.requests > graph.stop_after:
            self.close_connection = True
            graph.stopped.set()
            return
        url = urllib.parse.urlsplit(self.path)
        if url.path.endswith("/oauth2/v2.0/token"):
            return self.give_token(body)
        if graph.throttle and graph.requests % graph.throttle == 0:
            graph.throttled += 1
            return self.refuse(429, "TooManyRequests", [("Retry-After", "0")])
        if self.headers.get("Authorization") != f"Bearer token-{graph.tokens}" or (
                graph.lifetime and graph.uses >= graph.lifetime):
            return self.refuse(401, "InvalidAuthenticationToken")
        graph.uses += 1
        self.route([urllib.parse.unquote(part) for part in url.path.strip("/").split("/")],
                   urllib.parse.parse_qs(url.query), body)

    def give_token(self, body):
        graph = self.server.graph
        form = {key: values[0] for key, values in urllib.parse.parse_qs(body.decode()).items()}
        if form.get("client_secret") != SECRET or form.get("scope") != graph.url + "/.default":
            return self.answer(401, {"error": "invalid_client", "error_description":
                                     "AADSTS7000215: Invalid client secret provided.\r\nTrace"})
        graph.tokens += 1
        graph.uses = 0
        self.answer(200, {"token_type": "Bearer", "access_token": f"token-{graph.tokens}"})

    def route(self, path, query, body):
        graph = self.server.graph
        if path[:3] != ["v1.0", "users", MAILBOX]:
            return self.refuse(404, "ErrorInvalidUser")
        rest = path[3:]
        if rest[0] == "mailFolders":
            return self.folders(rest[1:], query)
        mail = rest[1]
        if mail not in graph.mails:
            return self.refuse(404, "ErrorItemNotFound")
        if self.command == "GET" and rest[2:] == ["$value"]:
            return self.answer(200, graph.mails[mail])
        if self.command == "PATCH":
            graph.changes.append(("seen", mail))
            graph.read.add(mail)
            return self.answer(200, {})
        if self.command == "POST" and rest[2:] == ["move"]:
            graph.changes.append(("moved", mail))
            graph.folder_of[mail] = json.loads(body)["destinationId"]
            return self.answer(201, {})
        graph.changes.append(("deleted", mail))
        del graph.mails[mail], graph.folder_of[mail]
        return self.answer(204)

    def folders(self, rest, query):
        graph = self.server.graph
        if rest in (["inbox"], ["archive"]):  # known in every language
            return self.answer(200, {"id": f"id-{rest[0]}"})
        if rest == [] or rest[1:] == ["childFolders"]:
            parent = rest[0] if rest else None
            wanted = query["$filter"][0].removeprefix("displayName eq '")[:-1].replace("''", "'")
            found = [{"id": key} for key, (name, within) in graph.folders.items()
                     if name == wanted and within == parent]
            return self.answer(200, {"value": found})
        skip = int(query.get("$skip", ["0"])[0])
        mails = sorted(graph.mails_in(rest[0]))
        if "$filter" in query:
            mails = [mail for mail in mails if mail not in graph.read]
        page = {"value": [{"id": mail, "isRead": mail in graph.read}
                          for mail in mails[skip:skip + 50]]}
        if skip + 50 < len(mails):
            page["@odata.nextLink"] = (f"{graph.url}{self.path.split('&$skip')[0]}"
                                       f"&$skip={skip + 50}")
        if graph.next_link:
            page["@odata.nextLink"] = graph.next_link
        self.answer(200, page)
