"""Complaints in the state that a step starts from, in the hands that may take it."""
import datetime

from harness.things import OTHERS, PATHS, body, path

# operation → (state it starts from, columns that its guard asks for)
FROM = {
    "askComplaintInfo": "received", "supplyComplaintInfo": "needs_info", "dispatchComplaint": "received", "designateComplaint": "returned",
    "rejectComplaint": "received", "signComplaint": "dispatched", "returnComplaint": "signed", "contactComplainant": "signed", "startComplaint": "contacted",
    "reportComplaint": "processing", "requestComplaintExtension": "processing", "approveComplaintExtension": "extension_requested",
    "refuseComplaintExtension": "extension_requested", "suspendComplaint": "processing", "resumeComplaint": "suspended", "verifyComplaint": "resolved_reported",
    "closeComplaintOnSpot": "contacted", "closeComplaint": "callback", "reworkComplaint": "callback", "mergeComplaint": "received", "reopenComplaint": "closed",
}
HANDS = {"company": "firm", "community": "community", "street": "street"}


def complaint(samples, state, role="district", place="near"):
    """Id of a fresh complaint in a state, in the hands of the role's kind; its limits run from now."""
    world = samples.world
    estate = samples.estates[place]
    receipt = world.post_ticket("hotline@340302" if place == "abroad" else "hotline@150202", estate_code=estate["code"])
    world.cluster.query("update complaints set state = %s, assigned_to = %s, contacted_at = now(), closed_at = case when %s = 'closed' then now() end, clock_at = created_at "
                        "where id = %s returning id", (state, HANDS.get(role), state, receipt["complaint_id"]))
    world.cluster.query("select complaint_limit_again(district_code, id) from complaints where id = %s", (receipt["complaint_id"],))
    return receipt["complaint_id"]


def start_of(operation):
    def values(samples, role, own):
        state = "resolved_reported" if operation == "reworkComplaint" and role == "street" else FROM[operation]
        return {"id": complaint(samples, state, role, samples.place(role, own))}
    return values


for name in FROM:
    PATHS[name] = start_of(name)

# After the five working days of now and within the ten more, over any holiday.
LATER = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=16)).isoformat(timespec="seconds")
REASON = {"reason": "按规定办理，另行说明"}
NOTE = {"note": "已与居民沟通"}


@path("listComplaintEvents", "listComplaintAssignments")
def any_complaint(samples, role, own):
    """One that was dispatched to its firm twice."""
    place = samples.place(role, own)
    made = samples.__dict__.setdefault("dispatched", {})
    if place not in made:
        made[place] = complaint(samples, "received", place=place)
        district = samples.world.role("district", 2 if place == "abroad" else 0)
        for _ in range(2):
            district.post(f"/v1/complaints/{made[place]}/dispatch", {"unit_kind": "firm", "receiver": "张科长"}, expect=200)
            samples.world.cluster.query("update complaints set state = 'received' where id = %s returning id", (made[place],))
    return {"id": made[place]}


@body("rejectComplaint", "returnComplaint", "requestComplaintExtension", "refuseComplaintExtension", "suspendComplaint", "reworkComplaint", "reopenComplaint")
def reason(samples, role):
    return {"json_body": dict(REASON)}


@body("askComplaintInfo", "supplyComplaintInfo", "signComplaint", "contactComplainant", "startComplaint", "resumeComplaint", "verifyComplaint")
def note(samples, role):
    return {"json_body": dict(NOTE)}


@body("reportComplaint", "closeComplaintOnSpot")
def report(samples, role):
    return {"json_body": {"result": "solved", **NOTE}}


@body("closeComplaint")
def callback(samples, role):
    return {"json_body": {"result": "solved", "satisfaction": "satisfied", "validity": "valid", **NOTE}}


@body("approveComplaintExtension")
def extension(samples, role):
    return {"json_body": {"due_at": LATER, **NOTE}}


@body("dispatchComplaint", "designateComplaint")
def dispatch(samples, role):
    return {"json_body": {"unit_kind": "community", "receiver": "张科长", "handler": "李干事", "watcher": "王主任", **NOTE}}


@body("mergeComplaint")
def merge(samples, role):
    return {"json_body": {"master_id": complaint(samples, "received", role), **REASON}}


def another_reason(samples, body):
    return {**body, "reason": "另一理由，与先前不同"}


for name in ("mergeComplaint",):
    OTHERS[name] = another_reason
