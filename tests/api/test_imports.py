"""Registers loaded from files: what comes in is what stands there, whole or not at all."""
import concurrent.futures
import io
import time
import zipfile
from xml.sax.saxutils import escape

import pytest
from harness.client import raw, read_answer
from harness.contract import XLSX
from harness.imports import account, load, problems, table, wait_for
from harness.service import ROOT
from things.estates import estate
from things.firms import firm as registered
from things.firms import uscc
from things.staff import managing, person, post

HEAD = ["code", "name", "community_code", "area_m2", "building_type", "new_or_old", "mode", "households"]


@pytest.fixture
def row(world, samples):
    """A row of a new estate."""
    def make(**cells):
        value = {"code": f"I{next(world.serial):06d}", "name": "导入小区", "community_code": samples.estates["near"]["community_code"],
                 "area_m2": "1000.50", "building_type": "multi", "new_or_old": "ordinary", "mode": "market", "households": "100", **cells}
        return value
    return make


def test_rows_create_and_update_and_what_is_the_same_is_left_alone(world, district, row):
    first, second = row(), row()
    done = load(district, "estates", table([first, second]), file_name="小区.csv").json
    assert done["state"] == "done" and account(done) == {"read": 2, "created": 2, "updated": 0, "unchanged": 0, "refused": 0}, done
    again = load(district, "estates", table([first, {**second, "name": "改名小区"}])).json
    assert account(again) == {"read": 2, "created": 0, "updated": 1, "unchanged": 1, "refused": 0}
    stands = world.cluster.query("select code, name, version, known_from > '2000-01-01' as lately from estates where code = any(%s) order by code",
                                 ([first["code"], second["code"]],))
    assert stands == [{"code": first["code"], "name": "导入小区", "version": 1, "lately": True},
                      {"code": second["code"], "name": "改名小区", "version": 2, "lately": True}]
    past = world.cluster.query("select p.name, p.known_to = e.known_from as joined from estates_past p join estates e using (district_code, id) where e.code = %s", (second["code"],))
    assert past == [{"name": "导入小区", "joined": True}], "what was replaced is kept, with the moment it stopped"


def test_a_column_that_is_not_there_is_left_and_an_empty_cell_empties(world, district, row):
    one = row()
    load(district, "estates", table([one]))
    short = [name for name in HEAD if name not in ("households", "mode")]
    load(district, "estates", table([{name: one[name] for name in short}], short))
    assert world.cluster.query("select households from estates where code = %s", (one["code"],))[0]["households"] == 100
    load(district, "estates", table([{**one, "households": ""}]))
    assert world.cluster.query("select households from estates where code = %s", (one["code"],))[0]["households"] is None


def test_an_estate_becomes_of_another_kind_only_with_a_mode_that_it_may_have(world, district, row):
    """B12: as it is managed today, and as it is going to be; an estate that is taken in is surveyed as it is."""
    fine, now, later = row(), row(mode="self"), row()
    load(district, "estates", table([fine, now, later, row(new_or_old="new", mode="self")]))
    identity = district.pages("/v1/estates", {"q": later["name"], "sort": "code"}, limit=200)
    identity = next(item["id"] for item in identity if item["code"] == later["code"])
    tomorrow = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 32 * 3600))
    district.post(f"/v1/estates/{identity}/modes", {"mode": "self", "valid_from": tomorrow, "reason": "业主大会决定"}, expect=201)
    done = load(district, "estates", table([{**one, "new_or_old": "new"} for one in (fine, now, later)]), on_error="skip").json
    assert account(done) == {"read": 3, "created": 0, "updated": 1, "unchanged": 0, "refused": 2}
    assert [(p["line"], p["column"], p["code"]) for p in problems(district, done)] == [(3, "mode", "mode_not_allowed"), (4, "mode", "mode_not_allowed")]


def test_all_that_is_wrong_with_a_row_is_said_at_once_and_nothing_is_loaded(world, district, row):
    good, bad = row(), row(name="", area_m2="viel", building_type="tower", community_code="150202999999")
    done = load(district, "estates", table([good, bad])).json
    assert done["state"] == "refused" and account(done) == {"read": 2, "created": 0, "updated": 0, "unchanged": 0, "refused": 1}
    assert {(p["line"], p["column"], p["code"]) for p in problems(district, done)} == {
        (3, "name", "required"), (3, "area_m2", "not_a_number"), (3, "building_type", "unknown_code"), (3, "community_code", "unknown_division")}
    assert all(p["zh"] and p["en"] for p in problems(district, done))
    assert not world.cluster.query("select from estates where code = any(%s)", ([good["code"], bad["code"]],))
    text = district.get(f"/v1/imports/{done['id']}/problems", headers={"Accept": "text/csv"}).body.decode("utf-8-sig")
    assert text.splitlines()[0] == "id,line,sheet,column,code,zh,en" and len(text.splitlines()) == 5


