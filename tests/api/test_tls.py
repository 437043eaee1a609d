"""TLS in the service itself: what it speaks, whose certificate it takes, and how a new one comes in while connections go on."""
import contextlib
import http.client
import json
import signal
import ssl
import time

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from harness.certificates import Authority
from harness.client import raw
from test_crowds import are_handled, nobody_reads

HOTLINE, PLATFORM = "hotline@150202", "platform@150202"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def secured(world, authority):
    certificate, key = authority.server()
    server = world.server("secured", tls_certificate_file=certificate, tls_key_file=key, tls_client_ca_file=authority.file, certificate_roles="hotline, platform")
    yield server
    server.stop()


def connect(server, authority, own=None, **versions):
    context = ssl.create_default_context(cafile=str(authority.file))
    for name, version in versions.items():
        setattr(context, name, version)
    if own:
        context.load_cert_chain(*map(str, own))
    connection = http.client.HTTPSConnection("localhost", server.port, timeout=20, context=context)
    connection.connect()
    return connection


def ask(connection, path, token=None, body=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if body is not None:
        headers["Content-Type"] = "application/json"
    connection.request("POST" if body is not None else "GET", path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, json.loads(answer.read())


def test_it_speaks_tls_from_1_2_on_and_says_so_for_a_year(secured, authority):
    for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
        connection = connect(secured, authority, minimum_version=version, maximum_version=version)
        assert connection.sock.version() == name
        status, headers, _ = ask(connection, "/healthz")
        assert status == 200 and headers["Strict-Transport-Security"] == "max-age=31536000"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(str(authority.file))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(OSError):
        http.client.HTTPSConnection("localhost", secured.port, timeout=20, context=context).connect()


def test_plain_http_meets_nobody_there(secured):
    connection = http.client.HTTPConnection("127.0.0.1", secured.port, timeout=20)
    with pytest.raises((OSError, http.client.HTTPException)):
        connection.request("GET", "/healthz")
        connection.getresponse()


def test_people_need_no_certificate(secured, authority, world):
    assert ask(connect(secured, authority), "/v1/me", world.token("district.officer@150202"))[0] == 200


@pytest.mark.parametrize("own", [None, PLATFORM, "hotline@340302", "hotline"])
def test_a_machine_s_token_serves_nobody_without_its_certificate(own, secured, authority, world):
    connection = connect(secured, authority, authority.client(own) if own else None)
    status, _, answer = ask(connection, "/v1/hotline/tickets", world.token(HOTLINE), world.ticket())
    assert (status, answer["code"]) == (401, "certificate_required")


def test_a_machine_with_its_certificate_is_served(secured, authority, world):
    connection = connect(secured, authority, authority.client(HOTLINE))
    assert ask(connection, "/v1/hotline/tickets", world.token(HOTLINE), world.ticket())[0] == 201
    assert ask(connection, "/v1/me", world.token(HOTLINE))[0] == 200, "and again on the same connection"


def test_a_certificate_that_does_not_hold_is_none(secured, authority, world, tmp_path):
    strangers, ended = Authority(tmp_path, "ca"), authority.client(HOTLINE, "ended", days=-1)
    servers = authority.client(HOTLINE, "as-server", usage=ExtendedKeyUsageOID.SERVER_AUTH)
    for own in (strangers.client(HOTLINE), ended, servers):
        try:
            status, _, answer = ask(connect(secured, authority, own), "/v1/me", world.token(HOTLINE))
        except (OSError, http.client.HTTPException):
            continue  # refused in the handshake
        assert (status, answer["code"]) == (401, "certificate_required"), own


def test_a_proxy_that_is_trusted_says_whose_certificate_it_saw(world):
    token = world.token(HOTLINE)
    for trusted, status in (("127.0.0.1", 200), ("10.0.0.1", 401)):
        server = world.server("proxied", certificate_roles="hotline", certificate_header="X-Client-Certificate", trusted_proxies=trusted)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", "/v1/me", headers={"Authorization": f"Bearer {token}", "X-Client-Certificate": HOTLINE})
        assert connection.getresponse().status == status, "of others the header is but words"
        server.stop()


def serial(server, authority):
    return connect(server, authority).sock.getpeercert()["serialNumber"]


def until(what):
    deadline = time.monotonic() + 20
    while not what() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert what()


def test_a_new_certificate_is_read_while_connections_go_on(world, authority):
    certificate, key = authority.server("renewed")
    server = world.server("renewed", tls_certificate_file=certificate, tls_key_file=key)
    old, first = connect(server, authority), serial(server, authority)
    whole = certificate.read_bytes()
    certificate.write_bytes(whole[:100])
    server.process.send_signal(signal.SIGHUP)
    until(lambda: "the certificates stay as they were" in server.log.read_text(encoding="utf-8"))
    assert serial(server, authority) == first, "half a file changes nothing"
    authority.server("renewed")
    server.process.send_signal(signal.SIGHUP)
    until(lambda: serial(server, authority) != first)
    assert ask(old, "/healthz")[0] == 200, "whoever was connected stays"
    connection = connect(server, authority)
    connection.request("GET", "/metrics")
    ends = [line for line in connection.getresponse().read().decode().splitlines() if line.startswith("wuye_certificate_ends_seconds ")]
    assert 19 * 86400 < float(ends[0].split()[1]) - time.time() < 21 * 86400
    server.stop()


def test_files_that_do_not_belong_together_are_a_start_up_error(world, authority):
    certificate, _ = authority.server("one")
    _, other = authority.server("other")
    with pytest.raises(RuntimeError, match="tls_key_file cannot be read, or is not the certificate's key"):
        world.server("unfit", tls_certificate_file=certificate, tls_key_file=other)


def with_a_place(server, authority):
    """A connection that may stay; one that found none (those before may not be quite gone) is made anew, some times."""
    for _ in range(100):
        connection = connect(server, authority)
        status, headers, _ = ask(connection, "/healthz")
        assert status == 200
        if headers.get("Connection", "").lower() != "close":
            return connection
        time.sleep(0.05)
    raise AssertionError("nobody is given a place to keep")


@contextlib.contextmanager
def full(world, authority, name):
    """A service over TLS whose four places are taken by what is being handled; when nobody has to wait any more the four are answered, whatever came meanwhile."""
    certificate, key = authority.server(name)
    server = world.server(name, tls_certificate_file=certificate, tls_key_file=key, connections_max=4, connections_per_address=0, read_timeout_ms=60000)
    token = world.token("district.officer@150202")
    with nobody_reads(world):
        held = [with_a_place(server, authority) for _ in range(4)]
        for connection in held:
            connection.request("GET", "/v1/complaints?limit=1", headers={"Authorization": f"Bearer {token}"})
        are_handled(world, 4)
        yield server
    assert [connection.getresponse().status for connection in held] == [200] * 4
    for connection in held:
        connection.close()


def test_over_tls_too_who_has_no_place_is_told(world, authority):
    """Four are being handled: the fifth is told 503, and who looks after it is answered."""
    with full(world, authority, "crowded") as server:
        status, headers, _ = ask(connect(server, authority), "/v1/firms")
        assert status == 503 and headers["Retry-After"] == "1"
        assert ask(connect(server, authority), "/healthz")[0] == 200
    server.stop()


def test_a_crowd_over_tls_comes_and_goes(world, authority):
    """Hundreds for whom there is no place, some of whom go as others come: those who have one are answered, and so is who comes later."""
    with full(world, authority, "flooded") as server:
        for _ in range(3):
            with contextlib.ExitStack() as stack:
                for connection in [stack.enter_context(raw(server.port)) for _ in range(100)]:
                    with contextlib.suppress(OSError):
                        connection.sendall(b"this is no greeting of TLS\r\n\r\n")

    def served():
        with contextlib.suppress(OSError, http.client.HTTPException):
            return ask(connect(server, authority), "/healthz")[0] == 200
    until(served)
    server.stop()
