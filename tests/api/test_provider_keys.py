"""The keys of another identity provider: how they come and go, what its trouble does to everybody else, and the file that names it."""
import concurrent.futures
import json
import re
import ssl
import subprocess
import time

import pytest
from harness import service as services
from harness.provider import CLAIMS, Provider


def test_a_new_key_is_found_at_once_and_an_old_one_ends_when_it_is_gone(own_site):
    provider = Provider()
    one = own_site(provider)
    old = provider.token("chengguan-officer")
    assert one.me(old)
    time.sleep(1.1)
    provider.rotate("ES256")
    before = len(provider.asked)
    fresh = provider.token("chengguan-officer")
    assert one.me(fresh)
    assert len(provider.asked) - before <= 2, "one reading (discovery and keys)"
    assert one.me(old, expect=401).code == "invalid_token", "a cached token goes with its key"


def test_keys_are_read_again_when_they_are_due(own_site):
    provider = Provider()
    one = own_site(provider, entries=[provider.configuration(refresh_s=1, refetch_s=3600)])
    old = provider.token("chengguan-officer")
    assert one.me(old)
    provider.rotate()
    deadline = time.monotonic() + 10
    while one.me(old, expect=(200, 401)).status == 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert one.me(provider.token("chengguan-officer"))


def test_unknown_keys_make_us_read_no_more_often_than_we_may(own_site):
    provider = Provider()
    one = own_site(provider, entries=[provider.configuration(refetch_s=3600)])
    assert one.me(provider.token("chengguan-officer"))
    asked = len(provider.asked)
    stranger = provider.sign(provider.claims("chengguan-officer"), {"kid": "nobody"})
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert {answer.code for answer in pool.map(lambda _: one.me(stranger, expect=401), range(40))} == {"invalid_token"}
    assert len(provider.asked) == asked and time.monotonic() - began < 5


def test_many_who_meet_a_new_key_at_once_make_one_reading(own_site):
    provider = Provider()
    one = own_site(provider)
    assert one.me(provider.token("chengguan-officer"))
    time.sleep(1.1)
    provider.new_key()
    provider.delay, asked = 0.2, len(provider.asked)
    tokens = [provider.token("chengguan-officer") for _ in range(12)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        assert {answer.status for answer in pool.map(one.me, tokens)} == {200}
    assert len(provider.asked) - asked <= 2


def test_a_reading_that_began_before_the_question_does_not_answer_it(own_site):
    """A key that came into use meanwhile is not in it: nobody can tell, and a good token is not called bad."""
    provider = Provider()
    one = own_site(provider)
    assert one.me(provider.token("chengguan-officer"))
    time.sleep(1.1)
    provider.body, provider.delay, asked = provider.jwks().encode(), 0.5, len(provider.asked)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        first = pool.submit(one.me, provider.sign(provider.claims("chengguan-officer"), {"kid": "nobody"}), None)
        while len(provider.asked) == asked:
            time.sleep(0.02)
        provider.new_key()
        fresh = provider.token("chengguan-officer")
        assert one.me(fresh, expect=503).code == "unavailable"
        assert first.result().code == "invalid_token", "the one that was asked for is an answer"
    provider.body, provider.delay = None, 0
    time.sleep(1.1)
    assert one.me(fresh)


def test_a_provider_that_is_down_breaks_nothing_of_ours(world, own_site):
    provider = Provider()
    one = own_site(provider)
    known = provider.token("chengguan-officer")
    assert one.me(known)
    provider.stop()
    time.sleep(1.1)
    assert one.me(provider.token("chengguan-officer")), "known keys go on"
    began = time.monotonic()
    answer = one.me(provider.sign(provider.claims("chengguan-officer"), {"kid": "new-one"}), expect=503)
    assert answer.code == "unavailable" and answer.header("Retry-After") == "5" and time.monotonic() - began < 3, "it may be good: nobody can tell"
    assert one.bearing(world.token("district.officer@150202")).get("/v1/me")
    assert "wuye_provider_healthy{provider=\"city0\"} 0" in one.bearing(None).get("/metrics").body.decode()
    provider.start()
    deadline = time.monotonic() + 15
    provider.new_key()
    while one.me(provider.token("chengguan-officer"), expect=(200, 401, 503)).status != 200:
        assert time.monotonic() < deadline, "it comes back by itself"
        time.sleep(0.3)


def test_a_service_starts_without_its_provider(world, own_site):
    provider = Provider()
    provider.stop()
    one = own_site(provider)
    assert one.me(provider.token("chengguan-officer"), expect=503).code == "unavailable"
    assert one.bearing(world.token("street.heping@150202")).get("/v1/me")
    provider.start()
    deadline = time.monotonic() + 15
    while one.me(provider.token("chengguan-officer"), expect=(200, 503)).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_keys_that_cannot_be_read_again_end(own_site):
    provider = Provider()
    one = own_site(provider, entries=[provider.configuration(trust_s=2, refresh_s=1)])
    token = provider.token("chengguan-officer")
    assert one.me(token)
    provider.stop()
    deadline = time.monotonic() + 15
    while one.me(token, expect=(200, 503)).status == 200:
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_a_slow_provider_holds_nobody_up(world, own_site):
    provider = Provider()
    provider.delay = 8
    one = own_site(provider)
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(90) as pool:
        strangers = [pool.submit(one.me, provider.token("chengguan-officer"), 503) for _ in range(80)]
        ours = [pool.submit(one.bearing(world.token("street.heping@150202")).get, "/v1/me") for _ in range(10)]
        assert all(answer.result().status == 200 for answer in ours) and time.monotonic() - began < 4
        assert {answer.result().code for answer in strangers} == {"unavailable"} and time.monotonic() - began < 8


def test_who_makes_tokens_up_while_the_provider_is_away_is_stopped_and_waits_for_few(world, own_site):
    provider = Provider()
    one = own_site(provider, rate_limit_per_minute=60, rate_limit_burst=40)
    assert one.me(provider.token("chengguan-officer"))
    provider.delay = 8
    time.sleep(1.1)
    def made_up(number):
        began = time.monotonic()
        answer = one.me(provider.sign(provider.claims("chengguan-officer"), {"kid": f"made-up-{number}"}), expect=(429, 503))
        return answer.status, time.monotonic() - began
    assert made_up(0)[0] == 503
    deadline = time.monotonic() + 15
    while "wuye_provider_healthy{provider=\"city0\"} 1" in one.bearing(None).get("/metrics").body.decode():
        assert time.monotonic() < deadline
        time.sleep(0.5)
    time.sleep(1.1)
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(made_up, range(20)))
        assert {status for status, _ in answers} == {503} and sum(took > 1 for _, took in answers) <= 2, answers
        answers = list(pool.map(made_up, range(40)))
    assert 429 in {status for status, _ in answers}, answers


