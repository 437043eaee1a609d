"""D06: what is exchanged with an outside credit system, such as the city's. What comes in is proposed, so that somebody of the district confirms it; what the list gives, an import takes."""
import csv
import io
import time

import pytest
from harness import service
from harness.contract import XLSX
from harness.imports import account, export, load, problems, table, wait_for
from harness.world import PLANTED
from test_free_text import WORDS
from test_import_limits import until
from test_imports import workbook
from things.credit import day, made, proposal, record, rulebook, step


@pytest.fixture(scope="module", autouse=True)
def books(samples):
    """The rulebooks of these tests, in both districts."""
    return rulebook(samples), rulebook(samples, "abroad")


def firm_at(samples, place="one"):
    return samples.world.cluster.query("select uscc from firms where id = %s", (samples.estates[place]["firm_id"],))[0]["uscc"]


def code_at(samples, place="one"):
    return samples.world.cluster.query("select code from estates where id = %s", (samples.estates[place]["id"],))[0]["code"]


@pytest.fixture
def row(world, samples):
    """A row of the outside system, of the project of a place where nothing else is said."""
    def make(place="one", **cells):
        value = {"item.code": "t_cleaning", "subject.kind": "project", "firm.uscc": "", "estate.code": code_at(samples, place), "occurred_on": "2026-11-02", "level": "", "measure": "",
                 "points": "", "source": "", "source_ref": f"市信用{next(world.serial)}", "facts": "楼道垃圾三日未清运", "basis": "标准第3条", "evidence": "照片3张", **cells}
        return value
    return make


def of_firm(row, samples, item="t_fees", **cells):
    return row(**{"item.code": item, "subject.kind": "firm", "firm.uscc": firm_at(samples), "estate.code": "", **cells})


def standing(world, *references):
    return world.cluster.query("select * from credit_records where source_ref = any(%s) order by source_ref, proposed_at", (list(references),))


def told(client, done):
    return [(p["line"], p["column"], p["code"]) for p in problems(client, done)]


def listed(text):
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_what_the_city_says_is_proposed_and_another_of_the_district_confirms_it(world, samples, district, other, row):
    """D06, D16: by the rules of a record that is proposed alone, its reference points and its days."""
    rows = [row(), of_firm(row, samples, points="4"), of_firm(row, samples, "t_petition", measure="3", **{"estate.code": code_at(samples)}),
            row(**{"item.code": "t_press", "level": "city", "source": "award", "firm.uscc": firm_at(samples)})]
    done = load(district, "credit_records", table(rows), file_name="市信用记录.csv").json
    assert done["state"] == "done" and account(done) == {"read": 4, "created": 4, "updated": 0, "unchanged": 0, "refused": 0}, problems(district, done)
    stands = {one["source_ref"]: one for one in standing(world, *[one["source_ref"] for one in rows])}
    made_of = [stands[one["source_ref"]] for one in rows]
    assert [(one["state"], one["source"], str(one["reference_points"]), one["points"]) for one in made_of] == [
        ("proposed", "external", "5.0000", None), ("proposed", "external", "4.0000", None), ("proposed", "external", "7.5000", None), ("proposed", "award", "10.0000", None)]
    assert {(str(one["firm_id"]), one["proposed_role"]) for one in made_of} == {(str(samples.estates["one"]["firm_id"]), "district")}
    assert [str(one["estate_id"]) if one["estate_id"] else None for one in made_of] == [str(samples.estates["one"]["id"]), None, *[str(samples.estates["one"]["id"])] * 2]
    first = str(made_of[0]["id"])
    assert district.post(f"/v1/credit-records/{first}/confirm", {}, expect=409).code == "separation_of_duties"
    assert step(other, first, "confirm")["points"] == "5.0000"
    created = district.pages(f"/v1/credit-records/{first}/events")[0]
    assert (created["action"], created["actor_name"], created["to_state"]) == ("create", "district.officer", "proposed")


