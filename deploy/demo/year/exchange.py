"""What is reported, frozen and handed on: standing duties, months, the platform's receipts, webhooks, exports, imports, looks at personal data, holds."""
import datetime

import words
from district import COLLEAGUE, OFFICER, get, post
from money import all_of


def begin(d, teller, scale):
    teller.begin(d.clock.now + 300, duties(d))
    months = range(13) if scale(13) == 13 else range(11, 13)
    for number in months:
        teller.begin(d.at(d.month(number)[0] + datetime.timedelta(1), 15), reports(d, teller, number))
    for number in range(scale(120)):
        teller.begin(d.at(d.day(3 + number * 375 // scale(120)), 14, number % 50), look(d, number))
    teller.begin(d.at(d.day(2), 11), webhooks(d))
    teller.begin(d.at(d.day(360), 9), files(d))  # also on the first of a month the year has so many days


def duties(d):
    shipped = (yield get(OFFICER, "/v1/reporting-duties?shipped=true&limit=200")).json["items"]
    for one in sorted(shipped, key=lambda duty: duty["code"])[:6]:
        yield post(OFFICER, "/v1/reporting-duties", {"template": one["code"], "effective_from": str(d.first_day)}, expect=(201, 409, 422))
    for code, owed, day in (("firm-monthly", "firm", 27), ("street-monthly", "street", 27), ("community-monthly", "community", 25)):
        yield post(OFFICER, "/v1/reporting-duties", {"code": code, "kind": "progress", "title_zh": "月度工作进展", "title_en": "Monthly progress", "content": "工作开展情况", "owed_by": owed, "cadence": "monthly", "due_day": day,
                                                     "source": "区物业管理工作领导小组（演示）", "effective_from": str(d.first_day)}, expect=(201, 409, 422))


def reports(d, teller, number):
    """Of the month: who is in time, who is late, who says nothing. The worker made them when the month began."""
    first = d.month(number)[0]
    due = yield from all_of(OFFICER, f"/v1/due-reports?due_from={first}&due_before={d.month(number + 1)[0]}")
    due = [one for one in due if one["state"] in ("open", "due", "owed", "pending")] or due
    key = {one["uscc"]: one for one in d.firms}
    for one in due:
        chance = d.chance("report", number, one.get("code") or one.get("duty_code"), one.get("street_code"), one.get("community_code"), next((uscc for uscc, firm in key.items() if firm["id"] == one.get("firm_id")), ""))
        if one["owed_by"] == "firm" and chance.random() < 0.4:
            continue
        if chance.random() < 0.07:
            continue
        day = datetime.date.fromisoformat(one["due_on"])
        at = d.at(day + datetime.timedelta(1 if chance.random() < 0.06 else -chance.randint(0, 4)), chance.randint(9, 17), chance.randrange(50))
        if not d.over(at):
            teller.begin(max(at, d.clock.now + 600), handed_in(d, one, chance), crowd=True)


def handed_in(d, one, chance):
    account = {"street": lambda: d.accounts.get(("street", one["street_code"])), "community": lambda: d.accounts.get(("community", one["community_code"])),
               "firm": lambda: next((d.company(firm) for firm in d.firms if firm["id"] == one["firm_id"]), None)}.get(one["owed_by"], lambda: COLLEAGUE)()
    if account is None:
        return
    where = f"/v1/due-reports/{one['id']}"
    answer = yield post(account, f"{where}/submit", {"content": f"本月排查小区{chance.randint(1, 20)}个，发现问题{chance.randint(2, 50)}个，已整改{chance.randint(2, 40)}个。"}, expect=(200, 409))
    if answer.status == 200 and chance.random() < 0.5:
        yield d.office(d.clock.now + 86400)
        by = d.accounts.get(("street", one["street_code"]), OFFICER) if one["owed_by"] == "community" else OFFICER
        verb, said = ("accept", {"note": "材料齐全"}) if chance.random() < 0.95 else ("return", {"reason": "缺少整改清单"})
        yield post(by, f"{where}/{verb}", said, expect=(200, 403, 409, 422))


def look(d, number):
    """Somebody asks who complained, with a reason; some are kept from being erased."""
    chance = d.chance("look", number)
    street = d.streets[chance.randrange(len(d.streets))]
    account = OFFICER if number % 4 == 0 else d.street(street)
    page = (yield get(account, "/v1/complaints?limit=3")).json["items"]
    if not page:
        return
    yield post(account, f"/v1/complaints/{page[-1]['id']}/reveal", {"reason": chance.choice(["回访核实处理结果", "现场核查联系诉求人", "领导批示督办"])}, expect=(200, 403, 404))
    if number % 20 == 3:
        yield post(OFFICER, f"/v1/complaints/{page[-1]['id']}/hold", {"reason": "行政诉讼期间保全"}, expect=(201, 409))


def webhooks(d):
    clients = (yield get(OFFICER, "/v1/clients?limit=50")).json["items"]
    hotline = next(one for one in clients if one["role"] == "hotline")
    made = yield post(OFFICER, "/v1/webhook-endpoints", {"client_id": hotline["id"], "url": "https://hotline.invalid/updates"})
    yield post(OFFICER, f"/v1/webhook-endpoints/{made.json['id']}/disable", expect=(200, 409))


def files(d):
    """Files in: one that is good, one that is refused."""
    firm = d.firms[0]
    good = f"firm.uscc,name,certificate_no\r\n{firm['uscc']},{words.name(d.chance('import'))},蒙物经导入001\r\n"
    wrong = "firm.uscc,name\r\n91150202MA0000000X,李某\r\n"
    for text in (good, wrong):
        yield post(OFFICER, "/v1/imports?register=staff&wait=20", data=text.encode(), media="text/csv", expect=(201, 202, 422))
