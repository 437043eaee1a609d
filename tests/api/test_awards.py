"""Rounds of awards: quotas that categories share (G19, L6), the deadline (G20), classes and levels (G21, G23), stars of service (G24), and who is barred (H07, D13)."""
import concurrent.futures
import uuid

import pytest
from harness.register import ACCOUNTS, DISTRICT
from things import awards, effects, estates, firms, orgs, staff
from things.awards import HONOURS, NOMINATIONS, ROUNDS, changed, honour, in_publicity, in_selection, new_honour, new_round, nominated, opened
from things.estates import today

TEMPLATE = "zaozhuang_2020"
ACTS = {"select": ("decide", {"decision": "select", "reason": "综合评审"}), "reject": ("decide", {"decision": "reject", "reason": "综合评审"}),
        "withdraw": ("withdraw", {"reason": "材料不齐"}), "object": ("object", {"grounds": "材料与事实不符"}),
        "uphold": ("decide-objection", {"decision": "uphold", "reason": "经核查属实"}), "dismiss": ("decide-objection", {"decision": "dismiss", "reason": "经核查不属实"})}


@pytest.fixture(autouse=True)
def in_force(world):
    effects.rulebook(world)


@pytest.fixture
def district(world):
    return world.role("district")


@pytest.fixture
def other(world):
    """Another officer of the same district."""
    return awards.second(world)


