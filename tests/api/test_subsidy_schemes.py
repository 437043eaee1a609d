"""Schemes of subsidies (G06-G13): drafted, published by another person, superseded, ended, and never changed."""
import concurrent.futures

import pytest
from things.estates import OFFICER, today
from things.rulebooks import deputy
from things.subsidy_schemes import PLAN, asked, draft, drafted_by_deputy, forecast, month, plan, publish, published, published_scheme, running, value

ROLES = ("district", "street", "community", "company", "platform")
NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def officer(world):
    return world.caller(OFFICER)


# ---- drafts ----


def test_a_draft_is_a_document_or_a_copy(world, officer):
    """G06: the next number of its code; from the shipped one or one of its own."""
    code = f"n{next(world.serial)}"
    made = draft(world, code=code)
    assert (made["number"], made["state"], made["common"], made["document"]) == (1, "draft", False, PLAN)
    shipped = officer.get("/v1/subsidy-schemes", {"code": "donghe_old_estates", "state": "given"}).json["items"][0]
    copied = officer.post("/v1/subsidy-schemes", {"from": shipped["id"], "code": code}, expect=201).json
    assert (copied["number"], copied["title_zh"], copied["source"]) == (2, shipped["title_zh"], shipped["source"])
    assert copied["document"] == officer.get(f"/v1/subsidy-schemes/{shipped['id']}").json["document"]
    for wrong in ({"code": code}, {"from": shipped["id"], "document": plan()}, {"document": plan(), "code": code, "title_zh": "缺来源", "title_en": "x"}):
        assert officer.post("/v1/subsidy-schemes", wrong, expect=422).code == "scheme_incomplete"
    for nothing in (draft(world, "abroad")["id"], NOWHERE):
        assert officer.post("/v1/subsidy-schemes", {"from": nothing}, expect=422).code == "scheme_unknown"
    for days in ({"effective_from": "2022-01-02"}, {"effective_to": "2022-12-31"}):
        assert officer.post("/v1/subsidy-schemes", value(world, **days), expect=422).code == "scheme_not_whole_months"
    assert officer.post("/v1/subsidy-schemes", value(world, effective_from="2022-02-01", effective_to="2022-02-01"), expect=422).code == "scheme_outside_years"


def test_numbers_are_given_one_after_another(world, officer):
    """Many at once: none is given twice, and none is left out."""
    code = f"n{next(world.serial)}"
    draft(world, code=code)
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        numbers = sorted(pool.map(lambda _: officer.post("/v1/subsidy-schemes", value(world, code=code), expect=201).json["number"], range(6)))
    assert numbers == [2, 3, 4, 5, 6, 7]


def test_two_that_draft_the_first_of_a_code_get_two_numbers(world, officer):
    row = "insert into subsidy_schemes (district_code, code, number, title_zh, title_en, document, source) values ('150202', 'first', 1, 'a', 'a', '{}', 'a')"
    with world.under_way((row, ())) as second:
        assert second(lambda: officer.post("/v1/subsidy-schemes", value(world, code="first"), expect=201)).json["number"] == 2


def test_a_draft_is_changed_by_its_version_and_only_while_it_is_one(world, officer):
    made = draft(world)
    path = f"/v1/subsidy-schemes/{made['id']}"

    def change(version, expect, **members):
        return officer.request("PATCH", path, json_body=members, headers={"If-Match": f'"{version}"'}, expect=expect)
    changed = change(1, 200, source="新文件", effective_from="2023-01-01", document=plan(remainder="returned")).json
    assert (changed["version"], changed["source"], changed["effective_from"], changed["document"]["remainder"], changed["title_zh"]) == (2, "新文件", "2023-01-01", "returned", made["title_zh"])
    assert change(2, 200, effective_from=None).json["effective_from"] is None
    assert change(2, 412, title_zh="旧").code == "precondition_failed"
    assert change(3, 422, effective_from="2023-01-31").code == "scheme_not_whole_months"
    assert change(3, 422, effective_to="2023-01-31").code == "scheme_not_whole_months"
    assert change(3, 422, effective_to="2023-01-01", effective_from="2023-02-01").code == "scheme_outside_years"
    officer.post(path + "/withdraw", {"reason": "不再需要"}, expect=200)
    refused = change(4, 409, title_zh="晚了")
    assert (refused.code, refused.json["state"]) == ("state_conflict", "withdrawn")


