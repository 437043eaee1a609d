"""L9, F20–F25: what people do to a ledger before it comes back."""
import io
import random

import openpyxl
import pytest
from harness.imports import account, load, problems
from things.estates import estate, today
from things.staff import contract

from test_import_issues import HEAD, form, loaded, of, row, told  # noqa: F401


@pytest.fixture
def street(world):
    return world.role("street")


@pytest.fixture
def project(world, samples):
    def make():
        made = estate(samples, "near", name=f"台账小区{next(world.serial)}")
        contract(world, samples.estates["one"]["firm_id"], made["id"])
        return made["name"]
    return make


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def characters(number, seed):
    """So many, which no index packs."""
    pick = random.Random(seed)
    return "".join(chr(pick.randrange(0x4e00, 0x9fa5)) for _ in range(number))


def test_a_problem_as_long_as_may_be_is_taken(world, street, project):
    name, long = project(), characters(2000, 1)
    done = loaded(street, form({"road": [row(1, name, long), row(None, None, long + "字")]}), on_error="skip")
    assert account(done) == {"read": 2, "created": 1, "updated": 0, "unchanged": 0, "refused": 1}, (done, told(street, done))
    assert [one["problem"] for one in of(world, name)] == [long]


@pytest.mark.parametrize("where", ("title", "project"))
def test_what_every_row_would_repeat_is_short(world, street, project, where):
    """A title or a merged cell of a quarter of a megabyte, before rows without number, is no ledger."""
    long = characters(30000, 2)
    rows = [row(1, long if where == "project" else project(), "堆物"), *[row(None, None, f"堆物{n}处") for n in range(40)]]
    done = loaded(street, form({"road": rows}, title="{}" + (long if where == "title" else "")))
    assert done["state"] == "refused" and [code for *_, code in told(street, done)] == ["too_large"], (done, told(street, done)[:3])


def test_hidden_sheets_formulas_numbers_and_second_heads(world, street, project):
    """A sheet that nobody sees is not read; a formula is what it came to; a number is its digits; a head that stands again is told, never taken for an issue."""
    name = project()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["道路设施攻坚行动整治工作台账"])
    sheet.append(HEAD)
    sheet.append(row(1.0, name, 119, "更换", today(9), 13800138000, None))
    sheet.append(HEAD)
    sheet.append(row("2", name, "=1+1"))
    hidden = book.create_sheet("草稿")
    hidden.sheet_state = "hidden"
    hidden.append(["车辆停放攻坚行动整治工作台账"])
    hidden.append(HEAD)
    hidden.append(row(1, name, "草稿里的问题"))
    done = loaded(street, saved(book), on_error="skip")
    assert {(line, code) for _, line, _, code in told(street, done)} >= {(4, "unknown_estate")}, told(street, done)
    assert {(one["problem"], one["person"]) for one in of(world, name)} == {("119", "13800138000")}


def test_a_csv_with_a_title_is_a_form(world, street, project):
    name = project()
    text = "\r\n".join(["服务质量攻坚行动整治工作台账" + "," * 11, "属地：东河区" + "," * 11, ",".join(HEAD), f"1,{name},,,1. 无人值守,设专人,2099年1月1日,王经理,,,,", ",,,,2. 收费未公示,,,,,,,", "注：一式两份" + "," * 11])
    done = load(street, "issues", text.encode()).json
    assert account(done)["created"] == 2, problems(street, done)
    assert {one["problem"] for one in of(world, name)} == {"无人值守", "收费未公示"}


@pytest.mark.parametrize("day", ("9999-12-31", "2099年12月31日", "99999年1月1日", "0000-01-01", "2026-02-30", "2026年13月1日", "1900-01-00", "infinity", "today", "40000000"))
def test_days_far_away_or_none_are_told_or_taken(world, street, project, day):
    name = project()
    done = loaded(street, form({"road": [row(1, name, "坑洼", "修补", day, "张三")]}), on_error="skip")
    assert done["state"] == "done", done
    made = of(world, name)
    if day == "2099年12月31日":
        assert made and made[0]["due_on"] is not None, told(street, done)
    else:
        assert made == [] and [code for *_, code in told(street, done)] == ["not_a_day"]
    assert street.get("/v1/ledgers/issues", {"limit": 200}, headers={"Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, expect=None).status in (200, 400)