def together(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def act(client, nomination, name, expect=200):
    verb, value = ACTS[name]
    return client.post(f"{NOMINATIONS}/{nomination['id']}/{verb}", value, expect=expect)


def move(client, round_id, verb, expect=200):
    return client.post(f"{ROUNDS}/{round_id}/{verb}", {"reason": "方案需重新论证"} if verb == "cancel" else None, expect=expect)


def name(client, round_id, category, subject, expect=201):
    return client.post(NOMINATIONS, {"round_id": round_id, "category": category, "subject_id": subject, "grounds": "成绩突出"}, expect=expect)


def own_firm(world, number=0):
    return str(world.register.account(ACCOUNTS["company"][number])["firm_id"])


def bad(world, firm_id):
    """Grade C by the rulebook of the day."""
    effects.record(world, firm_id, "late", 20)


def starred(world, district, other, round_id=None):
    """A round of nearly everything in publicity: (round id, nominations by category); each nominated by the other officer and selected by this one."""
    round_id = round_id or opened(world)["id"]
    firm = firms.firm(world)
    subjects = {"firm": firm["id"], "staff": awards.staff(world, firm["id"], "张明星"), "community": awards.community(world, "community.huanxi@150202")}
    made = {category: name(other, round_id, category, subject).json for category, subject in subjects.items()}
    in_selection(world, round_id)
    for one in made.values():
        assert act(district, one, "select").json["state"] == "selected"
    move(district, round_id, "publish-selection")
    return round_id, {category: {**one, "firm": firm["id"]} for category, one in made.items()}


# ---- quotas ----

def of_template(world, district, other):
    """The given round, opened for this year."""
    year = int(today()[:4]) + 1
    value = {"template": TEMPLATE, "year": year, "nominations_from": today(), "nominations_until": today(10), "publicity_days": 5, "publicity_kind": "working", "objection_days": 5}
    made = other.post(ROUNDS, value, expect=201).json
    assert made["deadline"] == f"{year}-12-31", "G20: by the end of December, unless another day is given"
    assert made["title_zh"] == "物业服务行业文明创建评选" and "枣庄" in made["basis"] and made["state"] == "draft"
    return move(district, made["id"], "open").json


def test_g19_l6_a_given_round_has_the_quotas_of_the_paper(world, district, other):
    """G19, L6: 20 firms, 20 projects, 30 stars, and 20 of communities, owners' committees and units together: 90 in all."""
    given = [row for row in district.pages(ROUNDS, {"state": "given"}) if row["code"] == TEMPLATE]
    assert len(given) == 1 and given[0]["common"] and world.role("street").pages(ROUNDS, {"state": "given"}) == []
    made = of_template(world, district, other)
    assert {place["quota"]: place["places"] for place in made["places"]} == {"model_firm": 20, "demonstration_project": 20, "service_star": 30, "advanced_body": 20}
    assert sum(place["places"] for place in made["places"]) == 90
    assert [one["code"] for one in made["document"]["categories"] if one["quota"] == "advanced_body"] == ["advanced_community", "advanced_committee", "advanced_unit"]
    assert {one["code"]: (one["level"], one.get("class")) for one in made["document"]["categories"]}["demonstration_project"] == ("city", 1), "G21, G23"
    assert world.role("street").get(f"{ROUNDS}/{made['id']}", expect=200).json["places"] is None


def subjects_of(world, samples, category, number):
    if category == "model_firm":
        return [(category, firms.firm(world)["id"]) for _ in range(number)]
    if category == "demonstration_project":
        return [(category, estates.estate(samples)["id"]) for _ in range(number)]
    if category == "service_star":
        firm = firms.firm(world)["id"]
        return [(category, awards.staff(world, firm)) for _ in range(number)]
    communities = world.cluster.query("select code from divisions where left(code, 6) = %s and level = 5 order by code limit 5", (DISTRICT,))
    found = [("advanced_community", row["code"]) for row in communities]
    found += [("advanced_committee", estates.committee(samples, "near", estates.estate(samples)["id"])["id"]) for _ in range(8)]
    return found + [("advanced_unit", orgs.unit(samples)["id"]) for _ in range(number - len(found))]


@pytest.mark.parametrize("category, places", [("model_firm", 20), ("demonstration_project", 20), ("service_star", 30), ("advanced_body", 20)])
def test_g19_l6_one_more_than_the_quota_is_refused_also_when_eight_select_at_once(category, places, world, samples, district, other):
    """G19, L6: the 21st firm, project and body (whichever of the three it is), the 31st star: 409. A place that is given up can be taken."""
    round_id = of_template(world, district, other)["id"]
    made = [name(other, round_id, each, subject).json for each, subject in subjects_of(world, samples, category, places + 1)]
    assert {one["state"] for one in made} == {"nominated"} and {one["quota"] for one in made} == {category}
    in_selection(world, round_id)
    made = made[::2] + made[1::2]
    for one in made[:places - 7]:
        act(district, one, "select")
    answers = together(*[lambda one=one: act(district, one, "select", expect=(200, 409)) for one in made[places - 7:]])
    assert sorted(answer.status for answer in answers) == [200] * 7 + [409]
    refused = made[places - 7:][[answer.status for answer in answers].index(409)]
    assert [answer.code for answer in answers if answer.status == 409] == ["award_quota_full"]
    assert act(district, refused, "select", expect=409).code == "award_quota_full"

    def taken():
        return {one["quota"]: one["taken"] for one in district.get(f"{ROUNDS}/{round_id}", expect=200).json["places"]}[category]
    assert taken() == places
    act(district, made[0], "reject")
    assert taken() == places - 1
    assert act(district, refused, "select").json["state"] == "selected"
    assert act(district, made[0], "select", expect=409).code == "award_quota_full"
    act(other, made[1], "withdraw")
    assert taken() == places - 1
    move(other, round_id, "publish-selection")
    assert len(district.pages(NOMINATIONS, {"round_id": round_id, "state": "publicity"})) == places - 1


def test_two_who_nominate_the_same_do_it_once(world, other):
    """One nomination of a subject in a category and round; who withdrew may be nominated anew."""
    round_id, subject = opened(world)["id"], firms.firm(world)["id"]
    answers = together(*[lambda: name(other, round_id, "firm", subject, expect=(201, 409))] * 4)
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"award_already_nominated"}
    act(other, next(answer.json for answer in answers if answer.status == 201), "withdraw")
    name(other, round_id, "firm", subject)


# ---- who is barred ----

def test_h07_d13_who_has_grade_c_is_excluded_and_told_why(world, samples, district, other):
    """H07, D13: a firm of grade C, its estates of today and its people; also who is on the black list. The reasons are those that its eligibility gives."""
    round_id = opened(world)["id"]
    firm, estate = staff.managing(samples)
    person = awards.staff(world, firm["id"])
    fine = name(other, round_id, "firm", firm["id"]).json
    assert (fine["state"], fine["exclusion"]) == ("nominated", None)
    act(other, fine, "withdraw")
    bad(world, firm["id"])
    told = district.get(f"/v1/firms/{firm['id']}/eligibility", {"for": "award"}, expect=200).json
    assert told["eligible"] is False
    for category, subject in (("firm", firm["id"]), ("estate", estate["id"]), ("staff", person)):
        made = name(other, round_id, category, subject).json
        assert (made["state"], made["excluded_at_step"], made["firm_id"]) == ("excluded", "nomination", firm["id"])
        assert [one["code"] for one in made["exclusion"]] == [one["code"] for one in told["reasons"] if one["bars"]]
        assert "credit_award_ban" in [one["code"] for one in made["exclusion"]] and {one["subject"] for one in made["exclusion"]} == {"firm"}
        assert all(one["zh"] and one["en"] for one in made["exclusion"])
    listed = firms.firm(world)["id"]
    effects.entry(world, listed, "black", today(-3))
    made = name(other, round_id, "firm", listed).json
    assert [(one["code"], one["since"]) for one in made["exclusion"]] == [("credit_blacklisted", today(-3))]
    mine = estates.estate(samples)["id"]
    assert name(other, round_id, "estate", mine).json["state"] == "nominated", "an estate that no firm has"


