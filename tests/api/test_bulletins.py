"""The bulletin of a month, a quarter, a year: as JSON, as a page, as a workbook; what each says is what is frozen."""
import collections
import html.parser
import io
from decimal import Decimal

import openpyxl
import pytest
from test_credit_report import ACTIVE, HOSTILE, Page
from test_statistics import planted, rounded  # noqa: F401 (a fixture)
from things.bulletins import counted, frozen
from things.estates import estate

WHERE = "/v1/bulletins"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05")
HIDDEN = ("estate", "firm")  # of complaints: told where they come first


@pytest.fixture(scope="module")
def packages(world, planted):  # noqa: F811
    """What is frozen, by month."""
    return {month: frozen(world, month) for month in MONTHS}


def bulletin(world, period, role="district", **query):
    return world.role(role).get(f"{WHERE}/{period}", query, expect=200).json


def figures(told):
    """(figure, dimension, key) → the figure, of all sections."""
    rows = [figure for section in told["sections"] for figure in section["figures"]]
    found = {(figure["figure"], figure["dimension"], figure["key"]): figure for figure in rows}
    assert len(found) == len(rows)
    return found


def number(text):
    return None if text is None else Decimal(text)


def triple(figure):
    return tuple(number(figure[member]) for member in ("value", "numerator", "denominator"))


@pytest.mark.parametrize("month", MONTHS)
def test_every_number_of_a_month_is_one_of_its_package(month, world, packages):
    """And all of them are there, but for estates and firms, of which it tells those that come first."""
    told = bulletin(world, month)
    there, package = figures(told), counted(world, packages[month])
    assert {where: triple(figure) for where, figure in there.items()} == {where: package[where] for where in there}
    assert {where for where in package if where[1] not in HIDDEN} <= set(there)
    assert [(one["month"], one["package_id"], one["version"]) for one in told["months"]] == [(month, packages[month]["id"], packages[month]["version"])]
    assert told["kind"] == "month" and told["complete"] and told["missing"] == [] and told["street"] is None and told["district"]["code"] == "150202"
    received = sorted((value[0] for where, value in package.items() if where[:2] == ("complaints_received", "estate") and where[2] != "none"), reverse=True)
    shown = {key for figure, dimension, key in there if dimension == "estate" and figure == "complaints_received"}
    assert shown == {key for (figure, dimension, key), value in package.items() if (figure, dimension) == ("complaints_received", "estate") and key != "none" and value[0] >= received[:3][-1]}
    sections = [section["section"] for section in told["sections"]]
    assert sections[:2] == ["registers", "complaints"] and {"ledgers", "inspections", "subsidies", "deposits", "listings", "dishonest", "disclosures", "reports", "targets"} <= set(sections)


def test_what_it_is_compared_to_is_frozen_too(world, packages):
    """The month before, and the same a year ago once it is frozen; else nothing."""
    told = bulletin(world, "2025-03")
    before = counted(world, packages["2025-02"])
    for where, figure in figures(told).items():
        assert number(figure["before"]) == before.get(where, (None,))[0] and figure["year_ago"] is None
    assert told["before"]["period"] == "2025-02" and told["before"]["months"][0]["package_id"] == packages["2025-02"]["id"] and told["year_ago"] is None
    first = bulletin(world, "2025-01")
    assert first["before"] is None and all(figure["before"] is None for figure in figures(first).values())
    year_ago = frozen(world, "2024-03")
    told = bulletin(world, "2025-03")
    then = counted(world, year_ago)
    assert told["year_ago"]["period"] == "2024-03" and all(number(figure["year_ago"]) == then.get(where, (None,))[0] for where, figure in figures(told).items())
    assert figures(told)["complaints_received", "", ""]["year_ago"] == "0"


def put_together(world, packages, months):
    """Counts added up, rates and averages of sums, what stands by the last."""
    kinds = {row["figure"]: row["kind"] for row in world.cluster.query("select figure, kind from exchange_figure_kinds()")}
    sums, last = collections.defaultdict(lambda: [None, None, None]), {}
    for month in months:
        last = counted(world, packages[month])
        for where, row in last.items():
            sums[where] = [value if was is None else was if value is None else was + value for was, value in zip(sums[where], row)]
    found = {}
    for where, (value, numerator, denominator) in sums.items():
        kind = kinds[where[0]]
        if kind == "count":
            found[where] = (value, None, None)
        elif kind in ("rate", "average"):
            share = rounded((100 if kind == "rate" else 1) * numerator, denominator)
            found[where] = (number(share), numerator, denominator)
        elif kind == "standing" and where in last:
            found[where] = last[where]
    return found


