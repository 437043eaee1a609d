"""What a hotline says about its tickets later: once, in its own order whatever order it comes in, before its ticket or with it, and never to the complainant's harm."""
import json
import time

import pytest
from harness.world import PLANTED
from test_signed import KEYS, enrolled, mac  # noqa: F401  (a fixture)
from things.intake import message

MESSAGES, TICKETS = "/v1/hotline/messages", "/v1/hotline/tickets"
TEXT = "市民欧阳测试（电话15400009876，住77号楼6单元905室，车牌蒙B·Z9Z99）说：还是没人来。"


def fresh(world, state="received", **members):
    """(complaint id, ticket number) of a complaint in a state."""
    receipt = world.post_ticket(**members)
    if state != "received":
        world.cluster.query("update complaints set state = %s, contacted_at = now(), closed_at = case when %s = 'closed' then now() end where id = %s returning id",
                            (state, state, receipt["complaint_id"]))
    return receipt["complaint_id"], receipt["ticket_no"]


def stands(world, complaint):
    row = world.cluster.query("select state, round, result, satisfaction, urges, supervisions, secret, validity from complaints where id = %s", (complaint,))[0]
    return tuple(row[name] for name in ("state", "round", "result", "satisfaction", "urges", "supervisions", "secret", "validity"))


def say(hotline, world, number, kind, expect=201, **members):
    return hotline.post(MESSAGES, message(world, number, kind, **members), expect=expect)


def events(world, complaint):
    return [row["action"] for row in world.cluster.query("select action from complaint_events where complaint_id = %s order by at, id", (complaint,))]


def test_urges_and_supervisions_are_counted_and_stand_in_the_history(world, hotline):
    """E11: 催办 and 督办 leave the state alone; each is an event, and the counts are read with the complaint's messages and the ticket."""
    complaint, number = fresh(world, "processing")
    for kind in ("urge", "supervise", "urge"):
        receipt = say(hotline, world, number, kind, content="请尽快").json
        assert (receipt["applied"], receipt["outcome"], receipt["complaint_id"], receipt["state"]) == (True, "applied", complaint, "processing")
    assert stands(world, complaint)[4:6] == (2, 1)
    assert events(world, complaint) == ["receive", "urge", "supervise", "urge"]
    for role in ("district", "hotline"):
        items = world.role(role).pages(f"/v1/complaints/{complaint}/messages")
        assert [(item["kind"], item["urges"], item["supervisions"]) for item in items] == [("urge", 2, 1), ("supervise", 2, 1), ("urge", 2, 1)]
    ticket = hotline.get(TICKETS, {"ticket_no": number}).json["items"][0]
    assert (ticket["urges"], ticket["supervisions"]) == (2, 1)
    shown = world.role("district").get(f"/v1/complaints/{complaint}").json
    assert shown["version"] == 4, "whoever read it before is told that it changed"


def test_what_was_said_later_is_revealed_as_it_was_said(world, hotline):
    complaint, number = fresh(world, "callback")
    said = say(hotline, world, number, "supplement", content=TEXT).json
    asked = say(hotline, world, number, "callback", reached=True, result="unsolved", satisfaction="dissatisfied", reason=TEXT).json
    for role in ("district", "street", "community"):
        shown = world.role(role).post(f"/v1/complaints/{complaint}/reveal", {"reason": "回访核实"}, expect=200).json["messages"]
        assert [(one["id"], one["kind"], one["content"], one["reason"]) for one in shown] == [(asked["id"], "callback", None, TEXT), (said["id"], "supplement", TEXT, None)]


def test_a_supplement_answers_the_question_that_was_open(world, hotline):
    complaint, number = fresh(world, "needs_info")
    receipt = say(hotline, world, number, "supplement", content=TEXT).json
    assert receipt["applied"] and receipt["state"] == "received"
    assert events(world, complaint) == ["receive", "supplement", "supply_info"]
    later, other = fresh(world, "processing")
    assert say(hotline, world, other, "supplement", content=TEXT).json["state"] == "processing"
    assert stands(world, later)[0] == "processing"


