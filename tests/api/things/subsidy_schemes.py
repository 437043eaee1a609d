"""Schemes of subsidies: each of a code of its own, so any number of them hold at once. published_scheme() is for tests that need one which holds."""
import copy
import datetime

from harness.things import OTHERS, body, path, planted
from things.estates import officer, today
from things.rulebooks import deputy

SOURCE = "试验用补贴方案"


def years(first=2022, rates=(("0.10", "0.20"), ("0.05", "0.10"), ("0.05", "0.10"))):
    """A scheme year from each January."""
    return [{"index": n + 1, "from": f"{first + n}-01", "months": 12, "rates": {"class_1": one, "class_2": two}} for n, (one, two) in enumerate(rates)]


def band(low, high, coefficient, **members):
    return {"low": low, "low_inclusive": True, "high": high, "high_inclusive": False, "coefficient": coefficient, **members}


# The plan of seed 001, with coefficients that it does not give.
PLAN = {
    "classes": [
        {"code": "class_1", "title_zh": "基础物业管理服务", "title_en": "Basic", "modes": ["basic_cleaning"], "new_or_old": ["old"], "guide_fee": "0.30", "area_m2": "8607900.00"},
        {"code": "class_2", "title_zh": "准物业管理服务", "title_en": "Quasi", "modes": ["quasi"], "new_or_old": ["old"], "guide_fee": "0.60", "area_m2": "2493100.00"},
    ],
    "years": years(),
    "coefficients": {"bands": [band("90", None, "1.0000"), band("80", "90", "0.9000"), band("60", "80", "0.7000"), band(None, "60", "0.0000")], "missing": None},
    "remainder": "carried", "purposes": ["daily_upkeep"], "payable_to_unmanaged": True, "former_fee": {"high": "0.60", "high_inclusive": False},
}


def plan(**changes):
    """The document, with members of its own."""
    return {**copy.deepcopy(PLAN), **changes}


def value(world, **members):
    return {"code": f"s{next(world.serial)}", "title_zh": "试验补贴方案", "title_en": "Trial scheme", "source": SOURCE, "document": plan(), **members}


def draft(world, place="near", **members):
    return officer(world, place).post("/v1/subsidy-schemes", value(world, **members), expect=201).json


def drafted_by_deputy(world, place="near", **members):
    """What the usual officer may publish."""
    return deputy(world, "340302" if place == "abroad" else "150202").post("/v1/subsidy-schemes", value(world, **members), expect=201).json


def published(world, place="near", expect=200, days=(None, None), **members):
    """Drafted by one and published by another; days: first one and end."""
    made = drafted_by_deputy(world, place, **members)
    return officer(world, place).post(f"/v1/subsidy-schemes/{made['id']}/publish", {"version": made["version"], "effective_from": days[0], "effective_to": days[1]}, expect=expect).json


def published_scheme(world, place="near", code=None, **changes):
    """A scheme that holds for all of its years: the plan of seed 001 for 2022 to 2024 (others: years=years(2026)), with `changes` as members of its document. What else holds
    stays, for it has a code of its own."""
    return published(world, place, document=plan(**changes), **({"code": code} if code else {}))


def month(ahead=0):
    """The first of a month, as many ahead of this one."""
    day = datetime.date.fromisoformat(today())
    whole = day.year * 12 + day.month - 1 + ahead
    return datetime.date(whole // 12, whole % 12 + 1, 1).isoformat()


def asked(world, statement, *arguments, district="150202"):
    """A function as the district's role, for it has no operation of its own."""
    connection = world.cluster.connect(user="wuye_district")
    try:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('wuye.district', %s, false)", (district,))
            cursor.execute(statement, arguments)
            return cursor.fetchall()
    finally:
        connection.close()


def forecast(caller, scheme, expect=200, **query):
    return caller.get(f"/v1/subsidy-schemes/{scheme['id']}/forecast", query, expect=expect)


def findings(officer, scheme):
    return officer.get(f"/v1/subsidy-schemes/{scheme['id']}/validation").json


def spoilt(change):
    document = plan()
    change(document)
    return document


def bands(*rows, missing=None):
    return lambda d: d.__setitem__("coefficients", {"bands": [band(*row[:3], **(row[3] if len(row) > 3 else {})) for row in rows], "missing": missing})


def publish(caller, made, begins=None, ends=None, version=None, expect=200):
    told = {name: day for name, day in (("effective_from", begins), ("effective_to", ends)) if day}
    return caller.post(f"/v1/subsidy-schemes/{made['id']}/publish", {"version": version or made["version"], **told}, expect=expect)


def running():
    """Years from a January that is past, in which this month and many to come lie."""
    return {"document": plan(years=[{**year, "months": 60} for year in years(datetime.date.fromisoformat(month()).year - 1, rates=[("0.10", "0.20")])])}


@path("getSubsidyScheme", "forecastSubsidyScheme")
def one_scheme(samples, role, own):
    """Of another district's nobody learns."""
    return {"id": published_scheme(samples.world, "near" if own else "abroad")["id"]}


@path("validateSubsidyScheme", "updateSubsidyScheme", "withdrawSubsidyScheme")
def one_draft(samples, role, own):
    return {"id": draft(samples.world, samples.place(role, own))["id"]}


@path("publishSubsidyScheme")
def draft_to_publish(samples, role, own):
    return {"id": drafted_by_deputy(samples.world, samples.place(role, own))["id"]}


@planted("listSubsidySchemes")
def listed(samples):
    return published_scheme(samples.world)


@body("createSubsidyScheme")
def new_scheme(samples, role):
    return {"json_body": value(samples.world)}


@body("updateSubsidyScheme")
def changes_of_draft(samples, role):
    return {"json_body": {"title_zh": "试验补贴方案（修订）", "document": plan(remainder="returned")}, "headers": {"If-Match": '"1"'}}


@body("publishSubsidyScheme")
def publication(samples, role):
    return {"json_body": {"version": 1, "effective_from": "2022-01-01"}}


@body("withdrawSubsidyScheme")
def withdrawal(samples, role):
    return {"json_body": {"reason": "需重新论证"}}


OTHERS["createSubsidyScheme"] = lambda samples, body_: {**body_, "title_en": "Another scheme"}
OTHERS["publishSubsidyScheme"] = lambda samples, body_: {**body_, "effective_from": "2022-02-01"}
