"""A caller of the API that does what a hotline's own system has to: hold a token, keep its connection, try again."""
import http.client
import json
import random
import time
import urllib.parse

ATTEMPTS = 8
TRY_AGAIN = {429, 502, 503, 504}


class GaveUp(Exception):
    """No answer, or none but "try again", after ATTEMPTS tries."""


class Client:
    """One connection; belongs to one thread."""

    def __init__(self, url, account, secret, timeout=30):
        parts = urllib.parse.urlsplit(url)
        self.host, self.port, self.tls = parts.hostname, parts.port, parts.scheme == "https"
        self.account, self.secret, self.timeout = account, secret, timeout
        self.connection, self.token, self.expires = None, None, 0.0
        self.retries = 0

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def _once(self, method, path, headers, body):
        if not self.connection:
            make = http.client.HTTPSConnection if self.tls else http.client.HTTPConnection
            self.connection = make(self.host, self.port, timeout=self.timeout)
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def _send(self, method, path, headers, body=None):
        for attempt in range(ATTEMPTS):
            wait = min(0.05 * 2 ** attempt, 3.0)
            try:
                status, answered, content = self._once(method, path, headers, body)
                if status not in TRY_AGAIN:
                    return status, content
                wait = min(float(answered.get("Retry-After", wait)), 30.0)
            except (OSError, http.client.HTTPException):
                self.close()
            self.retries += 1
            time.sleep(wait * random.uniform(0.5, 1.0))
        raise GaveUp(f"{method} {path}")

    def _authorization(self):
        if time.monotonic() > self.expires:
            machine = self.account.partition("@")[0] in ("hotline", "platform")
            form = ({"grant_type": "client_credentials", "client_id": self.account, "client_secret": self.secret} if machine else
                    {"grant_type": "password", "username": self.account, "password": self.secret})
            status, content = self._send("POST", "/v1/auth/token", {"Content-Type": "application/x-www-form-urlencoded"},
                                         urllib.parse.urlencode(form))
            if status != 200:
                raise GaveUp(f"no token for {self.account}: {status}")
            answer = json.loads(content)
            self.token = answer["access_token"]
            self.expires = time.monotonic() + answer["expires_in"] * 0.8
        return f"Bearer {self.token}"

    def call(self, method, path, body=None):
        """(status, decoded answer). A status that asks to try again never comes back."""
        headers = {"Authorization": self._authorization(), "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body, ensure_ascii=False).encode()
        status, content = self._send(method, path, headers, body)
        return status, json.loads(content) if content else None

    def items(self, path, **parameters):
        """Every item of a list, page by page."""
        parameters.setdefault("limit", 200)
        while True:
            status, page = self.call("GET", f"{path}?{urllib.parse.urlencode(parameters)}")
            if status != 200:
                raise GaveUp(f"GET {path}: {status} {page}")
            yield from page["items"]
            if not page["next"]:
                return
            parameters["cursor"] = page["next"]