def test_bad_rows_can_be_left_out(world, district, row):
    good, bad = row(), row(area_m2="-1")
    done = load(district, "estates", table([bad, good]), on_error="skip").json
    assert done["state"] == "done" and account(done) == {"read": 2, "created": 1, "updated": 0, "unchanged": 0, "refused": 1}
    assert [p["line"] for p in problems(district, done)] == [2]
    assert len(world.cluster.query("select from estates where code = any(%s)", ([good["code"], bad["code"]],))) == 1


def test_a_dry_run_counts_everything_and_leaves_nothing(world, district, row):
    known = row()
    load(district, "estates", table([known]))
    new, bad = row(), row(new_or_old="ancient")
    before = world.cluster.query("select md5(string_agg(e::text, '' order by id)) as all from estates e")
    done = load(district, "estates", table([{**known, "name": "新名"}, new, bad]), dry_run="true", on_error="skip").json
    assert done["state"] == "done" and done["dry_run"] and account(done) == {"read": 3, "created": 1, "updated": 1, "unchanged": 0, "refused": 1}
    whole = load(district, "estates", table([known, new, bad]), dry_run="true").json
    assert whole["state"] == "refused" and whole["rows_created"] == 1 and whole["rows_unchanged"] == 1
    assert world.cluster.query("select md5(string_agg(e::text, '' order by id)) as all from estates e") == before


def test_a_key_twice_in_a_file_is_told_with_the_first_line(district, row):
    one = row()
    done = load(district, "estates", table([one, row(), {**one, "name": "另一名"}])).json
    assert done["state"] == "refused"
    assert [(p["line"], p["column"], p["code"], p["en"]) for p in problems(district, done)] == [(4, "code", "repeated", "repeats line 2")]


def test_faults_of_the_head_name_the_column(district, row):
    one = row()
    for head, rows, code, column in [
            (HEAD + ["colour"], [{**one, "colour": "red"}], "unknown_column", "colour"),
            ([name for name in HEAD if name != "area_m2"], [{k: v for k, v in one.items() if k != "area_m2"}], "missing_column", "area_m2")]:
        done = load(district, "estates", table(rows, head)).json
        assert done["state"] == "refused" and done["trouble"] == "head"
        assert [(p["line"], p["column"], p["code"]) for p in problems(district, done)] == [(1, column, code)]
    twice = load(district, "estates", b"code,name,code\r\n1,2,3\r\n").json
    assert ("code", "repeated_column") in {(p["column"], p["code"]) for p in problems(district, twice)}


@pytest.mark.parametrize("text,code", [("code,name,community_code,area_m2,building_type,new_or_old\r\nx,".encode() + b"\xff\xfe\r\n", "not_of_this_kind"), (b"\r\n\r\n", "head_missing"), (b'code,name,community_code,area_m2,building_type,new_or_old\r\n"x,y\r\n', "broken_file")])
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(district, text, code):
    done = load(district, "estates", text).json
    assert done["state"] == "refused" and {p["code"] for p in problems(district, done)} == {code}


def test_a_firm_loads_its_own_staff_and_nothing_else(world, samples):
    firm = world.caller("company.one@150202")
    own, other = (world.cluster.query("select uscc from firms where id = %s", (samples.estates[place]["firm_id"],))[0]["uscc"] for place in ("one", "two"))
    name = f"员工{next(world.serial)}"
    done = load(firm, "staff", f"firm.uscc,name,joined_on,party_member\r\n{own},{name},2026-01-05,true\r\n".encode()).json
    assert done["state"] == "done" and done["rows_created"] == 1
    assert world.cluster.query("select joined_on::text, party_member, version from staff where name = %s", (name,)) == [
        {"joined_on": "2026-01-05", "party_member": True, "version": 1}]
    assert load(firm, "staff", f"firm.uscc,name,joined_on,party_member\r\n{own},{name},2026-01-05,\r\n".encode()).json["rows_updated"] == 1
    foreign = load(firm, "staff", f"firm.uscc,name\r\n{other},{name}\r\n".encode()).json
    assert foreign["state"] == "refused" and problems(firm, foreign)[0]["code"] == "unknown_firm"
    for register in ("firms", "estates", "contracts", "credit_records"):
        assert load(firm, register, b"code\r\n1\r\n", expect=403).code == "register_reserved"
    assert {item["user_name"] for item in firm.pages("/v1/imports")} == {"company.one"}, "a firm finds its own imports"


