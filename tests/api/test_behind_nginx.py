"""The service behind nginx as deploy/nginx has it: what is public is kept once for all, and a reader with a token meets the service as if nothing stood between."""
import datetime
import http.client
import json
import pathlib
import re
import subprocess
import time

import pytest
from harness import fronts
from harness.service import free_port
from things.attachments import noise

CONFIGURATION = pathlib.Path(__file__).resolve().parents[2] / "deploy/nginx/wuye.conf"
NGINX = fronts.program_of("nginx")
pytestmark = pytest.mark.skipif(not NGINX, reason="no nginx here")


@pytest.fixture(scope="module")
def behind(world):
    with fronts.behind(world, "behind_nginx") as server:
        yield server


@pytest.fixture(scope="module")
def front(behind, tmp_path_factory):
    """The file as it is shipped, without TLS, on ports and folders of its own. Yields a function that asks it."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    text = CONFIGURATION.read_text(encoding="utf-8").replace("/var/cache/nginx/wuye", f"{folder}/cache").replace("server 127.0.0.1:8080", f"server 127.0.0.1:{behind.port}").replace("/etc/wuye/", f"{folder}/")
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, flags=re.S).replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    text = re.sub(r"    ssl_.*\n", "", text).replace("/var/log/nginx", str(folder))
    temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log off; {temporary}\n{text}}}", encoding="utf-8")
    process = subprocess.Popen([NGINX, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"])
    fronts.wait_for(port)

    def ask(path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    ask.folder = folder
    yield ask
    process.terminate()
    process.wait(20)


def authorization(client):
    return {"Authorization": f"Bearer {client.token}"}


def test_a_read_with_a_token_keeps_its_conditions(world, front):
    """Where proxy_cache is on, nginx passes on no Range, If-Range and If-None-Match: a download of a package that broke would begin anew."""
    mine = authorization(world.role("district"))
    status, headers, _ = front("/v1/estates?limit=1", **mine)
    assert status == 200 and "private" in headers["Cache-Control"]
    assert front("/v1/estates?limit=1", **mine, **{"If-None-Match": headers["ETag"]})[0] == 304
    heads = [front("/v1/estates?limit=1", method, **mine) for method in ("GET", "HEAD")]
    assert [head[1]["ETag"] for head in heads] == [headers["ETag"]] * 2 and heads[1][2] == b""


def test_what_is_public_is_kept_once_and_never_what_a_token_opened(world, front):
    path = f"/v1/divisions?limit={1 + next(world.serial) % 150}"
    with_token = front(path, **authorization(world.role("district")))
    first, second = front(path), front(path)
    assert with_token[0] == first[0] == second[0] == 200
    assert first[1]["RateLimit"] and not second[1].get("RateLimit"), "the second is a kept copy"
    assert first[1]["Cache-Control"].startswith("public") and "public" not in with_token[1]["Cache-Control"]
    again = front(path, **authorization(world.role("district")))
    assert again[0] == 200 and "public" not in again[1]["Cache-Control"], "nor is a kept copy given to whoever has a token"
    wrong = front(path, Authorization="Bearer x.y.z")
    assert wrong[0] == 401


@pytest.mark.parametrize("accept,coded", [("gzip", True), ("gzip, br;q=0", True), ("gzip;q=0, br", False), ("br;q=1.0, gzip; q=0.000", False), ("gzip;q=0.5", True), ("identity", False)])
def test_whoever_takes_no_gzip_gets_none(accept, coded, world, front):
    for _ in range(2):
        status, headers, _ = front("/v1/divisions?limit=200", **{"Accept-Encoding": accept})
        assert status == 200 and (headers.get("Content-Encoding") == "gzip") is coded


def test_a_photo_goes_through_as_large_as_the_service_takes_it(world, front):
    """That there is no such complaint is the service's to say: nginx itself would have said 413, in HTML."""
    path = "/v1/complaints/00000000-0000-7000-8000-000000000000/attachments"
    status, headers, _ = front(path, "POST", noise(10 << 20), **authorization(world.role("district")), **{"Content-Type": "image/png"})
    assert (status, headers["Content-Type"]) == (404, "application/problem+json")


def test_nginx_writes_down_nothing_that_somebody_looked_for(world, front):
    """Its own format has the query, and people are looked for by name and number; a request that fails is written to the other file, query and all."""
    mine = authorization(world.role("district"))
    assert front("/v1/complaints?q=13912345678&limit=1", **mine)[0] == 200
    assert front("/v1/complaints?q=13912345678&limit=no", **mine)[0] == 400
    written = {file: (front.folder / file).read_text(encoding="utf-8", errors="replace") for file in ("access.log", "error.log")}
    assert "/v1/complaints HTTP/1.1" in written["access.log"] and not any("13912345678" in text for text in written.values())


def test_whom_to_tell_of_a_weakness_stands_where_it_is_looked_for(front):
    """RFC 9116: plain text, by the lines of deploy/SECURITY.md, which whoever runs the service writes; before that nothing."""
    assert front("/.well-known/security.txt")[0] == 404
    page = (CONFIGURATION.parents[1] / "SECURITY.md").read_text(encoding="utf-8")
    command = re.search(r"`(printf 'Contact: [^`]* > )/etc/wuye/security\.txt`", page).group(1)
    subprocess.run(["sh", "-c", f"{command}{front.folder}/security.txt"], check=True)
    status, headers, body = front("/.well-known/security.txt")
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = dict(line.split(": ", 1) for line in body.decode().splitlines())
    assert lines["Contact"].startswith("mailto:") and datetime.datetime.fromisoformat(lines["Expires"]) > datetime.datetime.now(datetime.timezone.utc)


def test_what_a_caller_says_of_itself_is_replaced(behind, front, world):
    """Its address and its certificate are what nginx has seen of them, whatever headers say."""
    token = {"Authorization": f"Bearer {world.token('hotline@150202')}"}
    for name in ("X-Client-Certificate", "x-client-certificate", "X_Client_Certificate"):
        status, _, body = front("/v1/me", **token, **{name: "hotline@150202", "X-Forwarded-For": "203.0.113.7", "Forwarded": "for=203.0.113.7"})
        assert (status, json.loads(body)["code"]) == (401, "certificate_required")
    deadline = time.monotonic() + 10
    while len(lines := [line for line in behind.log.read_text(encoding="utf-8").splitlines() if '"operation":"getMe"' in line]) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert {json.loads(line)["remote"] for line in lines} == {"127.0.0.1"}
