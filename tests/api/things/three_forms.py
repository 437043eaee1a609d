"""Three-form sets: each call on one of its own, of the estate that its place's firm serves."""
import itertools

from harness.things import OTHERS, body, path, planted
from things.contracts import HANDS, bring
from things.estates import estate, today
from things.routing import home, moment

FIRM = {place: hands[0] for place, hands in HANDS.items()}


def served(samples, place="near"):
    """An estate that the place's firm serves today, in the place's street and community; one of the two of a contract, by turns."""
    place = home(place)
    known = samples.__dict__.setdefault("served", {})
    if place not in known:
        known[place] = itertools.cycle(bring(samples, "filed", place, estate_codes=[estate(samples, place)["code"] for _ in range(2)])["estates"])
    return next(known[place])


def record(samples, place="near", **members):
    return {"estate_id": served(samples, place)["id"], "category": "e_bike", "found_at": moment(hours=2), "place": "门厅", "offender": "一名住户", "facts": "电动车入户充电",
            "evidence": ["IMG_0012.jpg"], **members}


STEPS = {"recorded": [], "noticed": ["notice"], "failed": ["notice", "dissuasion"], "reported": ["notice", "dissuasion", "report"]}


def values():
    return {"notice": {"notice": "请立即移出", "rectify_by": today(1)}, "dissuasion": {"outcome": "ineffective", "note": "拒不改正"},
            "report": {"report": "劝阻无效，请依法处理", "to_units": ["township_street", "fire_rescue"]}}


def form(samples, place="near", state="recorded", **members):
    firm = samples.world.caller(FIRM[home(place)])
    made = firm.post("/v1/three-forms", record(samples, place, **members), expect=201).json
    for verb in STEPS[state]:
        made = firm.post(f"/v1/three-forms/{made['id']}/{verb}", values()[verb], expect=200).json
    return made


def breach(samples, place="near"):
    """A dissuasion that failed long ago, and no report."""
    made = form(samples, place, "failed")
    samples.world.cluster.query("update three_forms set failed_at = now() - interval '20 days', noticed_at = now() - interval '21 days', found_at = now() - interval '22 days' "
                                "where id = %s returning id", (made["id"],))
    return made


path("getThreeForm", "issueDissuasionNotice")(lambda samples, role, own: {"id": form(samples, samples.place(role, own))["id"]})
path("recordDissuasion", "listThreeFormEvents")(lambda samples, role, own: {"id": form(samples, samples.place(role, own), "noticed")["id"]})
path("reportViolation")(lambda samples, role, own: {"id": form(samples, samples.place(role, own), "failed")["id"]})
path("respondThreeForm")(lambda samples, role, own: {"id": form(samples, samples.place(role, own), "reported")["id"]})
planted("listThreeForms")(form)
planted("listThreeFormBreaches")(breach)
planted("listThreeFormCounts")(form)
body("createThreeForm")(lambda samples, role: {"json_body": record(samples)})
OTHERS["createThreeForm"] = lambda samples, value: {**value, "facts": "另一事实"}
body("issueDissuasionNotice")(lambda samples, role: {"json_body": values()["notice"]})
body("recordDissuasion")(lambda samples, role: {"json_body": {"outcome": "effective", "note": "已移出"}})
body("reportViolation")(lambda samples, role: {"json_body": values()["report"]})
OTHERS["issueDissuasionNotice"] = lambda samples, value: {**value, "notice": "另一通知"}
OTHERS["reportViolation"] = lambda samples, value: {**value, "report": "另一报告"}
body("respondThreeForm")(lambda samples, role: {"json_body": {"unit": "fire_rescue", "result": "corrected", "note": "现场责令清理"}})
