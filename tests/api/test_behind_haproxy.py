"""The service behind HAProxy as deploy/haproxy has it: TLS, who calls, and machines by certificate."""
import http.client
import json
import os
import pathlib
import re
import ssl
import subprocess
import time

import pytest
from harness import fronts
from harness.certificates import Authority
from harness.service import ROOT, free_port

HAPROXY = fronts.program_of("haproxy")
pytestmark = pytest.mark.skipif(not HAPROXY, reason="no haproxy here")


@pytest.fixture(scope="module")
def behind(world):
    with fronts.behind(world, "behind") as server:
        yield server


@pytest.fixture(scope="module")
def front(behind, tmp_path_factory):
    """The file as it is shipped, on ports of its own, with the line for machines. Yields a function that asks it, and the authority."""
    folder, port, plain = tmp_path_factory.mktemp("haproxy"), free_port(), free_port()
    authority = Authority(folder)
    (folder / "certs").mkdir()
    (folder / "certs/api.pem").write_bytes(b"".join(file.read_bytes() for file in authority.server()))
    text = (ROOT / "deploy/haproxy/haproxy.cfg").read_text(encoding="utf-8").replace("server a 127.0.0.1:8080", f"server a 127.0.0.1:{behind.port}").replace("maxconn 20000", "maxconn 500")
    text = text.replace("bind :80\n", f"bind 127.0.0.1:{plain}\n").replace("bind :443 ssl crt /etc/haproxy/certs/", f"bind 127.0.0.1:{port} ssl crt {folder}/certs/")
    text = re.sub(r"(alpn h2,http/1\.1)", rf"\1 ca-file {authority.file} verify optional", text)
    if os.geteuid() != 0:
        text = text.replace("    user haproxy\n    group haproxy\n", "")  # who is nobody in particular cannot become it
    (folder / "haproxy.cfg").write_text(text, encoding="utf-8")
    checked = subprocess.run([HAPROXY, "-c", "-f", f"{folder}/haproxy.cfg"], capture_output=True, text=True, timeout=60)
    assert checked.returncode == 0 and "ALERT" not in checked.stderr, checked
    written = open(folder / "haproxy.log", "wb")
    process = subprocess.Popen([HAPROXY, "-db", "-f", f"{folder}/haproxy.cfg"], stdout=written, stderr=written)

    def ask(path, own=None, **headers):
        context = ssl.create_default_context(cafile=str(authority.file))
        if own:
            context.load_cert_chain(*map(str, own))
        connection = http.client.HTTPSConnection("localhost", port, timeout=30, context=context)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    fronts.wait_for(port, lambda: ask("/healthz")[0] == 200)  # until it has seen that the service is ready
    ask.process, ask.log = process, folder / "haproxy.log"
    yield ask, authority, plain
    process.terminate()
    process.wait(20)
    written.close()


def test_callers_come_by_tls_and_are_told_so(front):
    ask, _, plain = front
    status, headers, _ = ask("/v1/divisions?limit=1")
    assert status == 200 and headers["Strict-Transport-Security"] == "max-age=31536000"
    connection = http.client.HTTPConnection("127.0.0.1", plain, timeout=30)
    connection.request("GET", "/healthz", headers={"Host": "api.example.org"})
    answer = connection.getresponse()
    assert answer.status == 308 and answer.headers["Location"] == "https://api.example.org/healthz"
    assert ask("/metrics")[0] == 404


def test_a_machine_shows_its_certificate_to_the_proxy(front, world):
    ask, authority, _ = front
    token = {"Authorization": f"Bearer {world.token('hotline@150202')}"}
    assert ask("/v1/me", authority.client("hotline@150202"), **token)[0] == 200
    for own, said in ((None, {}), (None, {"X-Client-Certificate": "hotline@150202"}), (authority.client("platform@150202"), {})):
        status, _, body = ask("/v1/me", own, **token, **said)
        assert (status, json.loads(body)["code"]) == (401, "certificate_required"), "what a caller says of itself is taken away"


def test_it_runs_as_nobody_in_particular_and_writes_down_no_query(front):
    """HAProxy keeps root where its file names no user; and its usual line has the whole request, with the name or number that somebody looked for."""
    ask, _, _ = front
    assert ask("/v1/divisions?limit=1&q=13912345678")[0] in (200, 400)
    owner = pathlib.Path(f"/proc/{ask.process.pid}").stat().st_uid
    assert owner != 0 or os.geteuid() != 0
    deadline = time.monotonic() + 10
    while "/v1/divisions" not in (said := ask.log.read_text(encoding="utf-8")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "GET /v1/divisions HTTP/1.1" in said and "13912345678" not in said
