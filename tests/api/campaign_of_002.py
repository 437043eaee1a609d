"""Seed 002 as it is lived: who acts, on which days, and every step of the campaign, over HTTP alone. The service knows no clock but its own, so the plan's months lie around today: this month is
the plan's November, last month its October with the second city inspection, the month five before today's its June; a day of the plan is the same day of such a month."""
import calendar
import datetime
import random
import time
import types
import uuid

from harness.imports import account, load
from harness.contract import XLSX
from harness.register import grant
from test_import_issues import form, row
from things.attachments import photo
from things.contracts import bring, day as from_today
from things.estates import COMMUNITY, today
from things.users import PASSWORD

LEDGERS = ["environment", "road", "parking", "service"]
SHEET = [{"code": "cleaning", "title_zh": "公共区域保洁", "title_en": "Cleaning", "ledger": "environment", "photo_required": True},
         {"code": "roads", "title_zh": "道路设施完好", "title_en": "Roads", "ledger": "road"},
         {"code": "fire_lane", "title_zh": "消防通道无违规停车", "title_en": "Fire lanes", "ledger": "parking", "severity": "safety"},
         {"code": "standard", "title_zh": "按合同约定服务", "title_en": "Service as agreed", "ledger": "service"}]
CITY = ["ledger_set_up", "campaign_progress", "issues_rectified", "pilot_estates"]
COVER = "井盖破损，请联系13900139000"
REPORT = {"content": "本月排查小区12个，整治问题进展顺利", "ledgers": LEDGERS}


def on(day):
    """The day of the story for one of the plan (MM-DD)."""
    month, number = map(int, day.split("-"))
    now = datetime.date.fromisoformat(today())
    at = now.year * 12 + now.month - 1 + month - 11
    year, month = at // 12, at % 12 + 1
    return datetime.date(year, month, min(number, calendar.monthrange(year, month)[1])).isoformat()


def shifted(value):
    """A plan with its days moved to those of the story."""
    if isinstance(value, dict):
        return {name: on(each) if name in ("begins_on", "ends_on", "day", "liaison_due") and each else shifted(each) for name, each in value.items()}
    return [shifted(each) for each in value] if isinstance(value, list) else value


class Story(types.SimpleNamespace):
    """Callers, what they made, and the campaign's issues by what they say."""

    def __init__(self, world):
        super().__init__(world=world)
        self.district = world.caller("district.officer@150202")
        name = "second.officer@150202"
        self.district.post("/v1/users", {"name": "second.officer", "display_name": "第二经办人", "password": PASSWORD, "role": "district"}, expect=201)
        world.register.credentials[name] = PASSWORD
        world.tokens[name] = world.anyone.request("POST", "/v1/auth/token", form=grant(name, PASSWORD), expect=200).json["access_token"]
        self.second = world.caller(name)
        self.street, self.other_street = world.caller("street.heping@150202"), world.caller("street.nanmenwai@150202")
        self.community, self.other_community = world.caller("community.huanxi@150202"), world.caller("community.luwang@150202")
        self.firm, self.other_firm = world.caller("company.one@150202"), world.caller("company.two@150202")
        self.platform, self.public = world.caller("platform@150202"), world.role("public")
        self.streets = [world.register.account(f"street.{name}@150202")["street_code"] for name in ("heping", "nanmenwai")]
        self.photos = 0

    def issues(self, client=None, **query):
        return (client or self.district).pages("/v1/issues", {"campaign_id": self.id, **query}, limit=200)

    def act(self, client, problem, verb, expect=200, **value):
        """A step of the issue that says this."""
        return client.post(f"/v1/issues/{self.ids[problem]}/{verb}", value, expect=expect)

    def know(self):
        """Ids by what issues say: of one that an inspection found with its estate, of one that was rolled up with its level, so that none is named twice."""
        self.ids = {}
        for each in self.issues():
            name = each["problem"] + (f"（{each['estate']['name']}）" if each["source"] == "inspection" and each["estate"] else "")
            self.ids[f"区级：{name}" if each["street_issues"] else name] = each["id"]

    def picture(self, client, kind, owner, expect=201, **query):
        self.photos += 1
        return client.request("POST", f"/v1/{kind}s/{owner}/attachments", query, photo(900000 + self.photos), {"Content-Type": "image/png"}, expect=expect).json


# ---- before it begins: what the registers hold ----

