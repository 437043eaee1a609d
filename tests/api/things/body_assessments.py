"""Assessments of streets and departments, their schemes, objections and notices of criticism: each call gets one of its own, by a scheme of its own code."""
import datetime

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted

from .campaigns import deliverable, opened
from .closing import street, street_code
from .estates import officer, today
from .rulebooks import deputy

SCHEMES, WHERE, OBJECTIONS, NOTICES = "/v1/body-assessment-schemes", "/v1/body-assessments", "/v1/body-assessment-objections", "/v1/criticism-notices"


def home(own):
    return "near" if own else "abroad"


def second(world, place="near"):
    return deputy(world, "340302" if place == "abroad" else "150202")


def last_month(back=1):
    day = datetime.date.fromisoformat(today()).replace(day=1)
    for _ in range(back):
        day = (day - datetime.timedelta(1)).replace(day=1)
    return day.isoformat()[:7]


def measured(code="reports", measure="reports_on_time", points="20", scale=None, **members):
    return {"code": code, "title_zh": "按时报送", "title_en": "Reports on time", "kind": "measured", "points": points, "measure": measure,
            "scale": scale or {"kind": "linear", "from": "0", "to": "100"}, **members}


def judged(code="overall", points="10", sources=("regular",), **members):
    return {"code": code, "title_zh": "综合评价", "title_en": "Overall", "kind": "judged", "points": points,
            "sources": [source if isinstance(source, dict) else {"source": source} for source in sources], **members}


def document(*items, cycle="monthly_bulletin", bodies="street", public=True, grades=None, **members):
    part = {"cycle": cycle, "items": list(items) or [measured()], **({"grades": grades} if grades else {})}
    return {"bodies": bodies, "public": public, "cycles": [part], **members}


def told(world, doc=None, **members):
    return {"code": f"b{next(world.serial)}", "title_zh": "街道考核办法", "title_en": "Review of streets", "source": "试验用考核办法", "document": doc or document(), **members}


def scheme_draft(world, place="near", by=officer, doc=None, **members):
    return by(world, place).post(SCHEMES, told(world, doc, **members), expect=201).json


def scheme(world, place="near", doc=None, since="2020-01-01", **members):
    """Published, of a code of its own."""
    made = scheme_draft(world, place, second, doc, **members)
    return officer(world, place).post(f"{SCHEMES}/{made['id']}/publish", {"version": 1, "effective_from": since}, expect=200).json


def new(of, cycle="monthly_bulletin", period=None, **members):
    return {"scheme_id": of["id"], "cycle": cycle, "period": period or last_month(), **members}


def act(client, one, verb, value=None, expect=200):
    return client.post(f"{WHERE}/{one['id']}/{verb}", value, expect=expect)


def assessment(world, state="open", place="near", by=second, of=None, doc=None, expect=201, **members):
    """Made and completed by a deputy, published by an officer."""
    of = of or scheme(world, place, doc)
    one = by(world, place).post(WHERE, new(of, **members), expect=expect).json
    if state in ("completed", "published"):
        one = act(by(world, place), one, "complete").json
    if state == "published":
        one = act(officer(world, place), one, "publish").json
    return one


def lines(client, one, **query):
    return client.pages(f"{WHERE}/{one['id']}/lines", query, limit=200)


def line(client, one, body_code, item_code):
    return lines(client, one, body_code=body_code, item_code=item_code)[0]


def score(body_code, item_code="overall", **members):
    return {"body_code": body_code, "item_code": item_code, "source": "regular", "unit": "区住建局", "score": "8", "reason": "台账齐全", **members}


def department(world, place="near", code="public_security"):
    """One of the district that was there all the time."""
    district = "340302" if place == "abroad" else "150202"
    there = world.cluster.query("select id::text from departments where district_code = %s and street_code is null and code = %s and valid_to is null", (district, code))
    if there:
        return there[0]["id"]
    return officer(world, place).post("/v1/departments", {"code": code, "name": f"试验{code}", "valid_from": "2020-01-01"}, expect=201).json["id"]


def objection(world, place="near", by=None):
    """A street's, to a line of its own."""
    one = assessment(world, "completed", "abroad" if place == "abroad" else "near")
    return act(by or street(world, place), one, "objections", {"item_code": "reports", "grounds": "已于26日报送，系统故障未登记"}, 201).json


def new_notice(body_code, **members):
    return {"body_kind": "street", "body_code": body_code, "cause": "no_progress", "facts": "第三季度整改工作无进展", "answer_by": today(20), **members}


def notice(world, state="proposed", place="near", by=second, **members):
    """Proposed by a deputy, issued by an officer."""
    value = new_notice(**{"body_code": street_code(world, place), **members})
    far = "abroad" if place == "abroad" else "near"
    one = by(world, far).post(NOTICES, value, expect=201).json
    if state != "proposed":
        one = officer(world, far).post(f"{NOTICES}/{one['id']}/decide", {"decision": "issue", "notice_no": f"物领办〔2026〕{next(world.serial)}号"}, expect=200).json
    return one