def test_a_file_of_another_type_or_too_large_leaves_nothing(world, district, row):
    assert load(district, "estates", b"{}", expect=415, headers={"Content-Type": "application/json"}).code == "unsupported_media_type"
    assert load(district, "estates", b"", expect=(415, 422)).status == 422
    count = world.cluster.query("select count(*) as n from imports")
    assert load(district, "estates", b"code\r\n" + b"x" * 2097152, expect=413).code == "payload_too_large"
    assert world.cluster.query("select count(*) as n from imports") == count


def test_who_may_not_leaves_nothing_on_the_disk_and_is_told_so_first(world, row):
    text = table([row()]) + b"x" * 1500000
    assert load(world.caller("community.huanxi@150202"), "estates", text, expect=403).code == "forbidden"
    assert load(world.anyone, "estates", text, expect=401).code == "unauthorized"


def test_a_large_file_is_answered_at_once_and_its_progress_read(world, samples, district):
    uscc = world.cluster.query("select uscc from firms where id = %s", (samples.estates["two"]["firm_id"],))[0]["uscc"]
    rows = [{"firm.uscc": uscc, "name": f"员工{next(world.serial)}", "certificate_no": f"证书{n}"} for n in range(10000)]
    text = table(rows)
    answer = load(district, "staff", text, expect=202, wait=0, on_error="skip")
    assert answer.header("Location") == f"/v1/imports/{answer.json['id']}"
    seen = wait_for(district, answer.json)
    assert account(seen[-1]) == {"read": 10000, "created": 10000, "updated": 0, "unchanged": 0, "refused": 0} and seen[-1]["state"] == "done"
    for count in ("rows_read", "rows_checked", "rows_created"):
        numbers = [one[count] for one in seen]
        assert numbers == sorted(numbers)
    assert len({one["rows_created"] for one in seen}) > 2, "progress is to be seen"
    ids = world.cluster.query("select count(distinct s.id) as n, bool_and(substr(s.id::text, 15, 1) = '7') as v7 from staff s where name = any(%s)", ([r["name"] for r in rows],))
    assert ids == [{"n": 10000, "v7": True}]
    again = wait_for(district, load(district, "staff", text, expect=(201, 202)).json)[-1]
    assert account(again) == {"read": 10000, "created": 0, "updated": 0, "unchanged": 10000, "refused": 0}


@pytest.mark.parametrize("on_error", ["skip", "all_or_nothing"])
def test_two_imports_of_the_same_rows_at_the_same_moment_make_them_once(world, district, row, on_error):
    rows = [row() for _ in range(300)]
    files = [table(rows), table(rows[::-1])]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda text: load(district, "estates", text, on_error=on_error, expect=(201, 202)).json, files))
    both = [wait_for(district, one)[-1] for one in both]
    assert [one["state"] for one in both] == ["done", "done"]
    assert sorted(one["rows_created"] for one in both) == [0, 300] and sorted(one["rows_unchanged"] for one in both) == [0, 300]


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_server_that_ends_in_the_midst_leaves_nothing_of_the_whole(world, district, row, end):
    rows = [row() for _ in range(8000)]
    server = world.server(f"import-{end}", upload_max_bytes=4194304)
    client = world.caller("district.officer@150202", server)
    done = load(client, "estates", table(rows), expect=202, wait=0).json
    wait_for(district, done, ("applying",))
    getattr(server, end)()
    codes = [one["code"] for one in rows]
    assert not world.cluster.query("select from estates where code = any(%s)", (codes,))
    if end == "kill":
        world.cluster.query("update imports set beat_at = now() - interval '1 hour' where id = %s and finished_at is null", (done["id"],))
        world.cluster.query((ROOT / "sql/jobs/purge_imports.sql").read_text())
    over = district.get(f"/v1/imports/{done['id']}").json
    assert over["state"] == "failed" and over["trouble"] == "interrupted" and over["rows_created"] == 0
    assert not world.cluster.query("select from estates where code = any(%s)", (codes,))


