"""Passwords: whose they are, what a new one ends, and that none is guessed, lost between two steps or written down."""
import concurrent.futures
import time

import pytest
from harness.client import Client
from test_users import assert_out, OTHER, TOKEN, ask, caller, officer, second, sign_in  # noqa: F401  (officer and second are fixtures)
from things.users import PASSWORD, scope, user


def test_a_password_set_for_somebody_ends_his_sign_ins(world, officer):
    made = user(world)
    one, session = caller(world, made), sign_in(world, made).json
    officer.post(f"/v1/users/{made['id']}/set-password", {"password": OTHER}, expect=200)
    assert_out(one)
    assert ask(world, grant_type="refresh_token", refresh_token=session["refresh_token"]).code == "invalid_grant"
    sign_in(world, made, PASSWORD, (400, 401))
    caller(world, made, OTHER).get("/v1/me", expect=200)
    world.cluster.query("delete from login_failures")


def test_ones_own_password_needs_the_old_one_and_ends_the_other_sign_ins(world):
    made = user(world)
    one, other = caller(world, made), sign_in(world, made).json
    assert one.post("/v1/me/password", {"old_password": OTHER, "new_password": OTHER}, expect=422).code == "password_wrong"
    assert one.post("/v1/me/password", {"old_password": PASSWORD, "new_password": "短"}, expect=422).code == "invalid_body"
    answer = one.post("/v1/me/password", {"old_password": PASSWORD, "new_password": OTHER}, expect=200)
    assert "no-store" in answer.header("Cache-Control")
    assert_out(one, world.anyone.bearing(other["access_token"]))
    assert ask(world, grant_type="refresh_token", refresh_token=other["refresh_token"]).code == "invalid_grant"
    world.anyone.bearing(answer.json["access_token"]).get("/v1/me", expect=200)
    again = ask(world, 200, grant_type="refresh_token", refresh_token=answer.json["refresh_token"]).json
    assert ask(world, grant_type="refresh_token", refresh_token=answer.json["refresh_token"]).code == "invalid_grant", "used twice"
    assert ask(world, grant_type="refresh_token", refresh_token=again["refresh_token"]).code == "invalid_grant", "and the family is over"
    caller(world, made, OTHER)


def test_a_password_is_changed_once_under_a_key(world):
    """The first answer holds tokens: it is kept nowhere, and whoever asks again learns that it was done."""
    made, key = user(world), {"Idempotency-Key": f"change-{time.time_ns()}"}
    change = {"old_password": PASSWORD, "new_password": OTHER}
    one = caller(world, made)
    assert one.post("/v1/me/password", {**change, "old_password": "不是这个密码"}, headers=key, expect=422).code == "password_wrong", "a refusal leaves the key free"
    first = one.post("/v1/me/password", change, headers=key, expect=200).json
    assert one.post("/v1/me/password", change, headers=key, expect=401).code == "invalid_token", "what asked is void"
    again = caller(world, made, OTHER)
    for _ in range(2):
        assert again.post("/v1/me/password", change, headers=key, expect=409).code == "already_done"
    assert again.post("/v1/me/password", {**change, "new_password": PASSWORD + "二"}, headers=key, expect=422).code == "idempotency_mismatch"
    again.get("/v1/me", expect=200)
    world.anyone.bearing(first["access_token"]).get("/v1/me", expect=200)
    kept = world.cluster.query("select row_to_json(k)::text as k from idempotency_keys k where key = %s", (key["Idempotency-Key"],))
    assert len(kept) == 1 and not any(secret in kept[0]["k"] for secret in (first["access_token"], first["refresh_token"], PASSWORD, OTHER))
    world.cluster.query("delete from login_failures")


def test_of_many_who_send_a_new_user_under_one_key_one_makes_it(world, officer):
    body, key = {"name": f"k{next(world.serial):06d}", "password": PASSWORD, **scope(world, "near")}, {"Idempotency-Key": f"user-{time.time_ns()}"}
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: officer.post("/v1/users", body, headers=key), range(6)))
    assert {answer.status for answer in answers} == {201} and len({answer.json["id"] for answer in answers}) == 1
    assert sum(answer.header("Idempotency-Replayed") is None for answer in answers) == 1
    assert officer.post("/v1/users", {**body, "password": OTHER}, headers=key, expect=422).code == "idempotency_mismatch", "the password is a part of what was asked"
    sign_in(world, body)
    kept = world.cluster.query("select row_to_json(k)::text as k from idempotency_keys k where key = %s", (key["Idempotency-Key"],))
    assert len(kept) == 1 and PASSWORD not in kept[0]["k"] and "argon2" not in kept[0]["k"]


def test_the_old_password_cannot_be_guessed_with_a_stolen_token(world):
    server = world.server("guesses", login_rate_per_minute=3)
    try:
        one = caller(world, user(world), server=server)
        answers = [one.post("/v1/me/password", {"old_password": f"猜测的密码 {n}", "new_password": OTHER}).status for n in range(5)]
        assert answers == [422, 422, 422, 429, 429]
    finally:
        server.stop()


