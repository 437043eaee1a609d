"""Campaigns, what is owed under them and the estates that lead the way: each call gets a campaign of its own."""
import types

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted

from .estates import COMMUNITY, estate, officer, today

WHERE, DUTIES = "/v1/campaigns", "/v1/campaign-duties"
ABROAD = {"near": 0, "far": 1, "abroad": 2}


def deliverable(owed_by="street", code="report", **members):
    value = {"code": code, "kind": "report", "title_zh": "工作进展", "title_en": "Progress", "owed_by": owed_by, "schedule": "once", "day": today(5), **members}
    return {name: member for name, member in value.items() if member is not None}


def plan(*deliverables, **members):
    return {"begins_on": today(-30), "ends_on": today(60), "phases": [{"code": "all", "title_zh": "全面推进", "title_en": "All of it", "begins_on": today(-30), "ends_on": today(60)}],
            "deliverables": list(deliverables) or [deliverable()], "events": [], "ledgers": ["environment"],
            "estates": [{"kind": "pilot", "minimum": 2, "maximum": 3}, {"kind": "demonstration", "minimum": 2}], "liaison_due": None, **members}


def new_campaign(world, *deliverables, **members):
    number = next(world.serial)
    return {"code": f"drive-{number}", "year": int(today()[:4]), "title_zh": f"试验行动{number}", "title_en": f"Trial drive {number}", "source": "试验", "issued_on": today(-30),
            "plan": plan(*deliverables), **members}


def drafted(world, *deliverables, place="near", **members):
    return officer(world, place).post(WHERE, new_campaign(world, *deliverables, **members), expect=201).json


def move(client, one, verb, value=None, expect=200):
    return client.post(f"{WHERE}/{one['id']}/{verb}", value, expect=expect)


def opened(world, *deliverables, place="near", **members):
    return move(officer(world, place), drafted(world, *deliverables, place=place, **members), "open").json


def started(world, template, year, place="near", **members):
    """Drafted from a template, of a code of its own."""
    value = {"template": template, "code": f"drive-{next(world.serial)}", "year": year, **members}
    return officer(world, place).post(WHERE, value, expect=201).json


def owed(world, one, owed_by, place="near"):
    """The duty of the body of a place, as the district sees it."""
    duties = officer(world, place).pages(DUTIES, {"campaign_id": one["id"], "owed_by": owed_by}, limit=200)
    account = world.register.account(COMMUNITY[place])
    code = {"street": account["street_code"], "community": account["community_code"]}.get(owed_by)
    return next(duty for duty in duties if code is None or duty["org_code"] == code)


def duty(world, owed_by="street", place="near", **members):
    """Of a campaign of its own."""
    return owed(world, opened(world, deliverable(owed_by, **members), place="abroad" if place == "abroad" else "near"), owed_by, place)


def hander(world, owed_by, place="near"):
    """Who hands it in."""
    return officer(world, place) if owed_by in ("district", "department") else world.caller(ACCOUNTS[owed_by][ABROAD[place]])


def act(client, one, verb, value=None, expect=200):
    return client.post(f"{DUTIES}/{one['id']}/{verb}", value, expect=expect)


def submission(**members):
    return {"content": "本月排查小区12个，发现问题35个，已整改30个", **members}


def submitted(world, owed_by="street", place="near", **members):
    return act(hander(world, owed_by, place), duty(world, owed_by, place, **members), "submit", submission()).json


def put_off(world, one, days):
    """By hand: a duty whose last day is so many days from today."""
    world.cluster.query("update campaign_duties set due_on = %s where id = %s returning 1", (today(days), one["id"]))


def chosen(world, one, kind="pilot", place="near", expect=201):
    value = {"estate_id": estate(types.SimpleNamespace(world=world), place)["id"], "kind": kind}
    return officer(world, place).post(f"{WHERE}/{one['id']}/estates", value, expect=expect).json


def change(client, campaign, expect=200, **members):
    now = client.get(f"{WHERE}/{campaign['id']}")
    return client.request("PATCH", f"{WHERE}/{campaign['id']}", json_body=members, headers={"If-Match": now.header("ETag")}, expect=expect).json


def home(samples, role, own):
    """Campaigns are the whole district's."""
    return "near" if own else "abroad"


def area(samples, role, own):
    """No firm owes anything."""
    return samples.place("district" if role == "company" else role, own)


path("getCampaign")(lambda samples, role, own: {"id": opened(samples.world, place=home(samples, role, own))["id"]})
path("updateCampaign", "openCampaign", "withdrawCampaign", "addCampaignEstate")(lambda samples, role, own: {"id": drafted(samples.world, place=home(samples, role, own))["id"]})
path("closeCampaign")(lambda samples, role, own: {"id": opened(samples.world, place=home(samples, role, own))["id"]})
path("getCampaignTemplate")(lambda samples, role, own: {"code": "bengbu_2023"} if own else None)
planted("listCampaigns")(lambda samples: opened(samples.world))
planted("listCampaignTemplates", number=0)(lambda samples: None)
planted("listCampaignDuties", "listCampaignTotals")(lambda samples: opened(samples.world, deliverable(), deliverable("community", "own"), deliverable("community", "second"), deliverable("district", "whole")))


@path("listCampaignEstates")
def with_estates(samples, role, own):
    place = home(samples, role, own)
    one = opened(samples.world, place=place)
    for kind in ("pilot", "demonstration"):
        chosen(samples.world, one, kind, place)
    return {"id": one["id"]}


@path("endCampaignEstate")
def one_estate(samples, role, own):
    place = home(samples, role, own)
    return {"id": chosen(samples.world, opened(samples.world, place=place), place=place)["id"]}


@path("getCampaignDuty")
def one_duty(samples, role, own):
    place = area(samples, role, own)
    owed_by = "community" if role == "community" else "street"
    return {"id": (submitted if own else duty)(samples.world, owed_by, place)["id"]}


@path("submitCampaignDuty")
def to_submit(samples, role, own):
    return {"id": duty(samples.world, role if role in ("street", "community") else "district", area(samples, role, own))["id"]}


@path("acceptCampaignDuty", "returnCampaignDuty")
def to_decide(samples, role, own):
    owed_by = "community" if role == "street" else "street"
    return {"id": (submitted if own else duty)(samples.world, owed_by, area(samples, role, own))["id"]}


body("createCampaign")(lambda samples, role: {"json_body": new_campaign(samples.world)})
body("updateCampaign")(lambda samples, role: {"json_body": {"title_zh": "试验行动（修订）", "plan": {"ends_on": today(90)}}, "headers": {"If-Match": '"1"'}})
body("closeCampaign", "withdrawCampaign", "endCampaignEstate")(lambda samples, role: {"json_body": {"reason": "方案需重新论证"}})
body("addCampaignEstate")(lambda samples, role: {"json_body": {"estate_id": estate(samples)["id"], "kind": "pilot", "note": "试点小区"}})
body("submitCampaignDuty")(lambda samples, role: {"json_body": submission(ledgers=["environment"])})
body("acceptCampaignDuty")(lambda samples, role: {"json_body": {"note": "材料齐全", "checklist": "台账逐一销号"}})
body("returnCampaignDuty")(lambda samples, role: {"json_body": {"reason": "缺少整改清单"}})
OTHERS["createCampaign"] = lambda samples, value: {**value, "title_en": "Other drive"}