path("getBodyAssessmentScheme")(lambda samples, role, own: {"id": scheme(samples.world, home(own))["id"]})
path("updateBodyAssessmentScheme", "withdrawBodyAssessmentScheme")(lambda samples, role, own: {"id": scheme_draft(samples.world, home(own))["id"]})
path("publishBodyAssessmentScheme")(lambda samples, role, own: {"id": scheme_draft(samples.world, home(own), second)["id"]})
planted("listBodyAssessmentSchemes")(lambda samples: scheme(samples.world))
body("createBodyAssessmentScheme")(lambda samples, role: {"json_body": told(samples.world)})
body("updateBodyAssessmentScheme")(lambda samples, role: {"json_body": {"title_zh": "街道考核办法（修订）"}, "headers": {"If-Match": '"1"'}})
body("publishBodyAssessmentScheme")(lambda samples, role: {"json_body": {"version": 1, "effective_from": today(20000)}})
body("withdrawBodyAssessmentScheme", "withdrawBodyAssessment")(lambda samples, role: {"json_body": {"reason": "需重新论证"}})
OTHERS["createBodyAssessmentScheme"] = lambda samples, value: {**value, "title_en": "Other scheme"}
OTHERS["publishBodyAssessmentScheme"] = lambda samples, value: {**value, "effective_from": today(20001)}

path("getBodyAssessment", "listBodyAssessmentLines", "listBodyAssessmentResults")(lambda samples, role, own: {"id": assessment(samples.world, "published", home(own))["id"]})
path("completeBodyAssessment", "withdrawBodyAssessment")(lambda samples, role, own: {"id": assessment(samples.world, place=home(own))["id"]})
path("judgeBodyAssessment")(lambda samples, role, own: {"id": assessment(samples.world, place=home(own), doc=document(judged()))["id"]})
path("publishBodyAssessment")(lambda samples, role, own: {"id": assessment(samples.world, "completed", home(own))["id"]})
planted("listBodyAssessments", "listPublishedBodyAssessments")(lambda samples: assessment(samples.world, "published"))
body("createBodyAssessment")(lambda samples, role: {"json_body": new(scheme(samples.world))})
body("judgeBodyAssessment")(lambda samples, role: {"json_body": score(street_code(samples.world))})
OTHERS["createBodyAssessment"] = lambda samples, value: {**value, "period": last_month(2)}
OTHERS["judgeBodyAssessment"] = lambda samples, value: {**value, "score": "7"}


@path("objectToBodyAssessment")
def to_object(samples, role, own):
    """A street objects for itself, the district for a department."""
    department(samples.world)
    doc = document(measured(), bodies="department" if role == "district" else "street")
    return {"id": assessment(samples.world, "completed", home(own), doc=doc)["id"]}


body("objectToBodyAssessment")(lambda samples, role: {"json_body": {"item_code": "reports", "grounds": "已按时报送", **({"body_code": department(samples.world)} if role == "district" else {})}})
path("answerBodyObjection")(lambda samples, role, own: {"id": objection(samples.world, home(own))["id"]})
body("answerBodyObjection")(lambda samples, role: {"json_body": {"decision": "dismiss", "answer": "核实无误"}})
planted("listBodyObjections")(lambda samples: objection(samples.world))
OTHERS["objectToBodyAssessment"] = lambda samples, value: {**value, "grounds": "另一理由"}
OTHERS["answerBodyObjection"] = lambda samples, value: {**value, "answer": "另行答复"}

path("getCriticismNotice")(lambda samples, role, own: {"id": notice(samples.world, "issued", samples.place(role, own))["id"]})
path("decideCriticismNotice")(lambda samples, role, own: {"id": notice(samples.world, place=samples.place(role, own))["id"]})
planted("listCriticismNotices")(lambda samples: notice(samples.world, "issued"))


@path("answerCriticismNotice")
def to_answer(samples, role, own):
    place = samples.place(role, own)
    about = {"body_kind": "department", "body_code": department(samples.world, place)} if role == "district" else {}
    return {"id": notice(samples.world, "issued", place, **about)["id"]}


body("createCriticismNotice")(lambda samples, role: {"json_body": new_notice(street_code(samples.world))})
body("decideCriticismNotice")(lambda samples, role: {"json_body": {"decision": "drop", "reason": "已整改"}})
body("answerCriticismNotice")(lambda samples, role: {"json_body": {"answer": "已逐项整改"}})
OTHERS["createCriticismNotice"] = lambda samples, value: {**value, "facts": "另一事项"}
OTHERS["answerCriticismNotice"] = lambda samples, value: {**value, "answer": "另行答复"}


@planted("listReportingRates", number=1)
def owed_in_two_months(samples):
    year = today()[:4]
    opened(samples.world, *(deliverable(who, f"{who}_{month}", day=f"{year}-{month}-15") for who in ("district", "street", "community") for month in ("04", "06", "09")))