def test_a_row_that_is_there_is_passed_over_and_one_that_differs_is_a_problem(world, samples, district, other, row):
    """D06: the number of the outside system, with item, subject and source, is what a record is known by; never a second one, never one that is changed."""
    one, ranged = row(), of_firm(row, samples, points="4")
    load(district, "credit_records", table([one, ranged]))
    identity = {r["source_ref"]: str(r["id"]) for r in standing(world, one["source_ref"], ranged["source_ref"])}
    step(other, identity[ranged["source_ref"]], "confirm", {"points": "6"})
    step(other, identity[one["source_ref"]], "dismiss", {"reason": "经复核不属实"})
    assert load(district, "credit_records", table([one, ranged])).json["rows_unchanged"] == 2, "in whatever state, and whatever points were decided"
    assert load(district, "credit_records", table([{**one, "source": "external", "basis": ""}, {**ranged, "points": "6.00"}])).json["rows_unchanged"] == 2, "an empty cell says nothing"
    for name, value in (("facts", "另一事实"), ("occurred_on", "2026-11-01"), ("basis", "标准第4条"), ("evidence", "照片4张"), ("firm.uscc", firm_at(samples, "two"))):
        done = load(district, "credit_records", table([{**one, name: value}])).json
        assert (done["state"], told(district, done)) == ("refused", [(2, name, "record_differs")])
    done = load(district, "credit_records", table([{**ranged, "points": "5"}, row()]), on_error="skip").json
    assert account(done) == {"read": 2, "created": 1, "updated": 0, "unchanged": 0, "refused": 1} and told(district, done) == [(2, "points", "record_differs")]
    assert len(standing(world, one["source_ref"], ranged["source_ref"])) == 2
    both = load(district, "credit_records", table([one, {**one, "facts": "另一事实"}])).json
    assert (3, "item.code", "repeated") in told(district, both)
    last = row()
    twice = load(district, "credit_records", table([last, {**last, "source": "external", "facts": "另一事实"}]), on_error="skip").json
    assert account(twice) == {"read": 2, "created": 1, "updated": 0, "unchanged": 0, "refused": 1}, "said twice with a source and without"


BAD = [({"item.code": "t_nowhere"}, "item.code", "credit_item_unknown"), ({"occurred_on": "2999-01-01"}, "occurred_on", "day_in_the_future"), ({"points": "9"}, "points", "credit_points_unfit"),
       ({"level": "city"}, "points", "credit_points_unfit"), ({"item.code": "t_fees"}, "subject.kind", "credit_subject_unfit"), ({"item.code": "t_staffing"}, "item.code", "credit_proposer_unfit"),
       ({"source": "self_report"}, "source", "credit_source_unfit"), ({"source_ref": ""}, "source_ref", "required"), ({"source_ref": "13800138000"}, "source_ref", "number_masked"),
       ({"subject.kind": "person"}, "subject.kind", "subject_kind_reserved"), ({"subject.kind": "committee_member"}, "subject.kind", "subject_kind_reserved"),
       ({"subject.kind": "city"}, "subject.kind", "unknown_code"), ({"source": "rumour"}, "source", "unknown_code"), ({"estate.code": ""}, "estate.code", "required"),
       ({"estate.code": "无此小区"}, "estate.code", "unknown_estate"), ({"firm.uscc": "91150202MA0000000X"}, "firm.uscc", "unknown_firm"), ({"subject.kind": "firm"}, "firm.uscc", "required"),
       ({"occurred_on": "2026-02-30"}, "occurred_on", "not_a_day"), ({"measure": "-1"}, "measure", "not_a_number"), ({"facts": ""}, "facts", "required"),
       ({"occurred_on": "1990-01-01"}, "estate.code", "no_firm_in_force")]


