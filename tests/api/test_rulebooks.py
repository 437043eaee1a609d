"""Credit rulebooks (D09, D10, D18, D19, D06): drafted, validated, published, never changed after that; and the rules that are shipped."""
import concurrent.futures
import copy
import decimal
import json

import pytest
from harness import service
from harness.register import ROOT
from things.estates import OFFICER, today
from things.rulebooks import SMALL, deputy, document, draft, drafted_by_deputy, published, published_rulebook

ROLES = ("district", "street", "community", "company", "hotline", "platform", "public")
SHIPPED = sorted((ROOT / "sql/reference/rulebooks").glob("*.json"))
GRADE_LIMIT = "select credit_grade_rule(b.document -> 'grades', 'firm', %s, %s, %s, %s) ->> 'grade' as grade from credit_rulebooks b where b.district_code = '*' and b.code = %s order by number desc limit 1"


def grade(world, code, total, bad=False, veto=False, takes_part=True):
    return world.cluster.query(GRADE_LIMIT, (decimal.Decimal(total), bad, veto, takes_part, code))[0]["grade"]


def free_days(world, district="150202"):
    """Nothing of another test is published there."""
    world.cluster.query("with gone as (update credit_rulebooks set state = 'withdrawn' where district_code = %s and state = 'published' returning 1) select count(*) from gone", (district,))


@pytest.fixture(scope="module")
def officer(world):
    return world.caller(OFFICER)


# ---- what is shipped ----

@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_rulebook_is_what_the_contract_takes_and_has_no_error(world, officer, file):
    """D19: shipped with its source, marked where it assumes; import of an export gives the same document (D06)."""
    value = json.loads(file.read_text())
    given = officer.get("/v1/rulebooks", {"code": file.stem, "state": "given"}).json["items"]
    assert [(g["number"], g["common"], g["title_zh"], g["source"]) for g in given] == [(1, True, value["title_zh"], value["source"])]
    whole = officer.get(f"/v1/rulebooks/{given[0]['id']}").json
    assert whole["document"] == value["document"] and whole["document"]["assumptions"]
    made = officer.post("/v1/rulebooks", {name: whole[name] for name in ("code", "title_zh", "title_en", "source", "document")}, expect=201).json
    assert json.dumps(made["document"], sort_keys=True) == json.dumps(whole["document"], sort_keys=True) == json.dumps(value["document"], sort_keys=True)
    checked = officer.get(f"/v1/rulebooks/{made['id']}/validation").json
    assert checked["publishable"] and checked["errors"] == 0
    assert {f["code"] for f in checked["findings"]} <= {"grades_missing"}
    # A role, a person and an award of the sources' tables only: where a table is unknown nothing is invented.
    assert bool(whole["document"]["items"]) == file.stem.endswith("_pm")


def test_the_worked_examples_of_the_cities(world):
    """Practice 2.4: the grade on both sides of each bound."""
    for total, expected in (("84.99", "AA"), ("85", "AAA"), ("80", "AA"), ("79.99", "A"), ("70", "A"), ("69.99", "B"), ("60", "B"), ("59.99", "B"), ("0", "B")):
        assert grade(world, "shandong", total) == expected, total
    assert grade(world, "shandong", "59.99", bad=True) == "C"
    assert grade(world, "shandong", "90", takes_part=False) == "C_missing"
    assert grade(world, "yantai", "59.99") == "C" and grade(world, "yantai", "60") == "B" and grade(world, "yantai", "99", veto=True) == "blacklist"
    assert [grade(world, "lianyungang", total) for total in ("140", "139.99", "120", "100", "85", "84.99")] == ["AAAA", "AAA", "AAA", "AA", "A", "B"]
    assert grade(world, "lianyungang", "150", veto=True) == "B"
    assert [grade(world, "shangqiu", total) for total in ("100", "99.99", "60", "59.99")] == ["AAA", "AA", "C", "unrated"]