def test_h07_who_is_barred_between_nomination_and_selection_is_excluded_then(world, district, other):
    round_id, firm = opened(world)["id"], firms.firm(world)["id"]
    made = name(other, round_id, "firm", firm).json
    bad(world, firm)
    in_selection(world, round_id)
    told = act(district, made, "select").json
    assert (told["state"], told["excluded_at_step"]) == ("excluded", "selection") and "credit_award_ban" in [one["code"] for one in told["exclusion"]]
    assert all(place["taken"] == 0 for place in district.get(f"{ROUNDS}/{round_id}").json["places"])
    assert act(district, made, "select", expect=409).code == "state_conflict"


def test_h07_who_is_barred_between_selection_and_grant_gets_no_honour(world, district, other):
    """H07: the others have theirs; a person who left is there no more, and a firm's grade bars its people too."""
    round_id = opened(world)["id"]
    left = awards.staff(world, firms.firm(world)["id"])
    gone = name(other, round_id, "staff", left).json
    good = name(other, round_id, "firm", firms.firm(world)["id"]).json
    in_selection(world, round_id)
    act(district, gone, "select"), act(district, good, "select")
    changed(world, round_id, nominations_from=today(), nominations_until=today(1))
    round_id, made = starred(world, district, other, round_id)
    bad(world, made["firm"]["firm"])
    world.cluster.query("update staff set left_on = %s where id = %s returning 1", (today(-1), left))
    in_publicity(world, round_id, -10)
    assert move(other, round_id, "grant").json["state"] == "granted"
    rows = {row["id"]: row for row in district.pages(NOMINATIONS, {"round_id": round_id})}
    assert {made[category]["id"]: (rows[made[category]["id"]]["state"], rows[made[category]["id"]]["excluded_at_step"]) for category in ("firm", "staff")} == {
        made[category]["id"]: ("excluded", "grant") for category in ("firm", "staff")}
    assert [one["code"] for one in rows[gone["id"]]["exclusion"]] == ["subject_gone"]
    assert rows[good["id"]]["state"] == rows[made["community"]["id"]]["state"] == "granted"
    assert {row["nomination_id"] for row in district.pages(HONOURS, {"round_id": round_id})} == {good["id"], made["community"]["id"]}
    assert {rows[one]["honour_id"] for one in (gone["id"], made["firm"]["id"])} == {None}


# ---- the days of a round ----

def test_g20_after_the_deadline_nothing_is_granted_until_it_is_put_off(world, district, other):
    """G20: by December 31, or whichever day the round says: it is told who is late, and only a later day lets it be granted."""
    round_id, _ = starred(world, district, other)
    in_publicity(world, round_id, -10)
    changed(world, round_id, nominations_until=today(-15), deadline=today(-1))
    made = district.get(f"{ROUNDS}/{round_id}", expect=200)
    assert made.json["overdue"] and round_id in [row["id"] for row in district.pages(ROUNDS, {"overdue": "true"})]
    assert move(other, round_id, "grant", expect=409).code == "award_deadline_passed"
    version = {"If-Match": f'"{made.json["version"]}"'}
    early = district.request("PATCH", f"{ROUNDS}/{round_id}", json_body={"deadline": today(-2)}, headers=version, expect=409)
    assert early.code == "award_only_later"
    later = district.request("PATCH", f"{ROUNDS}/{round_id}", json_body={"deadline": today()}, headers=version, expect=200).json
    assert (later["deadline"], later["overdue"]) == (today(), False)
    assert move(other, round_id, "grant").json["granted_on"] == today(), "the last day counts"
    assert not district.get(f"{ROUNDS}/{round_id}").json["overdue"]


