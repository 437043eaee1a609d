"""社区吹哨、部门报到: who is called and by when, what the times say, and the three accountability records."""
import concurrent.futures
import datetime
import threading

import pytest
from things.complaint_steps import complaint
from things.departments import department
from things.routing import STREET, call, moment, whistle

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def shift(world, call_id, **times):
    sets = ", ".join(f"{name} = %({name})s" for name in times)
    world.cluster.query(f"update whistle_calls set {sets} where id = %(id)s returning id", {**times, "id": call_id})


def test_a_community_calls_several_departments_and_each_has_its_limits(world, samples):
    """K10: asked, responded, on site, result; each time stands, with who recorded it."""
    made = whistle(samples, departments=3, matter="占用消防通道，住户电话15400009876")
    assert len(made["calls"]) == 3 and {one["state"] for one in made["calls"]} == {"asked"} and "15400009876" not in str(made)
    street, first = world.role("street"), made["calls"][0]["id"]
    assert street.post(f"/v1/whistle-calls/{first}/respond", {"note": "马上到"}, expect=200).json["state"] == "responded"
    assert street.post(f"/v1/whistle-calls/{first}/arrive", {}, expect=200).json["on_site_at"]
    done = world.role("district").post(f"/v1/whistle-calls/{first}/finish", {"result": "done", "note": "已清理"}, expect=200).json
    assert done["state"] == "finished" and done["result"] == "done" and done["overdue"] is False and done["version"] == 4
    events = world.role("community").pages(f"/v1/whistle-calls/{first}/events")
    assert [event["action"] for event in events] == ["ask", "respond", "arrive", "complete"]
    assert [event["actor_role"] for event in events] == ["community", "street", "street", "district"] and all(event["actor_name"] for event in events)
    assert world.role("district").get(f"/v1/whistles/{made['id']}").json["calls"][0]["department_id"]
    assert {one["id"] for one in street.pages("/v1/whistle-calls", {"whistle_id": made["id"], "state": "asked"})} == {one["id"] for one in made["calls"][1:]}
    assert street.post(f"/v1/whistle-calls/{first}/arrive", {}, expect=409).json["state"] == "finished"


def test_limits_count_working_days_to_the_end_of_the_day(world, samples):
    """K10: one working day ends at 24:00 of the next working day; an emergency has minutes. The numbers are data."""
    made = call(samples)
    shown = world.role("street").get(f"/v1/whistle-calls/{made}").json
    asked = datetime.datetime.fromisoformat(shown["asked_at"]).astimezone(SHANGHAI)
    due = world.role("district").get("/v1/workdays/after", {"date": asked.date().isoformat(), "days": 1}).json["due"]
    expected = datetime.datetime.combine(datetime.date.fromisoformat(due) + datetime.timedelta(1), datetime.time(), SHANGHAI)
    assert datetime.datetime.fromisoformat(shown["respond_due"]) == expected
    there = complaint(samples, "contacted", "community")
    world.cluster.query("update complaints set urgency = 'emergency' where id = %s returning id", (there,))
    hurried = whistle(samples, complaint_id=there)["calls"][0]
    row = world.cluster.query("select respond_due - asked_at as left from whistle_calls where id = %s", (hurried["id"],))[0]
    assert row["left"] == datetime.timedelta(minutes=30)


def test_what_is_expedited_is_urgent_at_least(world, samples):
    """E22: the limits of what is urgent, for a topic that is to be handled with priority."""
    there = complaint(samples, "contacted", "community")
    world.cluster.query("update complaints set category = 'blocked_access' where id = %s returning id", (there,))
    made = whistle(samples, complaint_id=there)
    assert made["urgency"] == "urgent"
    row = world.cluster.query("select respond_due - asked_at as left from whistle_calls where id = %s", (made["calls"][0]["id"],))[0]
    assert row["left"] == datetime.timedelta(hours=2)


@pytest.mark.parametrize("day,due", [("2026-02-13 10:00", "2026-02-15 00:00"), ("2026-02-14 23:59:59", "2026-02-25 00:00"), ("2025-12-31 09:00", "2026-01-05 00:00"),
                                     ("2024-02-09 09:00", "2024-02-19 00:00")])
def test_limits_know_the_holidays_and_the_saturdays_worked_instead(world, day, due):
    """K10: 14 February 2026 is worked, then the Spring Festival; 4 January 2026 is a Sunday that is worked; 18 February 2024 too."""
    row = world.cluster.query("select duty_due('whistle_respond', 'ordinary', %s::timestamp at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' = %s::timestamp as right", (day, due))[0]
    assert row["right"], world.cluster.query("select duty_due('whistle_respond', 'ordinary', %s::timestamp at time zone 'Asia/Shanghai')::text as due", (day,))