def test_the_words_are_sealed_and_shown_masked(world, hotline, samples):
    """E05: no table but the sealed one holds them; a firm reads what it works by, masked, and neither number nor sender."""
    complaint, number = fresh(world, estate_code=samples.estates["one"]["code"])
    for kind in ("supplement", "redispatch", "urge", "supervise"):
        say(hotline, world, number, kind, content=TEXT)
    say(hotline, world, number, "callback", result="unsolved", satisfaction="dissatisfied", reason=TEXT)
    say(hotline, world, number, "cancel", reason=TEXT)
    kept = json.dumps([world.cluster.query(f"select * from {table} where {column} = %s", (complaint,)) for table, column in
                       (("hotline_messages", "complaint_id"), ("complaint_events", "complaint_id"), ("complaints", "id"))], default=str, ensure_ascii=False)
    for secret in PLANTED:
        assert secret not in kept, secret
    sealed = world.cluster.query("select t.* from personal.message_texts t join hotline_messages m on m.id = t.message_id where m.complaint_id = %s", (complaint,))
    assert len(sealed) == 6
    for row in sealed:
        assert TEXT.encode() not in bytes(row["content_sealed"] or row["reason_sealed"])
    seen = {item["kind"]: item for item in world.role("district").pages(f"/v1/complaints/{complaint}/messages")}
    assert "还是没人来" in seen["supervise"]["content"] and "还是没人来" in seen["callback"]["reason"] and seen["urge"]["message_no"]
    firm = {item["kind"]: item for item in world.role("company").pages(f"/v1/complaints/{complaint}/messages")}
    assert set(firm) == set(seen)
    for kind, item in firm.items():
        assert item["message_no"] is None and item["sent_at"] is None
        words = item["content"] or item["reason"]
        assert (words is not None) == (kind in ("supplement", "redispatch", "callback")), kind
        assert words is None or "还是没人来" in words
    for event in world.role("company").pages(f"/v1/complaints/{complaint}/events"):
        assert event["internal_note"] is None and event["actor_name"] is None


def test_who_asks_for_secrecy_later_gets_it(world, hotline, samples):
    """A supplement or a redispatch can only make it more protected."""
    for kind in ("supplement", "redispatch"):
        complaint, number = fresh(world, estate_code=samples.estates["one"]["code"])
        world.role("company").get(f"/v1/complaints/{complaint}", expect=200)
        say(hotline, world, number, kind, secret=True)
        assert stands(world, complaint)[6] is True
        world.role("company").get(f"/v1/complaints/{complaint}", expect=404)
        world.role("company").get(f"/v1/complaints/{complaint}/messages", expect=404)
        say(hotline, world, number, "supplement")
        assert stands(world, complaint)[6] is True


CALLBACKS = [  # reached, result, satisfaction, state before, state after, applied
    (True, "solved", "satisfied", "callback", "closed", True), (True, "solved", None, "callback", "closed", True), (True, "solved", "understanding", "callback", "closed", True),
    (True, "partly", "very_satisfied", "callback", "closed", True), (True, "partly", None, "callback", "rework", True), (True, "solved", "dissatisfied", "callback", "rework", True),
    (True, "unsolved", None, "callback", "rework", True), (True, "unsolved", "satisfied", "callback", "rework", True), (False, None, None, "callback", "callback", True),
    (True, "unsolved", None, "closed", "rework", True), (True, "solved", "satisfied", "rework", "closed", True), (True, "unsolved", None, "rework", "rework", True),
    (True, "solved", "satisfied", "closed", "closed", True), (True, "solved", "satisfied", "processing", "processing", False), (True, "unsolved", None, "received", "received", False),
    (True, "unsolved", None, "rejected", "rejected", False), (True, "solved", None, "suspended", "suspended", False), (False, None, None, "processing", "processing", True),
]


