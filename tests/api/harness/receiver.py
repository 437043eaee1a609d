"""What updates are pushed to, as a small web server that does what a test tells it; and the worker that pushes them, as a process."""
import base64
import hashlib
import hmac
import http.server
import itertools
import json
import pathlib
import signal
import socket
import subprocess
import threading
import time

from . import service as services

SERIAL = itertools.count(1)
TAKES = {"fetch_networks": "127.0.0.0/8", "webhook_allow_http": "true", "webhook_poll_ms": 30, "webhook_retry_first_s": 1, "webhook_timeout_ms": 1500, "worker_interval_s": 1}


class Message:
    def __init__(self, path, headers, body):
        self.path, self.headers, self.body, self.at = path, {name.lower(): value for name, value in headers.items()}, body, time.monotonic()

    @property
    def id(self):
        return self.headers["webhook-id"]

    @property
    def json(self):
        return json.loads(self.body)

    def signed_by(self, secret, scheme="v1"):
        """Computed here from the specification, with nothing of the service's."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        text = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        mac = base64.b64encode(hmac.new(key, text, "sha256" if scheme == "v1" else "sm3").digest()).decode()
        return f"{scheme},{mac}" in self.headers["webhook-signature"].split(" ")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        message = Message(self.path, self.headers, self.rfile.read(int(self.headers.get("Content-Length", 0))))
        with self.server.owner.lock:
            self.server.owner.messages.append(message)
        try:
            self.server.owner.behave(self, message)
        except OSError:
            pass  # whoever asked did not wait
        self.close_connection = True

    do_GET = do_POST

    def say(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def taken(handler, message):
    handler.say(200)


class Receiver:
    def __init__(self, behave=taken, tls=None):
        self.lock, self.messages, self.behave = threading.Lock(), [], behave
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.owner = self
        self.scheme = "https" if tls else "http"
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def url(self, path="/"):
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    @property
    def ids(self):
        return [message.id for message in self.messages]

    def wait(self, count, seconds=30):
        """The first so many messages."""
        until(lambda: len(self.messages) >= count, seconds, lambda: f"{len(self.messages)} of {count} messages came")
        return self.messages[:count]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def until(true, seconds=30, what=lambda: "it did not come to pass"):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, what()
        time.sleep(0.03)


class Worker:
    """`wuye worker`, the sanitized program."""

    def __init__(self, world, name="worker", **settings):
        self.log = pathlib.Path(world.folder) / f"{name}-{next(SERIAL)}.log"
        self.environment = services.environment(world.cluster, **{**TAKES, **settings})
        self.output = open(self.log, "ab")
        self.process = subprocess.Popen([str(services.PROGRAM), "worker"], env=self.environment, stdout=self.output, stderr=self.output)
        until(lambda: "attached" in self.text() or self.process.poll() is not None, 20, self.text)

    def text(self):
        return self.log.read_text(errors="replace")

    def stop(self, wait=40):
        """SIGTERM; the exit code and what the sanitizers said must be clean."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(wait)
        self.output.close()
        assert code == 0 and not services.SANITIZER_WORDS.search(self.text()), f"exit code {code}\n{self.text()[-4000:]}"

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.output.close()


def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


assert "sm3" in hashlib.algorithms_available