def test_caps_of_yantai_and_the_base_of_lianyungang(world):
    """Practice 2.4: basic 95 counts 80, good 55 counts 40; a firm of Lianyungang begins with 90."""
    firm = "01900000-0000-7000-8000-00000000000a"
    supposed = [{"subject_id": firm, "item_code": kind, "category": kind, "points": points, "assessor": "district", "fact_key": kind, "veto": False, "since": "2026-01-01"}
                for kind, points in (("basic", "95"), ("good", "55"))]
    score = ("select s.* from credit_rulebooks b cross join lateral credit_scores(b.document, 'firm', '2026-06-01', now(), array[%s::uuid], %s::jsonb) s "
             "where b.district_code = '*' and b.code = %s")
    yantai = world.cluster.query(score, (firm, json.dumps(supposed), "yantai"))[0]
    assert (yantai["basic"], yantai["good"], yantai["total"], yantai["grade"]) == (80, 40, 120, "AAA")
    alone = world.cluster.query(score, (firm, "[]", "lianyungang"))[0]
    assert (alone["total"], alone["grade"]) == (90, "A")
    absent = world.cluster.query(score, (firm, "[]", "shandong"))[0]
    assert (absent["takes_part"], absent["grade"]) == (False, "C_missing")


def test_the_effects_of_shandong_are_those_of_the_plan(world):
    """D11, D12, D13: AA and above are let through, C meets six consequences."""
    effects = json.loads((ROOT / "sql/reference/rulebooks/shandong.json").read_text())["document"]["effects"]
    of = {name: {e["effect"] for e in effects if e["grade"] == name} for name in ("AAA", "AA", "A", "B", "C", "C_missing")}
    assert of["AAA"] == of["AA"] == {"green_channel", "inspection_factor", "priority", "recommend"}
    assert of["C"] == {"blacklist", "key_supervision", "market_restrict", "procurement_ban", "award_ban", "honours_revoked", "exposure"}
    assert of["A"] == of["B"] == of["C_missing"] == set()


def test_loading_again_changes_nothing_and_what_changed_becomes_the_next_number(world, tmp_path):
    """D19: versioned; a shipped rulebook is never edited."""
    count = "select count(*) as n, count(distinct code) as codes from credit_rulebooks where district_code = '*'"
    before = world.cluster.query(count)[0]
    service.command(world.cluster, "load", *SHIPPED)
    assert world.cluster.query(count)[0] == before == {"n": len(SHIPPED), "codes": len(SHIPPED)}
    folder = tmp_path / "rulebooks"
    folder.mkdir()
    value = json.loads(SHIPPED[0].read_text())
    value["code"], number = "changed", lambda: [row["number"] for row in world.cluster.query("select number from credit_rulebooks where district_code = '*' and code = 'changed' order by 1")]
    for base, numbers in (("90", [1]), ("91", [1, 2]), ("91", [1, 2]), ("90", [1, 2, 3])):
        value["document"]["score"]["base"] = base
        (folder / "changed.json").write_text(json.dumps(value))
        service.command(world.cluster, "load", folder / "changed.json")
        assert number() == numbers
    for wrong in ("[1]", "{", '{"code": "changed"}', json.dumps({**value, "document": {**value["document"], "assessor_weights": [{"assessor": "street", "weight": "0"}]}})):
        (folder / "changed.json").write_text(wrong)
        refused = service.command(world.cluster, "load", folder / "changed.json", check=False)
        assert refused.returncode == 1 and "changed.json:1: " in refused.stderr, refused.stderr
    assert number() == [1, 2, 3]


@pytest.mark.parametrize("name, changes, pointer", [
    ("nothing", {"document": {"score": {"base": "1"}}}, "/document/items"), ("text", {"document": "x"}, "/document"), ("number", {"document": {**SMALL, "default_validity_months": 12.5}}, "/document/default_validity_months"),
    ("points", {"document": {**SMALL, "score": {**SMALL["score"], "base": "NaN"}}}, "/document/score/base"), ("cycle", {"document": {**SMALL, "cycle": "weekly"}}, "/document/cycle"),
    ("day", {"district_code": "150203", "effective_from": "2026-02-31"}, "/effective_from"), ("district", {"district_code": "999999", "effective_from": "2026-01-01"}, "district_code"),
    ("all", {"district_code": "*", "effective_from": "2026-01-01"}, "district_code")])
def test_what_is_loaded_is_what_the_contract_takes(world, tmp_path, name, changes, pointer):
    """D19: a file is held to what the API is: else nothing could be scored by it, or a copy of it be read."""
    (tmp_path / "rulebooks").mkdir()
    file = tmp_path / "rulebooks" / "hostile.json"
    file.write_text(json.dumps({"code": "hostile", "title_zh": "试验", "title_en": "Trial", "source": "试验", "document": SMALL, **changes}))
    refused = service.command(world.cluster, "load", file, check=False)
    assert refused.returncode == 1 and f":1: {pointer}: " in refused.stderr and "Sanitizer" not in refused.stderr
    assert world.cluster.query("select 1 from credit_rulebooks where code = 'hostile'") == []