def test_a_draft_is_seen_by_the_district_alone(world):
    """Model 7.3: whoever is paid reads what is published."""
    made, known = draft(world), published_scheme(world)
    for role in ROLES:
        expected = 200 if role == "district" else 404
        world.role(role).get(f"/v1/subsidy-schemes/{made['id']}", expect=expected)
        forecast(world.role(role), made, expect=expected)
        assert world.role(role).get(f"/v1/subsidy-schemes/{known['id']}").json["document"] == PLAN
    world.caller("district.officer@340302").get(f"/v1/subsidy-schemes/{known['id']}", expect=404)
    assert {row["state"] for row in world.role("company").pages("/v1/subsidy-schemes")} <= {"given", "published", "superseded", "ended"}


# ---- publishing ----


def test_a_scheme_holds_for_its_years_unless_less_is_said(world, officer):
    """G13: also from a month that is past, for a plan is made known after it begins; several schemes hold at once."""
    whole, part = published_scheme(world), published(world, days=("2022-07-01", "2023-04-01"))
    assert (whole["state"], whole["effective_from"], whole["effective_to"]) == ("ended", "2022-01-01", "2025-01-01")
    assert (part["effective_from"], part["effective_to"], part["superseded_by"]) == ("2022-07-01", "2023-04-01", None)
    assert [len(asked(world, "select * from subsidy_rates(%s, %s)", part["id"], day)) for day in ("2022-06-30", "2022-07-01", "2023-03-31", "2023-04-01")] == [0, 2, 2, 0]
    held = {row["id"] for row in officer.get("/v1/subsidy-schemes", {"as_of": "2022-08-15", "limit": 200}).json["items"]}
    assert {whole["id"], part["id"]} <= held
    meant = drafted_by_deputy(world, effective_from="2022-02-01", effective_to="2022-03-01")
    told = publish(officer, meant).json
    assert [told[name] for name in ("effective_from", "effective_to")] == ["2022-02-01", "2022-03-01"]


def test_never_beyond_its_years_nor_in_the_middle_of_a_month(world, officer):
    made = drafted_by_deputy(world)
    for begins, ends, problem in (("2021-12-01", None, "scheme_outside_years"), (None, "2025-02-01", "scheme_outside_years"), ("2023-01-01", "2023-01-01", "scheme_outside_years"),
                                  ("2022-01-15", None, "scheme_not_whole_months"), (None, "2024-12-31", "scheme_not_whole_months")):
        assert publish(officer, made, begins, ends, expect=422).code == problem
    assert publish(officer, made, version=7, expect=409).code == "scheme_changed"
    assert publish(officer, made).json["version"] == 2
    again = publish(officer, made, version=2, expect=409)
    assert (again.code, again.json["state"]) == ("state_conflict", "ended")


def test_whoever_has_written_in_it_does_not_publish_it(world, officer):
    """Model 7.3: the author and everybody who changed a word."""
    made = drafted_by_deputy(world)
    assert publish(deputy(world), made, expect=409).code == "separation_of_duties"
    officer.request("PATCH", f"/v1/subsidy-schemes/{made['id']}", json_body={"title_en": "Touched"}, headers={"If-Match": '"1"'}, expect=200)
    assert publish(officer, made, version=2, expect=409).code == "separation_of_duties"