@pytest.mark.parametrize("reached,result,satisfaction,before,after,applied", CALLBACKS)
def test_a_callback_closes_or_sends_back_by_the_table(reached, result, satisfaction, before, after, applied, world, hotline):
    """E11: what the state does not allow stands on record and is answered; nothing is refused, nothing is lost."""
    complaint, number = fresh(world, before)
    receipt = say(hotline, world, number, "callback", reached=reached, result=result, satisfaction=satisfaction, reason="未处理").json
    assert (receipt["applied"], receipt["outcome"], receipt["why"], receipt["state"]) == (applied, "applied" if applied else "refused", None if applied else "state_conflict", after)
    state, round_, kept, level, *_ = stands(world, complaint)
    assert state == after
    if applied and reached:
        assert (kept, level) == (result, satisfaction)
        assert round_ == (2 if after == "rework" and before != "rework" else 1), "the next round"
    assert "callback" in events(world, complaint)
    closed = world.cluster.query("select closed_at from complaints where id = %s", (complaint,))[0]["closed_at"]
    assert closed or after != "closed"


def test_a_callback_long_after_closing_stands_on_record(world, hotline):
    """The days within which what was closed may be taken up again are the district's rule; a redispatch has no such limit."""
    complaint, number = fresh(world, "closed")
    world.cluster.query("update complaints set closed_at = now() - interval '8 days' where id = %s returning id", (complaint,))
    receipt = say(hotline, world, number, "callback", result="unsolved").json
    assert (receipt["applied"], receipt["outcome"], receipt["why"]) == (False, "refused", "closed_too_long")
    assert stands(world, complaint)[0] == "closed"
    assert say(hotline, world, number, "redispatch").json["state"] == "rework"


@pytest.mark.parametrize("before,after", [("received", "received"), ("processing", "processing"), ("resolved_reported", "rework"), ("callback", "rework"), ("closed", "rework"), ("rejected", "received")])
@pytest.mark.parametrize("suffix", [True, False])
def test_a_redispatch_begins_the_next_round(before, after, suffix, world, hotline):
    """重办: the suffix -02 or `round` names it; what is in work goes on, what was not taken up is received anew."""
    complaint, number = fresh(world, before, ticket_no=f"RD-{time.time_ns()}")
    receipt = say(hotline, world, number + "-02" if suffix else number, "redispatch", content="仍未解决", **({} if suffix else {"round": 2})).json
    assert (receipt["ticket_no"], receipt["round"], receipt["applied"], receipt["state"]) == (number, 2, True, after)
    assert stands(world, complaint)[:2] == (after, 2)
    if before == "rejected":
        assert stands(world, complaint)[7] == "undetermined"


def test_a_round_that_came_as_a_ticket_is_no_news_and_the_other_way_round(world, hotline):
    ticket = world.ticket()
    complaint = hotline.post(TICKETS, ticket, expect=201).json["complaint_id"]
    world.cluster.query("update complaints set state = 'closed', contacted_at = now(), closed_at = now() where id = %s returning id", (complaint,))
    hotline.post(TICKETS, {**ticket, "round": 2, "content": "仍未解决"}, expect=201)
    assert stands(world, complaint)[:2] == ("rework", 2)
    world.cluster.query("update complaints set state = 'closed' where id = %s returning id", (complaint,))
    assert say(hotline, world, ticket["ticket_no"], "redispatch", round=2).json["outcome"] == "older"
    assert stands(world, complaint)[:2] == ("closed", 2)
    assert say(hotline, world, ticket["ticket_no"], "redispatch", round=3).json["applied"]
    world.cluster.query("update complaints set state = 'closed' where id = %s returning id", (complaint,))
    hotline.post(TICKETS, {**ticket, "round": 3, "content": "第三轮的工单后到"}, expect=201)
    assert stands(world, complaint)[:2] == ("closed", 3), "the third round was announced and is over"
    hotline.post(TICKETS, {**ticket, "round": 4, "content": "第四轮"}, expect=201)
    assert stands(world, complaint)[:2] == ("rework", 4)