def place(story, at, name, **members):
    community = story.world.register.account(COMMUNITY[at])["community_code"]
    value = {"code": f"S002{next(story.world.serial):05d}", "name": name, "community_code": community, "area_m2": "50000.00", "building_type": "multi", "new_or_old": "ordinary", "mode": "market", **members}
    return story.district.post("/v1/estates", value, expect=201).json


def registers(story):
    """Estates of two communities, each with the contract of its firm: handed in by the firm, approved by the street, filed by the district."""
    near = [place(story, "near", "东湖花园", is_key=True), place(story, "near", "东湖新村")] + [place(story, "near", f"青山里{number}号院") for number in "一二三四"]
    far = [place(story, "far", "南门小区", is_key=True), place(story, "far", "南门里")] + [place(story, "far", f"河畔苑{number}区") for number in "一二三四"]
    for at, grade, estates in (("near", "一级", near), ("far", "二级", far)):
        bring(types.SimpleNamespace(world=story.world), "filed", at, estate_codes=[each["code"] for each in estates], service_grade=grade, signed_on=from_today(-410), service_start=from_today(-400),
              fee_start=from_today(-300))
    story.near, story.far = near, far
    for code, name in (("urban_management", "城市管理局"), ("fire_rescue", "消防救援大队")):
        story.district.post("/v1/departments", {"code": code, "name": name}, expect=201)


# ---- 1. 动员部署 ----

def begun(story):
    """F31–F35, B17, A05: one call starts it; every street names its liaison; three pilots and no fourth, of which one makes room again."""
    template = story.district.get("/v1/campaign-templates/zaozhuang_2020", expect=200).json["plan"]
    plan = shifted({name: template[name] for name in ("begins_on", "ends_on", "phases", "deliverables", "events", "liaison_due")})
    plan["deliverables"] += [
        {"code": "street_monthly", "kind": "report", "title_zh": "街道月报", "title_en": "Monthly report of streets", "owed_by": "street", "schedule": "monthly", "month_day": 3, "month": "next"},
        {"code": "street_result", "kind": "result", "title_zh": "街道整治成果", "title_en": "Result of streets", "owed_by": "street", "schedule": "once", "day": on("12-31"), "checklist": ["台账逐一销号"]}]
    story.plan = plan
    story.campaign = story.district.post("/v1/campaigns", {"template": "zaozhuang_2020", "code": "drive-of-002", "year": int(today()[:4]), "source": "枣住建房字〔2020〕15号", "issued_on": on("03-31"),
                                                           "plan": plan}, expect=201).json
    story.id = story.campaign["id"]
    for code in story.campaign["streets_without_liaison"]:
        story.district.post("/v1/liaisons", {"campaign": "drive-of-002", "street_code": code, "name": "联络员"}, expect=201)
    story.pilots = [story.district.post(f"/v1/campaigns/{story.id}/estates", {"estate_id": each["id"], "kind": "pilot"}, expect=201).json for each in (story.near[0], story.far[0], story.near[1])]
    story.fourth = story.district.post(f"/v1/campaigns/{story.id}/estates", {"estate_id": story.far[1]["id"], "kind": "pilot"}, expect=409).code
    story.district.post(f"/v1/campaign-estates/{story.pilots[2]['id']}/end", {"reason": "集中力量办好两个试点"}, expect=200)
    story.campaign = story.district.post(f"/v1/campaigns/{story.id}/open", None, expect=200).json


# ---- 2. 全面排查 ----