def test_a_later_one_supersedes_and_months_that_have_begun_stay(world, officer):
    """Draft → published, superseded and not edited; withdrawn before it begins, the one before goes on to its own end."""
    code = f"v{next(world.serial)}"
    first, second, between, late = (drafted_by_deputy(world, code=code, **running()) for _ in range(4))
    one = publish(officer, first).json
    assert one["state"] == "published" and one["effective_from"] < today() < one["effective_to"]
    assert publish(officer, late, month(-1), expect=422).code == "takes_effect_in_the_past"
    assert publish(officer, late, month(), expect=422).code == "takes_effect_in_the_past"
    assert publish(officer, late, one["effective_from"], expect=409).code == "scheme_day_taken"
    assert publish(officer, second, month(6)).json["effective_to"] == one["effective_to"]
    shown = officer.get(f"/v1/subsidy-schemes/{first['id']}").json
    assert (shown["effective_to"], shown["superseded_by"], shown["state"], shown["document"]) == (month(6), second["id"], "published", first["document"])
    middle = publish(officer, between, month(3)).json
    assert (middle["effective_to"], middle["superseded_by"]) == (month(6), second["id"])
    rates = "select s.number from subsidy_schemes s cross join lateral (select distinct true from subsidy_rates(s.id, %s)) k where s.code = %s"
    assert [asked(world, rates, month(n), code) for n in (0, 2, 3, 5, 6, 7)] == [[(1,)], [(1,)], [(3,)], [(3,)], [(2,)], [(2,)]]
    gone = officer.post(f"/v1/subsidy-schemes/{between['id']}/withdraw", {"reason": "另行修订"}, expect=200).json
    assert (gone["state"], gone["end_reason"]) == ("withdrawn", "另行修订")
    assert [asked(world, rates, month(n), code) for n in (2, 3, 5, 6)] == [[(1,)], [(1,)], [(1,)], [(2,)]]
    assert officer.get(f"/v1/subsidy-schemes/{first['id']}").json["superseded_by"] == second["id"]
    officer.post(f"/v1/subsidy-schemes/{second['id']}/withdraw", {"reason": "另行修订"}, expect=200)
    back = officer.get(f"/v1/subsidy-schemes/{first['id']}").json
    assert (back["effective_to"], back["superseded_by"]) == (one["effective_to"], None)


def test_one_that_has_begun_is_ended_from_a_month_that_has_not(world, officer):
    """Months already used stay; a reason is kept."""
    one = published(world, **running())
    path = f"/v1/subsidy-schemes/{one['id']}/withdraw"
    for day, problem in ((None, "scheme_end_missing"), (month(), "takes_effect_in_the_past"), (one["effective_to"], "scheme_outside_years"), (month(1)[:8] + "02", "scheme_not_whole_months")):
        assert officer.post(path, {"reason": "资金调整", "effective_to": day}, expect=422).code == problem
    ended = officer.post(path, {"reason": "资金调整", "effective_to": month(2)}, expect=200).json
    assert (ended["state"], ended["effective_to"], ended["end_reason"], ended["document"]) == ("published", month(2), "资金调整", one["document"])
    assert [len(asked(world, "select * from subsidy_rates(%s, %s)", one["id"], month(n))) for n in (0, 1, 2)] == [2, 2, 0]
    assert officer.post(f"/v1/subsidy-schemes/{draft(world)['id']}/withdraw", {"reason": "不用", "effective_to": month(2)}, expect=422).code == "scheme_not_begun"
    over = officer.post(f"/v1/subsidy-schemes/{published_scheme(world)['id']}/withdraw", {"reason": "晚了", "effective_to": month(1)}, expect=409)
    assert (over.code, over.json["state"]) == ("state_conflict", "ended")


def test_what_another_took_the_place_of_is_superseded(world, officer):
    code = f"v{next(world.serial)}"
    first = published(world, code=code, days=(None, "2023-07-01"))
    late = published(world, code=code, days=("2023-07-01", None))
    assert officer.get(f"/v1/subsidy-schemes/{first['id']}").json["state"] == "ended" and late["effective_from"] == "2023-07-01"
    world.cluster.query("with moved as (update subsidy_schemes set superseded_by = %s where id = %s returning 1) select count(*) from moved", (late["id"], first["id"]))
    assert officer.get("/v1/subsidy-schemes", {"code": code, "state": "superseded"}).json["items"][0]["id"] == first["id"]


def test_of_two_that_are_published_at_once_one_wins(world, officer):
    """One of a code on a day, whoever is quicker."""
    code = f"v{next(world.serial)}"
    first = drafted_by_deputy(world, code=code, **running())
    publish(officer, first)
    drafts = [drafted_by_deputy(world, code=code, **running()) for _ in range(6)]
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda made: publish(officer, made, month(2), expect=None), drafts))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 5
    assert {answer.code for answer in answers if answer.status == 409} == {"scheme_day_taken"}
    rows = world.cluster.query("select effective_from::text as a, effective_to::text as b from subsidy_schemes where code = %s and state = 'published' order by 1", (code,))
    assert len(rows) == 2 and rows[0]["b"] == rows[1]["a"] == month(2)


