"""Messages in every order and at once: whatever the order of arrival, a ticket ends in the same state, and nothing is lost or counted twice."""
import concurrent.futures
import itertools
import threading

import pytest
from test_messages import MESSAGES, TICKETS, events, fresh, say, stands
from things.intake import message


def test_one_message_fifty_times_at_once_counts_once(world, hotline):
    complaint, number = fresh(world)
    body = message(world, number, "urge")
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: hotline.post(MESSAGES, body), range(50)))
    assert sorted(answer.status for answer in answers) == [200] * 49 + [201]
    assert len({answer.body for answer in answers}) == 1
    assert stands(world, complaint)[4] == 1 and events(world, complaint) == ["receive", "urge"]


def test_fifty_messages_at_once_are_all_counted(world, hotline):
    complaint, number = fresh(world)
    bodies = [message(world, number, kind) for kind in ("urge", "supervise") for _ in range(25)]
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda body: hotline.post(MESSAGES, body), bodies))
    assert {answer.status for answer in answers} == {201}
    assert stands(world, complaint)[4:6] == (25, 25)


# (state it starts from, what is said in the sender's order): each order of arrival ends in the same.
STORIES = {
    "unsolved, urged, solved": ("callback", [("callback", {"result": "unsolved", "round": 1}), ("urge", {}), ("callback", {"result": "solved", "satisfaction": "satisfied"})]),
    "solved, then not": ("callback", [("callback", {"result": "solved"}), ("supplement", {}), ("callback", {"result": "unsolved", "satisfaction": "dissatisfied", "round": 1})]),
    "announced round, then solved": ("resolved_reported", [("redispatch", {"round": 2}), ("supervise", {}), ("callback", {"result": "solved", "satisfaction": "very_satisfied"})]),
    "a supplement, then withdrawn": ("needs_info", [("supplement", {}), ("urge", {}), ("cancel", {})]),
    "withdrawn after all": ("callback", [("callback", {"result": "solved"}), ("cancel", {}), ("urge", {}), ("supervise", {})]),
    "not allowed at all": ("processing", [("callback", {"result": "unsolved"}), ("callback", {"result": "solved"}), ("urge", {})]),
    "three rounds": ("closed", [("redispatch", {"round": 2}), ("callback", {"result": "solved"}), ("redispatch", {"round": 3}), ("urge", {})]),
    "what was rejected": ("rejected", [("redispatch", {"round": 2}), ("cancel", {}), ("supplement", {})]),
    "nobody answered": ("callback", [("callback", {"reached": False, "result": None}), ("callback", {"result": "partly", "satisfaction": "understanding"}), ("urge", {})]),
}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("order", ["sequence", "sent_at"])
def test_each_order_of_arrival_ends_in_the_same(story, order, world, hotline):
    """Out of order messages never move a ticket backwards; all of them stand in its history."""
    state, said = STORIES[story]
    ends = set()
    for arrival in itertools.permutations(range(len(said))):
        complaint, number = fresh(world, state)
        for place in arrival:
            kind, members = said[place]
            position = {"sequence": place + 1} if order == "sequence" else {"sequence": None, "sent_at": f"2026-03-0{place + 1}T09:00:00+08:00"}
            receipt = say(hotline, world, number, kind, **position, **members).json
            assert receipt["applied"] == (receipt["outcome"] == "applied")
        ends.add(stands(world, complaint))
        assert sorted(action for action in events(world, complaint) if action in ("supplement", "urge", "supervise", "callback")) == \
            sorted(kind for kind, _ in said if kind in ("supplement", "urge", "supervise", "callback"))
    assert len(ends) == 1, ends


def test_an_older_one_is_recorded_and_not_applied(world, hotline):
    complaint, number = fresh(world, "callback")
    assert say(hotline, world, number, "callback", sequence=20, result="solved", satisfaction="satisfied").json["state"] == "closed"
    receipt = say(hotline, world, number, "callback", sequence=10, result="unsolved", reason="当时未解决").json
    assert (receipt["applied"], receipt["outcome"], receipt["state"], receipt["complaint_id"]) == (False, "older", "closed", complaint)
    assert stands(world, complaint)[:4] == ("closed", 1, "solved", "satisfied")
    assert events(world, complaint).count("callback") == 2
    listed = world.role("district").get(MESSAGES, {"ticket_no": number, "outcome": "older"}).json["items"]
    assert [item["reason"] for item in listed] == ["当时未解决"]


