"""A TCP proxy on loopback that cuts the connection after so many octets from the server."""
import socket
import threading


class Proxy:
    def __init__(self, port):
        self.port_behind = port
        self.left = None  # octets until the cut; None is never
        self.octets = 0  # from the server, of all connections
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.port_behind))
            for each in (client, server):  # else the end of an answer waits for its begin's receipt
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for args in ((client, server, False), (server, client, True)):
                threading.Thread(target=self.pass_on, args=args, daemon=True).start()

    def pass_on(self, source, target, counts):
        try:
            while octets := source.recv(65536):
                if counts:
                    if self.left is not None:
                        octets = octets[:self.left]
                        self.left -= len(octets)
                    self.octets += len(octets)
                target.sendall(octets)
                if counts and self.left == 0:
                    break
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()
