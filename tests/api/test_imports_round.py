"""What goes out comes in again unchanged, as text and as a workbook, and a sheet that is filled in is taken."""
import csv
import datetime
import io
import re

import openpyxl
import pytest
from harness import service
from harness.client import Client
from harness.contract import XLSX
from harness.imports import export, load, problems, table, wait_for
from things.estates import estate

SECOND, THIRD = "wuye_imported", "wuye_bare"
NUMBERS = {"area_m2", "households", "service_room_m2", "public_revenue", "grids", "fee_m2_month", "annual_fee"}
OTHER_THERE = {"id", "firm.id", "version", "created_at", "updated_at", "mode_since", "owners_committee_kind", "owners_committee_status", "owners_committee_since"}


@pytest.fixture
def everything(world, samples, district):
    """One row of each register with all of its columns filled in, so that no kind of cell is missing from what goes out. Answered is what to ask each list for:
    of the staff, a firm's."""
    for register, rows in filled(world, samples).items():
        done = load(district, register, table(rows)).json
        assert done["state"] == "done" and done["rows_created"] == len(rows), problems(district, done)
    return {"firms": {}, "estates": {}, "contracts": {}, "staff": {"firm_id": str(samples.estates["one"]["firm_id"])}}


@pytest.mark.parametrize("media", ["text/csv", XLSX])
@pytest.mark.parametrize("register", ["firms", "estates", "contracts", "staff"])
def test_what_a_list_gives_loads_again_unchanged(district, everything, register, media):
    before = export(district, f"/v1/{register}", **everything[register])
    done = load(district, register, export(district, f"/v1/{register}", media, **everything[register]), headers={"Content-Type": media}, expect=(201, 202)).json
    done = wait_for(district, done)[-1]
    assert done["state"] == "done", problems(district, done)[:5]
    assert (done["rows_created"], done["rows_updated"], done["rows_refused"]) == (0, 0, 0) and done["rows_unchanged"] == done["rows_read"] > 0
    assert export(district, f"/v1/{register}", **everything[register]) == before


def test_what_a_firm_finds_of_its_staff_loads_again_unchanged(world):
    firm = world.caller("company.one@150202")
    done = load(firm, "staff", export(firm, "/v1/staff")).json
    assert done["state"] == "done" and done["rows_unchanged"] == done["rows_read"], problems(firm, done)


def test_a_workbook_that_a_spreadsheet_has_saved_loads_again_unchanged(district, everything):
    """A spreadsheet keeps numbers as doubles and days as numbers, and writes its own shared texts."""
    for register in ("firms", "estates", "contracts", "staff"):
        book = openpyxl.load_workbook(io.BytesIO(export(district, f"/v1/{register}", XLSX, **everything[register])))
        out = io.BytesIO()
        book.save(out)
        done = wait_for(district, load(district, register, out.getvalue(), headers={"Content-Type": XLSX}, expect=(201, 202)).json)[-1]
        assert done["state"] == "done", problems(district, done)[:5]
        assert (done["rows_created"], done["rows_updated"]) == (0, 0) and done["rows_unchanged"] == done["rows_read"] > 0, register


def test_people_of_one_name_are_kept_apart_by_what_the_list_gives(world, samples, district):
    """Two people of a name without a certificate, or one who left and came again: the list tells them apart by id, a sheet without it cannot."""
    name = f"同名{next(world.serial)}"
    firm_id = str(samples.estates["one"]["firm_id"])
    for joined in ("2026-01-05", "2026-03-05"):
        district.post(f"/v1/firms/{firm_id}/staff", {"name": name, "joined_on": joined}, expect=201)
    listed = [row for row in csv.DictReader(io.StringIO(export(district, "/v1/staff").decode("utf-8-sig"), newline="")) if row["name"] == name]
    done = load(district, "staff", table(listed)).json
    assert done["state"] == "done" and done["rows_unchanged"] == 2, problems(district, done)
    listed[1]["party_member"] = "true"
    assert load(district, "staff", table(listed)).json["rows_updated"] == 1
    short = [name for name in listed[0] if name != "id"]
    done = load(district, "staff", table([{name: row[name] for name in short} for row in listed], short)).json
    assert [(p["line"], p["code"]) for p in problems(district, done)] == [(3, "repeated")]


def particulars(text):
    return [{name: value for name, value in line.items() if name not in OTHER_THERE} for line in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))]