@pytest.mark.parametrize("cells,column,code", BAD)
def test_what_is_wrong_with_a_row_is_said_with_its_column(cells, column, code, world, samples, district, row):
    """D06, D16, D20: the same refusals as of a record that is proposed alone, and nothing is loaded."""
    good = row()
    done = load(district, "credit_records", table([good, row(**cells)])).json
    assert done["state"] == "refused" and (3, column, code) in told(district, done), told(district, done)
    assert all(p["zh"] and p["en"] for p in problems(district, done))
    assert not standing(world, good["source_ref"])


def test_a_project_is_recorded_with_the_firm_that_served_it_and_no_other(samples, district, row):
    done = load(district, "credit_records", table([row(**{"firm.uscc": firm_at(samples, "two")}), of_firm(row, samples, points="4", evidence="")])).json
    assert told(district, done) == [(2, "subject.kind", "credit_subject_unfit"), (3, "evidence", "credit_evidence_missing")], "all rows are judged before any is taken over"


def test_a_dry_run_counts_and_keeps_nothing(world, district, row):
    known, new = row(), row()
    load(district, "credit_records", table([known]))
    done = load(district, "credit_records", table([known, new, row(level="city")]), dry_run="true", on_error="skip").json
    assert (done["state"], account(done)) == ("done", {"read": 3, "created": 1, "updated": 0, "unchanged": 1, "refused": 1})
    assert not standing(world, new["source_ref"])


def test_what_people_write_is_masked_as_where_it_is_said_one_by_one(world, district, row):
    """E05, D20: facts, clause and evidence; and what was masked comes in again as the same."""
    one = row(facts=WORDS, basis=WORDS, evidence=WORDS)
    for count in ("rows_created", "rows_unchanged"):
        done = load(district, "credit_records", table([one])).json
        assert done[count] == 1, problems(district, done)
    stands = standing(world, one["source_ref"])[0]
    for said in (stands["facts"], stands["basis"], stands["evidence"]):
        assert "[电话]" in said and not any(secret in said for secret in PLANTED), said


@pytest.mark.parametrize("media", ["text/csv", XLSX])
def test_what_the_list_gives_comes_in_again_as_the_same(media, world, samples, district):
    """D06: also what rests on a complaint and has no number of a document; it is known by its id."""
    firm = str(samples.estates["one"]["firm_id"])
    for state in ("effective", "expired", "confirmed", "revoked", "repaired"):
        record(samples, state, "one", source_ref=None, source="complaint", basis="标准=第3条", evidence="=1+1")
    made(district, proposal(samples, "one", item_code="t_press", level="city"))
    made(district, proposal(samples, "one", item_code="t_petition", subject_kind="firm", subject_id=firm, estate_id=str(samples.estates["one"]["id"]), measure="2.5", basis="@条款"))
    given = export(district, "/v1/credit-records", media, firm_id=firm, subject_kind="firm,project")
    done = wait_for(district, load(district, "credit_records", given, headers={"Content-Type": media}, expect=(201, 202)).json)[-1]
    assert done["state"] == "done" and done["rows_unchanged"] == done["rows_read"] >= 7, problems(district, done)