@pytest.mark.parametrize("before", ["received", "needs_info", "dispatched", "signed", "contacted", "processing", "extension_requested", "suspended", "resolved_reported", "callback", "rework",
                                    "returned", "designated", "reopened", "closed", "rejected"])
def test_a_ticket_is_taken_back_from_wherever_it_is_open(before, world, hotline):
    complaint, number = fresh(world, before)
    receipt = say(hotline, world, number, "cancel").json
    open_ = before != "rejected"
    assert (receipt["applied"], receipt["state"]) == (open_, "closed" if open_ else "rejected")
    assert stands(world, complaint)[2] == ("withdrawn" if open_ else None)
    if open_:
        assert world.cluster.query("select closed_at from complaints where id = %s", (complaint,))[0]["closed_at"]


def test_the_same_message_again_is_the_first_answer(world, hotline):
    complaint, number = fresh(world, "callback")
    body = message(world, number, "callback", result="unsolved")
    first = hotline.post(MESSAGES, body, expect=201)
    assert first.header("Location") == f"{MESSAGES}/{first.json['id']}"
    world.cluster.query("update complaints set state = 'callback' where id = %s returning id", (complaint,))
    for _ in range(3):
        assert hotline.post(MESSAGES, dict(reversed(body.items())), expect=200).json == first.json
    assert stands(world, complaint)[0] == "callback", "once, not again"
    assert hotline.get(first.header("Location")).json["tries"] == 4
    for member, value in (("result", "solved"), ("sequence", 999999), ("ticket_no", number + "x"), ("kind", "urge")):
        changed = {**body, member: value} if member != "kind" else {name: body[name] for name in ("ticket_no", "message_no", "sequence")} | {"kind": "urge"}
        assert hotline.post(MESSAGES, changed, expect=409).code == "message_changed"
    assert hotline.post(MESSAGES, {**body, "source": "petition"}, expect=201).json["outcome"] == "waiting", "another source's number is another message"


@pytest.mark.parametrize("members,code", [({"sequence": None}, "message_without_order"), ({"sequence": None, "sent_at": "2099-01-01T00:00:00+08:00"}, "message_of_the_future"),
                                          ({"kind": "callback", "result": None}, "result_missing")])
def test_what_cannot_be_placed_is_refused(members, code, world, hotline):
    _, number = fresh(world)
    members = dict(members)
    assert say(hotline, world, number, members.pop("kind", "urge"), expect=422, **members).code == code


def test_a_message_waits_for_its_ticket_and_is_applied_with_it(world, hotline):
    ticket = world.ticket()
    waiting = [message(world, ticket["ticket_no"], kind) for kind in ("urge", "supplement", "callback", "cancel", "urge")]
    first = [hotline.post(MESSAGES, body, expect=201).json for body in reversed(waiting)]
    assert {(receipt["applied"], receipt["outcome"], receipt["complaint_id"], receipt["state"]) for receipt in first} == {(False, "waiting", None, None)}
    complaint = hotline.post(TICKETS, ticket, expect=201).json["complaint_id"]
    assert stands(world, complaint)[:6] == ("closed", 1, "withdrawn", None, 2, 0)
    assert events(world, complaint) == ["receive", "urge", "supplement", "callback", "cancel", "cancel", "urge"], "in the sender's order, what moved it told twice: said and done"
    items = {item["message_no"]: item for item in hotline.pages(MESSAGES, {"ticket_no": ticket["ticket_no"]})}
    assert [items[body["message_no"]]["outcome"] for body in waiting] == ["applied", "applied", "refused", "applied", "applied"]
    assert [hotline.post(MESSAGES, body, expect=200).json for body in reversed(waiting)] == first, "the first answer, whatever came of it"
    hotline.post(TICKETS, ticket, expect=200)
    assert stands(world, complaint)[4] == 2