# ---- drafts ----

def test_a_draft_is_a_document_or_a_copy(world, officer):
    """D18, D19: the next number of its code; from a shipped one or one of its own."""
    made = draft(world, code="numbered")
    assert (made["number"], made["state"], made["common"], made["document"]) == (1, "draft", False, SMALL)
    shipped = officer.get("/v1/rulebooks", {"code": "shandong", "state": "given"}).json["items"][0]
    copied = officer.post("/v1/rulebooks", {"from": shipped["id"], "code": "numbered"}, expect=201).json
    assert (copied["number"], copied["title_zh"], copied["source"]) == (2, shipped["title_zh"], shipped["source"])
    assert copied["document"] == officer.get(f"/v1/rulebooks/{shipped['id']}").json["document"]
    assert officer.post("/v1/rulebooks", {"from": copied["id"], "title_en": "Another"}, expect=201).json["number"] == 3
    for value in ({"code": "numbered"}, {"from": shipped["id"], "document": document()}, {"document": document(), "code": "numbered", "title_zh": "缺来源", "title_en": "x"}):
        assert officer.post("/v1/rulebooks", value, expect=422).code == "rulebook_incomplete"
    abroad = draft(world, "abroad")["id"]
    for nothing in (abroad, "01900000-0000-7000-8000-000000000000"):
        assert officer.post("/v1/rulebooks", {"from": nothing}, expect=422).code == "rulebook_unknown"


def test_numbers_are_given_one_after_another(world, officer):
    """Many at once: none is given twice, and none is left out."""
    draft(world, code="many")
    value = {"code": "many", "title_zh": "并发", "title_en": "At once", "source": "试验", "document": document()}
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        numbers = sorted(pool.map(lambda _: officer.post("/v1/rulebooks", value, expect=201).json["number"], range(6)))
    assert numbers == [2, 3, 4, 5, 6, 7]


def test_two_that_draft_the_first_of_a_code_get_two_numbers(world, officer):
    """The one who comes second is tried again, and then sees the other."""
    row = "insert into credit_rulebooks (district_code, code, number, title_zh, title_en, document, source) values ('150202', 'first', 1, 'a', 'a', '{}', 'a')"
    value = {"code": "first", "title_zh": "并发", "title_en": "At once", "source": "试验", "document": document()}
    with world.under_way((row, ())) as second:
        assert second(lambda: officer.post("/v1/rulebooks", value, expect=201)).json["number"] == 2


@pytest.mark.parametrize("pointer, spoil", [
    ("/document/score/base", lambda d: d["score"].__setitem__("base", 60)),
    ("/document/score/weight", lambda d: d["score"].__setitem__("weight", "1")),
    ("/document/items/0/points", lambda d: d["items"][0].__setitem__("points", "-5")),
    ("/document/items/0/points_kind", lambda d: d["items"][0].__setitem__("points_kind", "some")),
    ("/document/effects/0/effect", lambda d: d["effects"][0].__setitem__("effect", "applause")),
    ("/document/cycle", lambda d: d.__setitem__("cycle", "weekly")),
    ("/document/grades/1/low", lambda d: d["grades"][1].__setitem__("low", "1e3")),
    ("/document/days", lambda d: d.pop("days")),
    ("/document/colour", lambda d: d.__setitem__("colour", "red"))])
def test_a_document_says_nothing_that_the_contract_does_not_know(world, officer, pointer, spoil):
    """D09: decimals are strings, members and values are those described."""
    value = document()
    spoil(value)
    refused = officer.post("/v1/rulebooks", {"code": "wrong", "title_zh": "错", "title_en": "Wrong", "source": "试验", "document": value}, expect=422)
    assert refused.code == "invalid_body" and pointer in {fault["pointer"] for fault in refused.json["errors"]}


