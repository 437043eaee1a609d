"""Rankings, listings, suspensions, the dishonest, owners' committees and votes, disclosure, mediation, three forms, whistles, enforcement, targets, how streets are assessed."""
import base64
import datetime
import hashlib

import words
from clock import day_of, told
from district import COLLEAGUE, OFFICER, get, post


def begin(d, teller, scale):
    for quarter in range(4):
        # The quarters that are over: the calendar's own.
        first = quarter_after(d, quarter)
        if first and first <= d.today:
            teller.begin(d.at(first + datetime.timedelta(8), 10), ranking(d, teller, first))
    for number in range(scale(16)):
        teller.begin(d.at(d.day(40 + number * 330 // scale(16)), 11), listing(d, number))
    for number in range(scale(6)):
        teller.begin(d.at(d.day(90 + number * 250 // scale(6)), 14), dishonest(d, number))
    count = max(scale(24), 6)
    for number in range(count):
        teller.begin(d.at(d.day(25 + number * 330 // count), 10), committee(d, number))
    for number in range(scale(14)):
        teller.begin(d.at(d.day(30 + number * 330 // scale(14)), 9), motion(d, number))
    for number in range(scale(240)):
        teller.begin(d.at(d.day(5 + number * 370 // scale(240)), 15, number % 50), disclosure(d, number), crowd=True)
    for number in range(scale(60)):
        teller.begin(d.at(d.day(10 + number * 360 // scale(60)), 16, number % 50), mediation(d, number))
    for number in range(scale(50)):
        teller.begin(d.at(d.day(10 + number * 365 // scale(50)), 14, number % 50), three_form(d, number))
    for number in range(scale(40)):
        teller.begin(d.at(d.day(7 + number * 365 // scale(40)), 11, number % 50), whistle(d, number))
    for number in range(scale(20)):
        teller.begin(d.at(d.day(15 + number * 350 // scale(20)), 11, number % 50), enforcement(d, number))
    for number in range(scale(10)):
        teller.begin(d.at(d.day(20 + number * 350 // scale(10)), 9), training(d, number))
    for number in range(12):
        if scale(12) == 12 or number > 9:
            teller.begin(d.at(d.month(number + 1)[0] + datetime.timedelta(6), 10), assessed(d, number))
    teller.begin(d.at(d.day(70), 9), targets(d, scale))
    for number in range(scale(8)):
        teller.begin(d.at(d.day(45 + number * 320 // scale(8)), 15), maintenance(d, number))


def quarter_after(d, number):
    """The first day after the quarter that is the number-th to end in the year."""
    first = datetime.date(d.first_day.year, (d.first_day.month - 1) // 3 * 3 + 1, 1)
    for _ in range(number + 1):
        year, month = divmod(first.year * 12 + first.month - 1 + 3, 12)
        first = datetime.date(year, month + 1, 1)
    return first


def ranking(d, teller, after):
    last = after - datetime.timedelta(1)
    quarter = f"{last.year}-Q{(last.month + 2) // 3}"
    for list_ in ("hotline", "petition"):
        made = yield post(COLLEAGUE, "/v1/rankings", {"list": list_, "quarter": quarter})
        yield post(OFFICER, f"/v1/rankings/{made.json['id']}/publish")
        yield post(OFFICER, f"/v1/rankings/{made.json['id']}/notices", {"recipient": "leading_group_office", "unit": "区领导小组办公室", "number": f"通报〔{last.year}〕{quarter[-1]}{'1' if list_ == 'hotline' else '2'}号"}, expect=(201, 409, 422))
        yield post(COLLEAGUE, "/v1/supervision-listing-proposals", {"ranking_id": made.json["id"]}, expect=(200, 409))
    run = (yield post(COLLEAGUE, "/v1/suspension-proposals", {"quarter": quarter}, expect=(200, 409, 422)))
    if run.status == 200:
        codes = {firm["id"]: firm["uscc"] for firm in d.firms}
        for number, proposal in enumerate(sorted(run.json["proposals"], key=lambda one: (one["cause"], codes.get(one["firm_id"], "")))[:4]):
            yield d.office(d.clock.now + 4 * 86400)
            if d.over(d.clock.now):
                return
            yield post(OFFICER, f"/v1/suspension-proposals/{proposal['id']}/decide", {"decision": "confirm" if number == 0 else "dismiss", "reason": "连续两个季度列入重点名单" if number == 0 else "已约谈整改"}, expect=(200, 409, 422))


def bad_estate(d, number, day):
    found = [one for one in d.estates if (d.firm_on(one, day) or {}).get("temper") == "bad"]
    return found[number * 5 % len(found)]


def listing(d, number):
    """挂牌督办: listed, mended, accepted or sent back."""
    today = day_of(d.clock.now)
    estate = bad_estate(d, number, today)
    street = d.street(estate["street_code"])
    made = yield post(street, "/v1/supervision-listings", {"estate_id": estate["id"], "reason": "group", "basis": "发生群体上访一次", "demands": "公开公共收益，恢复电梯运行"}, expect=(201, 409))
    if made.status != 201:
        return
    where = f"/v1/supervision-listings/{made.json['id']}"
    yield d.office(d.clock.now + 2 * 86400)
    if number % 8 == 5:
        yield post(OFFICER, f"{where}/decision", {"decision": "refuse", "reason": "已整改"})
        return
    yield post(OFFICER, f"{where}/decision", {"decision": "list", "due_on": str(today + datetime.timedelta(30)), "sponsor_unit": "区住房和城乡建设局", "published": number % 3 != 2, "reason": "情况属实"})
    for action, days in (("start", 2), ("progress", 8), ("request", 10)):
        yield d.office(d.clock.now + days * 86400)
        if d.over(d.clock.now) or (number % 4 == 3 and action == "request"):
            return
        yield post(street, f"{where}/events", {"action": action, "note": "已安排物业企业整改"})
    yield d.office(d.clock.now + 3 * 86400)
    if not d.over(d.clock.now):
        yield post(OFFICER, f"{where}/acceptance", {"decision": "reject" if number % 6 == 4 else "accept", "office": "区委督查考核办", "finding": "现场核查"}, expect=(200, 403, 409))


def dishonest(d, number):
    firm = [one for one in d.firms if one["temper"] == "bad"][number // 2 % 5]
    year = day_of(d.clock.now).year
    made = yield post(COLLEAGUE, "/v1/dishonest-entries", {"firm_id": firm["id"], "cause": "refusal_to_exit" if number % 2 else "violation", "basis": "拒不移交服务用房和资料"}, expect=(201, 409, 422))
    if made.status != 201:
        return
    where = f"/v1/dishonest-entries/{made.json['id']}"
    yield d.office(d.clock.now + 5 * 86400)
    yield post(OFFICER, f"{where}/decide", {"decision": "list", "document": f"东住建失信〔{year}〕{number + 1}号"}, expect=(200, 409, 422))
    if number % 2 == 0:
        yield post(OFFICER, f"{where}/referrals", {"request": "city_penalty", "reason": "列入失信名单且未有效整改", "number": f"东住建函〔{year}〕{number + 1}号", "sent_on": str(day_of(d.clock.now))}, expect=(201, 409, 422))
    yield d.office(d.clock.now + 40 * 86400)
    if number % 3 == 1 and not d.over(d.clock.now):
        yield post(COLLEAGUE, f"{where}/end", {"cause": "annul", "reason": "认定有误"}, expect=(200, 409, 422))


def committee(d, number):
    """A step in the life of a committee, a review, an account, an announcement, a decision, an audit, a candidate."""
    chance = d.chance("committee", number)
    one = d.committees[number * 11 % len(d.committees)]
    estate = d.estate[one["estate"]["code"]]
    community, today = d.community(estate["community_code"]), day_of(d.clock.now)
    where = f"/v1/owners-committees/{one['id']}"
    kind = number % 6
    if kind == 0:
        yield post(d.street(estate["street_code"]), f"{where}/steps", {"action": "order", "due_on": str(today + datetime.timedelta(30)), "reason": "长期未召开会议", "document": f"街道办{number + 1}号"}, expect=(201, 409, 422))
        yield d.office(d.clock.now + 20 * 86400)
        if number % 4 and not d.over(d.clock.now):
            yield post(d.street(estate["street_code"]), f"{where}/steps", {"action": "comply", "reason": "已召开会议并公示"}, expect=(201, 409, 422))
    elif kind == 1:
        yield post(community, f"{where}/reviews", {"held_on": str(today), "representatives": 30, "satisfied": 21, "acceptable": 6, "unsatisfied": 3}, expect=(201, 409, 422))
        yield post(OFFICER, f"{where}/accounts", {"bank": "某银行东河支行", "last4": f"{chance.randrange(10000):04d}", "managed_with": "社区居委会", "opened_on": str(today)}, expect=(201, 409, 422))
    elif kind == 2:
        yield post(community, f"{where}/announcements", {"kind": "funds", "title": "更换南门道闸", "content": "经会议决定更换道闸", "fund_source": "公共收益", "fund_use": "购置道闸一套", "amount": "12800.00", "place": "小区公告栏"}, expect=(201, 403, 409, 422))
    elif kind == 3:
        made = yield post(OFFICER, f"{where}/decisions", {"title": "出租南门空地", "content": "出租一年", "decided_on": str(today)}, expect=(201, 409, 422))
        if made.status == 201 and number % 4 == 3:
            yield post(d.street(estate["street_code"]), f"/v1/committee-decisions/{made.json['id']}/steps", {"action": "order", "due_on": str(today + datetime.timedelta(30)), "reason": "违反议事规则", "document": f"街道办{number}号"}, expect=(201, 409, 422))
    elif kind == 4:
        made = yield post(OFFICER, f"{where}/audits", {"kind": "special", "reason": "业主反映强烈", "auditor": "某会计师事务所（演示）", "commissioned_on": str(today)}, expect=(201, 409, 422))
        yield d.office(d.clock.now + 25 * 86400)
        if made.status == 201 and not d.over(d.clock.now):
            yield post(OFFICER, f"/v1/committee-audits/{made.json['id']}/report", {"opinion": "shortcomings", "findings": "两笔支出缺少记录"}, expect=(200, 409, 422))
    else:
        made = yield post(community, "/v1/committee-candidates", {"estate_id": estate["id"], "name": words.name(chance), "party_member": True, "recommended_by": "社区党委", "departments": ["公安派出所", "司法所"]}, expect=(201, 409, 422))
        if made.status == 201 and number % 12 != 11:
            for department in ("公安派出所", "司法所"):
                yield post(d.street(estate["street_code"]), f"/v1/committee-candidates/{made.json['id']}/opinions", {"department": department, "verdict": "pass", "reason": "未发现问题"}, expect=(200, 201, 409, 422))


def objected(d, objection, by, path, answer):
    """Somebody objects, and is answered a day later."""
    made = yield objection
    if made.status == 201:
        yield d.office(d.clock.now + 86400)
        yield post(by, path.format(made.json["id"]), answer, expect=(200, 409))


def voter_code(number, salt):
    return base64.b32encode(hashlib.sha256(f"{salt}{number}".encode()).digest())[:26].decode()


def motion(d, number):
    """业主网上表决: notified, opened by somebody else, voted, closed, made public, in force."""
    chance = d.chance("motion", number)
    estate = d.estates[(number * 23 + 5) % len(d.estates)]
    community, street, other = d.community(estate["community_code"]), d.street(estate["street_code"]), d.second_street[estate["street_code"]]
    today = day_of(d.clock.now)
    matter, title, text = [("fund_use", "使用维修资金更换电梯", "更换3号楼两部电梯，预算60万元"), ("fund_use", "使用维修资金维修屋面", "维修1号楼屋面防水，预算8万元")][number % 2]
    made = yield post(community, "/v1/motions", {"estate_id": estate["id"], "convener": "community", "matter": matter, "title": title, "text": text, "secret": number % 3 != 0,
                                                 "opens_on": str(today + datetime.timedelta(17)), "closes_on": str(today + datetime.timedelta(27))}, expect=(201, 409, 422))
    if made.status != 201:
        return
    where = f"/v1/motions/{made.json['id']}"
    salt = f"{d.seed}/{number}/"
    count = 24
    voters = [{"voter": f"V{one}", "code_hash": hashlib.sha256(f"voter:{voter_code(one, salt)}".encode()).hexdigest(), "units": [{"unit": f"1-{one}-0", "area_m2": f"{chance.randint(55, 140)}.00"}]} for one in range(count)]
    yield post(community, f"{where}/voters", {"voters": voters})
    if number % 7 == 6:
        yield post(community, f"{where}/withdraw", {"reason": "方案需修改"})
        return
    yield post(community, f"{where}/notify")
    yield d.at(today + datetime.timedelta(17), 10)
    if d.over(d.clock.now):
        return
    opened = yield post(street, f"{where}/open", expect=(200, 409))
    if opened.status != 200:
        return
    for one in range(count):
        if chance.random() < 0.86:
            choice = chance.choices(["for", "against", "abstain"], [80, 14, 6])[0]
            if one % 9 == 8:
                for who in (community, street):
                    yield post(who, f"{where}/paper-ballots", {"code": voter_code(one, salt), "choice": choice}, expect=(200, 201, 403, 409, 422))
            else:
                yield post(None, f"{where}/cast", {"code": voter_code(one, salt), "secret": f"{salt}{one} words of the voter's own", "choice": choice}, expect=(200, 409))
    yield d.at(today + datetime.timedelta(28), 10)
    if d.over(d.clock.now):
        return
    yield post(community, f"{where}/close", expect=(200, 409))
    if number % 4 == 1:
        yield from objected(d, post(None, f"{where}/objections", {"code": voter_code(0, salt), "text": "本人未投票"}, expect=(201, 409)),
                            street, "/v1/vote-objections/{}/decide", {"decision": "dismissed", "answer": "经核对票据，投票系本人委托"})
    yield d.office(d.clock.now + 10 * 86400)
    if not d.over(d.clock.now):
        yield post(other, f"{where}/confirm", expect=(200, 409))


def maintenance(d, number):
    estate = d.estates[(number * 31 + 2) % len(d.estates)]
    community = d.community(estate["community_code"])
    made = yield post(community, "/v1/maintenance-applications", {"estate_id": estate["id"], "applicant": "community", "item": "elevator", "title": "更换3号楼电梯曳引机", "reason": "电梯困人，检验机构责令停用", "estimate": "86000.00"}, expect=(201, 409))
    if made.status != 201 or number % 4 == 3:
        return
    where = f"/v1/maintenance-applications/{made.json['id']}"
    yield d.office(d.clock.now + 86400)
    yield post(OFFICER, f"{where}/decide", {"decision": "approved", "reason": "符合清单"})
    yield d.office(d.clock.now + 3 * 86400)
    yield post(community, f"{where}/start", {"started_on": str(day_of(d.clock.now))})
    yield d.office(d.clock.now + 12 * 86400)
    if number % 4 != 2 and not d.over(d.clock.now):
        yield post(community, f"{where}/close", {"used": "85210.00", "outcome": "检验合格"})


def disclosure(d, number):
    """What firms make public, checked on site."""
    chance = d.chance("disclosure", number)
    estate = d.estates[number * 7 % len(d.estates)]
    firm = d.firm_on(estate, day_of(d.clock.now))
    if not firm or (firm["temper"] == "bad" and chance.random() < 0.6):
        return
    made = yield post(d.company(firm), f"/v1/estates/{estate['id']}/disclosures", {"item": "board.policies", "place": "board", "location": "小区南门公示栏", "content": "物业管理政策法规", "publisher": "firm"}, expect=(201, 409, 422))
    if made.status == 201 and chance.random() < 0.5:
        yield d.office(d.clock.now + 2 * 86400)
        yield post(d.community(estate["community_code"]), f"/v1/disclosures/{made.json['id']}/check", {"result": "confirmed" if chance.random() < 0.85 else "queried", "note": "现场查看"}, expect=(200, 409))


def mediation(d, number):
    if number == 0:
        d.stations = {}
        for street in d.streets:
            made = yield post(d.street(street), "/v1/mediation-bodies", {"kind": "street_station", "name": f"{street[-3:]}街道物业纠纷调解室", "funding": "街道财政", "venue": "街道综治中心", "phone": "0472-1000002", "established_on": "2024-05-01"})
            d.stations[street] = made.json["id"]
            yield post(OFFICER, f"/v1/mediation-bodies/{made.json['id']}/mediators", {"name": words.name(d.chance("mediator", street)), "full_time": True, "qualification": "人民调解员证", "valid_from": "2024-06-01"})
    chance = d.chance("mediation", number)
    estate = d.estates[chance.randrange(len(d.estates))]
    community, today, firm = d.community(estate["community_code"]), day_of(d.clock.now), d.firm_on(estate, day_of(d.clock.now))
    party = {"respondent_kind": "firm", "firm_id": firm["id"]} if firm else {"respondent_kind": "residents_committee", "respondent": "居民委员会"}
    made = yield post(d.street(estate["street_code"]), "/v1/mediation-cases", {
        "estate_id": estate["id"], "kind": "charges", "title": chance.choice(["物业费标准争议", "车位租金争议", "漏水赔偿争议"]), "applicant_kind": "owners", "applicant": "部分业主", **party,
        "households": chance.randint(1, 30), "arose_on": str(today - datetime.timedelta(10)), "body_id": d.stations[estate["street_code"]]})
    for action in ("session", "session", chance.choice(["settle", "settle", "fail"])):
        yield d.office(d.clock.now + chance.randint(2, 9) * 86400)
        if d.over(d.clock.now):
            return
        yield post(community if action == "session" else d.street(estate["street_code"]), f"/v1/mediation-cases/{made.json['id']}/steps",
                   {"action": action, "note": "双方交换意见", **({"agreement_no": f"东调〔演示〕{number + 1}号"} if action == "settle" else {})}, expect=(201, 409, 422))


def three_form(d, number):
    chance = d.chance("three", number)
    firm = d.firms[number * 13 % len(d.firms)]
    served = d.served(firm, day_of(d.clock.now))
    if not served:
        return
    estate = served[0]
    company = d.company(firm)
    category, facts = chance.choice([("e_bike", "电动车入户充电"), ("fire_safety", "占用消防通道"), ("illegal_renovation", "拆改承重墙")])
    made = yield post(company, "/v1/three-forms", {"estate_id": estate["id"], "category": category, "found_at": told(d.clock.now - 1800), "place": f"{chance.randint(1, 18)}号楼门厅", "offender": "一名住户", "facts": facts, "evidence": [f"IMG_{number:04d}.jpg"]})
    where = f"/v1/three-forms/{made.json['id']}"
    yield post(company, f"{where}/notice", {"notice": "请立即改正", "rectify_by": str(day_of(d.clock.now) + datetime.timedelta(1))})
    yield d.office(d.clock.now + 86400)
    fine = chance.random() < 0.55 and number % 10 != 3
    yield post(company, f"{where}/dissuasion", {"outcome": "effective" if fine else "ineffective", "note": "已改正" if fine else "拒不改正"})
    if not fine and number % 10 != 3 and chance.random() < 0.85:
        yield post(company, f"{where}/report", {"report": "劝阻无效，请依法处理", "to_units": ["township_street", "fire_rescue"]})
        yield d.office(d.clock.now + 2 * 86400)
        if not d.over(d.clock.now):
            yield post(d.street(estate["street_code"]), f"{where}/respond", {"unit": "fire_rescue", "result": "corrected", "note": "现场责令整改"}, expect=(200, 403, 409))


def own_complaint(d, number, chance, category, estate):
    """One that a community took down, and contacted whoever said it."""
    account = d.community(estate["community_code"])
    title, said = words.CATEGORIES[category][2][0]
    made = yield post(account, "/v1/complaints", {"source": "street", "request_type": "complaint", "category": category, "title": title, "content": f"社区走访发现：{said}", "estate_code": estate["code"],
                                                  "complainant": {"name": words.name(chance), "phone": words.phone(chance)}}, expect=(201, 403, 409))
    if made.status != 201:
        made = yield post(d.street(estate["street_code"]), "/v1/complaints", {"source": "street", "request_type": "complaint", "category": category, "title": title, "content": f"社区走访发现：{said}", "estate_code": estate["code"]})
    one = made.json.get("complaint_id") or made.json["id"]
    yield d.office(d.clock.now + 3600)
    yield post(d.street(estate["street_code"]), f"/v1/complaints/{one}/dispatch", {"unit_kind": "community", "receiver": "李主任"})
    yield d.office(d.clock.now + 7200)
    yield post(account, f"/v1/complaints/{one}/sign", {})
    yield post(account, f"/v1/complaints/{one}/contact", {"note": "已上门见面"})
    return one


def whistle(d, number):
    """A community calls departments; some answer, come and finish, some do not and are called to account."""
    chance = d.chance("whistle", number)
    estate = d.estates[chance.randrange(len(d.estates))]
    one = yield from own_complaint(d, number, chance, "fire_safety", estate)
    department = list(d.departments.values())[number % 5]
    street = d.street(estate["street_code"])
    blown = yield post(d.community(estate["community_code"]), f"/v1/complaints/{one}/whistles", {"department_ids": [department], "matter": "消防通道被占用，请到场处置"})
    call = blown.json["calls"][0]["id"]
    if number % 4 == 3:
        yield d.office(d.clock.now + 9 * 86400)
        if d.over(d.clock.now):
            return
        made = yield post(street, "/v1/accountability-records", {"kind": "no_report", "call_id": call, "facts": "吹哨后未到场"}, expect=(201, 409, 422))
        if made.status == 201 and number % 8 == 3:
            yield d.office(d.clock.now + 3 * 86400)
            yield post(OFFICER, f"/v1/accountability-records/{made.json['id']}/decide", {"decision": "confirm", "opinion": "属实"}, expect=(200, 409))
            yield post(OFFICER, f"/v1/accountability-records/{made.json['id']}/notify", {"notice_no": f"纪通〔演示〕{number + 1}号"}, expect=(200, 409))
        return
    for verb, value, hours in (("respond", {}, 0.2), ("arrive", {}, 0.4), ("finish", {"result": "done", "note": "已清理"}, 5)):
        yield d.office(d.clock.now + hours * 3600)
        yield post(street, f"/v1/whistle-calls/{call}/{verb}", value)
    if number % 4 == 1:
        yield post(d.community(estate["community_code"]), f"/v1/complaints/{one}/dispute-tiers", {"tier": "early", "reason": "初发介入"}, expect=(201, 409))


def enforcement(d, number):
    chance = d.chance("enforcement", number)
    estate = d.estates[chance.randrange(len(d.estates))]
    one = yield from own_complaint(d, number, chance, "illegal_construction", estate)
    street = d.street(estate["street_code"])
    made = yield post(street, "/v1/enforcement-cases", {"complaint_id": one, "category": "illegal_construction", "matter": "顶楼私搭乱建"})
    where = f"/v1/enforcement-cases/{made.json['id']}"
    for place, (verb, value) in enumerate((("accept", {}), ("dispatch", {"leader": "街道执法队"}), ("enforce", {"outcome": "ordered", "note": "责令限期拆除"}), ("feed-back", {"note": "已告知"}))):
        yield d.office(d.clock.now + 3 * 86400)
        if d.over(d.clock.now) or (number % 5 == place):
            return
        yield post(street, f"{where}/{verb}", value)


def training(d, number):
    chance = d.chance("training", number)
    street = d.street(d.streets[number % len(d.streets)])
    made = yield post(OFFICER if number % 2 else street, "/v1/trainings", {"title": chance.choice(["物业服务人员业务培训", "消防安全培训", "电梯应急演练"]), "subject": "service", "audience": ["firm_staff", "firm_managers"],
                                                                           "held_on": str(day_of(d.clock.now)), "hours": "4.0", "place": "区会议中心", "organiser": "区住房和城乡建设局", "others": 3})
    people = [one for firm in d.firms[number * 9:number * 9 + 12] for one in firm.get("staff", [])[:1]]
    if people:
        yield post(OFFICER, f"/v1/trainings/{made.json['id']}/attendance", {"staff_ids": people}, expect=(200, 403, 422))
    good = [one for one in d.estates if (d.firm_on(one, day_of(d.clock.now)) or {}).get("temper") == "good"]
    rating = yield post(street, "/v1/star-ratings", {"kind": "red_property", "subject_kind": "estate", "subject_id": good[number * 3 % len(good)]["id"], "stars": 3 + number % 3, "grounds": "党支部全覆盖，业主满意度高"}, expect=(201, 404, 409, 422))
    if rating.status == 201 and number % 4 != 3:
        yield d.office(d.clock.now + 5 * 86400)
        yield post(OFFICER, f"/v1/star-ratings/{rating.json['id']}/decide", {"grants": True, "reason": "考评达标"}, expect=(200, 409))


def targets(d, scale):
    for number, estate in enumerate(d.estates[::15]):
        yield post(d.street(estate["street_code"]), "/v1/target-facts", {"kind": "red_station", "estate_id": estate["id"], "holds_from": str(day_of(d.clock.now) - datetime.timedelta(10)), "title": "小区党群服务站", "evidence": f"街道验收记录第{number + 1}号"}, expect=(201, 409, 422))
    for month in range(3, 12):
        at = d.at(d.month(month)[0] + datetime.timedelta(4), 9)
        if d.over(at):
            return
        yield max(at, d.clock.now)
        yield post(OFFICER, "/v1/target-snapshots", {"scheme": "donghe_2022", "as_of": str(day_of(d.clock.now) - datetime.timedelta(1))}, expect=(201, 409))


def assessed(d, number):
    """How streets are assessed for the month before: counted, completed, objected to, published."""
    period = d.month(number)[1]
    if "assessments" not in d.notes:
        schemes = (yield get(OFFICER, "/v1/body-assessment-schemes?limit=200")).json["items"]
        d.notes["assessments"] = next((one["id"] for one in schemes if one["code"] == "mengcheng_streets_2024"), None)
    made = yield post(COLLEAGUE, "/v1/body-assessments", {"scheme_id": d.notes["assessments"], "cycle": "monthly_bulletin", "period": period}, expect=(201, 409, 422))
    if made.status != 201:
        return
    where = f"/v1/body-assessments/{made.json['id']}"
    yield post(COLLEAGUE, f"{where}/complete", expect=(200, 409))
    if number % 3 == 1:
        yield from objected(d, post(d.street(d.streets[0]), f"{where}/objections", {"item_code": "complaints", "grounds": "两件工单为供热单位原因"}, expect=(201, 409, 422)),
                            COLLEAGUE, "/v1/body-assessment-objections/{}/answer", {"decision": "dismiss", "answer": "核实无误"})
    yield d.office(d.clock.now + 5 * 86400)
    if not d.over(d.clock.now):
        yield post(OFFICER, f"{where}/publish", expect=(200, 409))
    if number % 4 == 2:
        notice = yield post(COLLEAGUE, "/v1/criticism-notices", {"body_kind": "street", "body_code": d.streets[number % len(d.streets)], "cause": "no_progress", "facts": "整改工作进展缓慢", "answer_by": str(day_of(d.clock.now) + datetime.timedelta(20))}, expect=(201, 422))
        if notice.status == 201:
            yield post(OFFICER, f"/v1/criticism-notices/{notice.json['id']}/decide", {"decision": "issue", "notice_no": f"物领办〔演示〕{number + 1}号"})
            yield d.office(d.clock.now + 7 * 86400)
            if not d.over(d.clock.now) and number % 8 == 2:
                yield post(d.street(d.streets[number % len(d.streets)]), f"/v1/criticism-notices/{notice.json['id']}/answer", {"answer": "已逐项整改"})