def test_ticket_and_messages_at_the_same_moment_lose_nothing(world):
    """On two connections at once, many times: whichever is first, the urge is counted, once."""
    hotline = world.role("hotline")
    waited = 0
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for turn in range(40):
            ticket = world.ticket()
            bodies = [message(world, ticket["ticket_no"], kind) for kind in ("urge", "supervise")]
            barrier = threading.Barrier(4)

            def post(path, body):
                barrier.wait()
                return hotline.post(path, body)

            answers = list(pool.map(post, [TICKETS, MESSAGES, MESSAGES, MESSAGES], [ticket, bodies[0], bodies[1], bodies[0]]))
            assert sorted(answer.status for answer in answers) == [200, 201, 201, 201], [answer.body for answer in answers]
            waited += sum(answer.json.get("outcome") == "waiting" for answer in answers)
            complaint = answers[0].json["complaint_id"]
            assert stands(world, complaint)[4:6] == (1, 1), turn
            assert {row["outcome"] for row in world.cluster.query("select outcome from hotline_messages where ticket_no = %s", (ticket["ticket_no"],))} == {"applied"}
    assert waited, "both orders were met"


def test_rounds_at_the_same_moment_are_one_complaint(world):
    """They wait for one another: nobody is asked to come again."""
    hotline = world.role("hotline")
    for _ in range(8):
        ticket = world.ticket()
        barrier = threading.Barrier(3)

        def post(turn):
            barrier.wait()
            return hotline.post(TICKETS, {**ticket, "round": turn})

        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(post, (1, 2, 3)))
        assert {answer.status for answer in answers} == {201} and len({answer.json["complaint_id"] for answer in answers}) == 1, [answer.body for answer in answers]
        assert stands(world, answers[0].json["complaint_id"])[1] == 3


def test_who_acts_and_who_speaks_at_once_leave_one_order(world, hotline):
    """A district that closes and a hotline that takes the ticket back at the same moment: one is first, and the history says which."""
    district = world.role("district")
    for _ in range(10):
        complaint, number = fresh(world, "callback")
        barrier = threading.Barrier(2)

        def act(which):
            barrier.wait()
            if which:
                return district.post(f"/v1/complaints/{complaint}/rework", {"reason": "回访不满意"})
            return hotline.post(MESSAGES, message(world, number, "cancel"))

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            acted, said = pool.map(act, (1, 0))
        assert said.status == 201 and said.json["applied"] and acted.status in (200, 409)
        assert stands(world, complaint)[0] == "closed"
        assert ("rework" in events(world, complaint)) == (acted.status == 200)


def test_what_was_taken_back_at_once_and_comes_again_can_be_handled(world, hotline, samples):
    """Withdrawn before anybody had it in hand: a redispatch, a round or a callback gives it to whoever dispatches, not to be done again by nobody."""
    for again in ("redispatch", "round", "callback"):
        ticket = world.ticket(estate_code=samples.estates["near"]["code"])
        complaint = hotline.post(TICKETS, ticket, expect=201).json["complaint_id"]
        say(hotline, world, ticket["ticket_no"], "cancel")
        if again == "round":
            hotline.post(TICKETS, {**ticket, "round": 2, "content": "又来电"}, expect=201)
        else:
            say(hotline, world, ticket["ticket_no"], again, **({"result": "unsolved"} if again == "callback" else {}))
        assert stands(world, complaint)[:2] == ("received", 2), again
        world.role("district").post(f"/v1/complaints/{complaint}/dispatch", {"unit_kind": "street", "receiver": "张科长"}, expect=200)


@pytest.mark.parametrize("kind,members", [("callback", {"result": "solved", "round": 1}), ("cancel", {"sequence": None, "sent_at": "2026-03-04T10:00:00+08:00"}), ("callback", {"result": "unsolved", "round": 1}),
                                          ("callback", {"result": "solved", "sequence": None, "sent_at": "2026-03-04T10:00:00+08:00"})])
def test_what_was_said_of_a_round_that_is_over_leaves_the_next_one_alone(kind, members, world, hotline):
    """A round that came as a ticket is later than what was said about the one before, whenever that arrives."""
    ticket = world.ticket(received_at="2026-03-02T10:00:00+08:00")
    complaint = hotline.post(TICKETS, ticket, expect=201).json["complaint_id"]
    world.cluster.query("update complaints set state = 'callback', contacted_at = now() where id = %s returning id", (complaint,))
    hotline.post(TICKETS, {**ticket, "round": 2, "received_at": "2026-03-05T10:00:00+08:00", "content": "仍未解决"}, expect=201)
    assert stands(world, complaint)[:4] == ("rework", 2, None, None)
    assert say(hotline, world, ticket["ticket_no"], kind, **members).json["outcome"] == "older"
    assert stands(world, complaint)[:4] == ("rework", 2, None, None)
    assert say(hotline, world, ticket["ticket_no"], "callback", result="solved", round=2).json["state"] == "closed"


