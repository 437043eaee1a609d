"""What a test of a proxy in front of the service begins with, whichever proxy it is."""
import contextlib
import shutil
import socket
import time


def program_of(name):
    """Where it is; None: it is not here."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def behind(world, name):
    """A service that believes a proxy on this machine: who called it, and with whose certificate."""
    server = world.server(name, trusted_proxies="127.0.0.1", certificate_header="X-Client-Certificate", certificate_roles="hotline")
    yield server
    server.stop()


def wait_for(port, serves=lambda: True):
    """Until it listens there, and serves; whoever asks next sees that it does not."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0 and serves():
                return
        time.sleep(0.1)