def survey(story):
    """F18, F20–F25, F32: streets hand in the four ledgers as they filled them in, communities record what they find, a complaint and a firm's own check come to it through the street."""
    ours, theirs = (story.near[0]["name"], story.near[1]["name"]), (story.far[0]["name"], story.far[1]["name"])
    story.files = [
        (story.street, form({"environment": [row(1, ours[0], "1. 楼道堆物", "三日内清运", today(20), "张主任"), row(None, None, "2. 绿化缺株")], "road": [row(1, ours[0], "1. 甬路侧石松动")],
                             "parking": [row(1, ours[1], "1. 车辆占用绿地", "划线、劝离", today(25), "赵队长", "已划线")], "service": [row(1, ours[1], "1. 客服电话无人接听")]})),
        (story.other_street, form({"environment": [row(1, theirs[0], "1. 垃圾桶满溢", "每日两清", today(10), "钱经理")], "road": [row(1, theirs[1], "1. 路面破损")],
                                   "parking": [row(1, theirs[0], "1. 非机动车乱停放")], "service": [row(1, theirs[1], "1. 收费未公示，请联系13800138000"), row(None, None, "2. 重复登记")]}))]
    story.loaded = [account(load(client, "issues", body, headers={"Content-Type": XLSX}, campaign_id=story.id).json) for client, body in story.files]

    def found(client, estate, ledger, problem, expect=201, **members):
        return client.post("/v1/issues", {"campaign_id": story.id, "estate_id": estate["id"], "ledger": ledger, "problem": problem, "found_on": on("04-20"), **members}, expect=expect).json
    found(story.community, story.near[0], "environment", "单元门厅积尘", place="3号楼")
    cover = {"defect_list": "facility_deficiency", "defect_code": "broken_manhole_cover", "place": "北门"}
    story.twice = [found(client, story.far[0], "road", COVER, **cover) for client in (story.other_community, story.other_street)]
    found(story.street, story.near[1], "parking", "停车引导标识缺失", source="self_check", complexity="simple")
    story.complaints = []
    for client, estate, secret, problem in ((story.street, story.near[0], False, "楼道照明长期不亮"), (story.other_street, story.far[0], True, "值班人员态度生硬")):
        ticket = story.world.post_ticket("hotline@150202", estate_code=estate["code"], secret=secret)
        story.complaints.append(ticket["complaint_id"])
        client.post(f"/v1/complaints/{ticket['complaint_id']}/issue", {"campaign_id": story.id, "ledger": "service", "problem": problem, "place": "2号楼"}, expect=201)


# ---- 3. 督查 ----

def finding(one, code, problem=None, **members):
    value = {"id": str(uuid.uuid4()), "inspection_id": one["id"], "revision": 1, "item_code": code, "result": "problem" if problem else "passed", "observed_at": f"{one['visited_on']}T10:30:00+08:00", **members}
    return {**value, "problem": problem} if problem else value


def visit(story, one, problems, day=None):
    """Made in the field by two devices: the photos come first, findings shuffled, some more than once (F28); then it is submitted."""
    one = story.district.post(f"/v1/inspections/{one['id']}/start", {"visited_on": day} if day else {}, expect=200).json
    findings = [finding(one, each["code"], problems.get(each["code"])) for each in SHEET]
    for each in findings:
        if each["result"] == "problem":
            story.picture(story.district, "inspection", one["id"], finding_id=each["id"])
    devices = [story.world.caller("district.officer@150202") for _ in range(2)]
    dice = random.Random(2)
    for device in devices:
        sent = findings + findings[:2]
        dice.shuffle(sent)
        device.post("/v1/findings/sync", sent, expect=200)
    return story.district.post(f"/v1/inspections/{one['id']}/submit", {"summary": "已当场指出问题"}, expect=200).json


def sheet_and_keys(story):
    """F11, F36: by a published sheet, every key estate of the two streets."""
    draft = story.second.post("/v1/inspection-sheets", {"code": "drive002", "title_zh": "攻坚行动检查表", "title_en": "Sheet of the drive", "kinds": ["key", "random", "city", "follow_up"], "items": SHEET,
                                                        "source": "枣住建房字〔2020〕15号"}, expect=201).json
    story.sheet = story.district.post(f"/v1/inspection-sheets/{draft['id']}/publish", {"version": 1, "effective_from": on("04-01")}, expect=200).json
    plan = story.district.post("/v1/inspection-plans", {"title": "重点小区全覆盖检查", "kind": "key", "campaign_id": story.id, "sheet_id": story.sheet["id"], "streets": story.streets,
                                                        "period_from": on("05-01"), "period_to": on("05-31")}, expect=201).json
    story.district.post(f"/v1/inspection-plans/{plan['id']}/fill", None, expect=200)
    for one in story.district.pages("/v1/inspections", {"plan_id": plan["id"]}, limit=200):
        visit(story, one, {"cleaning": "垃圾清运不及时"} if one["estate"]["id"] == story.near[0]["id"] else {}, on("05-12"))
    story.keys = story.district.get(f"/v1/inspection-plans/{plan['id']}", expect=200).json


def joint_enforcement(story):
    """F12, F49: each street once a month with the departments; one of them leaves October out."""
    for client, estate, left_out in ((story.street, story.near[0], None), (story.other_street, story.far[0], 10)):
        for month in range(4, 12):
            if month != left_out:
                one = client.post("/v1/inspections", {"kind": "joint_enforcement", "campaign_id": story.id, "estate_id": estate["id"], "departments": ["urban_management", "fire_rescue"],
                                                      "visited_on": on(f"{month:02d}-01"), "inspectors": [{"name": "联合检查组"}]}, expect=201).json
                client.post(f"/v1/inspections/{one['id']}/submit", {}, expect=200)


