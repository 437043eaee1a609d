"""The API as the sandbox's people call it: several requests under way at a time over connections that are kept, without a thread."""
import json
import socket


class Refused(Exception):
    pass


class Answer:
    def __init__(self, status, body, etag):
        self.status, self.body, self.etag = status, body, etag

    @property
    def json(self):
        return json.loads(self.body)


class Wire:
    """One connection, one request at a time."""

    def __init__(self, port):
        self.port, self.socket, self.rest = port, None, b""

    def _closed(self):
        """The service closes a line that was idle for long."""
        try:
            return self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def send(self, method, path, headers, body):
        if self.socket is not None and self._closed():
            self.socket.close()
            self.socket, self.rest = None, b""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), 120)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.settimeout(None)  # with one, Python waits where it is told not to
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.socket.sendall(f"{method} {path} HTTP/1.1\r\nHost: sandbox\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def _more(self):
        got = self.socket.recv(262144)
        if not got:
            raise ConnectionError("the service closed the line")
        return got

    def receive(self):
        data = self.rest
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, data = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        if headers.get("transfer-encoding") == "chunked":
            body, data = self._chunks(data)
        else:
            length = int(headers.get("content-length", 0))
            while len(data) < length:
                data += self._more()
            body, data = data[:length], data[length:]
        self.rest = data
        if headers.get("connection", "").lower() == "close":
            self.socket.close()
            self.socket, self.rest = None, b""
        return Answer(int(lines[0].split()[1]), body, headers.get("etag"))

    def _chunks(self, data):
        body = b""
        while True:
            while b"\r\n" not in data:
                data += self._more()
            size, _, data = data.partition(b"\r\n")
            length = int(size, 16)
            while len(data) < length + 2:
                data += self._more()
            body, data = body + data[:length], data[length + 2:]
            if not length:
                return body, data


class Request:
    """What a story asks for: who, what, and with which status it is content."""

    def __init__(self, account, method, path, value=None, expect=None, headers=None, data=None, media=None):
        self.account, self.method, self.path, self.expect = account, method, path, expect or (200, 201, 202, 204)
        self.headers, self.body = dict(headers or {}), b""
        if value is not None:
            self.body = json.dumps(value, ensure_ascii=False).encode()
            self.headers["Content-Type"] = "application/merge-patch+json" if method == "PATCH" else "application/json"
        if data is not None:
            self.body, self.headers["Content-Type"] = data, media

    def judged(self, answer):
        if answer.status not in (self.expect if isinstance(self.expect, tuple) else (self.expect,)) or b'"code":"invalid_body"' in answer.body:
            raise Refused(f"{self.account}: {self.method} {self.path}: {answer.status} {answer.body.decode(errors='replace')[:700]}\n    {self.body.decode(errors='replace')[:500]}")
        return answer


class Api:
    """Tokens are asked for when they are needed and renewed before they end."""

    def __init__(self, clock, port, credentials, width=6):
        self.clock, self.credentials, self.tokens = clock, credentials, {}
        self.wires = [Wire(port) for _ in range(width)]
        self.requests = 0

    def token(self, account):
        found = self.tokens.get(account)
        if found is None or found["until"] < self.clock.now + 3600:
            found = self.tokens[account] = self._signed_in(account, found)
        return found["access_token"]

    def _signed_in(self, account, found):
        if found and "refresh_token" in found and found["since"] > self.clock.now - 25 * 86400:
            form = f"grant_type=refresh_token&refresh_token={found['refresh_token']}"
        elif account.partition(".")[0].partition("@")[0] in ("hotline", "platform"):
            form = f"grant_type=client_credentials&client_id={account}&client_secret={self.credentials[account]}"
        else:
            form = f"grant_type=password&username={account}&password={self.credentials[account]}"
        request = Request(account, "POST", "/v1/auth/token", data=form.encode(), media="application/x-www-form-urlencoded")
        wire = self.wires[-1]
        wire.send(request.method, request.path, request.headers, request.body)
        told = request.judged(wire.receive()).json
        return {**told, "since": self.clock.now, "until": self.clock.now + told["expires_in"]}

    def many(self, requests):
        """Answers, in their order; as many as there are lines are under way together."""
        heads = [{"Authorization": f"Bearer {self.token(request.account)}", **request.headers} if request.account else request.headers for request in requests]
        for wire, request, head in zip(self.wires, requests, heads):
            wire.send(request.method, request.path, head, request.body)
        self.requests += len(requests)
        return [wire.receive() for wire, _ in zip(self.wires, requests)]

    def call(self, account, method, path, value=None, **more):
        request = Request(account, method, path, value, **more)
        return request.judged(self.many([request])[0])

    def get(self, account, path):
        return self.call(account, "GET", path).json

    def pages(self, account, path):
        """Every item of a list."""
        items, cursor = [], ""
        while cursor is not None:
            page = self.get(account, f"{path}{'&' if '?' in path else '?'}limit=200{cursor and '&cursor=' + cursor}")
            items += page["items"]
            cursor = page["next"]
        return items