def test_a_message_about_a_merged_one_goes_to_its_master(world, hotline):
    (own, number), (master, _) = fresh(world), fresh(world, "callback")
    world.cluster.query("update complaints set state = 'merged', master_id = %s where id = %s returning id", (master, own))
    assert say(hotline, world, number, "urge").json["complaint_id"] == master
    assert say(hotline, world, number, "callback", result="unsolved").json["state"] == "rework"
    assert stands(world, master)[:1] + stands(world, master)[4:5] == ("rework", 1)
    assert say(hotline, world, number, "supplement", secret=True).json["applied"]
    assert stands(world, master)[6] and stands(world, own)[6]
    lone, other = fresh(world)
    taken = world.role("district").post("/v1/complaints", {"source": "petition", "request_type": "complaint", "content": "同一事项"}, expect=201).json["id"]
    world.role("district").post(f"/v1/complaints/{lone}/merge", {"master_id": taken, "reason": "同一事项"}, expect=200)
    assert say(hotline, world, other, "callback", result="unsolved").json["outcome"] == "refused"
    assert say(hotline, world, other, "redispatch").json["state"] == "received", "its master is not the sender's: it is received anew"


def test_what_is_said_about_a_protected_one_is_not_read_in_the_one_it_was_merged_into(world, hotline, samples):
    """E05: a secret complaint is merged into one that a firm sees, a leak into one that the community sees: what follows is for neither."""
    district, words = world.role("district"), "保密诉求人补充的话"
    for members, reader in (({"secret": True}, "company"), ({"category_code": "owner_data_leak"}, "company"), ({"category_code": "owner_data_leak"}, "community")):
        estate = samples.estates["one" if reader == "company" else "near"]["code"]
        for later in ("supplement", "round"):
            (own, number), (master, _) = fresh(world, estate_code=estate, **members), fresh(world, estate_code=estate)
            district.post(f"/v1/complaints/{own}/merge", {"master_id": master, "reason": "同一事项"}, expect=200)
            world.role(reader).get(f"/v1/complaints/{own}", expect=404)
            world.role(reader).get(f"/v1/complaints/{master}", expect=200)
            if later == "round":
                hotline.post(TICKETS, world.ticket(ticket_no=number, round=2, estate_code=estate, content=words), expect=201)
            else:
                assert say(hotline, world, number, "supplement", content=words).json["complaint_id"] == master
            for part in ("messages", "events"):
                world.role(reader).get(f"/v1/complaints/{master}/{part}", expect=404)
            assert words in str(district.pages(f"/v1/complaints/{master}/events"))


def test_a_batch_is_answered_item_by_item(world, hotline):
    complaint, number = fresh(world, "callback")
    known, changed = message(world, number), message(world, number)
    for body in (known, changed):
        hotline.post(MESSAGES, body, expect=201)
    new = message(world, number, "callback", result="unsolved")
    items = [message(world, number), known, {**changed, "content": "不同"}, {**message(world, number), "no_such": 1}, new, new, message(world, "NOT-HERE-YET"),
             {**message(world, number), "kind": "shout"}, 7, {"kind": "urge"}, message(world, number, "cancel", reason=None), message(world, number, sequence=None)]
    results = hotline.post(MESSAGES, items, expect=200).json["results"]
    assert [result["status"] for result in results] == [201, 200, 409, 422, 201, 200, 201, 422, 422, 422, 422, 422]
    assert results[4]["item"]["state"] == "rework" and results[4]["item"] == results[5]["item"]
    assert results[6]["item"]["outcome"] == "waiting"
    assert [results[place]["problem"]["code"] for place in (2, 11)] == ["message_changed", "message_without_order"]
    assert stands(world, complaint)[4] == 3
    assert hotline.post(MESSAGES, [message(world, number) for _ in range(501)]).status == 422
    key = {"Idempotency-Key": f"messages-{time.time_ns()}"}
    batch = [message(world, number) for _ in range(3)]
    first, again = (hotline.post(MESSAGES, batch, headers=key, expect=200).json["results"] for _ in range(2))
    assert [result["id"] for result in first] == [result["id"] for result in again]