def test_one_draft_published_twice_at_once_is_published_once(world, officer):
    made = drafted_by_deputy(world)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: publish(officer, made, expect=None), range(4)))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409] and {a.code for a in answers if a.status == 409} == {"state_conflict"}
    assert officer.get(f"/v1/subsidy-schemes/{made['id']}").json["version"] == 2


def test_publishing_and_withdrawing_at_once_leave_no_month_without_a_scheme(world, officer):
    """Two moves that meet are ordered: the second sees what the first left."""
    for _ in range(4):
        code = f"v{next(world.serial)}"
        first, later, between = (drafted_by_deputy(world, code=code, **running()) for _ in range(3))
        publish(officer, first)
        publish(officer, later, month(8))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            gone = pool.submit(officer.post, f"/v1/subsidy-schemes/{later['id']}/withdraw", {"reason": "撤回"}, expect=200)
            publish(officer, between, month(4))
            gone.result()
        rows = world.cluster.query("select id::text, effective_from, effective_to, superseded_by::text as heir from subsidy_schemes where code = %s and state = 'published' order by 2", (code,))
        assert [row["effective_to"] for row in rows[:-1]] == [row["effective_from"] for row in rows[1:]] and [row["heir"] for row in rows] == [row["id"] for row in rows[1:]] + [None]
        assert rows[-1]["effective_to"].isoformat() == officer.get(f"/v1/subsidy-schemes/{between['id']}").json["effective_to"]


def test_what_is_published_never_changes(world, officer):
    """Not through the interface, and not by SQL as any role."""
    made = published(world, **running())
    refused = officer.request("PATCH", f"/v1/subsidy-schemes/{made['id']}", json_body={"title_zh": "改"}, headers={"If-Match": f'"{made["version"]}"'}, expect=409)
    assert (refused.code, refused.json["state"]) == ("state_conflict", "published")
    shipped = officer.get("/v1/subsidy-schemes", {"state": "given"}).json["items"][0]
    officer.request("PATCH", f"/v1/subsidy-schemes/{shipped['id']}", json_body={"title_zh": "改"}, headers={"If-Match": '"1"'}, expect=404)
    publish(officer, shipped, expect=404)
    statements = ["update subsidy_schemes set document = '{}' where id = %s", "update subsidy_schemes set title_zh = 'x' where id = %s", "update subsidy_schemes set state = 'draft' where id = %s",
                  "update subsidy_schemes set effective_from = '2020-01-01' where id = %s", "delete from subsidy_schemes where id = %s",
                  "insert into subsidy_schemes (district_code, id, code, number, title_zh, title_en, state, document, effective_from, effective_to, planned_to, source) "
                  "select '150202', gen_random_uuid(), 'forged', 1, 'x', 'x', 'published', '{}', '2035-01-01', '2036-01-01', '2036-01-01', 'x' where %s is not null"]
    rows = "select to_jsonb(b) as row from subsidy_schemes b where b.id = any(%s::uuid[]) order by id"
    before = world.cluster.query(rows, ([made["id"], shipped["id"]],))
    for role in (*ROLES, "hotline", "public", "worker", "auth"):
        connection = world.cluster.connect(user=f"wuye_{role}")
        try:
            for statement in statements:
                for scheme in (made["id"], shipped["id"]):
                    with connection.cursor() as cursor:
                        cursor.execute("select set_config('wuye.district', '150202', false)")
                        try:
                            cursor.execute(statement, (scheme,))
                            assert cursor.rowcount == 0, (role, statement)
                        except Exception as refusal:
                            assert "permission denied" in str(refusal) or "row-level security" in str(refusal), (role, statement, refusal)
                            connection.rollback()
        finally:
            connection.close()
    assert world.cluster.query(rows, ([made["id"], shipped["id"]],)) == before