@pytest.mark.parametrize("period, months, missing", [("2025-Q1", MONTHS[:3], []), ("2025-Q2", MONTHS[3:], ["2025-06"]), ("2025", MONTHS, [f"2025-{month:02}" for month in range(6, 13)])])
def test_a_quarter_and_a_year_are_put_together(period, months, missing, world, packages):
    """I09: from what was frozen of their months, which they name; what is missing they name too."""
    told = bulletin(world, period)
    wanted = put_together(world, packages, months)
    there = figures(told)
    assert {where: triple(figure) for where, figure in there.items()} == {where: wanted[where] for where in there}
    assert {where for where in wanted if where[1] not in HIDDEN} <= set(there)
    assert [one["month"] for one in told["months"]] == list(months) and told["missing"] == missing and told["complete"] == (not missing)
    assert told["kind"] == ("year" if period == "2025" else "quarter")
    assert there["complaints_received", "", ""]["value"] == str(sum(counted(world, packages[month])["complaints_received", "", ""][0] for month in months))
    assert not any(figure in ("inspected_estates", "inspection_coverage") for figure, _, _ in there), "twice visited counts once"
    before = told["before"]
    assert (before and before["period"]) == ("2025-Q1" if period == "2025-Q2" else None)
    if before:
        then = put_together(world, packages, MONTHS[:3])
        assert all(number(figure["before"]) == then.get(where, (None,))[0] for where, figure in there.items())


def test_a_version_that_was_corrected_stays_readable(world, planted):  # noqa: F811
    first = frozen(world, "2025-06")
    before = bulletin(world, "2025-06")
    world.cluster.query("update complaints set state = 'rejected' where district_code = '150202' and received_at >= '2025-06-01 00:00+08' and received_at < '2025-07-01 00:00+08' and state = 'received' returning 1")
    assert bulletin(world, "2025-06") == before, "nothing is counted anew"
    second = frozen(world, "2025-06", reason="状态更正")
    now = bulletin(world, "2025-06")
    assert now["months"][0]["package_id"] == second["id"] and now["months"][0]["version"] == 2
    assert figures(now)["complaints_open", "", ""]["value"] != figures(before)["complaints_open", "", ""]["value"]
    assert bulletin(world, "2025-06", version=1) == before and bulletin(world, "2025-06", version=2) == now and before["months"][0]["package_id"] == first["id"]
    for role in ("district", "street", "platform"):
        assert world.role(role).get(f"{WHERE}/2025-06", {"version": 3}, expect=404).code == "not_found"
        assert world.role(role).get(f"{WHERE}/2023-11", expect=404).code == "not_found"
    for wrong in ("2025-13", "2025-Q5", "25", "2025-00", "2025-1"):
        assert world.role("district").get(f"{WHERE}/{wrong}", expect=400).json["errors"][0]["pointer"] == "period"


def test_a_month_that_is_being_made_or_is_anothers_is_none(world):
    world.cluster.query("insert into exchange_packages (district_code, id, month, version, requested_at, next_try_at, updated_at) values ('150202', gen_random_uuid(), '2023-01', 1, now(), now(), now()) returning 1")
    frozen(world, "2023-02", "340302")
    for month in ("2023-01", "2023-02"):
        world.role("platform").get(f"{WHERE}/{month}", expect=404)
    assert world.caller("district.officer@340302").get(f"{WHERE}/2023-02", expect=200).json["district"]["code"] == "340302"


