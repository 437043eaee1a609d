"""The second half of the campaign of seed 002: what was found is put right and struck off, reported, accepted and published."""
from campaign_of_002 import COVER, LEDGERS, REPORT, on
from harness.contract import XLSX
from harness.imports import account, load
from test_issue_ledger import workbook
from things.estates import today


def to_firm(person, measure, days):
    return {"responsible_kind": "firm", "person": person, "measure": measure, "due_on": today(days)}


def to_department(person, measure, days):
    return {"responsible_kind": "department", "department": "urban_management", "person": person, "measure": measure, "due_on": today(days)}


# ---- 4. 全面整治 ----

def of_streets(story):
    """F25, F26: 定人、定时间、定措施; 整治一个、验收一个、销号一个, by somebody else than whoever rectified."""
    street, other, firm, other_firm, district = story.street, story.other_street, story.firm, story.other_firm, story.district
    story.act(firm, "楼道堆物", "start")
    story.act(firm, "楼道堆物", "progress", progress="已清理1至3号楼")
    story.picture(firm, "issue", story.ids["楼道堆物"], stage="after")
    story.act(firm, "楼道堆物", "rectify", note="已全部清运")
    story.by_firm = story.act(firm, "楼道堆物", "accept", 403).code
    for verb in ("accept", "close"):
        story.act(street, "楼道堆物", verb)
    story.act(street, "绿化缺株", "assign", **to_firm("李经理", "补植", 15))
    story.act(firm, "绿化缺株", "start")
    story.act(firm, "绿化缺株", "rectify", note="已补植")
    story.act(street, "绿化缺株", "reject", reason="成活率不足", due_on=today(12))
    story.act(firm, "绿化缺株", "start")
    story.act(firm, "绿化缺株", "rectify", note="已重新补植")
    for verb in ("accept", "close"):
        story.act(street, "绿化缺株", verb)
    story.act(street, "甬路侧石松动", "defer", plan="纳入老旧小区改造", reported_up_to="区整治提升行动领导小组", until=today(40))
    story.act(firm, "车辆占用绿地", "progress", progress="已劝离三次")
    story.act(street, "客服电话无人接听", "assign", **to_firm("孙经理", "安排专人值守", 10))
    story.act(district, "客服电话无人接听", "refuse", decision="区住建决第3号", note="逾期拒不整改")
    story.act(street, "单元门厅积尘", "assign", **to_firm("李经理", "每日清扫", 10))
    story.act(story.community, "单元门厅积尘", "start")
    story.act(firm, "单元门厅积尘", "rectify", note="已清扫")
    story.act(street, "单元门厅积尘", "accept")
    story.act(street, "楼道照明长期不亮", "assign", **to_firm("孙经理", "更换灯具", 9))
    story.act(firm, "楼道照明长期不亮", "start")
    story.act(firm, "楼道照明长期不亮", "rectify", note="已更换灯具")
    story.act(street, "停车引导标识缺失", "rectify", note="已补装标识")
    story.own = story.act(street, "停车引导标识缺失", "accept", 409).code
    for verb in ("accept", "close"):
        story.act(district, "停车引导标识缺失", verb)
    story.act(other_firm, "垃圾桶满溢", "start")
    story.act(other_firm, "垃圾桶满溢", "rectify", note="已增加清运班次")
    for verb in ("accept", "close"):
        story.act(other, "垃圾桶满溢", verb)
    story.act(other, COVER, "assign", **to_firm("周经理", "更换井盖", 3))
    story.act(other_firm, COVER, "start")
    story.act(other_firm, COVER, "rectify", note="已更换")
    for verb in ("accept", "close"):
        story.act(other, COVER, verb)
    story.act(other, "非机动车乱停放", "assign", **to_firm("周经理", "增设停放点", 30))
    story.act(other, "值班人员态度生硬", "assign", **to_firm("周经理", "教育培训", 8))
    story.act(other, "重复登记", "withdraw", reason="登记有误")