def test_whoever_complained_is_spoken_with_first(world, samples):
    """E23: unless nobody is known, or it cannot wait."""
    there, community, called = complaint(samples, "signed", "community"), world.role("community"), {"department_ids": [department(samples)["id"]], "matter": "请到场"}
    world.cluster.query("update complaints set contacted_at = null where id = %s returning id", (there,))
    assert community.post(f"/v1/complaints/{there}/whistles", called, expect=409).code == "contact_first"
    world.cluster.query("update complaints set anonymous = true where id = %s returning id", (there,))
    community.post(f"/v1/complaints/{there}/whistles", called, expect=201)


def test_who_may_be_called_and_when(world, samples):
    """K10: departments on record, not another street's, once at a time, and not for what is closed."""
    community, there = world.role("community"), complaint(samples, "contacted", "community")
    path, one = f"/v1/complaints/{there}/whistles", department(samples)
    elsewhere = department(samples, street_code=samples.estates["far"]["street_code"])
    ended = department(samples)
    world.role("district").post(f"/v1/departments/{ended['id']}/end", {"reason": "撤销"}, expect=200)
    abroad = department(samples, "abroad")
    for wrong in (elsewhere, ended, abroad):
        assert community.post(path, {"department_ids": [one["id"], wrong["id"]], "matter": "请到场"}, expect=422).code == "department_unknown"
    assert world.cluster.query("select 1 from whistles where complaint_id = %s", (there,)) == []
    community.post(path, {"department_ids": [one["id"]], "matter": "请到场"}, expect=201)
    assert world.role("street").post(path, {"department_ids": [one["id"]], "matter": "请到场"}, expect=409).code == "whistle_open_already"
    for state in ("closed", "rejected", "callback"):
        answer = community.post(f"/v1/complaints/{complaint(samples, state, 'community')}/whistles", {"department_ids": [one["id"]], "matter": "请到场"}, expect=409)
        assert answer.code == "state_conflict" and answer.json["state"] == state


def test_times_are_of_what_happened_and_in_order(world, samples):
    """K10: recorded later than it was done; never ahead, never before the step it follows."""
    street, made = world.role("street"), call(samples)
    shift(world, made, asked_at=moment(hours=5))
    path = f"/v1/whistle-calls/{made}"
    assert street.post(f"{path}/respond", {"at": moment(hours=-1)}, expect=422).code == "moment_in_the_future"
    assert street.post(f"{path}/respond", {"at": moment(hours=6)}, expect=422).code == "moment_before_step"
    street.post(f"{path}/respond", {"at": moment(hours=3)}, expect=200)
    assert street.post(f"{path}/arrive", {"at": moment(hours=4)}, expect=422).code == "moment_before_step"
    assert street.post(f"{path}/finish", {"result": "done"}, expect=409).code == "state_conflict", "nobody has come"
    assert street.post(f"{path}/finish", {"result": "not_reported"}, expect=409).code == "not_yet_due"
    street.post(f"{path}/arrive", {"at": moment(hours=2)}, expect=200)
    assert street.post(f"{path}/finish", {"result": "done", "at": moment(hours=1)}, expect=200).json["result"] == "done"


def test_done_after_the_limit_is_late_whatever_was_said(world, samples):
    """K10, E10: done, late or not reported follow from the times."""
    street = world.role("street")
    late = call(samples, overdue=True, state="on_site")
    assert street.post(f"/v1/whistle-calls/{late}/finish", {"result": "done"}, expect=200).json["result"] == "late"
    never = call(samples, overdue=True)
    assert street.post(f"/v1/whistle-calls/{never}/finish", {"result": "not_reported", "note": "三日未到"}, expect=200).json["result"] == "not_reported"
    assert {late, never} <= {one["id"] for one in street.pages("/v1/whistle-calls", {"overdue": "true"})}


def test_two_who_record_at_once_one_wins(world, samples):
    """One of two that finish the same call is done; the other meets the state that stands."""
    for _ in range(5):
        made, barrier = call(samples, state="on_site"), threading.Barrier(2)

        def finish(role):
            caller = world.role(role)
            caller.get(f"/v1/whistle-calls/{made}")  # the connection stands
            barrier.wait()
            return caller.post(f"/v1/whistle-calls/{made}/finish", {"result": "done"})

        with concurrent.futures.ThreadPoolExecutor(2) as both:
            answers = list(both.map(finish, ("street", "district")))
        assert sorted(answer.status for answer in answers) == [200, 409], [answer.body for answer in answers]
        assert len(world.cluster.query("select 1 from whistle_events where call_id = %s and action = 'complete'", (made,))) == 1


