"""Empty sheets: their columns are those that an import takes, a spreadsheet opens them, and what is filled in comes in."""
import csv
import io
import pathlib
import re

import openpyxl
import pytest
import yaml

from harness.contract import XLSX

ROOT = pathlib.Path(__file__).resolve().parents[2]
with open(ROOT / "sql/reference/import_columns.csv", encoding="utf-8", newline="") as file:
    COLUMNS = list(csv.DictReader(file))
REGISTERS = list(dict.fromkeys(row["register"] for row in COLUMNS))


def columns_of(register):
    """Those that are filled in."""
    return [row for row in COLUMNS if row["register"] == register and row["use"] != "ignored"]


@pytest.mark.parametrize("register", REGISTERS)
def test_a_template_is_a_head_of_the_columns(register, world):
    client = world.role("public")
    names = [row["column"] for row in columns_of(register)]
    for accept in (None, "*/*", "text/csv"):
        answer = client.get(f"/v1/templates/{register}", headers={"Accept": accept})
        assert answer.body == ("\ufeff" + ",".join(names) + "\r\n").encode()
        assert answer.header("Content-Disposition") == f'attachment; filename="{register}.csv"'
    answer = client.get(f"/v1/templates/{register}", headers={"Accept": XLSX})
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    assert book.sheetnames == [register, "说明"] and book.active.title == register
    assert [cell.value for cell in book[register][1]] == names and book[register].max_row == 1
    assert client.get(f"/v1/templates/{register}", headers={"Accept": XLSX}).body == answer.body


@pytest.mark.parametrize("register", REGISTERS)
def test_each_column_is_explained_with_its_codes(register, world):
    client = world.role("public")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/v1/templates/{register}", headers={"Accept": XLSX}).body))
    head, *rows = book["说明"].iter_rows(values_only=True)
    assert head == ("列 Column", "含义", "Meaning", "必填 Required", "格式 Form", "代码 Codes")
    assert len(rows) == len(columns_of(register))
    for (name, zh, en, required, form, codes), column in zip(rows, columns_of(register)):
        assert (name, zh, en) == (column["column"], column["zh"], column["en"])
        assert required == ("是 yes" if column["use"] == "required" else "否 no")
        assert column["code_list"] in form, "the list is named"
        known = client.pages(f"/v1/code-lists/{column['code_list']}/codes", limit=200) if column["code_list"] else []
        assert [line.split(" ")[0] for line in (codes or "").split("\n") if line] == [item["code"] for item in known]


@pytest.mark.parametrize("register", REGISTERS)
def test_cells_that_wait_for_codes_are_text_and_for_days_are_days(register, world):
    """001 stays 001 when somebody types it."""
    book = openpyxl.load_workbook(io.BytesIO(world.role("public").get(f"/v1/templates/{register}", headers={"Accept": XLSX}).body))
    for column in columns_of(register):
        letter = openpyxl.utils.get_column_letter(int(column["position"]))
        wanted = {"text": "@", "prose": "@", "code": "@", "list": "@", "day": r"yyyy\-mm\-dd"}.get(column["kind"], "General")
        assert book[register].column_dimensions[letter].number_format == wanted, column


@pytest.mark.parametrize("register", ["firms", "estates", "contracts"])
def test_what_the_load_takes_can_be_filled_in(register):
    """Whose district a row is of is the caller's to say, not the sheet's."""
    text = (ROOT / f"sql/load/{register}.sql").read_text(encoding="utf-8")
    incoming = re.search(r"-- incoming: (.*?)\.\n(?!-- \w+,)", text, re.S).group(1).replace("\n--", "")
    names = {name.strip().replace("firm_uscc", "firm.uscc") for name in incoming.split(",")}
    assert names - {"district_code"} <= {row["column"] for row in columns_of(register)}


@pytest.mark.parametrize("register", REGISTERS)
def test_what_a_list_gives_is_known_and_what_is_filled_in_it_gives(register, world):
    """One list: each column of the register's own list is taken or passed over, and none is taken that the list does not give. Issues come in as their ledger, which may say more of one."""
    path = {"issues": "/v1/ledgers/issues"}.get(register, f"/v1/{register.replace('_', '-')}")
    head = set(world.caller("district.officer@150202").get(path, headers={"Accept": "text/csv"}).body.decode("utf-8-sig").split("\r\n")[0].split(","))
    known = {row["column"] for row in COLUMNS if row["register"] == register}
    assert head == known or register == "issues" and head < known


def test_what_may_be_written_one_by_one_is_not_too_long_to_import():
    """Otherwise what is exported could not come in again."""
    bodies = {"firms": ("firms", "FirmNew"), "estates": ("estates", "EstateNew"), "contracts": ("contracts", "ContractNew"), "staff": ("staff", "FirmStaffNew"), "credit_records": ("credit_records", "CreditRecordNew")}
    for register, (file, name) in bodies.items():
        members = yaml.safe_load((ROOT / f"openapi/schemas/{file}.yaml").read_text(encoding="utf-8"))[name]["properties"]
        texts = {row["column"]: row for row in columns_of(register) if row["kind"] in ("text", "prose") and row["column"] in members}
        assert texts and all(int(row["detail"]) >= members[column].get("maxLength", 0) for column, row in texts.items()), (register, texts)


def test_there_is_no_template_of_anything_else(world):
    client = world.role("district")
    client.get("/v1/templates/complaints", expect=404)
    client.get("/v1/templates/Firms", expect=400)
    client.get("/v1/templates/firms", headers={"Accept": "application/json"}, expect=406)
    tag = client.get("/v1/templates/firms").header("ETag")
    client.get("/v1/templates/firms", headers={"If-None-Match": tag}, expect=304)
    assert client.get("/v1/templates/firms", headers={"Accept": XLSX}).header("ETag") != tag