def of_the_district(story):
    """F27, F28, F38: what the inspections found, and what a street could not solve; a safety hazard needs photos of before and after."""
    district, second, firm, other_firm = story.district, story.second, story.firm, story.other_firm
    waste, swept, still = (f"{problem}（{name}）" for problem, name in (("垃圾清运不及时", "东湖花园"), ("楼道清扫不及时", story.june.names[0]), ("楼道清扫不及时", story.june.names[1])))
    lane, hedge = f"消防通道被占（{story.october.names[0]}）", f"绿篱枯死（{story.october.names[1]}）"
    for problem, days in ((waste, 5), (swept, 6), (still, 7)):
        story.act(district, problem, "assign", **to_firm("李经理", "每日清运、清扫", days))
    for problem in (waste, swept):
        story.act(firm, problem, "start")
        story.act(firm, problem, "rectify", note="已整改到位")
    story.by_street = story.act(story.street, waste, "accept", 409).code
    for problem, verb in ((waste, "accept"), (waste, "close"), (swept, "accept")):
        story.act(district, problem, verb)
    story.act(district, lane, "assign", **to_firm("周经理", "清理并划线", 7))
    story.act(other_firm, lane, "start")
    story.bare = story.act(other_firm, lane, "rectify", 422)
    story.picture(district, "issue", story.ids[lane], stage="before")
    story.picture(other_firm, "issue", story.ids[lane], stage="after")
    story.act(other_firm, lane, "rectify", note="通道已畅通")
    for verb in ("accept", "close"):
        story.act(district, lane, verb)
    story.act(district, hedge, "assign", **to_firm("周经理", "补植绿篱", 20))
    story.act(other_firm, hedge, "start")
    story.act(district, "台账更新不及时", "assign", **to_department("科长", "逐日更新", 4))
    for verb in ("start", "rectify"):
        story.act(second, "台账更新不及时", verb)
    story.self_accepted = story.act(second, "台账更新不及时", "accept", 409).code
    for verb in ("accept", "close"):
        story.act(district, "台账更新不及时", verb)
    story.act(story.other_street, "路面破损", "roll-up")
    story.know()
    story.act(district, "区级：路面破损", "assign", **to_department("科长", "列入市政修复", 30))
    story.act(district, "区级：路面破损", "start")


def meetings(story):
    """F08, F45, F48, K08: dispatch, a case conference of the hard one, the street's joint meeting whose decision is followed up; daily checks; an estate that is watched and helped."""
    hard = story.ids["区级：路面破损"]
    value = {"held_on": today(), "convener": "召集人", "campaign_id": story.id}
    story.district.post("/v1/meetings", {**value, "kind": "dispatch", "title": "整治行动调度会", "street_codes": story.streets}, expect=201)
    conference = story.district.post("/v1/meetings", {**value, "kind": "case_conference", "title": "一事一议：南门里路面", "issue_ids": [hard], "street_codes": story.streets[1:]}, expect=201).json
    story.hard = story.district.post(f"/v1/meetings/{conference['id']}/decisions", {"decision": "由城管局修复", "responsible_kind": "department", "responsible": "城市管理局", "due_on": today(30), "issue_ids": [hard]},
                                      expect=201).json
    joint = story.street.post("/v1/meetings", {**value, "kind": "joint", "title": "物业管理联席会议", "convener_title": "街道办事处主任", "participants": [{"unit": "派出所"}]}, expect=201).json
    decided = story.street.post(f"/v1/meetings/{joint['id']}/decisions", {"decision": "增设停车引导标识", "responsible_kind": "street", "responsible": "街道办事处", "due_on": today(5)}, expect=201).json
    story.decision = story.street.post(f"/v1/meeting-decisions/{decided['id']}/complete", {"outcome": "标识已装"}, expect=200).json
    for client, where, findings in ((story.community, story.near[0], 1), (story.street, story.near[1], 0), (story.other_community, story.far[0], 2)):
        client.post("/v1/daily-checks", {"checked_on": today(-1), "campaign_id": story.id, "estate_id": where["id"], "checked": "保洁、停车", "findings": findings}, expect=201)
    story.checked = {each["street_code"]: (each["checked"], each["checks"], each["findings"]) for each in
                     story.district.pages("/v1/daily-check-gaps", {"campaign_id": story.id, "day_from": today(-1), "day_before": today()}, limit=200)}
    watch = story.district.post("/v1/watch-list", {"estate_id": story.near[1]["id"], "criteria": ["many_petitions"], "reason": "拒不整改", "responsible_unit": "和平路街道", "responsible_person": "包保人"}, expect=201).json
    story.street.post(f"/v1/watch-list/{watch['id']}/help", {"helped_on": today(), "helpers": "驻点人员", "causes": "人员不足", "done": "指导排班"}, expect=201)
    story.watch = watch["id"]