def test_two_whistles_for_one_department_at_once_make_one_call(world, samples):
    """K10: a department is called for a complaint once at a time, in whatever order the whistles name several."""
    for _ in range(4):
        there, called, barrier = complaint(samples, "contacted", "community"), [department(samples)["id"] for _ in range(3)], threading.Barrier(2)

        def blow(role):
            caller = world.role(role)
            caller.get(f"/v1/complaints/{there}")
            barrier.wait()
            return caller.post(f"/v1/complaints/{there}/whistles", {"department_ids": called if role == "street" else called[::-1], "matter": "请到场"})

        with concurrent.futures.ThreadPoolExecutor(2) as both:
            answers = list(both.map(blow, ("street", "community")))
        assert sorted(answer.status for answer in answers) == [201, 409], [answer.body for answer in answers]


def test_a_firm_learns_of_no_whistle(world, samples):
    """E05: neither by the operations nor by the complaint's own steps."""
    there, firm = complaint(samples, "contacted", "community", "one"), world.role("company")
    shown = [firm.get(f"/v1/complaints/{there}{more}").body for more in ("", "/events", "/assignments")]
    world.cluster.query("update complaints c set street_code = e.street_code, community_code = e.community_code from estates e where e.id = %s and c.id = %s returning c.id",
                        (samples.estates["near"]["id"], there))
    whistle(samples, complaint_id=there)
    world.cluster.query("update complaints c set street_code = e.street_code, community_code = e.community_code from estates e where e.id = c.estate_id and c.id = %s returning c.id", (there,))
    assert [firm.get(f"/v1/complaints/{there}{more}").body for more in ("", "/events", "/assignments")] == shown
    for path in ("/v1/whistle-calls", "/v1/accountability-findings", "/v1/accountability-records", "/v1/enforcement-cases"):
        firm.get(path, expect=403)


def test_what_turns_out_confidential_is_kept_from_the_area_with_its_whistles(world, samples):
    """E05: about a leak or retaliation, for the district alone, also what was done before it was known."""
    made = whistle(samples)
    first = made["calls"][0]["id"]
    world.role("street").get(f"/v1/whistle-calls/{first}", expect=200)
    world.cluster.query("update complaints set confidential = true where id = %s returning id", (made["complaint_id"],))
    for role in ("street", "community"):
        world.role(role).get(f"/v1/whistle-calls/{first}", expect=404)
        world.role(role).get(f"/v1/whistles/{made['id']}", expect=404)
    assert world.role("district").get(f"/v1/whistle-calls/{first}").json["id"] == first


def findings(caller, kind, **where):
    return {one["call_id"] or one["complaint_id"]: one for one in caller.pages("/v1/accountability-findings", {"kind": kind, **where})}


def test_what_the_times_show_is_listed_and_recorded_by_two_people(world, samples):
    """E10: 不报到 and 不尽责, proposed by the street, decided by the district, passed on."""
    street, district = world.role("street"), world.role("district")
    absent, lazy, fine = call(samples, overdue=True), call(samples, overdue=True, state="on_site"), call(samples)
    shown = findings(street, "no_report")
    assert shown[absent]["detected"] == ["not_responded", "not_on_site"] and shown[absent]["record_id"] is None and fine not in shown
    assert shown[lazy]["detected"] == ["responded_late", "on_site_late"] and findings(street, "duty_not_done")[lazy]["detected"] == ["not_finished"]
    made = street.post("/v1/accountability-records", {"kind": "no_report", "call_id": absent, "facts": "三日未到场，值班电话15400009876"}, expect=201).json
    assert made["detected"] == ["not_responded", "not_on_site"] and made["state"] == "proposed" and "15400009876" not in made["facts"]
    assert findings(street, "no_report")[absent]["record_id"] == made["id"]
    assert absent not in findings(street, "no_report", recorded="false")
    again = {"kind": "no_report", "call_id": absent, "facts": "又一次"}
    assert street.post("/v1/accountability-records", again, expect=409).code == "accountability_known"
    path = f"/v1/accountability-records/{made['id']}"
    assert district.post(f"{path}/notify", {"notice_no": "1号"}, expect=409).json["state"] == "proposed"
    assert district.post(f"{path}/decide", {"decision": "confirm", "opinion": "属实"}, expect=200).json["state"] == "confirmed"
    assert district.post(f"{path}/decide", {"decision": "dismiss", "opinion": "不属实"}, expect=409).json["state"] == "confirmed"
    done = district.post(f"{path}/notify", {"notice_no": "区纪通〔2026〕1号"}, expect=200).json
    assert done["state"] == "notified" and done["notified_at"]