def test_a_draft_is_changed_by_its_version_and_only_while_it_is_one(world, officer):
    made = draft(world)
    path = f"/v1/rulebooks/{made['id']}"

    def change(version, expect, **members):
        return officer.request("PATCH", path, json_body=members, headers={"If-Match": f'"{version}"'}, expect=expect)
    changed = change(1, 200, source="新文件", effective_from=today(30000), document=document(cycle="quarter")).json
    assert (changed["version"], changed["source"], changed["effective_from"], changed["document"]["cycle"], changed["title_zh"]) == (2, "新文件", today(30000), "quarter", made["title_zh"])
    assert change(2, 200, effective_from=None).json["effective_from"] is None
    assert change(2, 412, title_zh="旧").code == "precondition_failed"
    answer = officer.get(path)
    officer.get(path, headers={"If-None-Match": answer.header("ETag")}, expect=304)
    officer.post(path + "/withdraw", {"reason": "不再需要"}, expect=200)
    refused = change(4, 409, title_zh="晚了")
    assert (refused.code, refused.json["state"]) == ("state_conflict", "withdrawn")


def test_a_draft_is_seen_by_the_district_alone(world):
    """Model 7.3: rulebooks are the district's to write and everybody's to read once they are published."""
    made, known = draft(world), published(world)
    for role in ROLES:
        expected = 200 if role == "district" else 404
        world.role(role).get(f"/v1/rulebooks/{made['id']}", expect=expected)
        if role != "public":
            assert world.role(role).get(f"/v1/rulebooks/{known['id']}").json["document"] == SMALL
    world.caller("district.officer@340302").get(f"/v1/rulebooks/{made['id']}", expect=404)
    assert {row["state"] for row in world.role("company").pages("/v1/rulebooks")} <= {"given", "published", "superseded"}


# ---- publishing ----

def publish(caller, made, day, version=None, expect=200):
    return caller.post(f"/v1/rulebooks/{made['id']}/publish", {"version": version or made["version"], **({"effective_from": day} if day else {})}, expect=expect)


def held(officer, day):
    return [row["id"] for row in officer.get("/v1/rulebooks", {"as_of": day}).json["items"]]


def test_one_holds_on_a_day_and_the_next_takes_its_place(world, officer):
    """D09, D19: the one that held ends the day before; one that was announced for later still comes; withdrawn, the one before goes on."""
    free_days(world)
    first, second, between = (drafted_by_deputy(world) for _ in range(3))
    publish(officer, first, today())
    assert held(officer, today()) == held(officer, today(900)) == [first["id"]] and held(officer, today(-1)) == []
    assert publish(officer, second, today(400)).json["effective_to"] is None
    assert officer.get(f"/v1/rulebooks/{first['id']}").json["effective_to"] == today(400)
    middle = publish(officer, between, today(200)).json
    assert (middle["state"], middle["effective_from"], middle["effective_to"]) == ("published", today(200), today(400))
    assert [held(officer, today(n))[0] for n in (0, 199, 200, 399, 400)] == [first["id"], first["id"], between["id"], between["id"], second["id"]]
    gone = officer.post(f"/v1/rulebooks/{between['id']}/withdraw", {"reason": "另行修订"}, expect=200).json
    assert (gone["state"], gone["withdrawn_reason"]) == ("withdrawn", "另行修订")
    assert [held(officer, today(n))[0] for n in (199, 200, 399, 400)] == [first["id"]] * 3 + [second["id"]]
    officer.post(f"/v1/rulebooks/{second['id']}/withdraw", {"reason": "另行修订"}, expect=200)
    assert officer.get(f"/v1/rulebooks/{first['id']}").json["effective_to"] is None
    refused = officer.post(f"/v1/rulebooks/{first['id']}/withdraw", {"reason": "已施行"}, expect=409)
    assert (refused.code, refused.json["state"]) == ("state_conflict", "published")


def test_what_is_over_is_superseded(world, officer):
    """D19: it stays to be read."""
    free_days(world)
    old = published_rulebook(world, since="2024-01-01")
    world.cluster.query("with ended as (update credit_rulebooks set effective_to = %s where id = %s returning 1) select count(*) from ended", (today(), old["id"]))
    assert officer.get(f"/v1/rulebooks/{old['id']}").json["state"] == "superseded"
    assert old["id"] in {row["id"] for row in officer.get("/v1/rulebooks", {"state": "superseded", "limit": 200}).json["items"]}
    assert held(officer, "2024-06-01") == [old["id"]] and held(officer, today()) == []
    assert officer.post(f"/v1/rulebooks/{old['id']}/withdraw", {"reason": "晚了"}, expect=409).json["state"] == "superseded"


