"""Campaigns with what is owed under them, plans and visits, findings, issues until they are closed or not, draws, panels, meetings, checks of each day, estates on watch."""
import datetime
import uuid

import words
from clock import day_of, told
from district import COLLEAGUE, OFFICER, get, post
from pictures import photo

LEDGERS = ["environment", "facility", "parking", "road", "service"]
PROBLEMS = {"environment": [("生活垃圾未日产日清", "增加清运频次"), ("楼道堆放杂物", "组织清理")], "facility": [("消火栓箱门损坏", "更换箱门"), ("单元门闭门器损坏", "维修更换"), ("外墙砖松动", "设置围挡并维修")],
            "parking": [("占用消防通道停车", "划线并安装隔离桩"), ("车位线模糊", "重新施划")], "road": [("路面坑洼积水", "修补路面"), ("井盖破损", "更换井盖")], "service": [("收费未公示", "按规定公示"), ("保安脱岗", "调整班次")], "petition": [("多次信访反映供暖不热", "约请热力公司会商")]}
DEPARTMENTS = ["water_supply", "power_supply", "urban_management"]


def begin(d, teller, scale):
    d.inspectors = []
    teller.begin(d.at(d.day(1), 9), inspectors(d))
    d.notes["campaigns"] = []
    teller.begin(d.at(d.day(5), 10), campaign(d, teller, "winter-heating", "冬季供暖和消防安全专项行动", "Winter heating and fire safety", 5, 115))
    teller.begin(d.at(d.day(160), 10), campaign(d, teller, "clean-summer", "夏季环境卫生和防汛专项行动", "Summer hygiene and flood safety", 160, 300))
    teller.begin(d.at(d.day(330), 10), campaign(d, teller, "autumn-order", "秋季物业服务提升行动", "Autumn service drive", 330, 420))
    for number in range(scale(260)):
        teller.begin(d.at(d.day(6 + number * 370 // scale(260)), 9, number % 50), visit(d, number))
    for number in range(scale(700)):
        teller.begin(d.at(d.day(4 + number * 376 // scale(700)), 10, number % 50), patrol(d, number), crowd=True)
    for quarter in range(4):
        teller.begin(d.at(d.day(40 + quarter * 91), 9), draw(d, quarter))
    for number in range(scale(6)):
        teller.begin(d.at(d.day(150 + number * 200 // scale(6)), 11), panel(d, number))
    for number in range(scale(36)):
        teller.begin(d.at(d.day(12 + number * 360 // scale(36)), 15), meeting(d, number))
    for number in range(scale(300)):
        teller.begin(d.at(d.day(number * 380 // scale(300)), 16, number % 50), daily(d, number), crowd=True)
    for number in range(scale(12)):
        teller.begin(d.at(d.day(60 + number * 300 // scale(12)), 11), watched(d, number))


def inspectors(d):
    for number in range(18):
        chance = d.chance("inspector", number)
        unit = "expert" if number % 3 else "street"
        value = {"name": words.name(chance), "unit": unit, "specialities": [chance.choice(["消防", "电梯", "工程", "财务"])]}
        value |= {"street_code": d.streets[number % len(d.streets)]} if unit == "street" else {"unit_name": "物业管理协会"}
        answer = yield post(OFFICER, "/v1/inspectors", value)
        d.inspectors.append({"id": answer.json["id"], "unit": unit})
        if number % 6 == 0:
            yield post(OFFICER, f"/v1/inspectors/{answer.json['id']}/conflicts", {"estate_id": d.estates[number]["id"], "reason": "曾在该单位任职"})


def campaign(d, teller, code, zh, en, first, last):
    begins, ends = d.day(first), d.day(last)
    half = d.day((first + last) // 2)
    deliverables = [{"code": f"report_{number}", "kind": "report", "title_zh": f"第{number}次工作进展", "title_en": f"Progress {number}", "owed_by": owed, "schedule": "once", "day": str(d.day(first + 25 * number))}
                    for number, owed in ((1, "street"), (2, "community"), (3, "street"), (4, "district")) if first + 25 * number < last]
    made = yield post(COLLEAGUE, "/v1/campaigns", {
        "code": code, "year": begins.year, "title_zh": zh, "title_en": en, "source": "区物业管理工作领导小组方案（演示）", "issued_on": str(begins),
        "plan": {"begins_on": str(begins), "ends_on": str(ends), "phases": [{"code": "check", "title_zh": "排查阶段", "title_en": "Check", "begins_on": str(begins), "ends_on": str(half)},
                 {"code": "mend", "title_zh": "整改阶段", "title_en": "Mend", "begins_on": str(half + datetime.timedelta(1)), "ends_on": str(ends)}],
                 "deliverables": deliverables, "events": [], "ledgers": LEDGERS[:3], "estates": [{"kind": "pilot", "minimum": 2, "maximum": 5}], "liaison_due": None}})
    one = made.json["id"]
    yield post(OFFICER, f"/v1/campaigns/{one}/open")
    d.notes["campaigns"].append((first, last, one))
    for estate in d.estates[first % 50::90]:
        yield post(OFFICER, f"/v1/campaigns/{one}/estates", {"estate_id": estate["id"], "kind": "pilot"}, expect=(201, 409))
    duties, cursor = [], ""
    while cursor is not None:
        page = (yield get(OFFICER, f"/v1/campaign-duties?campaign_id={one}&limit=200{cursor and '&cursor=' + cursor}")).json
        duties += page["items"]
        cursor = page["next"]
    for number, duty in enumerate(sorted(duties, key=lambda duty: (duty["deliverable"] if isinstance(duty.get("deliverable"), str) else str(duty.get("due_on")), duty["org_code"] or ""))):
        teller.begin(d.clock.now + 600, duty_life(d, duty, code, number), crowd=True)
    yield d.at(ends + datetime.timedelta(2), 16)
    yield post(OFFICER, f"/v1/campaigns/{one}/close", {"reason": "专项行动结束，转入常态管理"})


def duty_life(d, duty, code, number):
    """Most are handed in on time, some late, some never; a few come back."""
    chance = d.chance("duty", code, number)
    due = datetime.date.fromisoformat(duty["due_on"])
    roll = chance.random()
    if roll < 0.08:
        return
    account = {"street": lambda: d.accounts.get(("street", duty["org_code"])), "community": lambda: d.accounts.get(("community", duty["org_code"]))}.get(duty["owed_by"], lambda: OFFICER)()
    if account is None:
        return
    at = d.at(due + datetime.timedelta(chance.randint(1, 6) if roll < 0.2 else -chance.randint(0, 5)), chance.randint(9, 17))
    yield max(at, d.clock.now)
    path = f"/v1/campaign-duties/{duty['id']}"
    said = {"content": f"本期排查小区{chance.randint(3, 30)}个，发现问题{chance.randint(5, 60)}个，已整改{chance.randint(1, 40)}个。"}
    answer = yield post(account, f"{path}/submit", said, expect=(200, 409))
    if answer.status != 200:
        return
    yield d.office(d.clock.now + 86400)
    by = COLLEAGUE if duty["owed_by"] != "community" else d.accounts.get(("street", duty["org_code"][:9]), COLLEAGUE)
    if chance.random() < 0.1:
        yield post(by, f"{path}/return", {"reason": "缺少整改清单"}, expect=(200, 409))
        yield d.office(d.clock.now + 86400)
        yield post(account, f"{path}/submit", said, expect=(200, 409))
        yield d.office(d.clock.now + 86400)
    yield post(by, f"{path}/accept", {"note": "材料齐全"}, expect=(200, 409))


def the_campaign(d, day):
    number = (day - d.first_day).days
    return next((one for first, last, one in d.notes["campaigns"] if first <= number <= last), None)


def visit(d, number):
    """An inspection: of whom, what was found, and the issues that come of it."""
    chance = d.chance("visit", number)
    today = day_of(d.clock.now)
    by = [OFFICER, d.street(d.streets[number % len(d.streets)])][number % 2]
    pool = d.estates if by == OFFICER else [one for one in d.estates if one["street_code"] == d.streets[number % len(d.streets)]]
    bad = [one for one in pool if (d.firm_on(one, today) or {}).get("temper") == "bad"]
    estate = chance.choice(bad if bad and chance.random() < 0.4 else pool)
    campaign_ = the_campaign(d, today) if by == OFFICER else None
    made = yield post(by, "/v1/inspections", {"kind": "joint_enforcement" if number % 4 == 1 else "special", "estate_id": estate["id"], "inspectors": [{"name": words.name(chance), "unit": "检查组"}], **({"campaign_id": campaign_} if campaign_ else {}),
                                                 **({"departments": ["fire_rescue", "urban_management"]} if number % 4 == 1 else {})})
    one = made.json["id"]
    if chance.random() < 0.05:
        yield post(by, f"/v1/inspections/{one}/cancel", {"reason": "小区封闭施工"})
        return
    yield post(by, f"/v1/inspections/{one}/start", {})
    findings = []
    for place in range(chance.choice([1, 1, 2, 3] if number % 11 == 0 else [0, 1, 1, 2, 3])):
        ledger = chance.choice(LEDGERS)
        problem, _ = chance.choice(PROBLEMS[ledger])
        findings.append({"id": str(uuid.UUID(int=chance.getrandbits(128), version=4)), "inspection_id": one, "revision": 1, "result": "problem", "ledger": ledger, "place": f"{chance.randint(1, 18)}号楼",
                         "problem": problem, "observed_at": told(d.clock.now)})
    if findings:
        yield post(by, "/v1/findings/sync", findings)
    if number % 5 == 0:
        yield post(by, f"/v1/inspections/{one}/attachments", data=photo(number), media="image/png", expect=(201, 422, 400, 409))
    yield d.office(d.clock.now + 3 * 3600)
    yield post(by, f"/v1/inspections/{one}/submit", {"summary": f"发现问题{len(findings)}处" if findings else "未发现问题"}, expect=(200, 409, 422))
    yield d.office(d.clock.now + 86400)
    if number % 3:
        yield post(OFFICER, f"/v1/inspections/{one}/publish", expect=(200, 409))
    if findings:
        issues = (yield get(by, f"/v1/issues?inspection_id={one}", expect=(200, 400))).json.get("items", [])
        for found in sorted(issues, key=lambda issue: (issue["place"] or "", issue["problem"])):
            yield from issue_life(d, found, estate, chance, by)
        if number % 11 == 0:
            follow = yield post(by, "/v1/inspections", {"kind": "follow_up", "inspectors": [{"name": words.name(chance), "unit": "检查组"}], "follow_up_of": one}, expect=(201, 409, 422))
            if follow.status == 201:
                yield post(by, f"/v1/inspections/{follow.json['id']}/start", {})


def patrol(d, number):
    """An issue that a street or community found by itself."""
    chance = d.chance("patrol", number)
    estate = d.estates[chance.randrange(len(d.estates))]
    ledger = "petition" if number % 50 == 4 else chance.choice(LEDGERS)
    problem, _ = chance.choice(PROBLEMS[ledger])
    by = d.street(estate["street_code"])
    found = yield post(by, "/v1/issues", {"ledger": ledger, "place": f"{chance.randint(1, 18)}号楼{chance.choice('东西南北')}侧", "problem": problem, "estate_id": estate["id"]})
    yield from issue_life(d, found.json, estate, chance, by, {2: "refused", 4: "slow"}.get(number % 50))


def issue_life(d, issue, estate, chance, by, fate=None):
    """Assigned, mended, accepted, closed; or put off, refused, overdue, given up."""
    def act(who, verb, value=None, **more):
        return post(who, f"/v1/issues/{issue['id']}/{verb}", value if value is not None else {}, expect=(200, 201, 409, 422, 403), **more)
    other = d.second_street[estate["street_code"]] if by != OFFICER else COLLEAGUE
    firm = d.firm_on(estate, day_of(d.clock.now))
    roll = {"refused": 0.065, "slow": 0.5}.get(fate, chance.random())
    if roll < 0.03:
        yield act(by, "withdraw", {"reason": "重复登记"})
        return
    yield d.office(d.clock.now + 86400 * chance.uniform(0.3, 2))
    due = day_of(d.clock.now) + datetime.timedelta(chance.choice([3, 5, 7, 10]))
    said = {"person": words.name(chance), "measure": dict(PROBLEMS[issue["ledger"]])[issue["problem"]], "due_on": str(due)}
    said |= {"responsible_kind": "firm", "firm_id": firm["id"]} if firm and (fate or chance.random() < 0.85) else {"responsible_kind": "department", "department": chance.choice(DEPARTMENTS)}
    assigned = yield act(by, "assign", said)
    if assigned.status != 200:
        return
    bad = firm and firm["temper"] == "bad"
    if roll < 0.06:
        yield act(by, "defer", {"plan": "列入明年老旧小区改造计划", "reported_up_to": "区物业管理工作领导小组"})
        return
    if roll < (0.16 if bad else 0.07):
        if fate or chance.random() < 0.5:
            yield d.office(d.clock.now + 9 * 86400)
            yield act(by, "refuse", {"decision": f"东住建决〔{day_of(d.clock.now).year}〕{chance.randint(1, 400)}号"})
        return  # or overdue until today
    if fate == "slow":
        return
    yield d.office(d.clock.now + 86400)
    yield act(by, "start")
    if chance.random() < 0.3:
        yield d.office(d.clock.now + 86400)
        yield act(by, "progress", {"progress": "已联系维修单位"})
    yield d.office(d.clock.now + 86400 * (chance.uniform(3, 20) if bad else chance.uniform(1, 6)))
    if chance.random() < 0.2:
        yield post(by, f"/v1/issues/{issue['id']}/attachments?stage=after", data=photo(chance.randrange(10 ** 6)), media="image/png", expect=(201, 409, 422))
    yield act(other, "rectify", {"note": "已整改完毕"})
    yield d.office(d.clock.now + 86400)
    if chance.random() < 0.06:
        yield act(by, "reject", {"reason": "整改不彻底"})
        return
    yield act(by, "accept", {"note": "现场查验合格"})
    yield d.office(d.clock.now + 86400)
    yield act(by, "close")
    if chance.random() < 0.5:
        yield post(OFFICER, "/v1/issue-publications", {"ids": [issue["id"]]}, expect=(200, 201, 409))


def draw(d, quarter):
    """双随机一公开: committed, drawn with the public value of that evening, published, visited."""
    chance = d.chance("draw", quarter)
    estates = [d.estates[number]["id"] for number in range(quarter, len(d.estates), 7)]
    made = yield post(COLLEAGUE, "/v1/draws", {
        "title": f"第{quarter + 1}次随机检查", "basis": "双随机一公开", "targets": {"estate_ids": estates}, "target_count": 5, "inspectors": {"inspector_ids": [one["id"] for one in d.inspectors if one["unit"] == "street"]},
        "inspector_count": 4, "team_size": 1, "public_value_source": "双色球当晚开奖号码，以空格分隔", "not_before": told(d.clock.now + 86400)})
    one = made.json["id"]
    yield d.office(d.clock.now + 2 * 86400)
    if quarter == 2:
        yield post(COLLEAGUE, f"/v1/draws/{one}/cancel", {"reason": "名录有误"})
        return
    yield post(OFFICER, f"/v1/draws/{one}/draw", {"public_value": " ".join(f"{number:02d}" for number in chance.sample(range(1, 34), 7))})
    yield post(OFFICER, f"/v1/draws/{one}/publish")
    yield post(OFFICER, f"/v1/draws/{one}/inspections", {})
    plan = yield post(OFFICER, "/v1/inspection-plans", {"title": f"第{quarter + 1}季度重点小区检查", "kind": "key", "period_from": str(day_of(d.clock.now)), "period_to": str(day_of(d.clock.now) + datetime.timedelta(80))})
    yield post(OFFICER, f"/v1/inspection-plans/{plan.json['id']}/fill", {}, expect=(200, 409, 422))


def panel(d, number):
    chance = d.chance("panel", number)
    experts = [one["id"] for one in d.inspectors if one["unit"] == "expert"][:3]
    estate = next(one for one in d.estates[number * 9:] if d.firm_on(one, d.first_day) and d.firm_on(one, d.first_day) is d.firm_on(one, day_of(d.clock.now)) and len(one["contracts"]) == 1)
    made = yield post(COLLEAGUE, "/v1/expert-panels", {"estate_id": estate["id"], "period_from": str(d.day(60)), "period_to": str(day_of(d.clock.now) - datetime.timedelta(10)), "disputed_by": "owners",
                                                       "reason": "业主对保洁频次有争议", "member_ids": experts, "chair_id": experts[0]})
    where = f"/v1/expert-panels/{made.json['id']}"
    yield d.office(d.clock.now + 3 * 86400)
    yield post(COLLEAGUE, f"{where}/hear", {"minutes": "听取双方陈述，现场查看三处"})
    for aspect in ("service_standard", "service_quality", "contract_performance"):
        for expert in experts:
            yield post(COLLEAGUE, f"{where}/opinions", {"inspector_id": expert, "aspect": aspect, "score": str(chance.randint(60, 90)), "view": "partly_met", "said": "部分达到约定标准"})
    yield post(COLLEAGUE, f"{where}/conclude", {"conclusion": "保洁频次未达到合同约定"})
    if number % 3:
        yield d.office(d.clock.now + 86400)
        yield post(OFFICER, f"{where}/adopt")


def meeting(d, number):
    chance = d.chance("meeting", number)
    street = d.streets[number % len(d.streets)]
    by = OFFICER if number % 4 == 0 else d.street(street)
    today = day_of(d.clock.now)
    made = yield post(by, "/v1/meetings", {"kind": "joint", "title": "物业管理联席会议", "held_on": str(today), "place": "会议室", "convener": words.name(chance), "convener_title": "分管负责人", "agenda": "研究小区整改",
                                           "participants": [{"unit": "派出所", "person": words.name(chance)}, {"unit": "物业企业代表"}], "minutes": "议定事项见决定"})
    decision = yield post(by, f"/v1/meetings/{made.json['id']}/decisions", {"decision": chance.choice(["清理楼道并恢复绿地", "增设电动车充电桩", "落实公共收益公示"]), "responsible_kind": "department",
                                                                           "responsible": "综合行政执法局", "person": words.name(chance), "due_on": str(today + datetime.timedelta(14))})
    yield d.office(d.clock.now + 86400 * chance.randint(5, 25))
    if chance.random() < 0.75 and not d.over(d.clock.now):
        yield post(by, f"/v1/meeting-decisions/{decision.json['id']}/complete", {"outcome": "已落实"})


def daily(d, number):
    chance = d.chance("daily", number)
    code = d.communities[chance.randrange(len(d.communities))]
    yield post(d.community(code), "/v1/daily-checks", {"checked_on": str(day_of(d.clock.now)), "area": chance.choice(["东片", "西片", "南片", "北片"]), "checked": "楼道杂物、电动自行车停放",
                                                       "findings": chance.randint(0, 4), "note": "已当场督促清理"})


def watched(d, number):
    chance = d.chance("watched", number)
    bad = [one for one in d.estates if (d.firm_on(one, day_of(d.clock.now)) or {}).get("temper") == "bad"]
    estate = bad[number * 3 % len(bad)]
    today = day_of(d.clock.now)
    made = yield post(OFFICER, "/v1/watch-list", {"estate_id": estate["id"], "criteria": ["many_petitions", "low_satisfaction"], "reason": "连续两季度信访较多", "responsible_unit": "街道办事处",
                                                  "responsible_person": words.name(chance), "since": str(today)}, expect=(201, 409))
    if made.status != 201:
        return
    for _ in range(chance.randint(1, 3)):
        yield d.office(d.clock.now + 20 * 86400)
        if d.over(d.clock.now):
            return
        yield post(OFFICER, f"/v1/watch-list/{made.json['id']}/help", {"helped_on": str(day_of(d.clock.now)), "helpers": words.name(chance), "causes": "保洁人员不足", "done": "指导企业调整班次", "next": "下周复查"})
    if number % 3 == 0:
        yield d.office(d.clock.now + 30 * 86400)
        if not d.over(d.clock.now):
            yield post(OFFICER, f"/v1/watch-list/{made.json['id']}/end", {"reason": "两个季度无信访"})