def test_guesses_at_ones_own_password_lock_it_as_guesses_at_the_sign_in_do(world):
    made = user(world)
    one = caller(world, made)
    limit = world.cluster.query("select name_failures as n from auth_limits order by effective_from desc limit 1")[0]["n"]
    change = {"old_password": PASSWORD, "new_password": OTHER}
    world.cluster.query("delete from login_failures")
    try:
        for number in range(limit):
            assert one.post("/v1/me/password", {**change, "old_password": f"猜测的密码 {number}"}, expect=422).code == "password_wrong"
        kept = world.cluster.query("select failures, locked_until > now() as locked from login_failures where subject_kind = 'name' and subject = %s", (made["name"],))
        assert [(row["failures"], row["locked"]) for row in kept] == [(limit, True)]
        assert one.post("/v1/me/password", change, expect=422).code == "password_wrong", "locked: the right one is not looked at"
        assert sign_in(world, made, expect=(400, 401)).code == "invalid_grant", "the sign-in is locked too"
        one.get("/v1/me", expect=200)
        world.cluster.query("delete from login_failures")
        one.post("/v1/me/password", change, expect=200)
    finally:
        world.cluster.query("delete from login_failures")


def test_a_change_whose_sign_in_cannot_begin_has_not_taken_place(world):
    """One transaction: with the password changed and no token to go on with, its owner would be out."""
    server = world.server("brief sign-in", write_timeout_ms=1000)
    made = user(world)
    one, holder = caller(world, made, server=server), world.cluster.connect()
    holder.autocommit = False
    try:
        with holder.cursor() as cursor:
            cursor.execute("lock table refresh_tokens in share mode")
        refused = one.post("/v1/me/password", {"old_password": PASSWORD, "new_password": OTHER})
        assert refused.status in (409, 503), refused
    finally:
        holder.rollback()
        holder.close()
        server.stop()
    world.anyone.bearing(one.token).get("/v1/me", expect=200)
    caller(world, made, PASSWORD)
    assert not world.cluster.query("select 1 from audit_log where user_id = %s", (made["id"],))


def test_without_a_key_that_signs_nothing_is_spent_or_changed(world):
    made = user(world)
    session = sign_in(world, made).json
    kept = world.cluster.query("select kid, signs_until::text as u from signing_keys")
    world.cluster.query("update signing_keys set signs_until = now() - interval '1 second'")
    try:
        server = world.server("signs nothing")
        one = Client(world.judge, server.port, session["access_token"])
        answer = one.post("/v1/me/password", {"old_password": PASSWORD, "new_password": OTHER}, expect=503)
        assert answer.code == "unavailable"
        assert one.bearing(None).request("POST", TOKEN, form={"grant_type": "refresh_token", "refresh_token": session["refresh_token"]}, expect=503).code == "unavailable"
        server.stop()
    finally:
        for row in kept:
            world.cluster.query("update signing_keys set signs_until = %s where kid = %s", (row["u"], row["kid"]))
    one = world.anyone.bearing(session["access_token"])
    one.get("/v1/me", expect=200)
    ask(world, 200, grant_type="refresh_token", refresh_token=session["refresh_token"])
    sign_in(world, made)


def test_two_changes_at_once_leave_one_password(world):
    made = user(world)
    one = caller(world, made)
    words = [f"同时改的密码 第{n}个" for n in range(4)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda word: one.post("/v1/me/password", {"old_password": PASSWORD, "new_password": word}).status, words))
    assert answers.count(200) == 1 and set(answers) <= {200, 401, 409}, answers
    caller(world, made, words[answers.index(200)])


@pytest.mark.parametrize("password", ["NAME", "NAME@150202", "短密码"])
def test_a_weak_password_is_refused(password, world, officer):
    name = f"weak.{next(world.serial):06d}"
    given = password.replace("NAME", name.upper())
    answer = officer.post("/v1/users", {"name": name, "password": given, **scope(world, "near")}, expect=422)
    assert answer.code in ("password_too_weak", "invalid_body")
    made = user(world, name=name)
    assert officer.post(f"/v1/users/{made['id']}/set-password", {"password": given}, expect=422).code == answer.code
    assert caller(world, made).post("/v1/me/password", {"old_password": PASSWORD, "new_password": given}, expect=422).code == answer.code


def test_a_password_is_nowhere_but_as_its_digest(world, officer):
    word = f"谁也不该看到的 {time.time_ns()}"
    made = user(world, password=word)
    officer.post(f"/v1/users/{made['id']}/set-password", {"password": word + "二"}, expect=200)
    caller(world, made, word + "二").post("/v1/me/password", {"old_password": word + "二", "new_password": word + "三"}, expect=200)
    assert world.cluster.query("select password_digest as d from users where id = %s", (made["id"],))[0]["d"].startswith("$argon2id$")
    rows = world.cluster.query("select operation, detail::text as detail from audit_log where target like %s or target = %s", (f"%{made['id']}%", made["id"]))
    assert {row["operation"] for row in rows} == {"createUser", "setUserPassword", "changeOwnPassword"}
    assert not any("谁也不该看到" in row["detail"] or "argon2" in row["detail"] for row in rows)
    logs = [path.read_text(errors="replace") for path in world.folder.rglob("*log*") if path.is_file()]
    assert logs and not any("谁也不该看到" in log or "$argon2id$" in log for log in logs)
