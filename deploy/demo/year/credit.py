"""Credit: records of firms, people and committee members from the proposal to repair or revocation; evaluations; grades published each quarter; red and black lists; 信用中国; awards."""
import datetime

from clock import day_of
from district import COLLEAGUE, OFFICER, post

BAD = [("complaint_late", {"measure": "2"}, "12345工单逾期未办结"), ("disclosure", {}, "收费标准未在小区公示"), ("contract_breach", {"points": "4"}, "未按合同约定频次保洁"),
       ("overcharging", {"evidence": "检查记录"}, "超出公示标准收取停车费"), ("owners_rights", {"evidence": "视频资料"}, "停水催缴物业费"), ("refuses_rectification", {}, "逾期拒不整改消防隐患")]
GOOD = [("party_organisation", {}, "成立企业党支部"), ("award", {"level": "district", "evidence": "表彰文件"}, "获评区级先进企业"), ("media", {"level": "city"}, "市级媒体报道")]


def begin(d, teller, scale):
    for number in range(scale(150)):
        teller.begin(d.at(d.day(8 + number * 360 // scale(150)), 11, number % 50), record(d, number))
    for number, firm in enumerate(d.firms):
        if scale(97) == 97 or number % 12 == 0:
            teller.begin(d.at(d.day(3 + number % 15), 15), complete(d, firm))
    for quarter in range(4):
        first = d.month(quarter * 3 + 1)[0]
        teller.begin(d.at(first + datetime.timedelta(9), 10), publication(d, quarter))
    for number in range(scale(14)):
        teller.begin(d.at(d.day(100 + number * 270 // scale(14)), 14), listed(d, number))
    for number in range(scale(60)):
        teller.begin(d.at(d.day(80 + number * 290 // scale(60)), 10), evaluation(d, number))
    teller.begin(d.at(d.day(250), 9), awards(d))
    teller.begin(d.at(d.day(150), 9), taken_back(d))


def complete(d, firm):
    made = yield post(d.company(firm), "/v1/credit-records", {"item_code": "complete_data", "subject_kind": "firm", "subject_id": firm["id"], "occurred_on": str(d.first_day), "facts": "企业信息登记完整",
                                                              "source": "self_report", "source_ref": f"信息登记表{firm['number'] + 1:03d}"}, expect=(201, 422))
    if made.status == 201:
        yield d.office(d.clock.now + 2 * 86400)
        yield post(OFFICER, f"/v1/credit-records/{made.json['id']}/confirm", {"note": "材料齐全"})
        yield post(OFFICER, f"/v1/credit-records/{made.json['id']}/notify", {"note": "予以登记"}, expect=(200, 409))


def record(d, number):
    chance = d.chance("credit", number)
    today = day_of(d.clock.now)
    bad = [firm for firm in d.firms if firm["temper"] == "bad"]
    good = number % 6 == 5
    firm = chance.choice([one for one in d.firms if one["temper"] == "good"]) if good else chance.choice(bad if chance.random() < 0.6 else d.firms)
    code, said, facts = chance.choice(GOOD if good else BAD if chance.random() < 0.5 else BAD[:3])
    value = {"item_code": code, "subject_kind": "firm", "subject_id": firm["id"], "occurred_on": str(today - datetime.timedelta(chance.randint(1, 9))), "facts": facts,
             "source": "award" if good else "inspection", "source_ref": f"{'表彰文件' if good else '检查单'}{number + 1:03d}", **said}
    by = d.company(firm) if good else d.street(chance.choice(d.streets))
    if number % 25 == 7 and firm.get("staff"):
        value |= {"item_code": "manager_neglect", "subject_kind": "person", "subject_id": firm["staff"][0], "facts": "项目经理长期不在岗"}
        for name in ("measure", "points", "evidence", "level"):
            value.pop(name, None)
    yield from life(d, value, by, firm, chance, good)


def life(d, value, by, firm, chance, good):
    made = yield post(by, "/v1/credit-records", value, expect=(201, 403, 409, 422))
    if made.status != 201:
        return
    where = f"/v1/credit-records/{made.json['id']}"

    def act(who, verb, said):
        return post(who, f"{where}/{verb}", said, expect=(200, 409, 422))
    yield d.office(d.clock.now + 2 * 86400)
    roll = chance.random()
    if roll < 0.07:
        yield act(OFFICER, "dismiss", {"reason": "证据不足"})
        return
    confirmed = yield act(OFFICER, "confirm", {"note": "事实清楚", **({"points": value["points"]} if "points" in value else {})})
    if confirmed.status != 200 or d.over(d.clock.now):
        return
    yield d.office(d.clock.now + 86400)
    yield act(OFFICER, "notify", {"note": "请在规定期限内核对"})
    if good:
        return
    if roll < 0.3:
        yield d.office(d.clock.now + 2.5 * 86400)
        yield act(d.company(firm), "object", {"grounds": "当日已整改，见台账", "evidence": "台账第12页"})
        if roll < 0.26:
            yield d.office(d.clock.now + 4 * 86400)
            verb = "uphold" if roll < 0.18 else "withdraw" if roll < 0.23 else "amend"
            yield act(COLLEAGUE, verb, {"reason": "经复核，" + {"uphold": "事实清楚，维持", "withdraw": "认定有误，撤销", "amend": "情节较轻"}[verb], **({"points": "2"} if verb == "amend" else {})})
        return
    if roll < 0.6:
        yield d.office(d.clock.now + 110 * 86400)
        if d.over(d.clock.now):
            return
        yield act(d.company(firm), "apply-repair", {"note": "已整改并经社区复查"})
        yield d.office(d.clock.now + 6 * 86400)
        if not d.over(d.clock.now):
            yield act(COLLEAGUE, "accept-repair" if roll < 0.52 else "refuse-repair", {"note": "复查属实"} if roll < 0.52 else {"reason": "整改不到位"})
    elif roll < 0.64:
        yield d.office(d.clock.now + 40 * 86400)
        if not d.over(d.clock.now):
            yield act(COLLEAGUE, "revoke", {"reason": "行政复议撤销"})


def taken_back(d):
    """On the black list for a record that was taken back later: whoever is still there is suggested for removal."""
    firm = [one for one in d.firms if one["temper"] == "bad"][-1]
    street = d.street(d.streets[0])
    record = (yield post(street, "/v1/credit-records", {"item_code": "market_disorder", "subject_kind": "firm", "subject_id": firm["id"], "occurred_on": str(day_of(d.clock.now) - datetime.timedelta(5)),
                                                        "facts": "串通投标", "source": "inspection", "source_ref": "检查单900", "evidence": "调查笔录"})).json["id"]
    yield d.office(d.clock.now + 86400)
    yield post(OFFICER, f"/v1/credit-records/{record}/confirm", {"note": "事实清楚"})
    yield post(OFFICER, f"/v1/credit-records/{record}/notify", {"note": "请在规定期限内核对"})
    yield d.office(d.clock.now + 20 * 86400)
    entry = yield post(street, "/v1/credit/list-entries", {"list": "black", "subject_kind": "firm", "subject_id": firm["id"], "basis": "严重失信", "record_id": record}, expect=(201, 409))
    if entry.status == 201:
        yield d.office(d.clock.now + 86400)
        yield post(OFFICER, f"/v1/credit/list-entries/{entry.json['id']}/decide", {"decision": "list", "reason": "情况属实"})
        yield d.office(d.clock.now + 60 * 86400)
        yield post(COLLEAGUE, f"/v1/credit-records/{record}/revoke", {"reason": "行政复议撤销"})


def publication(d, quarter):
    """Grades of the quarter, then the lists."""
    yesterday = str(day_of(d.clock.now) - datetime.timedelta(1))
    yield post(OFFICER, "/v1/credit/publications", {"kind": "grades", "title": f"物业服务企业信用等级公布（第{quarter + 1}期）", "basis": "物业服务企业信用信息管理办法", "as_of": yesterday})
    for kind, title in (("red", "红名单公布"), ("black", "黑名单公布")) if quarter else ():
        yield post(OFFICER, "/v1/credit/publications", {"kind": kind, "title": f"{title}（第{quarter + 1}期）", "basis": "物业服务企业信用信息管理办法", "as_of": yesterday}, expect=(201, 409))
    for firm in d.firms[quarter::40]:
        yield post(OFFICER, "/v1/credit/snapshots", {"subject_kind": "firm", "subject_id": firm["id"], "as_of": yesterday})
    if quarter == 1:
        made = yield post(COLLEAGUE, "/v1/credit/publications", {"kind": "grades", "title": "信用等级公布（误发）", "basis": "信用信息管理办法", "as_of": str(day_of(d.clock.now) - datetime.timedelta(2))}, expect=(201, 409))
        if made.status == 201:
            yield post(COLLEAGUE, f"/v1/credit/publications/{made.json['id']}/withdraw", {"reason": "数据有误"})


def listed(d, number):
    """Somebody proposes, somebody else decides; some are removed again; of the black list 信用中国 is told."""
    chance = d.chance("listed", number)
    red = number % 2 == 0
    firm = chance.choice([one for one in d.firms if one["temper"] == ("good" if red else "bad")])
    made = yield post(d.street(chance.choice(d.streets)), "/v1/credit/list-entries", {"list": "red" if red else "black", "subject_kind": "firm", "subject_id": firm["id"],
                                                                                   "basis": "连续四个季度信用优秀" if red else "严重失信"}, expect=(201, 409, 422))
    if made.status != 201:
        return
    one = made.json["id"]
    yield d.office(d.clock.now + 3 * 86400)
    if number % 7 == 6:
        yield post(OFFICER, f"/v1/credit/list-entries/{one}/decide", {"decision": "refuse", "reason": "依据不足"})
        return
    decided = yield post(OFFICER, f"/v1/credit/list-entries/{one}/decide", {"decision": "list", "reason": "情况属实"}, expect=(200, 409, 422))
    if decided.status != 200:
        return
    sent = yield post(OFFICER, "/v1/credit/disclosures", {"entry_id": one}, expect=(201, 409, 422))
    if sent.status == 201 and number % 3:
        yield d.office(d.clock.now + 86400)
        yield post(OFFICER, f"/v1/credit/disclosures/{sent.json['id']}/send", {"reference_no": f"XYZG-{day_of(d.clock.now).year}-{number + 1:04d}"}, expect=(200, 409, 422))
        yield d.office(d.clock.now + 86400)
        yield post(OFFICER, f"/v1/credit/disclosures/{sent.json['id']}/answer", {"result": "accepted"}, expect=(200, 409, 422))
    if not red:
        yield d.office(d.clock.now + 90 * 86400)
        if not d.over(d.clock.now) and number % 4 == 1:
            yield post(OFFICER, f"/v1/credit/list-entries/{one}/remove", {"cause": "decision", "reason": "整改到位"}, expect=(200, 409, 422))


def evaluation(d, number):
    """Third parties, the street and the community on a firm, for a quarter."""
    chance = d.chance("evaluation", number)
    firm = d.firms[number * 5 % len(d.firms)]
    today = day_of(d.clock.now)
    street = chance.choice(d.streets)
    score = f"{chance.uniform(*{'good': (86, 98), 'fair': (72, 92), 'bad': (48, 70)}[firm['temper']]):.2f}"
    value = {"firm_id": firm["id"], "period_from": str(today - datetime.timedelta(95)), "period_to": str(today - datetime.timedelta(5)), "score": score, "score_max": "100", "note": "按评分表打分"}
    who, value = ((OFFICER, {"kind": "third_party", "assessor": "third_party", "assessor_name": "某评估机构（演示）", **value}) if number % 3 == 0
                  else (d.street(street), {"kind": "composite", "assessor": "street", **value}))
    made = yield post(who, "/v1/evaluations", value, expect=(201, 403, 409, 422))
    if made.status == 201 and number % 10:
        yield d.office(d.clock.now + 2 * 86400)
        yield post(COLLEAGUE, f"/v1/evaluations/{made.json['id']}/confirm")


def awards(d):
    today = day_of(d.clock.now)
    kinds = {"firm": "文明标兵企业", "community": "先进社区"}
    document = {"quotas": [{"code": kind, "title_zh": title, "title_en": kind, "quota": 5} for kind, title in kinds.items()],
                "categories": [{"code": kind, "quota": kind, "title_zh": title, "title_en": f"Model {kind}", "subject_kind": kind, "level": "district", "class": None} for kind, title in kinds.items()]}
    made = yield post(COLLEAGUE, "/v1/award-rounds", {
        "year": today.year, "title_zh": "年度文明创建评选", "title_en": "Awards of the year", "basis": "评选方案（演示）", "nominations_from": str(today), "nominations_until": str(today + datetime.timedelta(10)),
        "deadline": str(today + datetime.timedelta(70)), "publicity_days": 5, "publicity_kind": "working", "objection_days": 7, "document": document})
    where = f"/v1/award-rounds/{made.json['id']}"
    yield post(OFFICER, f"{where}/open")
    nominated = []
    for firm in [one for one in d.firms if one["temper"] == "good"][:4]:
        nominated.append((yield post(d.company(firm), "/v1/award-nominations", {"round_id": made.json["id"], "category": "firm", "subject_id": firm["id"], "grounds": "全年无有效投诉", "facts": "零投诉"})).json["id"])
    for code in d.communities[:3]:
        nominated.append((yield post(d.street(code[:9]), "/v1/award-nominations", {"round_id": made.json["id"], "category": "community", "subject_id": code, "grounds": "全年工作突出"})).json["id"])
    yield d.office(d.clock.now + 12 * 86400)
    for number, one in enumerate(nominated):
        yield post(OFFICER, f"/v1/award-nominations/{one}/decide", {"decision": "reject" if number in (3, 6) else "select", "reason": "综合评审"}, expect=(200, 409))
    yield post(OFFICER, f"{where}/publish-selection")
    yield d.office(d.clock.now + 15 * 86400)
    yield post(COLLEAGUE, f"{where}/grant")
    yield post(COLLEAGUE, "/v1/honours", {"subject_kind": "community", "subject_id": d.communities[5], "title_zh": "省级示范住宅小区", "level": "provincial", "class": 1, "granted_on": str(day_of(d.clock.now)),
                                          "grantor": "省住房和城乡建设厅", "document_no": "建房字〔演示〕12号"})