def city_inspection(story, name, pool, day, problems):
    """F27, F29, F30: committed by one, drawn by another from four estates, its teams without those who have an interest; drawn, visited, published."""
    people = [story.district.post("/v1/inspectors", {"name": f"{name}督查员{number}", "unit": "department", "unit_name": "市住建局"}, expect=201).json["id"] for number in "甲乙丙"]
    story.district.post(f"/v1/inspectors/{people[0]}/conflicts", {"estate_id": pool[0]["id"], "reason": "近亲属在该小区任职"}, expect=201)
    soon = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2)).isoformat(timespec="milliseconds")
    draw = story.second.post("/v1/draws", {"title": f"{name}市级督查", "basis": "双随机一公开", "campaign_id": story.id, "targets": {"estate_ids": [each["id"] for each in pool]}, "target_count": 2,
                                           "inspectors": {"inspector_ids": people}, "inspector_count": 3, "team_size": 2, "public_value_source": "双色球当晚开奖号码，以空格分隔", "not_before": soon}, expect=201).json
    plan = story.district.post("/v1/inspection-plans", {"title": f"{name}市级督查", "kind": "city", "campaign_id": story.id, "sheet_id": story.sheet["id"], "period_from": day[:8] + "01", "period_to": day}, expect=201).json
    value = {"public_value": "03 09 14 21 26 33 08"}
    time.sleep(2.1)
    own = story.second.post(f"/v1/draws/{draw['id']}/draw", value, expect=409).code
    story.district.post(f"/v1/draws/{draw['id']}/draw", value, expect=200)
    story.district.post(f"/v1/draws/{draw['id']}/publish", None, expect=200)
    made = story.district.post(f"/v1/inspection-plans/{plan['id']}/draw", {"draw_id": draw["id"]}, expect=200).json["made"]
    order = {each["id"]: number for number, each in enumerate(pool)}
    ones = sorted(story.district.pages("/v1/inspections", {"draw_id": draw["id"]}), key=lambda one: order[one["estate"]["id"]])
    done = [visit(story, one, said, day) for one, said in zip(ones, problems)]
    public = story.district.post("/v1/inspection-publications", {"draw_id": draw["id"]}, expect=200).json
    return types.SimpleNamespace(id=draw["id"], own=own, made=made, ones=done, public=public, names=[one["estate"]["name"] for one in done], teams=[one["inspectors"] for one in ones],
                                 barred=people[0], kin=pool[0]["id"])


def city_of_ledgers(story, day, problem):
    """F29: the four items that the city looks at, of no estate."""
    sheet = next(each for each in story.district.pages("/v1/inspection-sheets", {"state": "given"}) if each["code"] == "zaozhuang_city")
    one = story.district.post("/v1/inspections", {"kind": "city", "campaign_id": story.id, "sheet_id": sheet["id"], "visited_on": day, "inspectors": [{"name": "市督查组"}]}, expect=201).json
    story.district.post("/v1/findings/sync", [finding(one, code, problem if code == "ledger_set_up" else None) for code in CITY], expect=200)
    return story.district.post(f"/v1/inspections/{one['id']}/submit", {}, expect=200).json


def inspections(story):
    sheet_and_keys(story)
    joint_enforcement(story)
    story.june = city_inspection(story, "六月", story.near[2:], on("06-18"), [{"cleaning": "楼道清扫不及时", "roads": "侧石破损"}, {"cleaning": "楼道清扫不及时"}])
    story.ledgers = city_of_ledgers(story, on("06-20"), "台账更新不及时")
    first = story.june.ones[1]
    again = story.district.post("/v1/inspections", {"kind": "follow_up", "follow_up_of": first["id"], "visited_on": on("07-15"), "inspectors": [{"name": "复查组"}]}, expect=201).json
    followed, = story.district.get(f"/v1/inspections/{again['id']}/followed-issues", expect=200).json["items"]
    still = {"id": str(uuid.uuid4()), "inspection_id": again["id"], "revision": 1, "result": "problem", "ledger": "environment", "problem": "仍未清扫", "checked_issue_id": followed["id"],
             "observed_at": f"{on('07-15')}T09:00:00+08:00"}
    story.district.post("/v1/findings/sync", still, expect=200)
    story.follow_up = story.district.post(f"/v1/inspections/{again['id']}/submit", {"summary": "仍有一处未整改"}, expect=200).json
    story.october = city_inspection(story, "十月", story.far[2:], on("10-20"), [{"fire_lane": "消防通道被占"}, {"cleaning": "绿篱枯死"}])