def test_the_limit_of_a_later_round_is_that_of_what_it_is(world, hotline):
    """What was found to be complex stays so; whoever works out its limit again comes to the same."""
    world.cluster.query("insert into sla_policies (district_code, policy_set, kind, urgency, category, complex, amount, unit, suspension_stops, basis, effective_from) "
                        "values ('150202', 'shandong_2020', 'handle', '*', '*', 'true', 30, 'working_days', true, '试验', '2020-01-01')")
    ticket = world.ticket()
    complaint = hotline.post(TICKETS, ticket, expect=201).json["complaint_id"]
    world.cluster.query("update complaints set state = 'closed', complex = true, contacted_at = now(), closed_at = now() where id = %s returning id", (complaint,))
    hotline.post(TICKETS, {**ticket, "round": 2}, expect=201)
    row = world.cluster.query("select c.due_at, c.warn_at, c.alarm_at, l.due_at as due, l.warn_at as warn, l.alarm_at as alarm, c.stopped_at "
                              "from complaints c, complaint_handle_limit(c.district_code, c.id) l where c.id = %s", (complaint,))[0]
    assert row["due_at"] and (row["due_at"], row["warn_at"], row["alarm_at"]) == (row["due"], row["warn"], row["alarm"])


def test_what_is_received_anew_says_so_in_its_history(world, hotline):
    """A merged one whose master is not the sender's, after a redispatch: its last step leads to the state that stands."""
    complaint, number = fresh(world)
    taken = world.role("district").post("/v1/complaints", {"source": "petition", "request_type": "complaint", "content": "同一事项"}, expect=201).json["id"]
    world.role("district").post(f"/v1/complaints/{complaint}/merge", {"master_id": taken, "reason": "同一事项"}, expect=200)
    assert say(hotline, world, number, "redispatch").json["state"] == "received"
    steps = world.cluster.query("select from_state, to_state from complaint_events where complaint_id = %s order by at, id", (complaint,))
    assert (steps[-1]["from_state"], steps[-1]["to_state"]) == ("merged", "received")


def test_a_callback_before_the_street_has_looked_is_applied_when_it_has(world, hotline, samples):
    """E11: what the hotline heard of the reported work counts once that is verified; what it heard before the report was of other work."""
    said = {"result": "solved", "satisfaction": "satisfied"}
    for order in ("first", "sequence"):
        complaint, number = fresh(world, "processing", estate_code=samples.estates["near"]["code"])
        say(hotline, world, number, "callback", result="unsolved")
        world.cluster.query("update complaints set state = 'resolved_reported', reported_at = clock_timestamp() where id = %s returning id", (complaint,))
        body = message(world, number, "callback", **said)
        receipt = hotline.post(MESSAGES, body, expect=201).json
        assert (receipt["outcome"], receipt["state"]) == ("refused", "resolved_reported")
        if order == "sequence":
            hotline.post(MESSAGES, message(world, number, "callback", result="unsolved", sequence=body["sequence"] - 1), expect=201)
        before = world.role("district").get(f"/v1/complaints/{complaint}").json["version"]
        answer = world.role("street").post(f"/v1/complaints/{complaint}/verify", {"note": "已核实"}, expect=200).json
        shown = world.role("district").get(f"/v1/complaints/{complaint}").json
        assert (answer["state"], answer["version"]) == (shown["state"], shown["version"]) and shown["state"] == "closed" and shown["version"] > before
        assert stands(world, complaint)[:4] == ("closed", 1, "solved", "satisfied")
        outcomes = {item["message_no"]: item["outcome"] for item in hotline.pages(MESSAGES, {"ticket_no": number})}
        assert outcomes[body["message_no"]] == "applied" and "closed" in [item["state"] for item in hotline.get(TICKETS, {"ticket_no": number}).json["items"]]
        assert hotline.post(MESSAGES, body, expect=200).json == receipt, "the first answer"
        actors = world.cluster.query("select action, actor_role, actor_id from complaint_events where complaint_id = %s order by at", (complaint,))
        assert [(row["action"], row["actor_role"]) for row in actors][-2:] == [("verify", "street"), ("close", "hotline")] and actors[-1]["actor_id"] == actors[0]["actor_id"]
    complaint, number = fresh(world, "processing", estate_code=samples.estates["near"]["code"])
    say(hotline, world, number, "callback", **said)
    world.cluster.query("update complaints set state = 'resolved_reported', reported_at = clock_timestamp() where id = %s returning id", (complaint,))
    assert world.role("street").post(f"/v1/complaints/{complaint}/verify", {"note": "已核实"}, expect=200).json["state"] == "callback"


def test_a_message_that_waits_for_a_merge_follows_it(world, hotline):
    """What is said while a complaint is being merged goes to its master, as it does afterwards."""
    (own, number), (master, _) = fresh(world), fresh(world, "closed")
    merging = world.cluster.connect()
    merging.autocommit = False
    with merging.cursor() as cursor, concurrent.futures.ThreadPoolExecutor(1) as pool:
        cursor.execute("update complaints set state = 'merged', master_id = %s where id = %s", (master, own))
        said = pool.submit(say, hotline, world, number, "redispatch")
        for _ in range(100):
            if world.cluster.query("select from pg_locks where not granted"):
                break
            threading.Event().wait(0.05)
        merging.commit()
        assert said.result().json["complaint_id"] == master
    merging.close()
    assert (stands(world, own)[0], stands(world, master)[0]) == ("merged", "rework")
