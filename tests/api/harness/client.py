"""A caller whose every answer is judged: by the contract, for words of the database, and for what a company must never see."""
import contextlib
import gzip
import http.client
import io
import json
import re
import socket
import threading
import urllib.parse
import zipfile

from .confidential import Confidential
from .contract import XLSX

# Words by which PostgreSQL's own messages would be known; not inside a longer one, nor where a part of a token begins, for that is 300 letters thrown by dice. After \n in JSON a word begins.
DATABASE_WORDS = re.compile(
    rb"(?:(?<![\w-])(?<![\w-]{16}\.)|(?<=\\[bfnrt]))(?:SQLSTATE|psql|libpq|PGRES|pg_[a-z]+|relation \"|column \"|violates |syntax error at|duplicate key|invalid input syntax|out of range for type|"
    rb"permission denied for|current transaction is aborted|statement timeout|wuye_[a-z]+|ERROR: |server closed the connection|row-level security)")
SPEAKS_OF_IT = {"getOpenapi", "getDocs", "getDocsFile", "getMetrics"}  # the contract and the metrics may name things so


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.raw = status, headers, body
        self.first = {name.lower(): value for name, value in reversed(headers)}
        self.body = gzip.decompress(body) if self.header("Content-Encoding") == "gzip" and body else body

    def header(self, name, default=None):
        return self.first.get(name.lower(), default)

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The problem's code."""
        return self.json["code"]

    @property
    def pointers(self):
        return [error["pointer"] for error in self.json.get("errors", [])]

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


def unpacked(body):
    """What a workbook says, as bytes."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())


class Judge:
    """Shared by all callers of a run."""

    def __init__(self, contract):
        self.contract = contract
        self.planted = set()  # bytes that no company may ever be sent
        self.confidential = Confidential()
        self.recorder = None  # is told of each exchange that was judged, if there is one (tests/examples)
        self.answers = 0

    def judge(self, method, target, answer, company=False):
        self.answers += 1
        operation = self.contract.find(method, target)
        everything = answer.body + b"\n" + "\n".join(f"{name}: {value}" for name, value in answer.headers).encode("latin-1", "replace")
        if answer.header("Content-Type") == XLSX and answer.body:
            everything += unpacked(answer.body)
        if not (operation and operation.id in SPEAKS_OF_IT):
            found = DATABASE_WORDS.search(everything)
            assert not found, f"{method} {target}: the answer speaks of the database: {found.group()!r}: {answer.body[:500]!r}"
        if company:
            for secret in self.planted:
                assert secret not in everything, f"{method} {target}: a company was sent {secret.decode()!r}"
        self.contract.check(method, target, answer)


KEPT = threading.local()  # (port, timeout) → the connection of this thread: who asks is said in each request, and a new one costs both sides more than most answers


class Client:
    """Calls one server as one principal. Any thread: each has its own connection."""

    def __init__(self, judge, port, token=None, company=False, timeout=60):
        self.judge, self.port, self.token, self.company, self.timeout = judge, port, token, company, timeout

    def bearing(self, token, company=False):
        return Client(self.judge, self.port, token, company, self.timeout)

    def _connection(self, fresh=False):
        connections, key = KEPT.__dict__, (self.port, self.timeout)
        if fresh and key in connections:
            connections.pop(key).close()
        if key not in connections:
            connections[key] = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        return connections[key]

    def _exchange(self, method, target, headers, body):
        connection = self._connection()
        new = connection.sock is None
        try:
            connection.request(method, target, body, headers)
            return connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            if new:
                self._connection(fresh=True)
                raise
            # A kept connection may have been closed meanwhile; what was not answered on it is tried once on a new one.
            connection = self._connection(fresh=True)
            connection.request(method, target, body, headers)
            return connection.getresponse()

    def request(self, method, path, query=None, body=None, headers=None, json_body=None, form=None, expect=None, judged=True):
        """`path` and a text `query` go as they are; a dictionary is encoded."""
        sent = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        if json_body is not None:
            body = json.dumps(json_body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/merge-patch+json" if method == "PATCH" else "application/json"
        if form is not None:
            body = urllib.parse.urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.update({name: value for name, value in (headers or {}).items()})
        sent = {name: value for name, value in sent.items() if value is not None}
        if query:
            path += "?" + (query if isinstance(query, str) else urllib.parse.urlencode(query))
        try:
            response = self._exchange(method, path, sent, body)
            answer = Answer(response.status, response.getheaders(), response.read())
        except Exception:
            self._connection(fresh=True)
            raise
        if (answer.header("Connection") or "").lower() == "close":
            self._connection(fresh=True)
        self.judge.confidential.learn(body, sent, answer)
        if judged:
            self.judge.judge(method, path, answer, self.company)
            if self.judge.recorder:
                self.judge.recorder.keep(method, path, sent, body, answer)
        if expect is not None:
            expected = expect if isinstance(expect, (tuple, list, set)) else (expect,)
            assert answer.status in expected, f"{method} {path}: {answer.status}, not {expect}: {answer.body[:1000].decode(errors='replace')}"
        return answer

    def get(self, path, query=None, expect=200, **more):
        return self.request("GET", path, query, expect=expect, **more)

    def post(self, path, value=None, expect=None, **more):
        return self.request("POST", path, json_body=value, expect=expect, **more)

    def pages(self, path, query=None, limit=50):
        """Every item of a list, by its cursors."""
        items, query = [], dict(query or {}, limit=limit)
        while True:
            page = self.get(path, query).json
            items += page["items"]
            assert len(page["items"]) <= limit
            if page["next"] is None:
                return items
            assert page["items"], "a page without items promises a next one"
            query["cursor"] = page["next"]


@contextlib.contextmanager
def raw(port, timeout=10):
    """A bare socket for what no HTTP library would send."""
    connection = socket.create_connection(("127.0.0.1", port), timeout)
    try:
        yield connection
    finally:
        connection.close()


def read_answer(connection, method="GET"):
    """One answer from a bare socket; None when the peer closed without a word."""
    response = http.client.HTTPResponse(connection, method=method)
    try:
        response.begin()
        return Answer(response.status, response.getheaders(), response.read())
    except (http.client.BadStatusLine, ConnectionResetError, http.client.IncompleteRead):
        return None


def raw_request(port, data, method="GET", timeout=10):
    with raw(port, timeout) as connection:
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            return read_answer(connection, method)
        except socket.timeout:
            raise AssertionError("no answer within the time") from None