def test_a_slow_upload_has_its_own_time(world, row):
    """Longer than any other request may take, but not for ever."""
    text = table([row()])
    server = world.server("upload-slow", request_timeout_s=1, upload_timeout_s=4)
    try:
        head = (f"POST /v1/imports?register=estates HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {world.token('district.officer@150202')}\r\n"
                f"Content-Type: text/csv\r\nContent-Length: {len(text)}\r\n\r\n").encode()
        with raw(server.port, 20) as slow:
            slow.sendall(head + text[:10])
            time.sleep(2.6)
            slow.sendall(text[10:])
            assert read_answer(slow, "POST").status == 201
        with raw(server.port, 20) as endless:
            endless.sendall(head + text[:10])
            assert read_answer(endless, "POST") is None
    finally:
        server.stop()


def workbook(rows):
    """The least that is a workbook: one sheet, texts in their cells."""
    def cell(value):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else "<c/>"
    sheet = "".join(f"<row>{''.join(cell(value) for value in one)}</row>" for one in rows)
    out = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Override PartName="/xl/workbook.xml" '
                         'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>')
    return out.getvalue()


def test_a_workbook_is_as_good_as_a_text_file(district, row):
    one = row()
    headers = {"Content-Type": XLSX}
    done = load(district, "estates", workbook([HEAD, [one[name] for name in HEAD]]), headers=headers).json
    assert done["state"] == "done" and done["rows_created"] == 1 and done["media"] == "xlsx"
    wrong = load(district, "estates", table([one]), headers=headers).json
    assert wrong["state"] == "refused" and problems(district, wrong)[0]["code"] == "not_of_this_kind"


def contract(world, samples, estates, **cells):
    uscc = world.cluster.query("select uscc from firms where id = %s", (samples.estates["one"]["firm_id"],))[0]["uscc"]
    return {"registration_no": f"导入备{next(world.serial):06d}", "firm.uscc": uscc, "kind": "regular", "state": "filed", "award_method": "agreement",
            "service_start": "2031-01-01", "end_date": "2031-12-31", "fee_m2_month": "1.2000", "estates": ";".join(estates), **cells}


def test_contracts_bring_their_estates_and_never_two_of_a_kind_at_a_time(world, samples, district):
    """C02 registration, C04 bundled estates; one active contract of a kind for an estate at a time."""
    one, two = estate(samples)["code"], estate(samples)["code"]
    first = contract(world, samples, [one, two])
    head = list(first)
    assert load(district, "contracts", table([first])).json["rows_created"] == 1
    covered = world.cluster.query("select e.code from contract_estates ce join estates e using (district_code) join contracts c using (district_code) "
                                  "where e.id = ce.estate_id and c.id = ce.contract_id and c.registration_no = %s order by 1", (first["registration_no"],))
    assert [r["code"] for r in covered] == sorted([one, two])
    clash = load(district, "contracts", table([contract(world, samples, [two], service_start="2031-06-01", end_date="2032-05-31")], head)).json
    assert clash["state"] == "refused" and [(p["column"], p["code"]) for p in problems(district, clash)] == [("estates", "overlap")]
    assert first["registration_no"] in problems(district, clash)[0]["zh"]
    lost = load(district, "contracts", table([{**first, "estates": one}], head)).json
    assert [(p["column"], p["code"]) for p in problems(district, lost)] == [("estates", "estate_removed")]
    free = estate(samples)["code"]
    later = {"service_start": "2040-01-01", "end_date": "2040-12-31"}
    within = [contract(world, samples, [free], **later), contract(world, samples, [free], **later), contract(world, samples, [estate(samples)["code"]], **later)]
    whole = load(district, "contracts", table(within, head)).json
    assert whole["state"] == "refused" and whole["rows_created"] == 0
    assert [(p["line"], p["code"]) for p in problems(district, whole)] == [(3, "overlap")]
    some = load(district, "contracts", table(within, head), on_error="skip").json
    assert (some["state"], some["rows_created"], some["rows_refused"]) == ("done", 2, 1)
    moved = load(district, "contracts", table([{**first, "end_date": "2031-10-31"}], head)).json
    assert moved["state"] == "done" and moved["rows_updated"] == 1
    same = world.cluster.query("select bool_and(ce.service_period = c.service_period) as same, max(c.version) as version from contracts c "
                               "join contract_estates ce on ce.contract_id = c.id where c.registration_no = %s", (first["registration_no"],))
    assert same == [{"same": True, "version": 2}]


