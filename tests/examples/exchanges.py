"""Exchanges that were really had, kept by operation, and what of them may stand in the contract as an example.

An id, a token, a digest is replaced by one of the same shape, the same one each time within an exchange; a time of the hour of recording becomes
ten o'clock of its day. Lists are short. Which exchange is kept does not depend on chance: the one that shows most members, then the shortest, then the first."""
import base64
import datetime
import hashlib
import json
import re
import urllib.parse

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
HEX = "0123456789abcdef"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)")
TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
RANDOM = re.compile(r"(?<![\w+/=-])(?:[0-9a-f]{32,}|(?=[\w+/-]*\d)(?=[\w+/-]*[A-Z])(?=[\w+/-]*[a-z])[\w+/-]{24,}={0,2})(?![\w+/=-])", re.ASCII)
SECRETS = re.compile(r"(?i)secret|password|_token$|^token$")
LIST_MOST, BYTES_MOST = 3, 6000


def members(value, at=""):
    """Which members a value shows, those of all items of a list as one's."""
    if isinstance(value, dict):
        found = set()
        for name, inner in value.items():
            found |= members(inner, f"{at}.{name}") | ({f"{at}.{name}"} if inner not in (None, [], {}) else set())
        return found
    if isinstance(value, list):
        return set().union(*[members(inner, at + "[]") for inner in value]) if value else set()
    return set()


def shortened(value, most=LIST_MOST):
    if isinstance(value, dict):
        return {name: shortened(inner, most) for name, inner in value.items()}
    if isinstance(value, list):
        return [shortened(inner, most) for inner in value[:most]]
    return value


# What tests watch for in what firms are sent is another person here: the contract is sent to everybody.
PEOPLE = {"欧阳测试": "赵某某", "15400009876": "15400000000", "77号楼": "7号楼", "6单元905": "1单元101", "905室": "101室", "蒙B·Z9Z99": "蒙B·00000", "150202199001019995": "150202199001010006"}


class Scrub:
    """For one exchange: what was the same stays the same."""

    def __init__(self, seed, today):
        self.seed, self.days, self.known = seed, today, {}

    def number(self, text):
        return self.known.setdefault(text, len(self.known) + 1)

    def uuid(self, found):
        return f"01920000-0000-7000-8000-{self.number(found.group()):012x}"

    def moment(self, found):
        """As the service answers it, in +08:00; only what lies in the days of the recording is of the hour of recording."""
        if found[1] in self.days:
            return f"{found[1]}T10:00:00+08:00"
        return datetime.datetime.fromisoformat(found.group().replace("Z", "+00:00")).astimezone(SHANGHAI).isoformat()

    def random(self, found):
        text = found.group()
        mark = hashlib.sha256(f"{self.seed} {self.number(text)}".encode())
        if set(text) <= set(HEX):
            return (mark.hexdigest() * (len(text) // 64 + 1))[:len(text)]
        body = text.rstrip("=")
        made = base64.b64encode(mark.digest() * (len(text) // 40 + 2)).decode()
        if not set(text) & set("+/"):
            made = re.sub(r"[+/]", "A", made)
        return made[:len(body)] + "=" * (len(text) - len(body))

    def text(self, text):
        text = TOKEN.sub("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl", text)
        text = MOMENT.sub(self.moment, text)
        for watched, other in PEOPLE.items():
            text = text.replace(watched, other)
        kept = UUID.sub(lambda found: "\0" + self.uuid(found).replace("-", "\1") + "\0", text)
        return RANDOM.sub(self.random, kept).replace("\0", "").replace("\1", "-")

    def value(self, value, name=""):
        if isinstance(value, dict):
            return {self.text(key): self.value(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.value(inner, name) for inner in value]
        if isinstance(value, str):
            return "not-a-real-secret-0001" if SECRETS.search(name) and value and not TOKEN.fullmatch(value) and not value.startswith("urn:") else self.text(value)
        return value


class Exchange:
    def __init__(self, operation, target, kind, request, status, answer_kind, answer):
        self.operation, self.target, self.kind, self.request = operation, target, kind, request
        self.status, self.answer_kind, self.answer = status, answer_kind, answer

    def rank(self):
        shown = len(members(self.answer)) + len(members(self.request)) if not isinstance(self.answer, str) else 0
        size = len(json.dumps([self.request, self.answer], ensure_ascii=False))
        return (self.status == self.operation.success, size <= 4 * BYTES_MOST, shown, -size)

    def example(self, days):
        """What the contract shows: path, query, request, status, answer."""
        path, _, query = self.target.partition("?")
        scrub = Scrub(self.operation.id, days)
        names = re.findall(r"\{(\w+)\}", self.operation.path)
        values = self.operation.regex.fullmatch(urllib.parse.unquote(path)).groups()
        answer = self.answer
        if not isinstance(answer, str):
            for most in (LIST_MOST, 2, 1):
                answer = shortened(self.answer, most)
                if len(json.dumps(answer, ensure_ascii=False)) <= BYTES_MOST:
                    break
        parts = {"path": {name: scrub.text(value) for name, value in zip(names, values)},
                 "query": {name: scrub.value(value, name) for name, value in urllib.parse.parse_qsl(query)},
                 "media": self.kind, "request": scrub.value(self.request), "status": self.status, "answer_media": self.answer_kind, "answer": scrub.value(answer)}
        if self.operation.id == "getOpenapi":
            parts["answer"] = {name: answer[name] for name in ("openapi", "info")}
        return {name: value for name, value in parts.items() if value not in (None, {}, "") or name in ("request", "answer") and value is not None}


class Recorder:
    """Client.request tells it of each answer; it keeps the best of each operation."""

    def __init__(self, contract):
        self.contract, self.best = contract, {}

    def keep(self, method, target, headers, body, answer):
        operation = self.contract.find(method, target) if 200 <= answer.status < 300 and method != "HEAD" else None
        if operation is None:
            return
        kind = headers.get("Content-Type", "").split(";")[0] if body else None
        request = read(kind, body)
        answer_kind = (answer.header("Content-Type") or "").split(";")[0] if answer.body else None
        one = Exchange(operation, target, kind, request, answer.status, answer_kind, read(answer_kind, answer.body))
        wanted = list(operation.responses[answer.status].get("content", {}))
        if answer_kind not in wanted or "application/json" in wanted and answer_kind != "application/json":
            if wanted:
                return
        if operation.id not in self.best or one.rank() > self.best[operation.id].rank():
            self.best[operation.id] = one


def read(kind, body):
    """A body as a value, text as text (cut), None where there is none or only bytes."""
    if not kind or not body:
        return None
    if isinstance(body, str):
        body = body.encode()
    if kind == "application/json" or kind.endswith("+json"):
        return json.loads(body)
    if kind == "application/x-www-form-urlencoded":
        return dict(urllib.parse.parse_qsl(body.decode()))
    if kind in ("text/csv", "application/x-ndjson", "text/plain", "application/jose"):
        return "".join(body.decode(errors="replace").splitlines(keepends=True)[:2])
    return None