@pytest.mark.parametrize("trouble", ["huge", "endless list", "no json", "no keys", "status 500", "redirect to a private address", "another issuer's discovery", "deep"])
def test_an_answer_that_is_no_key_set_is_none(trouble, own_site):
    provider = Provider()
    elsewhere = Provider()
    entry = provider.configuration()
    if trouble == "huge":
        provider.body = b'{"keys":[' + b'{"kty":"RSA"},' * 40000 + b"{}]}"
    elif trouble == "endless list":
        provider.body = json.dumps({"keys": [{"kid": str(i)} for i in range(5000)] + provider.keys}).encode()
    elif trouble == "no json":
        provider.body = b"<html>"
    elif trouble == "no keys":
        provider.body = b'{"keys":{}}'
    elif trouble == "status 500":
        provider.status = 500
    elif trouble == "redirect to a private address":
        provider.redirect = elsewhere.issuer.replace("127.0.0.1", "127.0.0.2") + "/jwks"
    elif trouble == "another issuer's discovery":
        provider.says = elsewhere.issuer
    else:
        provider.body = b'{"keys":' + b"[" * 100000 + b"]" * 100000 + b"}"
    one = own_site(provider, entries=[entry])
    answer = one.me(provider.token("chengguan-officer"), expect=(401, 503))
    assert answer.status == (401 if trouble == "endless list" else 503)
    assert not elsewhere.asked
    elsewhere.stop()


def test_a_redirect_within_the_same_origin_is_followed(own_site):
    provider = Provider()
    provider.redirect = "/moved"
    one = own_site(provider, entries=[provider.configuration(jwks_uri=provider.issuer + "/jwks")])
    assert one.me(provider.token("chengguan-officer")) and provider.asked[:2] == ["/jwks", "/moved"]


@pytest.mark.parametrize("networks", ["", "10.0.0.0/8", "127.0.0.2"])
def test_a_private_address_is_not_asked_unless_the_configuration_says_so(networks, own_site):
    provider = Provider()
    one = own_site(provider, fetch_networks=networks)
    assert one.me(provider.token("chengguan-officer"), expect=503) and not provider.asked