def test_who_vouched_for_a_code_is_kept_by_id_and_told_to_the_district_alone(world, district):
    """A02: the same word by file and by form; no official's name or number reaches a firm, the hotline or the city platform."""
    code, officer = uscc(world, wrong=True), world.register.account("district.officer@150202")
    rows = [{"uscc": code, "name": "老代码物业", "locality": "in_district", "service_hotline": "0472-5550000", "uscc_override_reason": "2015年首批代码"}]
    assert load(district, "firms", table(rows, list(rows[0]))).json["rows_created"] == 1
    made = district.pages("/v1/firms", {"uscc": code})[0]
    day = {"as_of": time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))}
    for query in ({}, day):
        assert district.get(f"/v1/firms/{made['id']}", query).json["uscc_override_by"] == str(officer["id"])
        for role in ("street", "community", "hotline", "platform"):
            told = world.role(role).get(f"/v1/firms/{made['id']}", query).json
            assert told["uscc_override_by"] is None and told["uscc_override_reason"] == "2015年首批代码", role
    own = world.caller("company.one@150202")
    firm = world.register.account("company.one@150202")["firm_id"]
    world.cluster.query("update firms set uscc_override_by = %s, uscc_override_reason = '老代码', uscc_override_at = now() where id = %s returning 1", (str(officer["id"]), firm))
    try:
        told = own.get(f"/v1/firms/{firm}")
        assert told.json["uscc_override_by"] is None
        version = {"If-Match": f'"{told.json["version"]}"'}
        changed = own.request("PATCH", f"/v1/firms/{firm}", json_body={"office_address": "青山路1号"}, headers=version, expect=200).json
        assert changed["uscc_override_by"] is None and changed["uscc_override_reason"] == "老代码"
        kept = world.cluster.query("select p.uscc_override_by as was, f.uscc_override_by as is from firms_past p join firms f using (id) where p.id = %s and p.version = %s", (firm, told.json["version"]))
        assert kept == [{"was": str(officer["id"]), "is": str(officer["id"])}], "kept all the same"
    finally:
        world.cluster.query("update firms set uscc_override_by = null, uscc_override_reason = null, uscc_override_at = null where id = %s returning 1", (firm,))
    for table_ in ("firms", "firms_past"):
        assert world.cluster.query("select r from unnest(array['wuye_street', 'wuye_community', 'wuye_company', 'wuye_hotline', 'wuye_platform']) r "
                                   "where has_column_privilege(r, %s, 'uscc_override_by', 'select')", (table_,)) == []


def test_who_holds_a_post_does_not_leave_by_a_file(world, samples, district):
    """A21: as the form answers; nobody is left as manager who is gone."""
    firm, place = managing(samples)
    staff = person(world, firm["id"], name=f"经理{next(world.serial)}")
    post(world, staff, post="project_manager", estate_id=place["id"])
    rows = [{"firm.uscc": firm["uscc"], "name": staff["name"], "certificate_no": staff["certificate_no"], "left_on": "2030-01-01"}]
    refused = load(district, "staff", table(rows, list(rows[0]))).json
    assert refused["state"] == "refused" and [(p["column"], p["code"]) for p in problems(district, refused)] == [("left_on", "staff_still_assigned")]
    assert district.get(f"/v1/staff/{staff['id']}").json["left_on"] is None
    free = person(world, firm["id"], name=f"员工{next(world.serial)}")
    rows[0]["name"] = free["name"]
    assert load(district, "staff", table(rows, list(rows[0]))).json["rows_updated"] == 1
    assert world.cluster.query("select left_on from staff_past where id = %s", (free["id"],)) == [{"left_on": None}]


def test_a_firm_in_business_keeps_its_hotline_in_a_file(world, district):
    """E02: an empty cell does not take the hotline of a firm that is in business."""
    made = registered(world)
    rows = [{"uscc": made["uscc"], "name": made["name"], "locality": "in_district", "service_hotline": ""}]
    refused = load(district, "firms", table(rows, list(rows[0]))).json
    assert refused["state"] == "refused" and [(p["column"], p["code"]) for p in problems(district, refused)] == [("service_hotline", "service_hotline_required")]
    rows[0]["status"] = "suspended"
    assert load(district, "firms", table(rows, list(rows[0]))).json["rows_updated"] == 1
    rows[0]["status"] = "active"
    assert load(district, "firms", table(rows, list(rows[0]))).json["state"] == "refused"
