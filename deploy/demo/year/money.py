"""Public money: a scheme for the year, what streets and communities say of each estate, monthly runs through every street, funds, deposits, vouchers."""
import datetime
import json
import pathlib

from clock import day_of
from district import COLLEAGUE, OFFICER, get, post
from pictures import photo

SCHEME = pathlib.Path(__file__).resolve().parents[1] / "subsidy_schemes/demo.json"
ITEMS = [{"code": "cleaning", "title_zh": "环境卫生", "title_en": "Cleaning", "max": "40", "rule": "each"}, {"code": "order", "title_zh": "秩序维护", "title_en": "Order", "max": "30", "rule": "each"},
         {"code": "repair", "title_zh": "设施维护", "title_en": "Repair", "max": "30", "rule": "each"}]

FUNDS = {"award_in_lieu": {"advanced_units": "500000.00", "social_responsibility": "300000.00"}, "operating": {"training": "100000.00"}, "reward": {"old_estate_upgrade": "1000000.00"}}


def begin(d, teller, scale):
    d.notes["scheme"] = None
    teller.begin(d.clock.now + 120, scheme(d))
    months = range(12) if scale(12) == 12 else range(9, 12)
    for number in months:
        teller.begin(d.at(d.month(number + 1)[0] + datetime.timedelta(1), 9), month_scored(d, number, 1 if scale(12) == 12 else 16), crowd=True)
        teller.begin(d.at(d.month(number + 1)[0] + datetime.timedelta(9), 9), run(d, number))
    teller.begin(d.at(d.day(12), 9), funds(d))
    teller.begin(d.at(d.day(1), 15), deposit_terms(d))
    for number in range(scale(10)):
        teller.begin(d.at(d.day(40 + number * 300 // scale(10)), 15), deposit(d, number))


def scheme(d):
    """The plan's rates again for two more years: a copy that the colleague publishes."""
    given = json.loads(SCHEME.read_text())
    document = given["document"]
    first = f"{d.first_day.year}-{d.first_day.month:02}"
    document = {**document, "years": [{"index": 1, "from": first, "months": 12, "rates": {"class_1": "0.05", "class_2": "0.10"}},
                                      {"index": 2, "from": f"{d.first_day.year + 1}{first[4:]}", "months": 12, "rates": {"class_1": "0.05", "class_2": "0.10"}}],
                "coefficients": {**document["coefficients"], "missing": "0.8000"}}
    made = yield post(OFFICER, "/v1/subsidy-schemes", {"code": "sandbox_old_estates", "title_zh": "东河区老旧小区物业补贴（演示年度）", "title_en": "Subsidies of old estates (the demo's year)", "source": "演示数据，非政府文件",
                                                       "document": document})
    published = yield post(COLLEAGUE, f"/v1/subsidy-schemes/{made.json['id']}/publish", {"version": made.json["version"], "effective_from": str(d.first_day)})
    d.notes["scheme"] = published.json["id"]
    sheet = yield post(OFFICER, "/v1/score-sheets", {"code": "monthly", "title_zh": "老旧小区管护月度考核表", "title_en": "Monthly upkeep", "kinds": ["annual", "daily", "half_year", "monthly", "quarterly"], "items": ITEMS,
                                                     "total": "100", "source": "演示用评分表"})
    yield post(COLLEAGUE, f"/v1/score-sheets/{sheet.json['id']}/publish", {"version": 1, "effective_from": str(d.first_day)})
    d.notes["sheet"] = sheet.json["id"]


def month_scored(d, number, every):
    """Each old estate gets the month's score by its street; somebody of the district confirms."""
    first, name = d.month(number)
    last = d.month(number + 1)[0] - datetime.timedelta(1)
    old = [one for one in d.estates if one["mode"] in ("quasi", "basic_cleaning")][::every]
    batch = []
    for street in d.streets:
        values = []
        for estate in old:
            firm = d.firm_on(estate, first)
            if estate["street_code"] != street or not firm or d.firm_on(estate, last) is not firm:
                continue
            chance = d.chance("scored", name, estate["code"])
            if chance.random() < 0.04:
                continue
            share = chance.uniform(*{"good": (0.86, 0.99), "fair": (0.74, 0.96), "bad": (0.5, 0.78)}[firm["temper"]])
            values.append({"kind": "monthly", "assessor": "street", "firm_id": firm["id"], "estate_id": estate["id"], "sheet_id": d.notes["sheet"], "period_from": str(first), "period_to": str(last),
                           "lines": [{"code": item["code"], "score": f"{float(item['max']) * share:.1f}"} for item in ITEMS]})
        for start in range(0, len(values), 100):
            answer = yield post(d.street(street), "/v1/evaluations", values[start:start + 100], expect=(200, 201, 422))
            if answer.status in (200, 201):
                made = answer.json.get("results", [answer.json])
                batch += [one["id"] for one in made if one.get("id") and one.get("status", 201) == 201]
    yield d.at(d.month(number + 1)[0] + datetime.timedelta(3), 10)
    for one in batch:
        yield post(COLLEAGUE, f"/v1/evaluations/{one}/confirm", expect=(200, 409))


def all_of(account, path):
    items, cursor = [], ""
    while cursor is not None:
        page = (yield get(account, f"{path}{'&' if '?' in path else '?'}limit=200{cursor and '&cursor=' + cursor}")).json
        items += page["items"]
        cursor = page["next"]
    return items


def run(d, number):
    """A month's money: calculated, approved by somebody else, paid to streets, assessed there, paid to firms, closed."""
    name = d.month(number)[1]
    made = (yield post(COLLEAGUE, "/v1/subsidy-runs", {"scheme_id": d.notes["scheme"], "month": name})).json
    where = f"/v1/subsidy-runs/{made['id']}"
    made = (yield post(COLLEAGUE, f"{where}/calculate")).json
    if number == 11:
        return  # the newest waits for its approval
    yield d.office(d.clock.now + 86400)
    yield post(OFFICER, f"{where}/approve", {"version": made["version"]})
    yield d.office(d.clock.now + 86400)
    today = str(day_of(d.clock.now))
    due = sorted((yield from all_of(OFFICER, f"{where}/streets?state=district_approved")), key=lambda row: row["street_code"])
    if due:
        yield post(OFFICER, f"{where}/pay-streets", {"booked_on": today, "payments": [{"street_code": row["street_code"], "bank_reference": f"Q{name}-{row['street_code']}"} for row in due]})
    yield d.office(d.clock.now + 2 * 86400)
    today = str(day_of(d.clock.now))
    for row in due[:len(due) if number < 10 else 4]:
        code = row["street_code"]
        assessed = yield post(d.street(code), f"{where}/streets/{code}/assess", expect=(200, 409, 422))
        if assessed.status != 200:
            continue
        firms = [one for one in (yield from all_of(OFFICER, f"{where}/firms?street_code={code}&paid=false")) if one["paid_amount"] not in (None, "0.00")]
        firms.sort(key=lambda one: one["firm"]["uscc"])
        if firms:
            yield post(d.second_street[code], f"{where}/streets/{code}/pay-firms", {"booked_on": today, "payments": [{"firm_id": one["firm"]["id"], "bank_reference": f"Q{name}-{code[-3:]}-{one['firm']['uscc'][-6:]}"} for one in firms]})
    if number >= 10:
        return
    yield d.office(d.clock.now + 86400)
    paid = sorted((yield from all_of(OFFICER, f"{where}/streets?state=paid_to_firm")), key=lambda row: row["street_code"])
    yield post(OFFICER, f"{where}/close", {"booked_on": str(day_of(d.clock.now)), "streets": [{"street_code": row["street_code"], "bank_reference": f"R{name}-{row['street_code']}"} for row in paid]}, expect=(200, 409, 422))
    vouchers = (yield get(OFFICER, "/v1/money/postings?limit=1")).json["items"]
    if vouchers:
        yield post(OFFICER, f"/v1/money/postings/{vouchers[0]['id']}/attachments", data=photo(number), media="image/png", expect=(201, 409, 422))


def funds(d):
    """Of the year in which the sandbox's begins and of the next; what is spent comes of the next, or of the first where the next has hardly begun when all is over."""
    first = day_of(d.clock.now).year
    new_year = datetime.date(first + 1, 1, 15)
    enough = new_year + datetime.timedelta(150) < d.today
    made = yield from funds_of(d, first)
    if not enough:
        yield from spent(d, made)
    yield d.at(new_year, 9)
    made = yield from funds_of(d, first + 1)
    if enough:
        yield from spent(d, made)


def funds_of(d, year):
    made = {}
    for kind, lines in FUNDS.items():
        one = (yield post(COLLEAGUE, "/v1/funds", {"kind": kind, "year": year, "title": f"{year}年物业管理专项资金（{kind}）", "basis": "区政府常务会议纪要",
                                                   "lines": [{"purpose": purpose, "amount": amount} for purpose, amount in lines.items()]})).json
        made[kind] = (yield post(OFFICER, f"/v1/funds/{one['id']}/approve", {"version": one["version"]})).json
    return made


def spent(d, made):
    fund = f"/v1/funds/{made['award_in_lieu']['id']}"
    yield post(COLLEAGUE, f"{fund}/adjustments", {"purpose": "advanced_units", "direction": "increase", "amount": "50000.00", "basis": "追加预算"})
    for number, code in enumerate(d.communities[:10]):
        yield d.office(d.clock.now + 12 * 86400)
        given = (yield post(COLLEAGUE, f"{fund}/commitments", {"purpose": "advanced_units", "recipient_kind": "community", "recipient_id": code, "amount": "10000.00", "basis": "先进社区"})).json
        where = f"/v1/fund-commitments/{given['id']}"
        if number % 5 == 4:
            yield post(OFFICER, f"{where}/decide", {"decision": "refuse", "reason": "材料不全"})
            continue
        yield post(OFFICER, f"{where}/decide", {"decision": "approve"})
        if number % 5 < 3:
            yield post(OFFICER, f"{where}/pay", {"amount": "10000.00" if number % 2 else "4000.00", "booked_on": str(day_of(d.clock.now)), "bank_reference": f"B{day_of(d.clock.now):%Y%m%d}{number:03d}"})
    yield post(OFFICER, "/v1/fund-rules", {"fund_kind": "operating", "purpose": "training", "recipient_kind": "org_unit", "pays_to": "recipient", "basis": "区政府文件", "effective_from": str(d.today)}, expect=(201, 409, 422))


def deposit_terms(d):
    performance = {"rate": "0.02", "due_days": 30, "account": {"bank": "某银行东河支行", "name": "物业履约保证金专户", "number": "0603 0001 0000"}, "missing": "refuse",
                   "assessments": [{"kind": "quarterly", "weight": "0.4", "expected": 4}, {"kind": "half_year", "weight": "0.2", "expected": 1}, {"kind": "annual", "weight": "0.4", "expected": 1}],
                   "bands": [{"low": "0", "high": "60", "ratio": "0"}, {"low": "60", "high": "80", "ratio": "0.3333"}, {"low": "80", "high": "90", "ratio": "0.8"}, {"low": "90", "high": None, "ratio": "1"}]}
    made = yield post(OFFICER, "/v1/deposit-terms", {"title_zh": "物业履约保证金办法（演示）", "title_en": "Performance deposits (demo)", "source": "演示数据，非政府文件",
                                                     "document": {"taken": True, "legal_basis": "区政府规范性文件（演示）", "performance": performance, "dishonesty": {"due_days": 15}}})
    yield post(COLLEAGUE, f"/v1/deposit-terms/{made.json['id']}/publish", {"version": made.json["version"], "effective_from": str(day_of(d.clock.now) + datetime.timedelta(1))})


def deposit(d, number):
    today = day_of(d.clock.now)
    current = [one for one in d.contracts if one["service_start"] <= str(today) <= one["end_date"]]
    contract = current[number * 17 % len(current)]
    if number % 3 == 2:
        firm = [one for one in d.firms if one["temper"] == "bad"][number % 7]
        value = {"kind": "dishonesty", "firm_id": firm["id"], "amount": "50000.00", "decision": f"东住建决〔演示〕{number + 1}号", "guarantee_document": f"整改保证书{number + 1}号", "guaranteed_on": str(today)}
    else:
        value = {"kind": "performance", "contract_id": contract["id"]}
    made = yield post(COLLEAGUE, "/v1/deposits", value, expect=(201, 409, 422))
    if made.status != 201:
        return
    where = f"/v1/deposits/{made.json['id']}"
    yield d.office(d.clock.now + 9 * 86400)
    if number % 5 == 4 or d.over(d.clock.now):
        return
    yield post(OFFICER, f"{where}/receive", {"booked_on": str(day_of(d.clock.now)), "bank_reference": f"D{number:06d}"}, expect=(200, 409, 422))
    if number == 5:
        yield d.office(d.clock.now + 60 * 86400)
        if not d.over(d.clock.now):
            yield post(COLLEAGUE, f"{where}/forfeit", {"reason": "拒不整改", "document": "东住建决〔演示〕10号"}, expect=(200, 409, 422))