def rectification(story):
    story.know()
    of_streets(story)
    of_the_district(story)
    meetings(story)


# ---- 5. 月报、成果、公开 ----

def duties(story, client, deliverable, day=None):
    period = {"period": on(day)[:7]} if day else {}
    return next(each for each in client.pages("/v1/campaign-duties", {"campaign_id": story.id, "deliverable": deliverable, "mine": "true", **period}, limit=200))


def hand_in(story, client, one):
    return client.post(f"/v1/campaign-duties/{one['id']}/submit", REPORT, expect=200).json


def decide(client, one, verb, expect=200, **value):
    return client.post(f"/v1/campaign-duties/{one['id']}/{verb}", value, expect=expect).json


def reports(story):
    """L7, F46: by the 3rd of the month after, that of September late; the district's own is returned once by another officer, and accepted; streets' reports and results are the district's to accept."""
    district, second, street = story.district, story.second, story.street
    own = hand_in(story, district, duties(story, district, "monthly", "11-01"))
    story.own_report = decide(district, own, "accept", 409)["code"]
    decide(second, own, "return", reason="缺少销号数据")
    hand_in(story, district, own)
    story.report = decide(second, own, "accept")
    story.late = decide(second, hand_in(story, district, duties(story, district, "monthly", "09-01")), "accept")
    for day in ("11-01", "09-01"):
        decide(district, hand_in(story, street, duties(story, street, "street_monthly", day)), "accept")
    for client in (street, story.other_street):
        result = hand_in(story, client, duties(story, client, "street_result"))
        story.unchecked = decide(district, result, "accept", 422)["code"]
        decide(district, result, "accept", checklist="台账逐一销号")
    story.totals = {each["org_code"]: each for each in district.pages("/v1/campaign-totals", {"campaign_id": story.id, "owed_by": "street"}, limit=200)}


def publication(story):
    """F10: the ledgers of the campaign, each published by the district."""
    story.published = {ledger: story.district.post("/v1/issue-publications", {"campaign_id": story.id, "ledger": ledger}, expect=200).json for ledger in LEDGERS}
    story.views = {view: story.issues(story.public, view=view) for view in ("problem", "responsibility", "rectification")}


def forms(story):
    """F20–F24: the ledgers as district, street, firm and public have them, and that of the district loaded again."""
    story.workbooks = {name: workbook(client, campaign_id=story.id) for name, client in (("district", story.district), ("street", story.other_street), ("firm", story.other_firm), ("public", story.public))}
    before = story.issues()
    story.again = {name: load(client, "issues", story.workbooks[name], headers={"Content-Type": XLSX}, campaign_id=story.id).json for name, client in (("district", story.district), ("street", story.other_street))}
    story.faults = {name: [(each["sheet"], each["line"], each["column"], each["code"]) for each in client.pages(f"/v1/imports/{story.again[name]['id']}/problems")]
                    for name, client in (("district", story.district), ("street", story.other_street))}
    story.again = {name: account(done) for name, done in story.again.items()}
    story.unchanged = story.issues() == before


def end(story):
    """F35, F46, B17: not before every street's result is accepted, unless it is said why; what it lacks stays with it."""
    story.open_results = story.district.post(f"/v1/campaigns/{story.id}/close", {}, expect=409).code
    story.closed = story.district.post(f"/v1/campaigns/{story.id}/close", {"reason": "其余街道转入下年度行动验收"}, expect=200).json
