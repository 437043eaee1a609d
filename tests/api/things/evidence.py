"""Photos of issues and inspections: each call that attaches gets an issue or an inspection of its own, in the state that it starts from."""
import datetime
import threading
import uuid

from harness.things import OTHERS, QUERIES, body, path

from . import attachments
from .complaint_steps import complaint

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def today():
    return datetime.datetime.now(SHANGHAI).date()


def row(world, table, values):
    """By hand, so that any state can be had at once."""
    names = list(values)
    world.cluster.query(f"insert into {table} ({', '.join(names)}) values ({', '.join(['%s'] * len(names))}) returning 1", tuple(values.values()))
    return values["id"]


def of_estate(samples, place):
    estate = samples.estates[place]
    now = datetime.datetime.now(datetime.timezone.utc)
    return {"district_code": estate["district_code"], "id": str(uuid.uuid4()), "estate_id": estate["id"], "street_code": estate["street_code"],
            "community_code": estate["community_code"], "firm_id": estate["firm_id"], "created_at": now, "updated_at": now}


def issue(samples, place="near", **columns):
    """Id of one that the estate's firm is putting right."""
    values = of_estate(samples, place)
    started = {"responsible_kind": "firm", "responsible_firm_id": values["firm_id"], "person": "刘经理", "due_on": today() + datetime.timedelta(15), "measure": "更换",
               "measure_masked": "更换", "state": "rectifying", "assigned_at": values["created_at"], "started_at": values["created_at"]}
    return row(samples.world, "issues", {**values, "ledger": "facility", "place": "三号楼", "place_masked": "三号楼", "problem": "外墙脱落", "problem_masked": "外墙脱落", "source": "inspection",
                                         "found_on": today(), "last_recorded_at": values["created_at"], "created_role": "district", **started, **columns})


def inspection(samples, place="near", **columns):
    """Id of one that is under way."""
    return row(samples.world, "inspections", {**of_estate(samples, place), "kind": "daily", "level": "district", "state": "in_progress", "visited_on": today(), **columns})


def step(samples, table, thing, state):
    """To a state, with what that asks for."""
    more = {"closed": ", rectified_at = now(), accepted_at = now(), closed_at = now()", "published": ", published_at = now()"}.get(state, "")
    samples.world.cluster.query(f"update {table} set state = %s{more} where id = %s returning 1", (state, thing))


def attach(client, kind, owner, data, expect=201, media="image/png", **query):
    if kind == "issue":
        query = {"stage": "after", **query}
    return client.request("POST", f"/v1/{kind}s/{owner}/attachments", query or None, data, {"Content-Type": media}, expect=expect)


KINDS = {"issue": issue, "inspection": inspection}


def listed(client, kind, owner, **query):
    return {row["id"]: row for row in client.pages(f"/v1/{kind}s/{owner}/attachments", query)}


def at_once(calls):
    """What each answers, in no order."""
    found, threads = [], [threading.Thread(target=lambda call=call: found.append(call())) for call in calls]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return found


def some(samples, kind, owner, place, number=3):
    """Released, so that a firm meets them too."""
    officer = attachments.officer(samples, place)
    for _ in range(number):
        made = attach(officer, kind, owner, attachments.photo(next(samples.world.serial))).json
        officer.post(f"/v1/attachments/{made['id']}/release", {}, expect=200)


def shown(kind, make):
    def values(samples, role, own):
        place = samples.place(role, own)
        made = samples.__dict__.setdefault("evidence", {})
        if (kind, place) not in made:
            made[kind, place] = make(samples, place)
            some(samples, kind, made[kind, place], place)
        return {"id": made[kind, place]}
    return values


path("listIssueAttachments")(shown("issue", issue))
path("listInspectionAttachments")(shown("inspection", lambda samples, place: inspection(samples, place, state="published", published_at=datetime.datetime.now(datetime.timezone.utc))))
path("createIssueAttachment")(lambda samples, role, own: {"id": issue(samples, samples.place(role, own))})
path("createInspectionAttachment")(lambda samples, role, own: {"id": inspection(samples, samples.place(role, own))})
body("createIssueAttachment", "createInspectionAttachment")(lambda samples, role: attachments.a_photo(samples, role))
QUERIES["createIssueAttachment"] = lambda samples: {"stage": "after"}


def photographed(samples, place="near"):
    """(complaint, one of its attachments): one pair for each place."""
    made = samples.__dict__.setdefault("photographed", {})
    if place not in made:
        complaint_id = complaint(samples, "processing", place=place)
        one = attachments.upload(attachments.officer(samples, place), complaint_id, attachments.photo(next(samples.world.serial)), file_name="张三家.png", caption="王家厨房").json
        made[place] = (complaint_id, one["id"])
    return made[place]


@path("createIssueAttachmentFromComplaint")
def promoted(samples, role, own):
    place = samples.place(role, own)
    return {"id": issue(samples, place, source="complaint", complaint_id=photographed(samples, place)[0])}


@body("createIssueAttachmentFromComplaint")
def which(samples, role):
    place = samples.place(role, True)
    return {"json_body": {"attachment_id": photographed(samples, place)[1], "caption": f"三号楼外墙脱落 {next(samples.world.serial)}"}}


OTHERS["createIssueAttachmentFromComplaint"] = lambda samples, value: {**value, "caption": "另一说明"}