def test_whoever_has_written_in_it_does_not_publish_it(world, officer):
    """Model 7.3: the author and everybody who changed a word."""
    made = drafted_by_deputy(world)
    assert publish(deputy(world), made, today(31000), expect=409).code == "separation_of_duties"
    officer.request("PATCH", f"/v1/rulebooks/{made['id']}", json_body={"title_en": "Touched"}, headers={"If-Match": '"1"'}, expect=200)
    assert publish(officer, made, today(31000), version=2, expect=409).code == "separation_of_duties"


def test_never_from_a_day_that_is_past_nor_without_having_been_looked_at(world, officer):
    made = drafted_by_deputy(world)
    assert publish(officer, made, today(-1), expect=422).code == "takes_effect_in_the_past"
    assert publish(officer, made, None, expect=422).code == "rulebook_day_missing"
    assert publish(officer, made, today(32000), version=7, expect=409).code == "rulebook_changed"
    meant = drafted_by_deputy(world, effective_from=today(32001))
    assert publish(officer, meant, None).json["effective_from"] == today(32001)
    assert publish(officer, made, today(32001), expect=409).code == "rulebook_day_taken"
    again = publish(officer, meant, today(32002), version=2, expect=409)
    assert (again.code, again.json["state"]) == ("state_conflict", "published")


def test_with_an_error_it_is_not_published(world, officer):
    """D18: validated before it holds."""
    made = drafted_by_deputy(world, document=document(grades=[{**SMALL["grades"][1]}], effects=[]))
    assert publish(officer, made, today(33000), expect=422).code == "rulebook_has_errors"
    checked = officer.get(f"/v1/rulebooks/{made['id']}/validation").json
    assert not checked["publishable"] and checked["errors"] == sum(f["severity"] == "error" for f in checked["findings"]) > 0
    gap = next(f for f in checked["findings"] if f["code"] == "grade_gap")
    assert "0.00" in gap["en"] and "84.99" in gap["en"]


def test_of_two_that_are_published_at_once_one_wins(world, officer):
    """D09: never two on a day, never none where one held."""
    free_days(world)
    first = drafted_by_deputy(world)
    publish(officer, first, today())
    drafts = [drafted_by_deputy(world) for _ in range(6)]
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda made: publish(officer, made, today(700), expect=None), drafts))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 5
    assert {answer.code for answer in answers if answer.status == 409} == {"rulebook_day_taken"}
    rows = world.cluster.query("select effective_from::text as a, effective_to::text as b from credit_rulebooks where district_code = '150202' and state = 'published' order by 1")
    assert [(row["a"], row["b"]) for row in rows] == [(today(), today(700)), (today(700), None)]


def test_publishing_and_withdrawing_at_once_leave_no_day_without_a_rulebook(world, officer):
    """Two moves that meet are ordered: the second sees what the first left."""
    free_days(world)
    publish(officer, drafted_by_deputy(world), today())
    for turn in range(5):
        later, between = drafted_by_deputy(world), drafted_by_deputy(world)
        publish(officer, later, today(900 + turn))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            gone = pool.submit(officer.post, f"/v1/rulebooks/{later['id']}/withdraw", {"reason": "撤回"}, expect=200)
            publish(officer, between, today(800 - turn))
            gone.result()
        rows = world.cluster.query("select effective_from, effective_to from credit_rulebooks where district_code = '150202' and state = 'published' order by 1")
        assert [row["effective_to"] for row in rows] == [row["effective_from"] for row in rows[1:]] + [None]