def test_nominations_are_taken_on_their_days_alone(world, other, district):
    subject = awards.community(world, "community.huanxi@150202")
    early, late = opened(world, nominations_from=today(1))["id"], opened(world)["id"]
    in_selection(world, late)
    for round_id in (early, late, awards.drafted(world)["id"], str(uuid.uuid4())):
        answer = name(other, round_id, "community", subject, expect=(409, 422))
        assert answer.code == ("award_nominations_closed" if round_id in (early, late) else "award_round_unknown")
    changed(world, early, nominations_from=today(-5), nominations_until=today())
    assert name(other, early, "community", subject).json["state"] == "nominated", "the last day counts"
    assert name(other, early, "no_such", subject, expect=422).code == "award_category_unknown"
    assert district.get(f"{ROUNDS}/{late}").json["state"] == "selection" and late in [row["id"] for row in district.pages(ROUNDS, {"state": "selection"})]
    assert move(other, opened(world)["id"], "publish-selection", expect=409).code == "state_conflict"


@pytest.mark.parametrize("kind", ["working", "calendar"])
def test_days_of_publicity_are_counted_as_the_round_says(kind, world, district, other):
    round_id = opened(world, publicity_kind=kind)["id"]
    one = name(other, round_id, "community", awards.community(world, "community.huanxi@150202")).json
    in_selection(world, round_id)
    assert move(other, round_id, "publish-selection", expect=409).code == "award_nothing_selected"
    act(district, one, "select")
    made = move(district, round_id, "publish-selection").json

    def after(days):
        if kind == "calendar":
            return today(days)
        return district.get("/v1/workdays/after", {"date": today(), "days": str(days)}, expect=200).json["due"]
    assert (made["publicity_from"], made["publicity_until"], made["objections_until"]) == (today(), after(5), after(7))
    assert move(other, round_id, "grant", expect=409).code == "award_publicity_runs"
    changed(world, round_id, publicity_from=today(-9), publicity_until=today(-1), objections_until=today())
    assert move(other, round_id, "grant", expect=409).code == "award_publicity_runs"
    changed(world, round_id, objections_until=today(-1))
    assert act(world.role("street"), one, "object", expect=409).code == "award_phase"
    assert move(district, round_id, "grant", expect=409).code == "separation_of_duties", "who made it public does not grant"
    assert sorted(answer.status for answer in together(*[lambda: move(other, round_id, "grant", expect=(200, 409))] * 4)) == [200, 409, 409, 409]
    assert len(district.pages(HONOURS, {"round_id": round_id})) == 1


