"""What the district keeps about its firms, estates, contracts and bodies, and how it changes in the year."""
import datetime

import uscc
import words
from clock import day_of
from district import OFFICER, PLATFORM, get, post

FIXED = ["housing_construction", "public_security", "urban_management", "market_regulation", "fire_rescue", "water_supply", "power_supply", "heating"]
SPACES = [("电梯轿厢", "广告"), ("小区大门道闸", "广告"), ("首层大堂", "快递柜")]


def begin(d, teller, scale):
    start = d.clock.now + 60
    teller.begin(start, setting_up(d))
    for number, firm in enumerate(d.firms):
        teller.begin(d.at(d.day(2 + number % 20), 9), staff(d, firm), crowd=True)
    count = max(scale(40), 8)
    for number in range(count):
        teller.begin(d.at(d.day(20 + number * 330 // count), 10), changes(d, number))
    for number in range(scale(12)):
        teller.begin(d.at(d.day(30 + number * 320 // scale(12)), 15), contract_life(d, number))
    for number in range(max(scale(6), 3)):
        teller.begin(d.at(d.day(60 + number * 40), 9), entering(d, number))
    for number, committee in enumerate(d.committees[:scale(60)]):
        teller.begin(d.at(d.day(3 + number % 25), 14), members(d, number, committee))


def setting_up(d):
    """Before the first day: bodies, departments, whom to call, minimums, mediation, checklists."""
    d.departments = {}
    for code in FIXED:
        title = {"housing_construction": "区住房和城乡建设局", "public_security": "公安东河分局", "urban_management": "区综合行政执法局", "market_regulation": "区市场监督管理局",
                 "fire_rescue": "区消防救援大队", "water_supply": "供水公司东河营业所", "power_supply": "东河供电分局", "heating": "东河热力公司"}[code]
        answer = yield post(OFFICER, "/v1/departments", {"code": code if code != "heating" else "other", "name": title, "valid_from": "2024-01-01"})
        d.departments[code] = answer.json["id"]
        yield post(OFFICER, f"/v1/departments/{answer.json['id']}/contacts", {"name": words.name(d.chance("contact", code)), "phone": "0472-1000000"})
    for number, street in enumerate(d.streets):
        chance = d.chance("body", street)
        body = yield post(OFFICER, "/v1/org-units", {"level": "street", "kind": "management_office", "name": f"{street[-3:]}街道物业管理办公室", "established_on": "2024-03-01", "division_code": street})
        if body.status == 201:
            for _ in range(3):
                yield post(OFFICER, f"/v1/org-units/{body.json['id']}/staff", {"name": words.name(chance), "full_time": chance.random() < 0.8})
        if number:  # of one street nobody has said who it is
            yield post(OFFICER, "/v1/liaisons", {"campaign": "winter-heating", "street_code": street, "name": words.name(chance), "phone": "0472-1000001"})
        yield post(d.street(street), "/v1/checklists/mechanism_3338/items/system_disclosure/status", {"done": number % 4 != 3, "street_code": street, "note": "制度已上墙"})
    for code in d.communities[:6]:
        small = [one["code"] for one in d.estates if one["community_code"] == code and one["mode"] == "basic_cleaning"][:2]
        if len(small) == 2:
            yield post(d.street(code[:9]), "/v1/service-units", {"name": f"{code[-3:]}社区打捆服务单元", "estate_codes": small})
    for estate in d.estates[::12]:
        chance = d.chance("station", estate["code"])
        body = yield post(OFFICER, "/v1/org-units", {"level": "estate", "kind": "management_body", "name": f"{estate['name']}物业管理站", "established_on": "2024-06-01", "estate_id": estate["id"]})
        yield post(OFFICER, f"/v1/org-units/{body.json['id']}/staff", {"name": words.name(chance), "post": "专职干事", "full_time": True})
    yield post(OFFICER, "/v1/rules", {"name": "repeat_days", "value": "45", "basis": "区物业管理工作领导小组会议纪要", "effective_from": str(d.first_day)})
    yield post(OFFICER, "/v1/sla-choices", {"policy_set": "shandong_2020", "basis": "区政府文件", "effective_from": str(d.day(1))})
    yield post(OFFICER, "/v1/account-quotas", {"accounts": 10, "effective_from": str(d.first_day)})
    yield post(OFFICER, "/v1/routing-rules", {"position": 500, "unit_kind": "department", "category": "utilities", "department": "power_supply", "basis": "区政府文件", "effective_from": str(d.first_day)},
               expect=(201, 409, 422))
    yield post(OFFICER, "/v1/delegations", {"category": "pets", "delegated": True, "basis": "区政府赋权清单", "effective_from": str(d.first_day)})
    yield post(OFFICER, "/v1/staffing/minimums", {"rule": "full_time", "level": "community", "minimum": 1, "source": "区政府文件", "effective_from": str(d.first_day)}, expect=(200, 201, 409, 422))
    yield post(OFFICER, "/v1/category-mappings", {"external_code": "BT-新业态", "category": "other", "basis": "热线分类调整", "effective_from": str(d.day(200))})
    yield post(OFFICER, "/v1/committee-negative-items", {"purpose": "candidate", "code": "own-absent", "zh": "长期不在本小区居住", "en": "Absent", "basis": "区住建局文件", "effective_from": str(d.first_day)},
               expect=(201, 409, 422))
    yield post(OFFICER, "/v1/mode-rules", {"new_or_old": "old", "building_type": "single", "modes": ["self", "basic_cleaning", "quasi"], "basis": "区政府文件", "effective_from": str(d.day(30))},
               expect=(200, 201, 409, 422))
    yield post(OFFICER, "/v1/eligibility-rules", {"for": "entry", "reason": "credit_unrated", "bars": False, "basis": "区级规定", "effective_from": str(d.day(30))}, expect=(200, 201, 409, 422))
    yield post(OFFICER, "/v1/clients", {"name": "front.resident", "role": "front_end"})


def staff(d, firm):
    """A manager of the firm, and one for each of its first estates."""
    chance, company = d.chance("staff", firm["uscc"]), d.company(firm)
    served = d.served(firm, day_of(d.clock.now))
    firm["staff"] = []
    for number, estate in enumerate([None, *served[:4]]):
        answer = yield post(company, f"/v1/firms/{firm['id']}/staff", {"name": words.name(chance), "certificate_no": f"蒙物经{firm['number']:03d}{number}", "party_member": chance.random() < 0.3,
                                                                       "joined_on": f"20{chance.randint(18, 24)}-03-01"})
        firm["staff"].append(answer.json["id"])
        value = {"post": "project_manager", "estate_id": estate["id"]} if estate else {"post": "firm_manager"}
        yield post(company, f"/v1/staff/{answer.json['id']}/assignments", {**value, "reason": "聘任"})


def entering(d, number):
    """A firm from outside that a street brings in with its opinion; the district decides, or has not yet."""
    made = yield post(d.street(d.streets[number % len(d.streets)]), "/v1/firms", {
        "uscc": uscc.make("150102", 700 + number), "name": f"内蒙古{('澄', '岚', '沐', '禾', '砚', '屿')[number % 6]}居物业管理有限公司（演示）", "locality": "out_of_district", "service_hotline": f"0472-1{700 + number:06d}",
        "opinion": "服务力量充足，同意进驻"})
    yield d.office(d.clock.now + 4 * 86400)
    if number % 3 != 2:
        yield post(OFFICER, f"/v1/firms/{made.json['id']}/decide-entry", {"result": "admitted" if number % 3 == 0 else "refused", "opinion": "准予" if number % 3 == 0 else "材料不全"})


def changes(d, number):
    """One of the many small things: who proposes what, and what is decided."""
    chance = d.chance("change", number)
    firm = d.firms[chance.randrange(len(d.firms))]
    estate = d.estates[chance.randrange(len(d.estates))]
    today = day_of(d.clock.now)
    kind = number % 8
    if kind == 0:
        answer = yield post(d.company(firm), f"/v1/firms/{firm['id']}/proposals", {"patch": {"party_org": True, "party_org_since": str(today.replace(day=1))}, "reason": "新成立党支部"}, expect=(201, 409, 422))
        if answer.status == 201 and chance.random() < 0.8:
            yield d.office(d.clock.now + 86400)
            yield post(OFFICER, f"/v1/proposals/{answer.json['id']}/{'accept' if chance.random() < 0.8 else 'reject'}", {"reason": "已核对"})
    elif kind == 1:
        answer = yield post(d.community(estate["community_code"]), f"/v1/estates/{estate['id']}/proposals", {"patch": {"households": int(estate["households"]) + chance.randint(1, 30)}, "reason": "入户核对后的数字"})
        if number > 8:
            yield d.office(d.clock.now + 86400)
            yield post(OFFICER, f"/v1/proposals/{answer.json['id']}/accept", {"reason": "已核对"})
    elif kind == 2:
        for thing, value in (("grid", {"reference": f"G{number:03d}", "title": "第一网格", "keeper_kind": "community"}), ("parking_lease", {"starts_on": str(today), "ends_on": str(today.replace(year=today.year + 1, day=1)),
                             "lessor": "developer", "lessee": "outsider", "note": "地下车位"})):
            yield post(OFFICER, "/v1/estate-records", {"estate_id": estate["id"], "kind": thing, **value}, expect=(201, 422))
        yield post(OFFICER, f"/v1/estates/{estate['id']}/aliases", {"alias": f"{estate['name'][:3]}老院{number}"})
    elif kind == 3:
        yield post(d.street(estate["street_code"]), f"/v1/estates/{estate['id']}/surplus", {"kind": "surplus", "amount": f"{chance.randint(2, 60) * 1000}.00", "entry_on": str(today), "note": "年度公共收益结余"})
        yield post(d.street(estate["street_code"]), f"/v1/estates/{estate['id']}/consultations", {
            "kind": "charges", "held_on": str(today), "convened_by": "社区党委", "participants": ["party_branch", "owners_committee", "firm"], "matter": "物业费调整", "outcome": "维持现价"})
    elif kind == 4:
        sync = yield get(PLATFORM, "/v1/project-syncs?limit=5", expect=(200, 403))
        if sync.status == 200 and sync.json["items"]:
            one = sync.json["items"][number // 8 % len(sync.json["items"])]
            yield post(OFFICER, f"/v1/project-syncs/{one['id']}/sent", {"version": one.get("version", 1), "at": datetime.datetime.fromtimestamp(d.clock.now, datetime.timezone.utc).isoformat()}, expect=(200, 201, 403, 409, 422))
    elif kind == 5:
        yield post(OFFICER, "/v1/sponsors", {"unit": chance.choice(["区财政局", "区审计局", "区城市管理局"]), "estate_id": estate["id"]}, expect=(201, 409))
        yield post(OFFICER, "/v1/exposures", {"estate_id": estate["id"], "media": "包头日报", "title": chance.choice(["消防通道长期堵塞", "公共收益未公示", "供暖不热无人管"]), "url": f"https://news.invalid/{number}"})
    elif kind == 6:
        other = d.firms[(chance.randrange(len(d.firms)))]
        answer = yield post(d.street(estate["street_code"]), f"/v1/firms/{other['id']}/market-access/proposals", {"state": "restricted", "reason": "多次整改不力"}, expect=(201, 403, 404, 409))
        if answer.status == 201:
            yield d.office(d.clock.now + 86400)
            yield post(OFFICER, f"/v1/proposals/{answer.json['id']}/reject", {"reason": "先行约谈，观察一个月"})
    else:
        quasi = [one for one in d.estates if one["mode"] == "basic_cleaning"]
        chosen = quasi[number * 7 % len(quasi)]
        yield post(OFFICER, f"/v1/estates/{chosen['id']}/modes", {"mode": "quasi", "valid_from": str(today.replace(day=1) + datetime.timedelta(35)), "reason": "业主大会决定"}, expect=(201, 409, 422))


def members(d, number, committee):
    chance = d.chance("members", number)
    for seat in range(3):
        yield post(OFFICER, f"/v1/owners-committees/{committee['id']}/members", {"name": words.name(chance), "position": "director" if seat == 0 else "member", "party_member": chance.random() < 0.5,
                                                                                 "valid_from": committee["established_on"] or "2024-06-01"})


def contract_life(d, number):
    """Reviews, charges, consents; of some a breach, of some a removal."""
    chance = d.chance("contract", number)
    today = day_of(d.clock.now)
    current = [one for one in d.contracts if one["service_start"] <= str(today) <= one["end_date"]]
    contract = current[chance.randrange(len(current))]
    estate = contract["estates"][0]
    street, company = d.street(estate["street_code"]), d.company(contract["firm"])
    where = f"/v1/contracts/{contract['id']}"
    irregular = number % 3 == 1
    review = yield post(OFFICER, f"{where}/reviews", {"kind": "district", "result": "irregular" if irregular else "ok", **({"faults": ["未约定服务等级"], "opinion": "限期补正", "notice": {
        "number": f"东住建改〔{today.year}〕{number + 1}号", "due": str(today + datetime.timedelta(15))}} if irregular else {"opinion": "内容完整"})})
    for item, price in (("地面停车费", "80.00"), ("装修垃圾清运费", "300.00")):
        yield post(company, f"{where}/charges", {"kind": "parking" if "停车" in item else "other", "item": item, "unit": "元/月", "price": price, "valid_from": str(today)}, expect=(201, 409, 422))
    space, use = chance.choice(SPACES)
    yield post(street, f"{where}/space-consents", {"space": space, "use": use, "consented_by": "owners_committee", "consented_on": str(today), "document": "业主大会决议", "valid_from": str(today)})
    if irregular:
        yield d.office(d.clock.now + 8 * 86400)
        yield post(street, f"/v1/contract-reviews/{review.json['id']}/rectify", {"note": "已补签协议"})
    if number % 3 == 0:
        found = yield post(street, f"{where}/violations", {"kind": "abandonment", "occurred_on": str(today), "statement": "擅自减少服务人员，夜间无人值守"})
        yield d.office(d.clock.now + 3 * 86400)
        yield post(OFFICER, f"/v1/contract-violations/{found.json['id']}/decide", {"decision": "confirm" if number % 2 else "dismiss", "note": "经核查"})
    if number % 5 == 2:
        case = yield post(street, f"{where}/removal-cases", {"trigger": "annual_failed", "grounds": "年度考核不合格"})
        yield d.office(d.clock.now + 20 * 86400)
        if not d.over(d.clock.now):
            yield post(street, f"/v1/removal-cases/{case.json['id']}/vote", {"assembly_on": str(day_of(d.clock.now)), "households_for": 60, "households_voted": 150, "households_all": 200,
                                                                            "area_for_m2": "5000.00", "area_voted_m2": "11000.00", "area_all_m2": "15000.00", "consented": False})