def test_what_is_published_never_changes(world, officer):
    """D19: not through the interface, and not by SQL as any role; only its last day is set when another takes its place."""
    made = published(world)
    path = f"/v1/rulebooks/{made['id']}"
    refused = officer.request("PATCH", path, json_body={"title_zh": "改"}, headers={"If-Match": f'"{made["version"]}"'}, expect=409)
    assert (refused.code, refused.json["state"]) == ("state_conflict", "published")
    shipped = officer.get("/v1/rulebooks", {"state": "given"}).json["items"][0]
    officer.request("PATCH", f"/v1/rulebooks/{shipped['id']}", json_body={"title_zh": "改"}, headers={"If-Match": '"1"'}, expect=404)
    statements = ["update credit_rulebooks set document = '{}' where id = %s", "update credit_rulebooks set title_zh = 'x' where id = %s", "update credit_rulebooks set state = 'draft' where id = %s",
                  "update credit_rulebooks set effective_from = '2020-01-01' where id = %s", "delete from credit_rulebooks where id = %s",
                  "insert into credit_rulebooks (district_code, id, code, number, title_zh, title_en, state, document, effective_from, source) "
                  "select '150202', gen_random_uuid(), 'forged', 1, 'x', 'x', 'published', '{}', '2035-01-01', 'x' where %s is not null"]
    rows = "select to_jsonb(b) as row from credit_rulebooks b where b.id = any(%s::uuid[]) order by id"
    before = world.cluster.query(rows, ([made["id"], shipped["id"]],))
    for role in (*ROLES, "worker", "auth"):
        connection = world.cluster.connect(user=f"wuye_{role}")
        try:
            for statement in statements:
                for book in (made["id"], shipped["id"]):
                    with connection.cursor() as cursor:
                        cursor.execute("select set_config('wuye.district', '150202', false)")
                        try:
                            cursor.execute(statement, (book,))
                            assert cursor.rowcount == 0, (role, statement)
                        except Exception as refusal:
                            assert getattr(refusal, "sqlstate", getattr(refusal, "pgcode", None)) == "42501", (role, statement, refusal)
                            connection.rollback()
        finally:
            connection.close()
    assert world.cluster.query(rows, ([made["id"], shipped["id"]],)) == before


def test_published_rulebook_may_be_asked_for_again(world, officer):
    """What other tests lean on."""
    first, second = published_rulebook(world), published_rulebook(world, since="2025-01-01", participation="declared")
    assert held(officer, today()) == [second["id"]] != [first["id"]] and second["effective_from"] == "2025-01-01" and second["document"]["participation"] == "declared"
    assert copy.deepcopy(SMALL) == first["document"]


def test_the_rulebook_of_the_demo_is_taken_as_it_stands_and_once(world, officer):
    """Loaded for a district it holds from its day, unless something of the district's does."""
    file = ROOT / "deploy/demo/rulebooks/demo.json"
    value = json.loads(file.read_text())
    made = officer.post("/v1/rulebooks", {name: value[name] for name in ("title_zh", "title_en", "source", "document")} | {"code": "tried"}, expect=201).json
    assert officer.get(f"/v1/rulebooks/{made['id']}/validation").json["errors"] == 0
    free_days(world)
    for _ in range(2):
        service.command(world.cluster, "load", file)
        shown = officer.get("/v1/rulebooks", {"code": "demo"}).json["items"]
        assert [(row["number"], row["state"], row["effective_from"], row["common"]) for row in shown] == [(1, "published", "2024-01-01", False)]
        assert held(officer, "2025-06-01") == [shown[0]["id"]]


def test_a_change_and_a_publication_that_meet_are_ordered(world, officer):
    """D19: what is published is what was looked at, and nothing is written into it afterwards."""
    free_days(world)
    made = drafted_by_deputy(world)
    with world.under_way(("update credit_rulebooks set version = version + 1 where id = %s", (made["id"],))) as second:
        assert second(lambda: publish(officer, made, today(34000), expect=409)).code == "rulebook_changed"
    patch = {"json_body": {"title_zh": "晚了"}, "headers": {"If-Match": '"2"'}}
    with world.under_way(("update credit_rulebooks set version = version + 1, state = 'published', effective_from = %s where id = %s", (today(34001), made["id"]))) as second:
        assert second(lambda: deputy(world).request("PATCH", f"/v1/rulebooks/{made['id']}", **patch, expect=412)).code == "precondition_failed"
    assert officer.get(f"/v1/rulebooks/{made['id']}").json["title_zh"] == made["title_zh"]


def test_of_two_changes_of_one_version_one_is_refused(world, officer):
    """D19: whoever changes a draft that changes meanwhile is told, and undoes nothing of it."""
    made = drafted_by_deputy(world)
    with world.under_way(("update credit_rulebooks set version = version + 1, title_en = 'Meanwhile' where id = %s", (made["id"],))) as second:
        assert second(lambda: officer.request("PATCH", f"/v1/rulebooks/{made['id']}", json_body={"title_zh": "晚了"}, headers={"If-Match": '"1"'}, expect=412)).code == "precondition_failed"
    shown = officer.get(f"/v1/rulebooks/{made['id']}").json
    assert (shown["title_zh"], shown["title_en"], shown["version"]) == (made["title_zh"], "Meanwhile", 2)
