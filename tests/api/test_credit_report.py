"""A firm's credit report, as JSON and as a page to print."""
import datetime
import html.parser
import xml.etree.ElementTree

import pytest
from things.effects import entry, record, rulebook
from things.firms import firm

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
DAY = datetime.timedelta(1)
HOSTILE = "<script>alert(1)</script>\"'&amp;\u2028</style></title><img src=x onerror=alert(2)>"
# What loads or runs something.
ACTIVE = {"script", "img", "link", "iframe", "object", "embed", "form", "input", "base", "audio", "video", "image", "use", "foreignobject", "a"}


class Page(html.parser.HTMLParser):
    """Elements, their attributes and the text of a page."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.attributes, self.said = set(), set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.said += data


@pytest.fixture(autouse=True)
def in_force(world):
    rulebook(world)


def months_before(day, count):
    """The last days of the months before, newest first."""
    found = []
    for _ in range(count):
        day = day.replace(day=1) - DAY
        found.append(day)
    return found


def rated(world, **members):
    """Two years in the register: good from 2025 on, a bad thing that lasts, and one that was found out late."""
    made = firm(world, **members)
    world.cluster.query("update firms set known_from = now() - interval '3 years' where id = %s", (made["id"],))
    ends = months_before(TODAY, 24)
    record(world, made["id"], "honour", "12.5", since=str(ends[20]), until=str(TODAY + 90 * DAY), known=f"{ends[20]} 12:00+08")
    record(world, made["id"], "honour", "12.5", since=str(ends[15]), until=str(TODAY + 90 * DAY), known=f"{ends[15]} 12:00+08", facts=HOSTILE)
    record(world, made["id"], "late", "30", since=str(ends[10]), until=str(TODAY), known=f"{ends[5]} 12:00+08", facts="群众反映投诉不及时处理")
    return made, ends


def page(world, made, role="street", **query):
    answer = world.role(role).get(f"/v1/firms/{made['id']}/credit-report", query, headers={"Accept": "text/html"})
    assert answer.header("Content-Type") == "text/html; charset=utf-8"
    return answer


def test_a_report_says_what_a_score_is_made_of_and_how_it_came(world):
    """D01, D09: each line, each cap, each effect; the past as it was known then."""
    made, ends = rated(world)
    entry(world, made["id"], "key_supervision", str(TODAY))
    report = world.role("street").get(f"/v1/firms/{made['id']}/credit-report").json
    assert report["score"] == {"base": "70", "basic": "0", "good": "20", "bad": "30", "total": "60.00"} and report["grade"]["code"] == "A"
    assert [(line["category"], line["points"], line["counted"], line["cut_by"], line["title_zh"]) for line in report["lines"]] == [
        ("good", "12.5", "12.5", None, "市级荣誉"), ("good", "12.5", "7.5", "category_cap", "市级荣誉"), ("bad", "30", "30", None, "投诉处理不及时")]
    assert report["lines"][1]["facts"] == HOSTILE and report["lines"][2]["until"] == str(TODAY)
    assert [(each["effect"], each["origin"]) for each in report["effects"]] == [("key_supervision", "list")]
    history = {each["on"]: (each["total"], each["grade"]) for each in report["history"]}
    assert [each["on"] for each in report["history"]] == sorted(map(str, [*ends, TODAY]))
    assert (history[str(ends[23])], history[str(ends[20])], history[str(ends[15])]) == (("70.00", "A"), ("82.50", "AA"), ("90.00", "AAA"))
    assert (history[str(ends[9])], history[str(ends[5])], history[str(TODAY)]) == (("90.00", "AAA"), ("60.00", "A"), ("60.00", "A")), "found out late, it counts from then on"
    before = world.role("street").get(f"/v1/firms/{made['id']}/credit-report", {"as_of": str(ends[9])}).json
    assert before["score"]["total"] == "90.00" and len(before["lines"]) == 2 and before["history"][-1]["on"] == str(ends[9])


def test_the_page_says_the_same_and_runs_nothing(world):
    """The printable page: every text is text, whatever somebody wrote; no script, no link, no request."""
    name = f"恶意{HOSTILE}"[:60]
    made, ends = rated(world)
    world.cluster.query("update firms set name = %s where id = %s", (name, made["id"]))
    answer = page(world, made)
    text = answer.body.decode()
    shown = Page(text)
    assert not shown.elements & ACTIVE and not any(each.startswith("on") or each in ("src", "href", "srcset", "action") for each in shown.attributes), shown.elements & ACTIVE
    assert name in shown.said and HOSTILE in shown.said and "http" not in text and "url(" not in text and "@import" not in text
    for part in ("物业服务企业信用报告", "60.00", "信用较好", "投诉处理不及时", "类别封顶", "试验计分标准", "Score over time", str(TODAY), made["uscc"]):
        assert part in shown.said, part
    assert "default-src 'none'" in answer.header("Content-Security-Policy") and "script" not in answer.header("Content-Security-Policy")
    assert answer.header("X-Content-Type-Options") == "nosniff"
    drawing = xml.etree.ElementTree.fromstring(text[text.index("<svg"):text.index("</svg>") + 6])
    points = drawing.find("polyline").get("points").split()
    assert len(points) == 25 == len(drawing.findall("circle"))
    heights = [int(point.partition(",")[2]) for point in points]
    assert heights[0] > heights[4] > heights[12] < heights[-1], "up is more"
    assert str(ends[20]) in text


def test_json_is_what_is_meant_when_nothing_is_asked_for(world):
    made, _ = rated(world)
    street, path = world.role("street"), f"/v1/firms/{made['id']}/credit-report"
    for accept, wanted in (("*/*", "application/json"), ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"), ("text/html;q=0.2, application/json", "application/json"),
                           ("text/*", "text/html; charset=utf-8")):
        assert street.get(path, headers={"Accept": accept}).header("Content-Type") == wanted
    assert street.get(path, headers={"Accept": "text/csv"}, expect=406).code == "not_acceptable"
    first = street.get(path)
    assert street.get(path, headers={"If-None-Match": first.header("ETag")}, expect=304).body == b""
    assert street.get("/v1/firms/01900000-0000-7000-8000-000000000000/credit-report", headers={"Accept": "text/html"}, expect=404).code == "not_found"


def test_the_page_has_a_tag_of_its_own(world):
    """Who has the JSON has no page; and a page that says the same is not sent again for the moment it was made at."""
    made, _ = rated(world)
    street, path, accept = world.role("street"), f"/v1/firms/{made['id']}/credit-report", {"Accept": "text/html"}
    tag = street.get(path).header("ETag")
    shown = street.get(path, headers={**accept, "If-None-Match": tag}, expect=200)
    assert "生成时间" in shown.body.decode() and shown.body.decode().endswith("</html>\n")
    assert shown.header("ETag").startswith('W/"') and tag not in shown.header("ETag")
    assert street.get(path, headers={**accept, "If-None-Match": shown.header("ETag")}, expect=304).body == b""
    assert street.get(path, headers={"If-None-Match": shown.header("ETag")}, expect=200).header("Content-Type") == "application/json"
    head = street.request("HEAD", path, headers=accept)
    assert (head.status, head.body, head.header("ETag")) == (200, b"", shown.header("ETag"))


def test_a_line_is_about_what_its_record_says(world):
    """Decided by an earlier rulebook, whose item this one does not know."""
    made = firm(world)
    late = record(world, made["id"], "late", "5")
    world.cluster.query("update credit_records set item_code = 'former', title_zh = '旧标准事项', title_en = 'Former item' where id = %s", (late,))
    world.cluster.query("update credit_counts set item_code = 'former' where record_id = %s", (late,))
    line = world.role("street").get(f"/v1/firms/{made['id']}/credit-report").json["lines"][0]
    assert (line["item_code"], line["title_zh"], line["title_en"]) == ("former", "旧标准事项", "Former item")


def test_a_firm_has_the_report_of_itself_alone(world):
    one, two = (world.register.account(f"company.{number}@150202")["firm_id"] for number in ("one", "two"))
    assert page(world, {"id": one}, "company").status == 200
    assert world.role("company").get(f"/v1/firms/{two}/credit-report", headers={"Accept": "text/html"}, expect=404)
    told = world.role("company").get(f"/v1/firms/{one}/credit-report").json
    assert told == world.role("district").get(f"/v1/firms/{one}/credit-report").json


def test_without_a_rulebook_the_page_says_so(world):
    made = firm(world, abroad=True)
    officer = world.caller("district.officer@340302")
    report = officer.get(f"/v1/firms/{made['id']}/credit-report").json
    assert (report["rulebook"], report["grade"], report["score"], report["lines"], report["history"]) == (None, None, None, [], [])
    text = officer.get(f"/v1/firms/{made['id']}/credit-report", headers={"Accept": "text/html"}).body.decode()
    assert "当日没有生效的计分标准" in text and "<svg" not in text
