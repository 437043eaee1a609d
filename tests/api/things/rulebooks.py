"""Rulebooks of credit: each draft a new one, published from a day far ahead, so that what holds today stays. published_rulebook() is for tests that need one which holds."""
import copy
import json

from harness.register import grant
from harness.things import OTHERS, body, path, planted
from things.estates import officer, today
from things.users import PASSWORD, user

SOURCE = "试验用计分标准"


def item(code, category="bad", kind="fixed", **members):
    return {"code": code, "category": category, "subject": "firm", "title_zh": f"事项{code}", "title_en": f"Item {code}", "points_kind": kind, **members}


# Small, but with one of everything: base 60, capped basic and good points, each kind of points, each rule of a group, a veto, propagation, six grades.
SMALL = {
    "score": {"base": "60", "basic_cap": "20", "good_cap": "30", "bad_cap": None, "total_min": "0", "total_max": None, "rounding": 2},
    "cycle": "real_time", "counts_from": "effective", "participation": "assumed", "default_validity_months": 12,
    "days": {"kind": "working", "publicity": 5, "objection": 5, "decision": 10, "rectify": 15},
    "repair": [{"severity": "minor", "min_months": 0, "max_months": 3}, {"severity": "general", "min_months": 3, "max_months": 12},
               {"severity": "serious", "min_months": 12, "max_months": 36}],
    "repair_barred_months": 12,
    "groups": [{"code": "honours", "rule": "sum", "cap": "15"}, {"code": "media", "rule": "max_per_fact", "cap": None}, {"code": "satisfaction", "rule": "max_only", "cap": None}],
    "items": [
        item("registered", "basic", points="10"),
        item("staff", "basic", "measured", unit="人", unit_points="0.5", low="0", high="10"),
        item("award", "good", "tier", group="honours", item_cap="12", tiers=[
            {"level": "city", "points": "10", "label_zh": "市级", "label_en": "City"}, {"level": "county", "points": "5", "label_zh": "县级", "label_en": "County"}],
            proposer_roles=["district", "company"], propagates_to=[{"subject": "person", "ratio": "0.5"}]),
        item("party", "good", points="5", group="honours"),
        item("press", "good", "tier", group="media", tiers=[
            {"level": "national", "points": "8", "label_zh": "国家级", "label_en": "National"}, {"level": "city", "points": "4", "label_zh": "市级", "label_en": "City"}]),
        item("survey", "good", "measured", group="satisfaction", unit="分", unit_points="0.1", low="0", high="10"),
        item("minor", points="2", severity="minor", proposer_roles=["district", "street", "community", "hotline"]),
        item("general", points="5", severity="general", evidence_required=True, propagates_to=[{"subject": "project", "ratio": "1"}, {"subject": "person", "ratio": "0.5"}]),
        item("serious", points="20", severity="serious", until_rectified=True),
        item("neglect", "bad", "range", low="1", high="10", severity="general"),
        item("late", "bad", "per_unit", unit="次", unit_points="3", item_cap="9", severity="minor"),
        item("fraud", points="30", severity="serious", veto=True, validity_months=36),
        item("misuse", subject="person", points="18", severity="serious"),
        item("own_praise", "good", subject="person", points="5"),
        item("site", subject="project", points="5", severity="minor"),
        item("absent", subject="committee_member", points="5", severity="minor"),
    ],
    "grades": [
        {"grade": "C", "label_zh": "C级", "label_en": "C", "condition": "veto"},
        {"grade": "AAA", "label_zh": "AAA级", "label_en": "AAA", "condition": "normal", "low": "85"},
        {"grade": "AA", "label_zh": "AA级", "label_en": "AA", "condition": "normal", "low": "80", "high": "85"},
        {"grade": "A", "label_zh": "A级", "label_en": "A", "condition": "normal", "low": "70", "high": "80"},
        {"grade": "B", "label_zh": "B级", "label_en": "B", "condition": "normal", "low": "60", "high": "70"},
        {"grade": "C", "label_zh": "C级", "label_en": "C", "condition": "normal", "high": "60"},
        {"subject": "person", "grade": "good", "label_zh": "良好", "label_en": "Good", "condition": "normal", "low": "50"},
        {"subject": "person", "grade": "poor", "label_zh": "失信", "label_en": "Poor", "condition": "normal", "high": "50"},
    ],
    "effects": [
        {"grade": "AAA", "effect": "green_channel"}, {"grade": "AAA", "effect": "inspection_factor", "value": "0.5"}, {"grade": "AA", "effect": "green_channel"},
        {"grade": "C", "effect": "blacklist"}, {"grade": "C", "effect": "key_supervision"}, {"grade": "C", "effect": "market_restrict"},
        {"grade": "C", "effect": "procurement_ban"}, {"grade": "C", "effect": "award_ban"}, {"grade": "C", "effect": "honours_revoked"}, {"grade": "C", "effect": "exposure"},
    ],
    "assessor_weights": [],
}


def document(**changes):
    """The small one, with members of its own."""
    return {**copy.deepcopy(SMALL), **changes}


def deputy(world, district="150202"):
    """A second officer of the district, for what one alone may not do."""
    name = f"deputy.rulebooks@{district}"
    if not world.cluster.query("select from users where name = 'deputy.rulebooks' and district_code = %s", (district,)):
        user(world, "abroad" if district != "150202" else "near", name="deputy.rulebooks", role="district", community_code=None)
        world.register.credentials[name] = PASSWORD
        world.tokens[name] = world.anyone.request("POST", "/v1/auth/token", form=grant(name, PASSWORD), expect=200).json["access_token"]
    return world.caller(name)