def test_a_street_reads_the_whole_and_itself(world, packages):
    """Model §7.3: A(own). No other street, no firm and no estate, in no form of it."""
    mine = world.register.account("street.heping@150202")["street_code"]
    told = world.caller("street.heping@150202").get(f"{WHERE}/2025-04", expect=200).json
    there, whole = figures(told), figures(bulletin(world, "2025-04"))
    assert told["street"]["code"] == mine and there == {where: figure for where, figure in whole.items() if where[1] not in (*HIDDEN, "street") or where[1:] == ("street", mine)}
    assert ("complaints_received", "street", mine) in there and len({key for _, dimension, key in whole if dimension == "street"}) > 3
    page = world.caller("street.heping@150202").get(f"{WHERE}/2025-04", headers={"Accept": "text/html"}, expect=200).body.decode()
    names = {figure["name"] for (_, dimension, key), figure in whole.items() if dimension == "street" and key != mine} | {figure["name"] for (_, dimension, _), figure in whole.items() if dimension in HIDDEN}
    assert len(names) > 3 and not [name for name in names if name and name in page]
    assert figures(bulletin(world, "2025-04", "platform")) == whole


class Tables(html.parser.HTMLParser):
    """Sections, and of each what its tables and drawings say: rows as (title, heads, cells)."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.tiles, self.drawn, self.open, self.text, self.heads, self.cells, self.section, self.english = [], [], [], [], "", [], [], None, 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs).get("class", "")
        self.open.append((tag, named))
        if named == "en":
            self.english += 1
        elif tag in ("th", "td", "h2", "text", "b", "title", "h3") or named == "facts":
            self.text = ""
        if tag == "table":
            self.heads = []
        if tag == "tr":
            self.cells = []

    def handle_endtag(self, tag):
        named = ""
        while self.open:
            was, named = self.open.pop()
            if was == tag:
                break
        self.english -= named == "en"
        text = self.text.strip()
        if tag == "h2":
            self.section = text
        elif tag == "th":
            self.heads.append(text)
        elif tag == "td":
            self.cells.append(text)
        elif tag == "tr" and self.cells:
            self.rows.append((self.section, tuple(self.heads), tuple(self.cells)))
        elif tag == "text" and named == "tip":
            self.drawn.append((self.section, text))
        elif tag == "small":
            self.tiles.append(text)

    def handle_data(self, data):
        self.text += "" if self.english else data


COMPARED = ("本期", "上期", "环比", "上年同期", "同比")


def difference(now, then):
    if now is None or then is None:
        return "—"
    change = Decimal(now) - Decimal(then)
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{abs(change)}"


@pytest.mark.parametrize("period", ["2025-03", "2025-Q1", "2025"])
def test_every_number_on_the_page_is_one_of_the_package(period, world, packages):
    """Each cell of each table, by the names of its row and its column; each drawing; each tile."""
    frozen(world, "2024-03")
    told = bulletin(world, period)
    page = Tables(world.role("district").get(f"{WHERE}/{period}", headers={"Accept": "text/html"}, expect=200).body.decode())
    of = collections.defaultdict(list)
    for section in told["sections"]:
        for figure in section["figures"]:
            of[section["zh"], figure["name"] or figure["key"] or f"{figure['zh']} ({figure['unit']})"].append(figure)
    told_by = lambda figure, member: figure[member] if figure[member] is not None else "—"
    seen = 0
    for section, heads, cells in page.rows:
        some = of[section, cells[0]]
        assert some, (section, cells)
        if heads[1:] == COMPARED:
            rows = [(told_by(one, "value"), told_by(one, "before"), difference(one["value"], one["before"]), told_by(one, "year_ago"), difference(one["value"], one["year_ago"])) for one in some]
            assert cells[1:] in rows, (section, cells, rows)
        else:
            for head, cell in zip(heads[1:], cells[1:]):
                right = {told_by(one, "value") for one in some if one["zh"] == head}
                assert cell in (right or {"—"}), (section, heads, cells)
        seen += len(cells) - 1
    assert seen > 150 and len(page.drawn) >= 10
    for section, tip in page.drawn:
        values = {told_by(figure, member) for (zh, _), some in of.items() if zh == section for figure in some for member in ("value", "before")} | {"0"}
        assert {part.strip() for part in tip.split("/")} <= values, (section, tip)
    whole = {(zh, figure["zh"]) for (zh, _), some in of.items() for figure in some if figure["dimension"] == ""}
    assert {(section, cells[0].partition(" (")[0]) for section, heads, cells in page.rows} >= whole, "nothing is left out"


def test_the_page_runs_nothing_and_asks_for_nothing(world, samples, planted):  # noqa: F811
    """Every text is text, whatever somebody wrote into a register; a page says so itself."""
    place = estate(samples)
    name = f"恶意{HOSTILE}"[:60]
    world.cluster.query("update estates set name = %s where id = %s returning 1", (name, place["id"]))
    world.cluster.query("insert into complaints (district_code, client_id, round, created_at, updated_at, id, state, received_at, source, request_type, urgency, ticket_no, estate_id, street_code, community_code) "
                        "select district_code, client_id, 1, now(), now(), gen_random_uuid(), 'received', '2022-03-05 12:00+08', 'street', 'complaint', 'ordinary', 'H1', %s, %s, %s from complaints limit 1 returning 1",
                        (place["id"], place["street_code"], place["community_code"]))
    frozen(world, "2022-03")
    answer = world.role("district").get(f"{WHERE}/2022-03", headers={"Accept": "text/html"}, expect=200)
    text = answer.body.decode()
    shown = Page(text)
    assert not shown.elements & ACTIVE and not any(each.startswith("on") or each in ("src", "href", "srcset", "action") for each in shown.attributes), shown.elements & ACTIVE
    assert name in shown.said and "http" not in text and "url(" not in text and "@import" not in text and text.endswith("</html>\n")
    assert answer.header("Content-Type") == "text/html; charset=utf-8" and "default-src 'none'" in answer.header("Content-Security-Policy") and "script" not in answer.header("Content-Security-Policy")
    for part in ("物业管理工作月通报", "Monthly bulletin", "2022-03", "热点问题", "第1版"):
        assert part in shown.said, part
    assert "物业管理工作季度通报" in Page(world.role("district").get(f"{WHERE}/2022-Q1", headers={"Accept": "text/html"}, expect=200).body.decode()).said
    missing = Page(world.role("district").get(f"{WHERE}/2022", headers={"Accept": "text/html"}, expect=200).body.decode()).said
    assert "物业管理工作年度通报" in missing and "尚未封存" in missing and "2022-04" in missing


def test_the_workbook_has_every_figure(world, packages):
    """A sheet for each part; numbers as numbers."""
    answer = world.role("platform").get(f"{WHERE}/2025-03", headers={"Accept": XLSX}, expect=200)
    assert answer.header("Content-Type") == XLSX and 'filename="bulletin-2025-03.xlsx"' in answer.header("Content-Disposition")
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    told = bulletin(world, "2025-03")
    assert book.sheetnames == ["说明", *(section["zh"] for section in told["sections"])]
    for section in told["sections"]:
        rows = list(book[section["zh"]].iter_rows(min_row=2, values_only=True))
        assert [(row[2], row[4] or "", row[5] or "", row[6]) for row in rows] == [(one["figure"], one["dimension"], one["key"], one["name"]) for one in section["figures"]]
        for row, one in zip(rows, section["figures"]):
            for cell, member in zip(row[7:], ("value", "before", "year_ago", "numerator", "denominator")):
                assert (cell is None) == (one[member] is None) and (cell is None or isinstance(cell, (int, float)) and Decimal(str(cell)) == Decimal(one[member])), (one, member, cell)
    summary = [row for row in book["说明"].iter_rows(values_only=True)]
    assert (summary[0][1], summary[1][1]) == ("2025-03", told["district"]["name"]) and told["months"][0]["sha256"] in [row[4] for row in summary]


def test_each_form_has_a_tag_of_its_own(world, packages):
    district = world.role("district")
    tags = {}
    for accept in ("application/json", "text/html", XLSX):
        tags[accept] = district.get(f"{WHERE}/2025-02", headers={"Accept": accept}, expect=200).header("ETag")
        assert district.get(f"{WHERE}/2025-02", headers={"Accept": accept, "If-None-Match": tags[accept]}, expect=304).body == b""
    assert len(set(tags.values())) == 3
    assert district.get(f"{WHERE}/2025-02", headers={"Accept": XLSX, "If-None-Match": tags["application/json"]}, expect=200).header("Content-Type") == XLSX
    assert district.get(f"{WHERE}/2025-02", headers={"Accept": "*/*"}, expect=200).header("Content-Type") == "application/json"
    district.get(f"{WHERE}/2025-02", headers={"Accept": "text/csv"}, expect=406)
