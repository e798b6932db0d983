"""Lets every event of Multipath TCP happen once or more, over the loopback of the network namespace that it runs in."""

import socket
import subprocess
import time

MPTCP = 262


def ip(arguments):
    subprocess.run(["ip", *arguments.split()], check=True)


def settled():
    """The kernel's workers do most of it a little later."""
    time.sleep(0.3)


def connected(family, listening, connecting, local_port):
    listener = socket.socket(family, socket.SOCK_STREAM, MPTCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(listening)
    listener.listen()
    client = socket.socket(family, socket.SOCK_STREAM, MPTCP)
    client.bind(("", local_port))
    client.connect(connecting)
    server = listener.accept()[0]
    client.send(b"a")
    server.send(server.recv(1))
    client.recv(1)
    settled()
    return client, server, listener


def close(sockets):
    for each in sockets:
        each.close()
    settled()


ip("link set lo up")
ip("mptcp limits set subflows 8 add_addr_accepted 8")
ip("mptcp endpoint add 127.0.0.2 id 5 subflow dev lo")
v4 = connected(socket.AF_INET, ("127.0.0.1", 8000), ("127.0.0.1", 8000), 9000)
ip("mptcp endpoint change id 5 backup")
settled()
subprocess.run(["ss", "-K", "src", "127.0.0.2"], check=True, capture_output=True)
settled()
ip("mptcp endpoint delete id 5")
ip("mptcp endpoint add 127.0.0.3 id 7 signal")
settled()
ip("mptcp endpoint delete id 7")
settled()
close(v4)

subprocess.run(["sysctl", "-q", "net.mptcp.allow_join_initial_addr_port=0"], check=True)
close(connected(socket.AF_INET6, ("::1", 8001), ("::1", 8001), 9001))
close(connected(socket.AF_INET6, ("::", 8002), ("::ffff:127.0.0.1", 8002), 9002))
