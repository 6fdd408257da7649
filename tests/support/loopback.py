"""Sockets for servers of the tests' own."""
import socket


def udp_and_tcp():
    """One of each, bound to one port of the loopback. Of a port that the system chooses for the one, a client of another
    test may hold the other."""
    while True:
        udp, tcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket()
        try:
            udp.bind(("127.0.0.1", 0))
            tcp.bind(udp.getsockname())
            return udp, tcp
        except OSError:
            udp.close()
            tcp.close()
