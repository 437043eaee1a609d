"""Standing reporting duties and what is owed under them: each call gets a duty of its own."""
from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted

from .estates import COMMUNITY, officer, today

WHERE, REPORTS = "/v1/reporting-duties", "/v1/due-reports"
FIRM = {"near": "company.one@150202", "one": "company.one@150202", "far": "company.two@150202", "two": "company.two@150202", "abroad": "company.one@340302"}


def new_duty(world, owed_by="street", **members):
    """Owed once, in five days, unless it is said otherwise; None leaves a member out."""
    value = {"code": f"duty-{next(world.serial)}", "kind": "progress", "title_zh": "工作进展", "title_en": "Progress", "content": "工作开展情况", "owed_by": owed_by, "cadence": "once",
             "due_on": today(5), "source": "试验", "effective_from": today(), **members}
    return {name: member for name, member in value.items() if member is not None}


def duty(world, owed_by="street", place="near", **members):
    return officer(world, place).post(WHERE, new_duty(world, owed_by, **members), expect=201).json


def owed(world, one, place="near"):
    """The report of the body of a place, as the district sees it."""
    reports = officer(world, place).pages(REPORTS, {"duty_id": one["id"]}, limit=200)
    account = world.register.account(FIRM[place] if one["owed_by"] == "firm" else COMMUNITY[place])
    name = {"street": "street_code", "community": "community_code", "firm": "firm_id"}.get(one["owed_by"])
    return next(report for report in reports if name is None or report[name] == str(account[name]))


def report(world, owed_by="street", place="near", **members):
    return owed(world, duty(world, owed_by, "abroad" if place == "abroad" else "near", **members), place)


def hander(world, owed_by, place="near"):
    """Who hands it in."""
    if owed_by in ("district", "department"):
        return officer(world, place)
    return world.caller(FIRM[place] if owed_by == "firm" else ACCOUNTS[owed_by][{"near": 0, "far": 1, "abroad": 2}[place]])


def act(client, one, verb, value=None, expect=200):
    return client.post(f"{REPORTS}/{one['id']}/{verb}", value, expect=expect)


def handed_in(**members):
    return {"content": "本月排查小区12个，发现问题35个，已整改30个", **members}


def submitted(world, owed_by="street", place="near", **members):
    return act(hander(world, owed_by, place), report(world, owed_by, place, **members), "submit", handed_in()).json


def put_off(world, one, days):
    """By hand: a report whose last day is so many days from today."""
    world.cluster.query("update due_reports set due_on = %s where id = %s returning 1", (today(days), one["id"]))


def body_of(role):
    return {"company": "firm"}.get(role, role)


def area(samples, role, own):
    """Whoever owes nothing here stands for the district."""
    return samples.place(role if role in ("street", "community") else "district", own)


def home(samples, role, own):
    """Duties are the whole district's."""
    return "near" if own else "abroad"


path("getReportingDuty", "endReportingDuty")(lambda samples, role, own: {"id": duty(samples.world, place=home(samples, role, own))["id"]})
planted("listReportingDuties")(lambda samples: duty(samples.world))
# Of the near place each role has three: its own.
planted("listDueReports")(lambda samples: [duty(samples.world, owed_by) for owed_by in ("street", "community", "firm", "district")])

planted("listReminders")(lambda samples: [duty(samples.world, owed_by, due_on=today(1)) for owed_by in ("street", "community", "firm", "district")])


@path("getDueReport")
def one_report(samples, role, own):
    owed_by = body_of(role) if role in ("community", "company") else "street"
    return {"id": (submitted if own else report)(samples.world, owed_by, samples.place(role, own))["id"]}


@path("submitDueReport")
def to_submit(samples, role, own):
    owed_by = body_of(role)
    if owed_by == "firm":
        return {"id": report(samples.world, owed_by, samples.place(role, own))["id"]}
    return {"id": report(samples.world, owed_by if owed_by in ("street", "community") else "district", area(samples, role, own))["id"]}


@path("acceptDueReport", "returnDueReport")
def to_decide(samples, role, own):
    return {"id": (submitted if own else report)(samples.world, "community" if role == "street" else "street", area(samples, role, own))["id"]}


path("reopenDueReport")(lambda samples, role, own: {"id": report(samples.world, place=area(samples, role, own))["id"]})
body("createReportingDuty")(lambda samples, role: {"json_body": new_duty(samples.world)})
body("endReportingDuty")(lambda samples, role: {"json_body": {"reason": "改为每季报送"}})
body("submitDueReport")(lambda samples, role: {"json_body": handed_in(reference="和平街办〔2026〕18号")})
body("acceptDueReport")(lambda samples, role: {"json_body": {"note": "材料齐全"}})
body("returnDueReport")(lambda samples, role: {"json_body": {"reason": "缺少整改清单"}})
body("reopenDueReport")(lambda samples, role: {"json_body": {"reason": "街道机构调整", "until": today(3)}})
OTHERS["createReportingDuty"] = lambda samples, value: {**value, "title_en": "Other"}
