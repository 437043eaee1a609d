"""Complaints to count: of today, so that they are in every period that a list takes by itself."""
import datetime

from harness.things import OTHERS, body, path, planted

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def now(**back):
    return (datetime.datetime.now(SHANGHAI) - datetime.timedelta(minutes=1) - datetime.timedelta(**back)).isoformat(timespec="seconds")


def complaint(samples, place="near", phone="15411110000", **members):
    """Id of a fresh complaint by a caller, received a minute ago."""
    world = samples.world
    estate = members.pop("estate_code", None) or samples.estates[place]["code"]
    person = {"name": "某某", "phone": phone} if phone else None
    account = "hotline@340302" if place == "abroad" else "hotline@150202"
    return world.post_ticket(account, **{"estate_code": estate, "received_at": now(), "complainant": person, **members})["complaint_id"]


@planted("listComplaintStatistics", "listQuarterlyComplaints", "listRepeatStatistics", "listComplaintClusters")
def crowd(samples):
    """In each place three callers about one matter, one of them twice."""
    for place in ("near", "far", "one", "two"):
        for phone in ("15411110001", "15411110002", "15411110003", "15411110001"):
            complaint(samples, place, phone)


@path("listSimilarComplaints")
def with_others(samples, role, own):
    """One with two like it, made once for each place."""
    place = samples.place(role, own)
    made = samples.__dict__.setdefault("similar", {})
    if place not in made:
        made[place] = [complaint(samples, place, "15422220000") for _ in range(3)][0]
    return {"id": made[place]}


def weights(samples):
    samples.world.role("district").post("/v1/complaint-weights", new_weights(samples, "district")["json_body"], expect=201)


planted("listComplaintWeights")(weights)


def far_day(samples):
    """Each from a later day, so far ahead that nobody counts by it."""
    return (datetime.datetime.now(SHANGHAI).date() + datetime.timedelta(20000 + next(samples.world.serial))).isoformat()


@body("setComplaintWeights")
def new_weights(samples, role):
    return {"json_body": {"name": "本区权重", "response": "20", "solved": "40.5", "satisfied": "39.5", "basis": "区政府文件", "effective_from": far_day(samples)}}


OTHERS["setComplaintWeights"] = lambda samples, value: {**value, "basis": "另一文件"}