def draft(world, place="near", **members):
    value = {"code": f"t{next(world.serial)}", "title_zh": "试验计分标准", "title_en": "Trial rules", "source": SOURCE, "document": document(), **members}
    return officer(world, place).post("/v1/rulebooks", value, expect=201).json


def drafted_by_deputy(world, place="near", **members):
    """What the usual officer may publish."""
    value = {"code": f"t{next(world.serial)}", "title_zh": "试验计分标准", "title_en": "Trial rules", "source": SOURCE, "document": document(), **members}
    return deputy(world, "340302" if place == "abroad" else "150202").post("/v1/rulebooks", value, expect=201).json


def published(world, place="near", day=None, **members):
    """Drafted by one and published by another, from a day that nobody else has."""
    made = drafted_by_deputy(world, place, **members)
    value = {"version": made["version"], "effective_from": day or today(20000 + next(world.serial))}
    return officer(world, place).post(f"/v1/rulebooks/{made['id']}/publish", value, expect=200).json


def published_rulebook(world, place="near", since=None, code=None, **changes):
    """The rulebook that holds in the district from now on: the small one, with `changes` as members of its document. What held there before is out of the way, so it may be
    called again. since: a first day of the past, which the service itself never grants."""
    district = "340302" if place == "abroad" else "150202"
    world.cluster.query("with gone as (update credit_rulebooks set state = 'withdrawn' where district_code = %s and state = 'published' returning 1) select count(*) from gone", (district,))
    made = published(world, place, day=today(), document=document(**changes), **({"code": code} if code else {}))
    if since:
        world.cluster.query("with moved as (update credit_rulebooks set effective_from = %s where id = %s returning 1) select count(*) from moved", (since, made["id"]))
    return officer(world, place).get(f"/v1/rulebooks/{made['id']}").json


def lacking(there, document):
    """The document that is there with what it lacks of another: items and groups by their codes, grades of subjects that have none, effects and weights where there are none."""
    found = dict(there)
    for member, key in (("items", "code"), ("groups", "code"), ("grades", "subject")):
        known = {one.get(key, "firm") for one in there.get(member, [])}
        found[member] = there.get(member, []) + [one for one in document.get(member, []) if one.get(key, "firm") not in known]
    for member, value in document.items():
        found[member] = found.get(member) or value
    if found != there:  # what one plants bars nobody whom another needs
        found["effects"] = [one for one in found["effects"] if one["effect"] != "market_restrict"]
    return found


def hold(world, document, since, district="150202"):
    """Id of the rulebook that holds today in the district and knows what the document says: the one there is, with what it lacks, or a fresh one until the next begins. By hand, for no service
    lets a rulebook be changed or dated back; so whoever plants records finds the items, whoever else planted before."""
    held = "select id::text, document from credit_rulebooks where district_code = %s and state = 'published' and daterange(effective_from, effective_to) @> %s::date"
    there = world.cluster.query(held, (district, today()))
    if not there:
        return world.cluster.query(
            "insert into credit_rulebooks (district_code, code, number, title_zh, title_en, state, document, effective_from, effective_to, source, published_at) "
            "select %(district)s, 'held', 1 + count(*), '试验计分标准', 'Trial rules', 'published', %(document)s, %(since)s, "
            "min(effective_from) filter (where state = 'published' and effective_from > %(since)s), '鲁建物函试验号', now() from credit_rulebooks where district_code = %(district)s returning id::text",
            {"district": district, "document": json.dumps(document), "since": since})[0]["id"]
    whole = lacking(there[0]["document"], document)
    if whole != there[0]["document"]:
        world.cluster.query("update credit_rulebooks set document = %s, effective_from = least(effective_from, %s) where id = %s returning 1", (json.dumps(whole), since, there[0]["id"]))
    return there[0]["id"]


@path("getRulebook")
def one_rulebook(samples, role, own):
    """The shipped ones are everybody's; of another district's nobody learns."""
    if not own:
        return {"id": published(samples.world, "abroad" if role != "public" else "near")["id"]}
    return {"id": samples.world.cluster.query("select id::text from credit_rulebooks where district_code = '*' order by code, id limit 1")[0]["id"]}


@path("validateRulebook", "updateRulebook", "withdrawRulebook")
def one_draft(samples, role, own):
    return {"id": draft(samples.world, samples.place(role, own))["id"]}


@path("publishRulebook")
def draft_to_publish(samples, role, own):
    return {"id": drafted_by_deputy(samples.world, samples.place(role, own))["id"]}


@planted("listRulebooks")
def listed(samples):
    return published(samples.world)


@body("createRulebook")
def new_rulebook(samples, role):
    return {"json_body": {"code": f"t{next(samples.world.serial)}", "title_zh": "试验计分标准", "title_en": "Trial rules", "source": SOURCE, "document": document()}}


@body("updateRulebook")
def changes(samples, role):
    return {"json_body": {"title_zh": "试验计分标准（修订）", "document": document(cycle="quarter")}, "headers": {"If-Match": '"1"'}}


@body("publishRulebook")
def publication(samples, role):
    return {"json_body": {"version": 1, "effective_from": today(20000 + next(samples.world.serial))}}


@body("withdrawRulebook")
def withdrawal(samples, role):
    return {"json_body": {"reason": "需重新论证"}}


OTHERS["createRulebook"] = lambda samples, value: {**value, "title_en": "Other rules"}
OTHERS["publishRulebook"] = lambda samples, value: {**value, "effective_from": today(20000 + next(samples.world.serial))}