def test_a_draft_is_opened_by_somebody_who_has_not_written_in_it(world, district, other):
    made = other.post(ROUNDS, new_round(), expect=201).json
    assert move(other, made["id"], "open", expect=409).code == "separation_of_duties"
    written = district.request("PATCH", f"{ROUNDS}/{made['id']}", json_body={"year": 2027, "document": awards.document(3)}, headers={"If-Match": '"1"'}, expect=200).json
    assert (written["year"], written["version"], written["document"]["quotas"][0]["quota"]) == (2027, 2, 3)
    assert move(district, made["id"], "open", expect=409).code == "separation_of_duties"
    for client in (world.role("street"), world.role("public")):
        client.get(f"{ROUNDS}/{made['id']}", expect=404)
    round_ = opened(world)
    assert district.request("PATCH", f"{ROUNDS}/{round_['id']}", json_body={"deadline": today(70)}, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    version = {"If-Match": f'"{round_["version"]}"'}
    assert district.request("PATCH", f"{ROUNDS}/{round_['id']}", json_body={"year": 2027}, headers=version, expect=409).code == "state_conflict"
    assert district.request("PATCH", f"{ROUNDS}/{round_['id']}", json_body={"nominations_until": today(61)}, headers=version, expect=422).code == "award_deadline_early"
    district.request("PATCH", f"{ROUNDS}/{round_['id']}", json_body={"nominations_until": today(12), "deadline": today(62)}, headers=version, expect=200)
    late = awards.drafted(world)["id"]
    changed(world, late, nominations_from=today(-9), nominations_until=today(-1))
    assert move(district, late, "open", expect=422).code == "takes_effect_in_the_past"


def test_a_round_that_does_not_fit_together_is_refused(district):
    quotas, categories = awards.document()["quotas"], awards.document()["categories"]
    for wrong, code in (({"document": {"quotas": quotas, "categories": categories[1:]}}, "award_document_misfit"), ({"document": {"quotas": quotas[1:], "categories": categories}}, "award_document_misfit"),
                        ({"document": {"quotas": quotas + quotas[:1], "categories": categories}}, "award_document_misfit"),
                        ({"document": {"quotas": quotas, "categories": categories + categories[:1]}}, "award_document_misfit"),
                        ({"template": "no_such"}, "award_template_unknown"), ({"deadline": today(10)}, "award_deadline_early"), ({"nominations_until": today(-1)}, "period_reversed")):
        assert district.post(ROUNDS, new_round(**wrong), expect=422).code == code
    for left_out in ("title_zh", "title_en", "basis", "deadline", "document"):
        value = {member: value for member, value in new_round().items() if member != left_out}
        assert district.post(ROUNDS, value, expect=422).code == "award_round_incomplete"


# ---- every state, action and role ----

STATES = ("nominated", "selected", "not_selected", "publicity", "objected", "struck", "granted", "withdrawn", "excluded")
PHASES = {"select": "selection", "reject": "selection", "withdraw": "selection"}


def stand(world, one, state, action):
    """The nomination in a state, by hand, and its round in the phase that the action needs."""
    for table in ("award_objections",):
        world.cluster.query(f"with gone as (delete from {table} where nomination_id = %s returning 1) select count(*) from gone", (one["id"],))
    changed(world, one["round_id"], state="open")
    (in_selection if PHASES.get(action) else in_publicity)(world, one["round_id"])
    world.cluster.query(
        "update award_nominations set state = %s, exclusion = case when %s = 'excluded' then '[]'::jsonb end, excluded_at_step = case when %s = 'excluded' then 'grant' end, "
        "withdrawn_reason = case when %s = 'withdrawn' then '试验' end, decided_by = null where id = %s returning 1", (state,) * 4 + (one["id"],))
    if state == "objected":
        world.cluster.query("insert into award_objections (district_code, id, nomination_id, grounds, raised_role, raised_by, raised_at) values (%s, %s, %s, '试验', 'street', %s, now()) returning 1",
                            (DISTRICT, str(uuid.uuid4()), one["id"], str(uuid.uuid4())))


@pytest.mark.parametrize("role", ["district", "street", "community", "company"])
def test_a_nomination_moves_as_its_table_says(role, world, district, other):
    """Each state, action and role: what the table does not have is refused and changes nothing."""
    table = {(row["from_state"], row["action"]): row["to_state"] for row in world.cluster.query(
        "select from_state, action, to_state from award_transitions where thing = 'nomination' and role = %s", (role,))}
    actions = list(ACTS) if role == "district" else ["withdraw", "object"]
    assert {action for _, action in table} == set(actions)
    if role == "district":
        one = name(other, opened(world)["id"], "firm", firms.firm(world)["id"]).json
    else:
        one = awards.of_firm(world, None) if role == "company" else nominated(world, ACCOUNTS[role][0])
    for state in STATES:
        for action in actions:
            stand(world, one, state, action)
            answer = act(world.role(role), one, action, expect=(200, 409))
            wanted = table.get((state, action))
            assert answer.status == (200 if wanted else 409), (state, action, answer)
            if not wanted:
                assert answer.code == "state_conflict" and answer.json["state"] == state
            assert district.get(f"{NOMINATIONS}/{one['id']}").json["state"] == (wanted or state), (state, action)


def test_a_nomination_moves_in_the_phase_of_its_round_alone(world, district, other):
    one = name(other, opened(world)["id"], "firm", firms.firm(world)["id"]).json
    assert act(district, one, "select", expect=409).code == "award_phase", "nominations are still open"
    stand(world, one, "nominated", "uphold")
    assert act(district, one, "select", expect=409).code == "award_phase"
    changed(world, one["round_id"], state="cancelled", cancelled_reason="试验")
    assert act(other, one, "withdraw", expect=409).code == "award_phase"


@pytest.mark.parametrize("state", ["draft", "open", "selection", "publicity", "granted", "cancelled"])
def test_a_round_moves_as_its_table_says(state, world, district, other):
    table = {row["action"]: row["to_state"] for row in world.cluster.query("select action, to_state from award_transitions where thing = 'round' and role = 'district' and from_state = %s", (state,))}
    verbs = {"open": "open", "publish": "publish-selection", "grant": "grant", "cancel": "cancel"}
    for action, verb in verbs.items():
        if state == "draft":
            made = awards.drafted(world)["id"]
        else:
            one = nominated(world, state={"open": None, "selection": "selected"}.get(state, "publicity"))
            made = one["round_id"]
            if state in ("publicity", "granted"):
                in_publicity(world, made, -10)
            if state == "granted":
                move(other, made, "grant")
            if state == "cancelled":
                move(other, made, "cancel")
        answer = move(district, made, verb, expect=(200, 409))
        assert answer.status == (200 if action in table else 409), (state, action, answer)
        assert action in table or answer.code == "state_conflict" and answer.json["state"] == state
        assert district.get(f"{ROUNDS}/{made}").json["state"] == table.get(action, state)


def test_a_round_that_is_cancelled_grants_nothing(world, district):
    one = awards.objected(world)
    made = district.post(f"{ROUNDS}/{one['round_id']}/cancel", {"reason": "电话13904721234举报"}, expect=200).json
    assert made["state"] == "cancelled" and "13904721234" not in made["cancelled_reason"]
    told = district.get(f"{NOMINATIONS}/{one['id']}").json
    assert told["state"] == "not_selected" and [each["state"] for each in told["objections"]] == ["lapsed"]
    world.role("public").get(f"{NOMINATIONS}/{one['id']}", expect=404)


def test_who_nominated_does_not_select_and_who_objected_does_not_decide(world, district, other):
    one = name(district, opened(world)["id"], "firm", firms.firm(world)["id"]).json
    in_selection(world, one["round_id"])
    assert act(district, one, "select", expect=409).code == "separation_of_duties"
    act(other, one, "select")
    move(other, one["round_id"], "publish-selection")
    act(other, one, "object")
    assert act(other, one, "uphold", expect=409).code == "separation_of_duties"
    assert act(district, one, "uphold", expect=409).code == "separation_of_duties", "who nominated"


# ---- objections ----

def test_objections_are_decided_one_by_one_and_stop_the_grant(world, district, other):
    one = nominated(world, state="publicity")
    for role in ("street", "company"):
        act(world.role(role), one, "object")
    assert act(world.role("street"), one, "object", expect=409).code == "award_already_objected"
    changed(world, one["round_id"], publicity_from=today(-9), publicity_until=today(-1), objections_until=today(-1))
    assert move(district, one["round_id"], "grant", expect=409).code == "award_objection_open"
    raised = district.get(f"{NOMINATIONS}/{one['id']}").json["objections"]
    assert [each["raised_role"] for each in raised] == ["street", "company"]
    path = f"{NOMINATIONS}/{one['id']}/decide-objection"
    assert act(district, one, "dismiss", expect=422).code == "award_objection_unknown", "which of the two"
    assert district.post(path, {"objection_id": str(uuid.uuid4()), "decision": "dismiss", "reason": "查"}, expect=422).code == "award_objection_unknown"
    told = district.post(path, {"objection_id": raised[0]["id"], "decision": "dismiss", "reason": "查"}, expect=200).json
    assert (told["state"], [each["state"] for each in told["objections"]]) == ("objected", ["dismissed", "raised"])
    assert act(district, one, "dismiss").json["state"] == "publicity"
    assert move(district, one["round_id"], "grant").json["state"] == "granted"
    struck = nominated(world, state="publicity")
    for role in ("street", "community"):
        act(world.role(role), struck, "object")
    first = district.get(f"{NOMINATIONS}/{struck['id']}").json["objections"][0]["id"]
    answers = together(*[lambda: district.post(f"{NOMINATIONS}/{struck['id']}/decide-objection", {"objection_id": first, "decision": "uphold", "reason": "查"}, expect=(200, 409))] * 3)
    assert sorted(answer.status for answer in answers) == [200, 409, 409]
    told = district.get(f"{NOMINATIONS}/{struck['id']}").json
    assert (told["state"], [each["state"] for each in told["objections"]]) == ("struck", ["upheld", "lapsed"])
    world.role("public").get(f"{NOMINATIONS}/{struck['id']}", expect=404)


def test_a_firm_learns_neither_who_objected_nor_why(world, district):
    """Its own nomination it sees objected to; another firm's is in publicity to it, until the objection is decided."""
    one = awards.of_firm(world, "publicity")
    act(world.role("street"), one, "object")
    mine, others = (world.role("company", number).get(f"{NOMINATIONS}/{one['id']}", expect=200).json for number in (0, 1))
    assert (mine["state"], mine["objections"], others["state"], others["objections"], others["grounds"]) == ("objected", [], "publicity", [], None)
    assert mine["grounds"] == one["grounds"]
    for role in ("public", "hotline"):
        seen = world.role(role).get(f"{NOMINATIONS}/{one['id']}", expect=200).json
        assert (seen["state"], seen["objections"], seen["grounds"], seen["nominated_role"], seen["name"]) == ("publicity", [], None, None, one["name"])
    assert one["id"] not in [row["id"] for row in world.role("company", 1).pages(NOMINATIONS, {"state": "objected"})]
    told = act(world.role("company", 1), one, "object").json
    assert [each["raised_role"] for each in told["objections"]] == ["company"], "its own alone"
    assert len(district.get(f"{NOMINATIONS}/{one['id']}").json["objections"]) == 2


# ---- who nominates whom, and who sees it ----

def test_g19_each_nominates_what_is_its_own(world, samples):
    """G19: a firm itself, its estates of today and its people; street and community their area and who manages there."""
    round_id = opened(world)["id"]
    company, street, community = (world.role(role) for role in ("company", "street", "community"))
    mine, theirs = own_firm(world), own_firm(world, 1)
    estate = estates.estate(samples)
    staff.contract(world, mine, estate["id"])
    far = estates.estate(samples, "far")
    ended = estates.estate(samples)
    staff.contract(world, mine, ended["id"], end="2023-12-31")
    person, stranger = awards.staff(world, mine), awards.staff(world, theirs)
    committee = estates.committee(samples, "near", estate["id"])
    member = world.role("district").post(f"/v1/owners-committees/{committee['id']}/members", {"name": "李代表", "position": "member", "valid_from": "2024-05-01"}, expect=201).json
    for category, subject in (("firm", mine), ("estate", estate["id"]), ("staff", person)):
        assert name(company, round_id, category, subject).json["nominated_role"] == "company"
    for category, subject in (("firm", theirs), ("estate", far["id"]), ("estate", ended["id"]), ("staff", stranger), ("committee", committee["id"]), ("firm", str(uuid.uuid4())),
                              ("community", awards.community(world, "community.huanxi@150202")), ("firm", "150202001001"), ("community", mine)):
        assert name(company, round_id, category, subject, expect=422).code == "award_subject_unknown"
    round_id, idle = opened(world)["id"], firms.firm(world)["id"]
    for client, other_one in ((street, community), (community, street)):
        for category, subject in (("firm", mine), ("estate", estate["id"]), ("staff", person), ("committee", committee["id"]), ("committee_member", member["id"]), ("org_unit", orgs.unit(samples)["id"])):
            made = name(client, round_id, category, subject).json
            assert made["state"] == "nominated" and other_one.get(f"{NOMINATIONS}/{made['id']}", expect=200).json["name"] == made["name"]
            act(client, made, "withdraw")
        for category, subject in (("estate", far["id"]), ("firm", idle), ("staff", awards.staff(world, idle)), ("community", awards.community(world, "community.luwang@150202"))):
            assert name(client, round_id, category, subject, expect=422).code == "award_subject_unknown"
    made = name(company, round_id, "firm", mine).json
    assert act(street, made, "withdraw", expect=403).code == "award_not_yours"
    made = name(street, round_id, "estate", estate["id"]).json
    assert act(community, made, "withdraw", expect=403).code == "award_not_yours"
    assert act(company, made, "withdraw").json["state"] == "withdrawn", "its own estate"


def test_who_is_only_nominated_is_seen_by_authorities_in_the_area_and_the_firm(world, district):
    one = awards.of_firm(world, None)
    for role, number, status in (("district", 0, 200), ("platform", 0, 200), ("company", 0, 200), ("company", 1, 404), ("public", 0, 404), ("hotline", 0, 404), ("district", 2, 404)):
        world.role(role, number).get(f"{NOMINATIONS}/{one['id']}", expect=status)
    assert one["id"] not in [row["id"] for row in world.role("company", 1).pages(NOMINATIONS)]
    awards.put(world, one, "publicity")
    for role, number in (("company", 1), ("public", 0), ("hotline", 0), ("street", 1)):
        assert world.role(role, number).get(f"{NOMINATIONS}/{one['id']}", expect=200).json["state"] == "publicity"


def test_g24_a_star_of_service_is_named_to_authorities_and_its_firm_alone(world, district, other):
    """G24: people are honoured, and the public reads no person."""
    round_id, made = starred(world, district, other)
    star = made["staff"]
    in_publicity(world, round_id, -10)
    move(other, round_id, "grant")
    won = district.get(f"{NOMINATIONS}/{star['id']}").json
    assert (won["state"], won["name"]) == ("granted", "张明星")
    paths = (f"{NOMINATIONS}/{star['id']}", f"{HONOURS}/{won['honour_id']}")
    for path in paths:
        for role in ("district", "street", "community"):
            assert world.role(role).get(path, expect=200).json["name"] == "张明星"
        assert world.role("platform").get(path, expect=200).json["name"] is None
        for role in ("public", "hotline", "company"):
            world.role(role).get(path, expect=404)
    assert won["honour_id"] not in [row["id"] for row in world.role("public").pages(HONOURS, {"round_id": round_id})]
    mine = name(world.role("company"), opened(world)["id"], "staff", awards.staff(world, own_firm(world), "李明星")).json
    assert mine["name"] == "李明星"


# ---- honours ----

def test_g21_g23_honours_have_classes_and_levels(world, samples, district, other):
    """G21, G23: of the province and the city, entered with their document; of the district, granted by its rounds."""
    estate = estates.estate(samples)
    value = new_honour(world, subject_kind="estate", subject_id=estate["id"], level="provincial", **{"class": 1})
    made = district.post(HONOURS, value, expect=201).json
    assert {member: made[member] for member in value} == value and (made["name"], made["state"], made["round_id"]) == (estate["name"], "granted", None)
    assert district.post(HONOURS, value, expect=409).code == "honour_entered"
    city = honour(world, level="city", title_zh="市级优秀住宅小区", **{"class": None})
    assert made["id"] in [row["id"] for row in world.role("public").pages(HONOURS, {"level": "provincial", "class": "1"})]
    assert [row["id"] for row in district.pages(HONOURS, {"level": "city"})] == [city["id"]]
    assert district.post(HONOURS, {**value, "granted_on": today(1)}, expect=422).code == "day_in_the_future"
    assert district.post(HONOURS, {**value, "subject_id": str(uuid.uuid4())}, expect=422).code == "award_subject_unknown"
    assert district.post(HONOURS, {**value, "level": "district"}, expect=422).code == "invalid_body"
    round_id, rows = starred(world, district, other)
    in_publicity(world, round_id, -10)
    move(other, round_id, "grant")
    row = next(row for row in district.pages(HONOURS, {"round_id": round_id, "subject_kind": "firm"}))
    assert (row["level"], row["title_zh"], row["granted_on"], row["nomination_id"], row["firm_id"]) == ("district", "先进firm", today(), rows["firm"]["id"], rows["firm"]["firm"])


def test_h07_an_honour_is_taken_back_by_somebody_else_and_stays_to_be_read(world, district, other):
    """H07: by decision, never by itself."""
    made = honour(world)
    path, value = f"{HONOURS}/{made['id']}/revoke", {"reason": "信用等级C级，电话13904721234", "document_no": "区住建〔2026〕8号"}
    assert other.post(path, value, expect=409).code == "separation_of_duties"
    answers = together(*[lambda: district.post(path, value, expect=(200, 409))] * 3)
    assert sorted(answer.status for answer in answers) == [200, 409, 409] and {answer.code for answer in answers if answer.status == 409} == {"state_conflict"}
    told = district.get(f"{HONOURS}/{made['id']}", expect=200).json
    assert (told["state"], told["revoked_on"], told["revoked_document_no"]) == ("revoked", today(), "区住建〔2026〕8号") and "13904721234" not in told["revoked_reason"]
    seen = world.role("public").get(f"{HONOURS}/{made['id']}", expect=200).json
    assert (seen["state"], seen["revoked_on"], seen["revoked_reason"]) == ("revoked", today(), None)
    assert district.post(HONOURS, {member: made[member] for member in new_honour(world)}, expect=201).json["state"] == "granted"


def test_h07_d13_what_is_to_be_taken_back_is_suggested_and_no_more(world, samples, district):
    """H07, D13: honours of a firm of grade C and of its estates; its people keep theirs. Authorities are told, and the honour stands until somebody decides."""
    firm, estate = staff.managing(samples)
    person = awards.staff(world, firm["id"])
    made = {kind: honour(world, subject_kind=kind, subject_id=subject)["id"] for kind, subject in (("firm", firm["id"]), ("estate", estate["id"]), ("staff", person))}
    fine = honour(world, subject_kind="firm", subject_id=firms.firm(world)["id"])["id"]

    def due(role, wanted="true"):
        return {row["id"] for row in world.role(role).pages(HONOURS, {"revocation_due": wanted})} & {*made.values(), fine}
    assert due("district") == set()
    bad(world, firm["id"])
    for role in ("district", "street", "community"):
        assert due(role) == {made["firm"], made["estate"]}
    assert due("public") == due("company") == set() and due("district", "false") == {made["staff"], fine}
    assert district.get(f"{HONOURS}/{made['firm']}").json["state"] == "granted"
    district.post(f"{HONOURS}/{made['firm']}/revoke", {"reason": "撤销已取得荣誉"}, expect=200)
    assert due("district") == {made["estate"]}
