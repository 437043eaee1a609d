"""What protects personal data: looks at it, holds, and what was erased."""
from harness.things import body, path, planted
from things.complaint_steps import complaint

REASON = {"reason": "行政诉讼期间保全"}


def district(samples, place="near"):
    return samples.world.role("district", 2 if place == "abroad" else 0)


@planted("listPersonalAccesses")
def look(samples):
    samples.world.role("street").post(f"/v1/complaints/{samples.complaints['near']}/reveal", {"reason": "核实处理结果"}, expect=200)


@planted("listPersonalAccessCounts")
def looks_of_another(samples):
    """A person and day of its own each time: counts are one row for each."""
    samples.world.cluster.query(
        "insert into personal_access_log (district_code, at, user_id, user_name, role, complaint_id, reason) "
        "select '150202', now() - interval '3 days', gen_random_uuid(), 'street.other', 'street', %s, '核实处理结果' returning id", (samples.complaints["near"],))


@planted("listErasures")
def erasure(samples):
    samples.world.cluster.query(
        "insert into contact_erasures select district_code, gen_random_uuid(), id, now(), now() - interval '3 years', 3, true, 1 from complaints where id = %s returning id",
        (samples.complaints["near"],))


@planted("listComplaintHolds")
def hold(samples, place="near"):
    return district(samples, place).post(f"/v1/complaints/{samples.complaints[place]}/hold", dict(REASON), expect=201).json


@path("placeComplaintHold")
def any_complaint(samples, role, own):
    return {"id": complaint(samples, "closed", role, samples.place(role, own))}


@path("liftComplaintHold")
def any_hold(samples, role, own):
    return {"id": hold(samples, samples.place(role, own))["id"]}


@body("placeComplaintHold", "liftComplaintHold")
def reason(samples, role):
    return {"json_body": dict(REASON)}
