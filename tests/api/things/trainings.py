"""Training with who was there, and stars: each call gets one of its own."""
import types

from harness.register import ACCOUNTS
from harness.things import OTHERS, body, path, planted

from .closing import street
from .estates import committee, estate, officer, today
from .staff import person

def new_training(**members):
    value = {"title": "物业服务人员业务培训", "subject": "service", "audience": ["firm_staff", "firm_managers"], "held_on": today(-2), "hours": "4.0", "place": "区会议中心",
             "organiser": "区住房和城乡建设局", "others": 3, **members}
    return {name: member for name, member in value.items() if member is not None}


def training(world, place="near", by=street, **members):
    return by(world, place).post("/v1/trainings", new_training(**members), expect=201).json


def somebody(world, company=0):
    """A fresh person of a firm: of the caller's of a company, or of another."""
    return person(world, str(world.register.account(ACCOUNTS["company"][company])["firm_id"]), abroad=company == 2)


def attended(world, of, people, place="near", **members):
    return officer(world, place).post(f"/v1/trainings/{of['id']}/attendance", {"staff_ids": [one["id"] for one in people], **members}, expect=200).json


def new_rating(estate_id, **members):
    return {"kind": "red_property", "subject_kind": "estate", "subject_id": estate_id, "stars": 4, "grounds": "党支部全覆盖，业主满意度高", **members}


def own_estate(world, place="near"):
    return estate(types.SimpleNamespace(world=world), place)


def own_committee(world, place="near"):
    return committee(types.SimpleNamespace(world=world), place, own_estate(world, place)["id"])


def rating(world, place="near", **members):
    """Proposed by a street."""
    members.setdefault("subject_id", None)
    members["subject_id"] = members["subject_id"] or own_estate(world, place)["id"]
    return street(world, place).post("/v1/star-ratings", new_rating(members.pop("subject_id"), **members), expect=201).json


def granted(world, place="near", **members):
    made = rating(world, place, **members)
    return officer(world, place).post(f"/v1/star-ratings/{made['id']}/decide", {"grants": True, "reason": "考评达标"}, expect=200).json


path("getTraining", "updateTraining", "recordTrainingAttendance")(lambda samples, role, own: {"id": training(samples.world, "near" if own else "abroad")["id"]})


@planted("listTrainings")
def trainings(samples):
    training(samples.world)


@planted("listTrainingAttendance", "listTrainingHours")
def attendance(samples):
    attended(samples.world, training(samples.world), [somebody(samples.world)])


@path("getStarRating")
def some_rating(samples, role, own):
    """What is granted is public; of another district nobody with a token reads it, of a proposal nobody without."""
    if own:
        return {"id": granted(samples.world)["id"]}
    return {"id": rating(samples.world, "abroad")["id"]}


path("decideStarRating")(lambda samples, role, own: {"id": rating(samples.world, "near" if own else "abroad")["id"]})
path("endStarRating")(lambda samples, role, own: {"id": granted(samples.world, "near" if own else "abroad")["id"]})
planted("listStarRatings")(lambda samples: granted(samples.world))
body("createTraining")(lambda samples, role: {"json_body": new_training()})
body("updateTraining")(lambda samples, role: {"json_body": {"others": 5, "place": None}, "headers": {"If-Match": '"1"'}})
body("recordTrainingAttendance")(lambda samples, role: {"json_body": {"staff_ids": [somebody(samples.world)["id"]], "hours": "2.0"}})
body("proposeStarRating")(lambda samples, role: {"json_body": new_rating(own_estate(samples.world)["id"])})
body("decideStarRating")(lambda samples, role: {"json_body": {"grants": True, "reason": "考评达标"}})
body("endStarRating")(lambda samples, role: {"json_body": {"reason": "年度复核不达标"}})
OTHERS["createTraining"] = lambda samples, value: {**value, "hours": "6.0"}
OTHERS["recordTrainingAttendance"] = lambda samples, value: {**value, "hours": "3.0"}
OTHERS["proposeStarRating"] = lambda samples, value: {**value, "stars": 5}