@pytest.mark.parametrize("scheme", ["v1", "v1sm3"])
def test_messages_may_be_signed_like_tickets(scheme, enrolled):  # noqa: F811
    world = enrolled
    complaint, number = fresh(world)
    body = message(world, number, "urge")

    def push(value, signed=None):
        text, now, identity = json.dumps(value, ensure_ascii=False).encode(), str(int(time.time())), f"msg_{time.time_ns()}"
        signature = f"{scheme}," + mac(KEYS[0], f"{identity}.{now}.".encode() + (signed or text), scheme)
        return world.anyone.request("POST", MESSAGES, body=text, headers={"Content-Type": "application/json", "webhook-id": identity, "webhook-timestamp": now,
                                                                          "webhook-signature": signature, "wuye-client": "hotline@150202"})
    assert push(body).status == 201 and push(body).status == 200
    assert world.role("hotline").post(MESSAGES, body).status == 200, "signed and bearing a token it is the same message"
    assert push(message(world, number), signed=b"{}").code == "signature_invalid"
    assert stands(world, complaint)[4] == 1


def test_a_hotline_speaks_of_its_own_tickets_alone(world, hotline):
    """Another district's ticket of the same number is another ticket; a message about what is not one's own waits, and tells nothing."""
    complaint, number = fresh(world)
    abroad = world.caller("hotline@340302")
    body = message(world, number, "cancel")
    receipt = abroad.post(MESSAGES, body, expect=201).json
    assert (receipt["outcome"], receipt["complaint_id"], receipt["state"]) == ("waiting", None, None)
    assert stands(world, complaint)[0] == "received"
    hotline.get(f"{MESSAGES}/{receipt['id']}", expect=404)
    assert hotline.post(MESSAGES, body, expect=201).json["state"] == "closed", "the same number of another sender's is another message"
    assert receipt["id"] not in {item["id"] for item in world.role("district").pages(MESSAGES, limit=200)}


def test_another_client_of_the_district_meets_neither(world, hotline):
    """A second hotline of the same district: what it says of the first one's ticket waits, and it does not take the first one's number."""
    made = world.role("district").post("/v1/clients", {"name": f"second{time.time_ns()}", "role": "hotline"}, expect=201).json
    second = world.anyone.bearing(world.anyone.request("POST", "/v1/auth/token", form={"grant_type": "client_credentials", "client_id": f"{made['name']}@150202",
                                                                                      "client_secret": made["secret"]}, expect=200).json["access_token"])
    ticket = world.ticket()
    complaint = hotline.post(TICKETS, ticket, expect=201).json["complaint_id"]
    receipt = second.post(MESSAGES, message(world, ticket["ticket_no"], "cancel"), expect=201).json
    assert (receipt["outcome"], receipt["complaint_id"]) == ("waiting", None)
    second.get(f"/v1/complaints/{complaint}/messages", expect=404)
    assert second.post(TICKETS, ticket, expect=409).code == "ticket_of_another"
    assert stands(world, complaint)[0] == "received"


def test_an_audit_row_says_who_said_it(world, hotline):
    _, number = fresh(world)
    body = message(world, number)
    for turn in range(2):
        answer = hotline.post(MESSAGES, body, headers={"X-Request-Id": f"audit-of-{body['message_no']}-{turn}"})
        rows = world.cluster.query("select operation, target, role from audit_log where request_id = %s", (f"audit-of-{body['message_no']}-{turn}",))
        assert [(row["operation"], row["target"], row["role"]) for row in rows] == [("postMessages", answer.json["id"], "hotline")]