def test_a_name_that_resolves_to_a_private_address_is_not_asked_either(own_site):
    provider = Provider()
    uri = provider.issuer.replace("127.0.0.1", "localhost") + "/jwks"
    one = own_site(provider, fetch_networks="10.0.0.0/8", entries=[provider.configuration(jwks_uri=uri)])
    assert one.me(provider.token("chengguan-officer"), expect=503) and not provider.asked
    assert "fetch_networks" in one.server.tail()


def test_tls_is_verified(world, own_site, tmp_path):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    provider = Provider(context=context)
    entry = provider.configuration(allow_http=None)
    blind = own_site(provider, name="blind", entries=[entry])
    assert blind.me(provider.token("chengguan-officer"), expect=503) and not provider.asked
    assert "certificate" in blind.server.tail()
    one = own_site(provider, name="sees", entries=[entry], fetch_ca_file=tmp_path / "cert.pem")
    assert one.me(provider.token("chengguan-officer"))


# ---- the file ----

def faults(world, tmp_path, value):
    path = tmp_path / "providers.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    done = services.command(world.cluster, "check", check=False, oidc_providers_file=path, fetch_networks="127.0.0.0/8")
    assert not services.SANITIZER_WORDS.search(done.stderr), done.stderr
    return done


def test_check_names_every_fault_of_the_file_at_once(world, tmp_path):
    good = Provider()
    entry = good.configuration()
    bad = [
        {**entry, "audiences": [], "algorithms": ["HS256", "RS256"], "colour": 1, "leeway_s": 9999},
        {**entry, "name": "other", "issuer": "ftp://x", "claims": {**CLAIMS, "role": {"claim": "r", "values": {"x": "platform"}}, "street": {"fixed": "1"}, "grid": {}}},
        {"name": "third", "issuer": services.ISSUER, "audiences": ["a"], "algorithms": ["ES256"], "claims": {"role": {"fixed": "hotline"}, "district": {}}}, 7,
    ]
    done = faults(world, tmp_path, {"providers": bad})
    said = done.stderr + done.stdout
    assert done.returncode
    for what in ("providers[0].audiences: must be a list", 'providers[0].algorithms: "HS256"', "providers[0].colour: no such member", "providers[0].leeway_s: must be",
                 'providers[1].claims.role.values: "platform" is no role of people', "providers[1].claims.street.fixed:", "providers[1].claims.grid: no such member",
                 'providers[2].claims.role.fixed: "hotline"', "providers[2].claims.district: needs either", "providers[2].issuer: is token_issuer", "providers[3]: must be an object"):
        assert what in said, (what, said)
    for text, what in (("{", "line 1"), ('{"providers":{}}', "providers: must be a list"), (json.dumps({"providers": [{**entry, "issuer": "http://x.example", "allow_http": False}]}), "issuer: must begin with https://"),
                       (json.dumps({"providers": [entry, entry]}), "as well")):
        done = faults(world, tmp_path, text)
        assert done.returncode and what in done.stderr + done.stdout, (what, done)
    good.stop()


def test_check_says_how_the_provider_is(world, tmp_path):
    good, away = Provider(), Provider()
    away.stop()
    done = faults(world, tmp_path, {"providers": [good.configuration(), away.configuration(name="away")]})
    assert done.returncode == 0, "a provider that is away is no fault of the configuration"
    assert "# provider city: " in done.stdout and ", 1 keys" in done.stdout and "# warning: provider away: " in done.stdout and "plain http" in done.stdout
    good.stop()


def test_a_wrong_file_is_a_start_up_error(world, tmp_path):
    path = tmp_path / "providers.json"
    path.write_text('{"providers": [{}]}')
    server = services.Service(world.cluster, tmp_path, oidc_providers_file=path)
    with pytest.raises(RuntimeError, match="does not start"):
        server.start()
    assert "providers[0].issuer: is needed" in server.tail()


def test_the_readmes_example_is_a_file_that_holds(world, tmp_path):
    """Nobody is at its addresses: that is a warning."""
    readme = (services.ROOT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- providers -->\n```json\n(.*?)```", readme, re.S).group(1)
    done = faults(world, tmp_path, example)
    assert done.returncode == 0 and done.stdout.count("# warning: provider ") == len(json.loads(example)["providers"]), done
