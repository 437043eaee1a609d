"""How often one may ask: by who one is where that is known, whatever token says so; else by the address, where all of an IPv6 /64 is one."""
import itertools

import pytest
from harness.client import Client
from test_users import TOKEN, sign_in
from things.users import PASSWORD, user

BURST = 3


@pytest.fixture(scope="module")
def narrow(world):
    """Behind a proxy that it trusts: a test chooses whom it comes from."""
    server = world.server("narrow", rate_limit_per_minute=1, rate_limit_burst=BURST, login_rate_per_minute=2, trusted_proxies="127.0.0.1")
    yield server
    server.stop()
    world.cluster.query("delete from login_failures")


def ask(world, server, address, token=None, path="/v1/divisions?limit=1"):
    return Client(world.judge, server.port, token).get(path, expect=None, headers={"X-Forwarded-For": address})


def until_refused(ask_once, most=BURST + 2):
    """How many were answered before the first 429."""
    return next(number for number in itertools.count() if number > most or ask_once(number).status == 429)


def test_another_token_of_the_same_person_begins_nothing_anew(world, narrow):
    made, other = user(world), user(world)
    tokens = [sign_in(world, made).json["access_token"] for _ in range(2)]
    refreshed = world.anyone.request("POST", TOKEN, form={"grant_type": "refresh_token", "refresh_token": sign_in(world, made).json["refresh_token"]}, expect=200).json["access_token"]
    tokens += [refreshed]
    assert len(set(tokens)) == 3
    asked = until_refused(lambda number: ask(world, narrow, f"203.0.113.{number}", tokens[number % 3], "/v1/me"))
    assert asked == BURST, "three tokens and three addresses are one person"
    assert ask(world, narrow, "203.0.113.0", sign_in(world, other).json["access_token"], "/v1/me").status == 200


def test_without_a_token_it_is_the_address_that_counts(world, narrow):
    assert until_refused(lambda _: ask(world, narrow, "198.51.100.7")) == BURST
    assert ask(world, narrow, "::ffff:198.51.100.7").status == 429, "the same address, written as IPv6"
    assert ask(world, narrow, "198.51.100.8").status == 200


def test_a_whole_64_is_one_address(world, narrow):
    assert until_refused(lambda number: ask(world, narrow, f"2001:db8:7:7:{number:x}::{number + 1:x}")) == BURST
    assert ask(world, narrow, "2001:db8:7:8::1").status == 200


def test_an_address_that_nobody_vouches_for_is_not_believed(world):
    server = world.server("bare", rate_limit_per_minute=1, rate_limit_burst=BURST)
    try:
        assert until_refused(lambda number: ask(world, server, f"203.0.113.{number}")) == BURST
    finally:
        server.stop()


def test_who_is_refused_is_told_when_to_come_again(world, narrow):
    answers = [ask(world, narrow, "192.0.2.33") for _ in range(BURST + 1)]
    left = [int(answer.header("RateLimit").split(";r=")[1].split(";")[0]) for answer in answers]
    assert left == [2, 1, 0, 0] and answers[-1].status == 429 and answers[-1].code == "too_many_requests"
    assert 1 <= int(answers[-1].header("Retry-After")) <= 61 and answers[-1].header("RateLimit-Policy") == '"default";q=1;w=60'


def test_tokens_that_do_not_hold_are_counted_by_the_whole_64_too(world, narrow):
    asked = until_refused(lambda number: ask(world, narrow, f"2001:db8:9:9::{number + 1:x}", f"no.token.{number}", "/v1/me"))
    assert asked == BURST


def test_each_instance_counts_for_itself(world, narrow):
    """What is allowed in all is the limit of one times the number of instances: deploy/SECURITY.md says so."""
    assert until_refused(lambda _: ask(world, narrow, "192.0.2.77")) == BURST
    assert ask(world, world.service, "192.0.2.77").status == 200


def sign(world, server, address, name, password):
    return Client(world.judge, server.port).request("POST", TOKEN, form={"grant_type": "password", "username": f"{name}@150202", "password": password}, headers={"X-Forwarded-For": address})


def test_an_address_without_tries_takes_none_of_other_peoples(world, narrow):
    """Or one address could keep everybody out, for nothing."""
    made = user(world)
    statuses = [sign(world, narrow, "2001:db8:5:5::%x" % (number + 1), f"nobody.{number}", "not the password").status for number in range(3)]
    assert statuses[2] == 429 and 429 not in statuses[:2]
    for number in range(2):
        assert sign(world, narrow, f"2001:db8:5:5::{number + 16:x}", made["name"], "not the password").status == 429
    assert sign(world, narrow, "203.0.113.200", made["name"], PASSWORD).status == 200
