"""What no log may ever say: every secret that a test sends or is given, and whom a complaint is from. Asked of all logs of a group of tests when it is over."""
import json
import re
import urllib.parse

SECRET = re.compile(r"password|secret|token|ballot_code", re.I)
NO_SECRET = {"token_type"}
PERSONS = {"complainant", "caller", "reporter"}  # their members are sealed
SHORTEST = 10  # letters: what is shorter may stand anywhere by chance
# Of a line of ours, what tells it from the next one like it; numbers and ids of the request stay out of the comparison.
VARYING = re.compile(rb'"(?:at|request_id|user|duration_us|database_us|bytes|took_us)":(?:"[^"]*"|-?\d+),?')


def members(value, inside=False):
    """(is it a person's, name, text) of all texts of a JSON value."""
    if isinstance(value, list):
        for item in value:
            yield from members(item, inside)
    elif isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, str):
                yield inside, name, item
            else:
                yield from members(item, inside or name in PERSONS)


def read(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


class Confidential:
    def __init__(self, before=None):
        self.texts, self.read_to = set(), before.read_to if before else {}

    def keep(self, *texts):
        self.texts.update(text.encode() for text in texts if len(text) >= SHORTEST)

    def learn(self, sent, headers, answer):
        """From an exchange. What was refused was no secret: a wrong password may be somebody's name."""
        if 200 <= answer.status < 300:
            scheme, _, token = str(headers.get("Authorization") or "").partition(" ")
            if scheme == "Bearer":
                self.keep(token, token.rpartition(".")[2])
            form = headers.get("Content-Type") == "application/x-www-form-urlencoded"
            pairs = urllib.parse.parse_qsl(sent.decode()) if form and isinstance(sent, bytes) else []
            self.learn_members([(False, name, text) for name, text in pairs])
            if isinstance(sent, bytes) and not form and sent[:1] in b"{[":
                self.learn_members(members(read(sent)))
            if b"secret" in answer.body or b"_token" in answer.body:
                self.learn_members(members(read(answer.body)))

    def learn_members(self, found):
        for person, name, text in found:
            if (SECRET.search(name) and name not in NO_SECRET) or (person and re.search(r"\d{11}", text)):
                self.keep(text)

    def said_in(self, paths):
        """What of it stands in these files, in what was written since they were last asked: (file, secret, line)."""
        for path in filter(lambda path: path.exists(), paths):
            with open(path, "rb") as file:
                file.seek(self.read_to.get(path, 0))
                data = file.read()
                self.read_to[path] = file.tell()
            text = b"\n".join({VARYING.sub(b"", line) for line in data.splitlines()})
            for secret in self.texts:
                at = text.find(secret)
                if at >= 0:
                    yield path.name, secret.decode(), text[text.rfind(b"\n", 0, at) + 1:at + 200].decode(errors="replace")