def test_whoever_proposed_does_not_decide(world, samples):
    """E10: two people; and what was dismissed may be proposed anew."""
    district, absent = world.role("district"), call(samples, overdue=True)
    made = district.post("/v1/accountability-records", {"kind": "no_report", "call_id": absent, "facts": "未到场"}, expect=201).json
    assert district.post(f"/v1/accountability-records/{made['id']}/decide", {"decision": "confirm", "opinion": "属实"}, expect=409).code == "separation_of_duties"
    world.cluster.query("update accountability_records set proposed_by = gen_random_uuid() where id = %s returning id", (made["id"],))
    assert district.post(f"/v1/accountability-records/{made['id']}/decide", {"decision": "dismiss", "opinion": "已到场"}, expect=200).json["state"] == "dismissed"
    district.post("/v1/accountability-records", {"kind": "no_report", "call_id": absent, "facts": "再次核实未到场"}, expect=201)


def test_a_community_that_does_not_whistle_is_found(world, samples):
    """E10: a department's matter in the community's hands, spoken of long ago, and no department called; not where the street is to deal with it."""
    street, made = world.role("street"), {}
    for category in ("fire_safety", "illegal_construction", "cleaning"):
        made[category] = complaint(samples, "contacted", "community")
        world.cluster.query("update complaints set category = %s, contacted_at = now() - interval '15 days' where id = %s returning id", (category, made[category]))
    shown = findings(street, "no_whistle")
    assert made["fire_safety"] in shown and not {made["illegal_construction"], made["cleaning"]} & set(shown)
    assert shown[made["fire_safety"]]["detected"] == ["not_whistled"] and shown[made["fire_safety"]]["department"] is None
    record = street.post("/v1/accountability-records", {"kind": "no_whistle", "complaint_id": made["fire_safety"], "facts": "联系后未吹哨"}, expect=201).json
    assert record["community_code"] == samples.estates["near"]["community_code"] and record["detected"] == ["not_whistled"]
    whistle(samples, complaint_id=made["fire_safety"])
    assert made["fire_safety"] not in findings(street, "no_whistle")


def test_a_record_fits_whom_it_is_about(world, samples):
    """E10"""
    street, one = world.role("street"), call(samples)
    there = complaint(samples, "contacted", "community")
    for wrong in ({"kind": "no_whistle", "call_id": one}, {"kind": "no_report", "complaint_id": there}, {"kind": "no_whistle"}, {"kind": "duty_not_done"}):
        assert street.post("/v1/accountability-records", {**wrong, "facts": "事实"}, expect=422).code == "accountability_misfit"
    for wrong in ({"kind": "no_report", "call_id": call(samples, "far")}, {"kind": "no_report", "call_id": one, "complaint_id": there},
                  {"kind": "no_whistle", "complaint_id": complaint(samples, "contacted", "community", "far")}):
        assert street.post("/v1/accountability-records", {**wrong, "facts": "事实"}, expect=422).code == "source_unknown"
    assert street.post("/v1/accountability-records", {"kind": "duty_not_done", "call_id": one, "facts": "敷衍了事"}, expect=201).json["detected"] == [], "a person may see more than the rule"


def test_a_limit_of_the_districts_own_comes_before_the_common_one(world, samples):
    """K10: limits are rows with days; what was asked before keeps the limit of its day."""
    district, before = world.caller("district.officer@340302"), call(samples, "abroad")
    today = datetime.datetime.now(SHANGHAI).date().isoformat()
    new = {"name": "whistle_respond", "value": "7", "unit": "days", "basis": "区政府文件", "effective_from": today}
    made = district.post("/v1/rules", new, expect=201).json
    assert made["common"] is False and made["subject"] is None
    assert district.post("/v1/rules", {**new, "effective_from": "2020-01-01"}, expect=422).code == "takes_effect_in_the_past"
    assert district.post("/v1/rules", {**new, "subject": "parking"}, expect=422).code == "rule_not_allowed"
    assert district.post("/v1/rules", {**new, "name": "dispute", "subject": "nothing"}, expect=422).code == "rule_not_allowed"
    assert district.post("/v1/rules", new, expect=409).code == "rule_changed_meanwhile"
    street = world.caller(STREET["abroad"])
    old, fresh = (street.get(f"/v1/whistle-calls/{one}").json for one in (before, call(samples, "abroad")))
    due = datetime.datetime.fromisoformat(fresh["respond_due"]).astimezone(SHANGHAI)
    assert due == datetime.datetime.combine(datetime.datetime.now(SHANGHAI).date() + datetime.timedelta(8), datetime.time(), SHANGHAI)
    assert old["respond_due"] != fresh["respond_due"]
    shown = world.role("district").pages("/v1/rules", {"as_of": today, "name": "whistle_respond"})
    assert all(one["common"] for one in shown) and {one["subject"] for one in shown} == {None, "urgent", "emergency"}