def test_what_is_in_effect_here_is_proposed_elsewhere(world, samples, district):
    """D06: records in effect of one district, loaded into another that has the firm, the estate and the items: proposals of an officer there, with what is exchanged of them."""
    references = [f"巡查单{next(world.serial)}" for _ in range(2)]
    record(samples, "effective", "near", source_ref=references[0], basis="标准第3条", evidence="照片3张", occurred_on=day(-3))
    record(samples, "effective", "near", "t_fees", source_ref=references[1], points="6", evidence="台账", estate_id=None, occurred_on=day(-3))
    here = [one for one in listed(export(district, "/v1/credit-records", state="effective")) if one["source_ref"] in references]
    assert len(here) == 2 and {one["firm.uscc"] for one in here} == {firm_at(samples, "near")}
    abroad = world.caller("district.officer@340302")
    unknown = load(abroad, "credit_records", table(here)).json
    assert {(column, code) for _, column, code in told(abroad, unknown)} == {("firm.uscc", "unknown_firm"), ("estate.code", "unknown_estate")}
    # The same firm under the same code, and its estate, as that district knows them.
    there = [{**one, "firm.uscc": firm_at(samples, "abroad"), "estate.code": one["estate.code"] and code_at(samples, "abroad")} for one in here]
    done = load(abroad, "credit_records", table(there)).json
    assert account(done) == {"read": 2, "created": 2, "updated": 0, "unchanged": 0, "refused": 0}, problems(abroad, done)
    came = [one for one in listed(export(abroad, "/v1/credit-records", state="proposed")) if one["source_ref"] in references]
    exchanged = ("item.code", "subject.kind", "occurred_on", "level", "measure", "reference_points", "source", "source_ref", "facts", "basis", "evidence")
    assert sorted([tuple(one[name] for name in exchanged if name != "reference_points") for one in came]) == sorted([tuple(one[name] for name in exchanged if name != "reference_points") for one in here])
    assert {one["source_ref"]: one["reference_points"] for one in came} == {references[0]: "5.0000", references[1]: "6.0000"}
    assert load(abroad, "credit_records", table(there)).json["rows_unchanged"] == 2


def test_a_workbook_does_as_well_and_only_the_district_loads(world, samples, district, row):
    one = row()
    done = load(district, "credit_records", workbook([list(one), list(one.values())]), headers={"Content-Type": XLSX}).json
    assert done["rows_created"] == 1, problems(district, done)
    assert load(world.caller("company.one@150202"), "credit_records", table([row()]), expect=403).code == "register_reserved"
    assert load(world.caller("community.huanxi@150202"), "credit_records", table([row()]), expect=403).code == "forbidden"


def test_who_is_nobody_proposes_nothing(world, tmp_path, row):
    """D16: whoever confirms is not who proposed, so the command line, which is nobody, loads no records."""
    file = tmp_path / "credit.csv"
    file.write_bytes(table([row()]))
    there = {"database_url": world.cluster.conninfo(), "database_owner_url": world.cluster.conninfo(user=world.cluster.user)}
    done = service.command(world.cluster, "import", "--district", "150202", "--register", "credit_records", file, check=False, **there)
    assert done.returncode == 3 and "proposer_missing" in done.stderr, done.stdout + done.stderr


def test_a_record_that_another_makes_at_the_same_moment_is_told(world, samples, district, row):
    """D20: one fact counts once; the import finds out only when it writes, for the other was not committed when it looked."""
    one = row()
    proposed = made(district, proposal(samples, "one", source="external", source_ref=one["source_ref"])).json["id"]
    holder = world.cluster.connect()
    try:
        with holder.cursor() as cursor:
            cursor.execute("select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = 'credit_records'::regclass and attnum > 0 and not attisdropped and attgenerated = ''")
            columns = cursor.fetchone()[0]
            cursor.execute(f"create temporary table kept as select {columns} from credit_records where id = %s", (proposed,))
            cursor.execute("delete from credit_record_events where record_id = %s", (proposed,))
            cursor.execute("delete from credit_records where id = %s", (proposed,))
            cursor.execute("begin")
            cursor.execute(f"insert into credit_records ({columns}) select * from kept")
            done = load(district, "credit_records", table([one]), wait=0, expect=202).json
            until(world, "id = %s and rows_checked = 1", (done["id"],))
            for _ in range(200):
                if world.cluster.query("select 1 from pg_locks where not granted and locktype = 'transactionid'"):
                    break
                time.sleep(0.05)
            cursor.execute("commit")
    finally:
        holder.close()
    over = wait_for(district, done)[-1]
    assert (over["state"], told(district, over)) == ("refused", [(2, "source_ref", "credit_fact_counted")])