def of_the_base(world, register, exported):
    """The lines that the base load made and no test has touched: what procedures leave (an end and its reason, a draft) is not an import's to write."""
    key = {"firms": "uscc", "estates": "code", "contracts": "registration_no"}[register]
    base = {row["key"] for row in world.cluster.query(f"select {key} as key from {register} where known_from = '-infinity' and version = 1 and district_code = '150202'")}
    base &= {row[key] for row in world.register.rows(register)}
    rows = list(csv.DictReader(io.StringIO(exported.decode("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(row for row in rows if row[key] in base)
    return out.getvalue().encode()


def test_what_one_database_gives_an_empty_one_takes_by_the_command_line(world, district, tmp_path):
    """The same registers out, loadable again: nothing differs but ids and times. Exit codes say how it went."""
    world.cluster.create_database(SECOND)
    there = {"database_url": world.cluster.conninfo(SECOND), "database_owner_url": world.cluster.conninfo(SECOND, world.cluster.user)}
    service.command(world.cluster, "migrate", **there)
    service.command(world.cluster, "load", *world.register.files()[0], world.register.folder / "districts.csv", **there)
    exported = {}
    for register in ("firms", "estates", "contracts"):
        exported[register] = of_the_base(world, register, export(district, f"/v1/{register}"))
        file = tmp_path / f"{register}.csv"
        file.write_bytes(exported[register])
        arguments = ("import", "--district", "150202", "--register", register)
        dry = service.command(world.cluster, *arguments, "--dry-run", file, check=False, **there)
        assert dry.returncode == 0 and "dry run" in dry.stdout, dry.stderr
        done = service.command(world.cluster, *arguments, file, check=False, **there)
        assert done.returncode == 0 and " 0 updated, 0 unchanged, 0 refused" in done.stdout, done.stdout + done.stderr
    bad = tmp_path / "bad.csv"
    bad.write_text("uscc,name,locality\n123,坏,in_district\n")
    refused = service.command(world.cluster, "import", "--district", "150202", "--register", "firms", bad, check=False, **there)
    assert refused.returncode == 3 and "uscc_invalid" in refused.stderr
    assert service.command(world.cluster, "import", "--district", "150202", "--register", "firms", "--skip-bad", bad, check=False, **there).returncode == 4
    assert service.command(world.cluster, "import", "--district", "150202", bad, check=False, **there).returncode == 2
    assert service.command(world.cluster, "import", "--district", "999999", "--register", "firms", bad, check=False, **there).returncode == 1
    token = service.command(world.cluster, "token", "--district", "150202", "--role", "district", **there).stdout.strip()
    second = world.server("second", **there)
    try:
        client = Client(world.judge, second.port, token)
        for register, before in exported.items():
            after, order = export(client, f"/v1/{register}"), lambda line: tuple(line.values())
            assert sorted(particulars(after), key=order) == sorted(particulars(before), key=order), register
    finally:
        second.stop()


def test_without_the_reference_data_nothing_is_imported_and_it_is_said_why(world, tmp_path):
    world.cluster.create_database(THIRD)
    there = {"database_url": world.cluster.conninfo(THIRD), "database_owner_url": world.cluster.conninfo(THIRD, world.cluster.user)}
    service.command(world.cluster, "migrate", **there)
    some = [file for file in world.register.files()[0] if file.name.startswith(("divisions", "division_jur"))]
    service.command(world.cluster, "load", *some, world.register.folder / "districts.csv", **there)
    file = tmp_path / "firms.csv"
    file.write_text("uscc,name,locality\n123,企业,in_district\n")
    refused = service.command(world.cluster, "import", "--district", "150202", "--register", "firms", file, check=False, **there)
    assert refused.returncode == 3 and "reference_missing" in refused.stderr, refused.stdout + refused.stderr


def filled(world, samples):
    """register → rows in which every column of the template has a value."""
    n = next(world.serial)
    uscc = world.cluster.query("select uscc from firms where id = %s", (samples.estates["one"]["firm_id"],))[0]["uscc"]
    bound = [estate(samples)["code"], estate(samples)["code"]]
    community = samples.estates["near"]["community_code"]
    firm = {"uscc": f"9115020299{n:08d}", "name": "全列企业", "locality": "out_of_district", "registered_division": "150202", "service_hotline": "04724000123",
            "contact_phone": "0472-5123456", "office_address": "一路1号", "party_org": "true", "party_org_since": "2020-07-01", "market_access": "restricted",
            "status": "suspended", "uscc_override_reason": "旧证"}
    whole = {"code": f"I{n:06d}", "name": "全列小区", "street_code": community[:9], "community_code": community, "area_m2": "1234567.80", "households": "100",
             "building_type": "mixed", "old_kind": "enclosed", "new_or_old": "old", "is_key": "true", "party_org": "false", "mode": "self",
             "no_oc_reason": "no_candidates", "service_room_use": "办公 <值班>", "service_room_m2": "80.05", "public_revenue": "-1200.50", "grids": "4", "in_deficit": "true"}
    signed = {"registration_no": f"0{n:08d}", "id": "", "firm.uscc": uscc, "kind": "regular", "state": "filed", "award_method": "bundled_tender",
              "award_trigger": "renewal", "award_reference": "001", "signed_on": "2030-12-20", "service_grade": "2", "fee_m2_month": "1.2345", "annual_fee": "123456789012.30",
              "fee_cadence": "quarterly", "fee_relief": "true", "service_start": "2031-01-01", "fee_start": "2031-02-01", "end_date": "2032-12-31",
              "terminated_on": "2031-06-30", "filed_at": "2030-12-25", "review": "irregular", "estates": ";".join(bound)}
    person = {"firm.uscc": uscc, "name": f"全列{n}", "certificate_no": f"00{n}", "id": "", "party_member": "true", "joined_on": "2026-01-05", "left_on": "2026-06-30"}
    return {"firms": [firm], "estates": [whole], "contracts": [signed], "staff": [person]}


def sheet_of(template, row):
    """The template as somebody fills it in with a spreadsheet: days are days, numbers numbers, yes and no what a spreadsheet has for it."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    for cell in sheet[1]:
        value = row[cell.value]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            value = datetime.date.fromisoformat(value)
        elif value in ("true", "false"):
            value = value == "true"
        elif cell.value in NUMBERS:
            value = float(value)
        sheet.cell(2, cell.column, value or None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("media", ["text/csv", XLSX])
@pytest.mark.parametrize("register", ["firms", "estates", "contracts", "staff"])
def test_a_template_that_is_filled_in_is_taken_and_says_what_was_written(world, samples, district, register, media):
    row = filled(world, samples)[register][0]
    template = world.anyone.get(f"/v1/templates/{register}", headers={"Accept": media}).body
    if media == XLSX:
        file = sheet_of(template, row)
    else:
        head = template.decode("utf-8-sig").strip().split(",")
        assert set(head) == set(row), "every column is filled in"
        file = template + table([row], head).split(b"\r\n", 1)[1]
    done = load(district, register, file, headers={"Content-Type": media}).json
    assert done["state"] == "done" and done["rows_created"] == 1, problems(district, done)
    key = {"firms": "uscc", "estates": "code", "contracts": "registration_no", "staff": "name"}[register]
    listed = csv.DictReader(io.StringIO(export(district, f"/v1/{register}").decode("utf-8-sig"), newline=""))
    stands = next(line for line in listed if line[key] == row[key])
    assert {name: stands[name] for name in row if name != "id"} == {name: value for name, value in row.items() if name != "id"}


def test_the_name_that_sheets_had_for_a_firm_is_still_understood(world, samples, district):
    person = filled(world, samples)["staff"][0]
    done = load(district, "staff", table([person]).replace(b"firm.uscc", b"firm_uscc")).json
    assert done["state"] == "done" and done["rows_created"] == 1, problems(district, done)
    both = load(district, "staff", b"firm.uscc,firm_uscc,name\r\n1,1,x\r\n").json
    assert {(p["column"], p["code"]) for p in problems(district, both)} == {("firm.uscc", "repeated_column")}


def test_the_first_moment_of_a_day_is_that_day(world, samples, district):
    """Programs that fill in sheets write days as moments; another moment is no day."""
    person = {**filled(world, samples)["staff"][0], "joined_on": "2026-01-05 00:00:00"}
    template = world.anyone.get("/v1/templates/staff", headers={"Accept": XLSX}).body
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(template, {**person, "joined_on": "", "left_on": ""})))
    column = next(cell.column for cell in book.worksheets[0][1] if cell.value == "left_on")
    out = io.BytesIO()
    book.worksheets[0].cell(2, column, datetime.datetime(2026, 6, 30)).number_format = "yyyy-mm-dd hh:mm:ss"
    book.save(out)
    assert load(district, "staff", out.getvalue(), headers={"Content-Type": XLSX}).json["rows_created"] == 1
    assert load(district, "staff", table([person])).json["rows_updated"] == 1
    stands = world.cluster.query("select joined_on::text, left_on::text from staff where name = %s", (person["name"],))
    assert stands == [{"joined_on": "2026-01-05", "left_on": "2026-06-30"}]
    later = load(district, "staff", table([{**person, "joined_on": "2026-01-05 08:00:00"}])).json
    assert {(p["column"], p["code"]) for p in problems(district, later)} == {("joined_on", "not_a_day")}
