"""What of streets and departments is measured, each against rows planted for one year in a district where nothing else happens; a measure without a test does not pass."""
import types
import uuid

import pytest
from things.body_assessments import assessment, department, document, judged, line, lines, measured, notice, scheme
from things.campaigns import deliverable, opened
from things.closing import helped, street_code, watched
from things.estates import estate, officer, today
from things.issue_progress import count_overdue, issue

NOW = today()[:4]
YEAR = str(int(NOW) - 1)
DISTRICT = "340302"


def run(world, bodies, names):
    """Last year's assessment of everything of a kind of bodies, in the other district."""
    doc = document(*(measured(name, name, "10") for name in names), cycle="closing_evaluation", bodies=bodies)
    return assessment(world, of=scheme(world, "abroad", doc), place="abroad", cycle="closing_evaluation", period=YEAR)


def told(world, one, body_code):
    return {each["item_code"]: (each["numerator"], each["denominator"], each["value"]) for each in lines(officer(world, "abroad"), one, body_code=body_code)}


def registry(world):
    return {row["name"]: set(row["bodies"]) for row in world.cluster.query("select name, bodies from body_measures()")}


class Ground:
    """The district's street with its estates, and rows by hand, of last year."""

    def __init__(self, world):
        self.world, self.street = world, street_code(world, "abroad")
        account = world.register.account("community.lanwan@340302")
        self.community, self.user = account["community_code"], str(world.register.account("district.officer@340302")["id"])
        self.deputy = str(world.cluster.query("select id::text from users where district_code = %s and id <> %s and role = 'district' limit 1", (DISTRICT, self.user))[0]["id"])
        self.estates = [estate(types.SimpleNamespace(world=world), "abroad") for _ in range(5)]

    def put(self, table, **members):
        members = {"district_code": DISTRICT, **members}
        self.world.cluster.query(f"insert into {table} ({', '.join(members)}) values ({', '.join(['%s'] * len(members))}) returning 1", tuple(members.values()))
        return members.get("id")

    def complaint(self, **members):
        """Received in spring of last year, then as it is said to have become."""
        one = self.world.post_ticket("hotline@340302", estate_code=self.estates[0]["code"])["complaint_id"]
        said = {"received_at": f"{YEAR}-04-01 09:00+08", "dispatched_at": f"{YEAR}-04-01 10:00+08", "assigned_to": "street", "validity": "valid", **members}
        self.world.cluster.query(f"update complaints set {', '.join(f'{name} = %s' for name in said)} where id = %s returning 1", (*said.values(), one))
        return one


@pytest.fixture(scope="module")
def ground(world):
    department(world, "abroad")
    scheme(world, "abroad", document(judged()))
    return Ground(world)


def put_duties(ground):
    one = opened(ground.world, *(deliverable("street", f"r{n}") for n in range(4)), deliverable("street", "result", kind="result"), deliverable("department", "own"), place="abroad")
    rows = {(row["deliverable"], row["org_code"]): str(row["id"]) for row in ground.world.cluster.query("select deliverable, org_code, id from campaign_duties where campaign_id = %s", (one["id"],))}
    for code, state, delivered, punctual in (("r0", "submitted", f"{YEAR}-03-20", True), ("r1", "accepted", f"{YEAR}-03-28", False), ("r2", "missed", None, None), ("r3", "waived", None, None),
                                             ("result", "accepted", f"{YEAR}-03-20", True)):
        ground.world.cluster.query("update campaign_duties set due_on = %s, state = %s, delivered_at = %s, on_time = %s where id = %s returning 1", (f"{YEAR}-03-27", state, delivered, punctual, rows[code, ground.street]))
    ground.world.cluster.query("update campaign_duties set due_on = %s where campaign_id = %s and owed_by = 'department' returning 1", (f"{YEAR}-12-31", one["id"]))
    ground.world.cluster.query("update campaigns set opened_at = %s where id = %s returning 1", (f"{YEAR}-02-01", one["id"]))
    ground.put("liaisons", campaign=one["code"], street_code=ground.street, name="联络员", valid_from=f"{YEAR}-03-01")


def put_complaints(ground):
    due = f"{YEAR}-04-08 18:00+08"
    ground.complaint(state="closed", due_at=due, contacted_at=f"{YEAR}-04-02", reported_at=f"{YEAR}-04-08 18:00+08", closed_at=f"{YEAR}-04-09", result="solved", satisfaction="satisfied")
    ground.complaint(state="closed", due_at=due, contacted_at=f"{YEAR}-04-20", reported_at=f"{YEAR}-04-08 18:00:01+08", closed_at=f"{YEAR}-04-09", result="solved", satisfaction="dissatisfied")
    # About a leak: the district's alone, so no street is told of one more than it can list.
    ground.complaint(state="closed", due_at=due, contacted_at=f"{YEAR}-04-02", closed_at=f"{YEAR}-04-03", result="solved", satisfaction="satisfied", confidential=True)
    ground.complaint(state="processing", due_at=due, received_at=f"{int(YEAR) - 1}-12-31 23:59:59+08")


def put_rankings_and_listings(ground):
    for revision, listed in ((1, (True, True)), (2, (True, False))):
        one = ground.put("ranking_snapshots", id=str(uuid.uuid4()), list="petition", quarter=f"{YEAR}-Q2", first_day=f"{YEAR}-04-01", next_day=f"{YEAR}-07-01", revision=revision, reason="更正" if revision > 1 else None,
                         method="{}", counted_at=f"{YEAR}-07-05", complaints=5, estates=2, inputs_hash="0" * 64, listed=sum(listed), frozen_by=ground.deputy, published_by=ground.user, frozen_at=f"{YEAR}-07-05", published_at=f"{YEAR}-07-06", updated_at=f"{YEAR}-07-06")
        for n, each in enumerate(listed):
            ground.put("ranking_rows", ranking_id=one, estate_id=ground.estates[n]["id"], estate_code=ground.estates[n]["code"], estate_name="试验小区", street_code=ground.street, community_code=ground.community,
                       position=n + 1, rank=n + 1, listed=each, counted=3 - n, counted_raw=3 - n, counted_merged=3 - n)
    accepted = {"requested_by": ground.deputy, "accepted_by": ground.user, "accepted_on": f"{NOW}-01-01", "finding": "已整改", "acceptance_office": "区住建局"}
    for n, (state, due, listed_on, members) in enumerate((("listed", f"{YEAR}-12-30", f"{YEAR}-05-02", {}), ("rectifying", f"{YEAR}-12-31", f"{YEAR}-12-31", {}), ("proposed", None, None, {}),
                                                          ("accepted", f"{NOW}-01-31", f"{YEAR}-05-02", accepted), ("listed", f"{NOW}-01-31", f"{NOW}-01-01", {}))):
        in_hands = {"sponsor_unit": "区住建局", "decided_at": listed_on, "listed_on": listed_on, "due_on": due, "in_time_until": due} if listed_on else {}
        ground.put("supervision_listings", id=str(uuid.uuid4()), estate_id=ground.estates[n]["id"], street_code=ground.street, community_code=ground.community, reason="leader", basis="批示",
                   state=state, proposed_role="district", proposed_at=f"{YEAR}-05-01", updated_at=f"{YEAR}-05-02", **in_hands, **members)


def put_issues(ground):
    """Of last year, one of them touched since, and one of this year; the worker has counted what is overdue today."""
    for state, due, since in (("closed", f"{YEAR}-06-01", None), ("closed", f"{YEAR}-06-01", None), ("rectifying", f"{YEAR}-12-30", None), ("rectifying", f"{YEAR}-12-31", None), ("withdrawn", None, None),
                              ("closed", f"{YEAR}-06-30", "rectifying"), ("rectifying", f"{YEAR}-06-30", "found")):
        one = issue(ground.world, "abroad", state)
        ground.world.cluster.query("update issues set created_at = %s, updated_at = coalesce(%s, created_at), due_on = %s where id = %s returning 1",
                                   (f"{YEAR}-05-01", None if since else f"{YEAR}-06-01", due, one))
        if since:
            ground.put("issue_events", issue_id=one, seq=1, action="record", to_state="found", by_role="street", at=f"{YEAR}-05-01")
            ground.put("issue_events", issue_id=one, seq=2, action="move", to_state=since, by_role="street", at=f"{YEAR}-12-31 23:59:59+08")
            ground.put("issue_events", issue_id=one, seq=3, action="move", to_state=state, by_role="street", at=f"{NOW}-01-01 00:00:00+08")
    issue(ground.world, "abroad", "closed")
    count_overdue(ground.world)


def put_enforcement(ground, complaints):
    for one, state, done in zip(complaints, ("enforced", "accepted", "rejected"), (f"{YEAR}-05-03", None, None), strict=True):
        ground.put("enforcement_cases", id=str(uuid.uuid4()), source="complaint", complaint_id=one, street_code=ground.street, category="fire", delegated=False, expedited=False, matter="占用消防通道", state=state,
                   reported_at=f"{YEAR}-05-01", enforced_at=done, outcome="corrected" if done else None, opened_by=ground.user, updated_at=f"{YEAR}-05-03")


def put_accountability(ground, complaint, police):
    whistle = ground.put("whistles", id=str(uuid.uuid4()), complaint_id=complaint, street_code=ground.street, urgency="urgent", matter="占用消防通道", asked_by=ground.user, asked_role="community", asked_at=f"{YEAR}-05-01")
    calls = []
    for state, result, due in (("finished", "late", f"{YEAR}-05-02"), ("finished", "done", f"{YEAR}-05-09"), ("asked", None, f"{YEAR}-05-02")):
        finished = f"{YEAR}-05-03" if result else None
        calls.append(ground.put("whistle_calls", id=str(uuid.uuid4()), whistle_id=whistle, complaint_id=complaint, department_id=police, state=state, result=result, asked_at=f"{YEAR}-05-01", respond_due=due,
                                finished_at=finished, updated_at=f"{YEAR}-05-03"))
    for kind, call, state in (("no_whistle", None, "confirmed"), ("no_whistle", None, "dismissed"), ("no_report", calls[0], "confirmed")):
        ground.put("accountability_records", id=str(uuid.uuid4()), kind=kind, complaint_id=complaint, call_id=call, department_id=police if call else None, street_code=ground.street, facts="未到场", detected=[],
                   state=state, proposed_by=ground.deputy, proposed_role="street", proposed_at=f"{YEAR}-06-01", decided_by=ground.user, decided_at=f"{YEAR}-06-02", opinion="属实")


def test_each_measure_counts_what_it_says_of_streets(world, ground):
    """I01, I03, I09, E08, E10, H02, H05, A05: numerator and denominator of each, rates with two places, rounded half up; what stands, as it stood when the year was over; what another street has
    is not counted, nor what a street may not list."""
    put_duties(ground)
    put_complaints(ground)
    put_rankings_and_listings(ground)
    put_enforcement(ground, [ground.complaint(received_at=f"{int(YEAR) - 1}-01-02") for _ in range(3)])
    put_accountability(ground, ground.complaint(received_at=f"{int(YEAR) - 1}-01-02"), department(world, "abroad"))
    put_issues(ground)
    first, _ = (watched(world, "abroad", estate_id=one["id"], since=f"{YEAR}-06-01") for one in ground.estates[:2])
    helped(world, first, "abroad", helped_on=f"{YEAR}-07-01")
    world.cluster.query("update criticism_notices set issued_on = %s where id = %s returning 1", (f"{YEAR}-08-01", notice(world, "issued", "abroad")["id"]))
    ground.put("checklist_reports", checklist_code="mechanism_3338", item_code="body_street", street_code=ground.street, done=True, done_on=f"{YEAR}-02-01", by_role="street", reported_at=f"{YEAR}-02-01")
    staffing = [row for row in officer(world, "abroad").pages("/v1/staffing", {"as_of": f"{YEAR}-12-31"}, limit=200) if row["street_code"] == ground.street]
    places, gap = sum(row["minimum"] for row in staffing), sum(row["gap"] for row in staffing)
    wanted = {
        "reports_on_time": ("1", "3", "33.33"), "reports_submitted": ("2", "3", "66.67"), "results_accepted": ("1", "1", "100.00"), "issues_closed": ("2", "6", "33.33"),
        "issues_overdue": ("2", "4", "50.00"), "complaints_on_time": ("1", "2", "50.00"), "complaints_answered": ("1", "2", "50.00"), "complaints_satisfied": ("1", "2", "50.00"),
        "rankings_listed": ("1", None, "1"), "listings_open": ("3", None, "3"), "listings_overdue": ("1", "3", "33.33"), "watch_helped": ("1", "2", "50.00"), "enforcement_joint": ("1", "2", "50.00"),
        "staffing_filled": (str(places - gap), str(places), f"{100 * (places - gap) / places:.2f}"), "mechanism_3338": ("1", "17", "5.88"), "liaisons_named": ("1", "1", "100.00"),
        "accountability": ("1", None, "1"), "criticism": ("1", None, "1")}
    known = registry(world)
    assert {name for name, bodies in known.items() if "street" in bodies} - TIED == set(wanted)
    one = run(world, "street", wanted)
    assert told(world, one, ground.street) == wanted
    other = next(each["body_code"] for each in lines(officer(world, "abroad"), one) if each["body_code"] != ground.street)
    assert told(world, one, other) == {
        **dict.fromkeys(wanted, (None, None, None)), **dict.fromkeys(("rankings_listed", "listings_open", "accountability", "criticism"), ("0", None, "0")), "mechanism_3338": ("0", "17", "0.00"),
        "liaisons_named": ("0", "1", "0.00"), "staffing_filled": told(world, one, other)["staffing_filled"]}
    assert line(officer(world, "abroad"), one, ground.street, "rankings_listed")["inputs"] == {
        "estates": [{"list": "petition", "quarter": f"{YEAR}-Q2", "estate_code": ground.estates[0]["code"], "rank": 1}]}


def test_each_measure_counts_what_it_says_of_departments(world, ground):
    """E10, K10: who was called and came too late or not at all, who was reported for it, and what departments owe; runs after the streets' rows were put."""
    police = department(world, "abroad")
    if not world.cluster.query("select 1 from whistle_calls where department_id = %s", (police,)):
        put_accountability(ground, ground.complaint(), police)
        put_duties(ground)
    world.cluster.query("update criticism_notices set issued_on = %s where id = %s returning 1", (f"{YEAR}-08-01", notice(world, "issued", "abroad", body_kind="department", body_code=police)["id"]))
    wanted = {"reports_on_time": ("0", "1", "0.00"), "reports_submitted": ("0", "1", "0.00"), "results_accepted": (None, None, None), "whistles_late": ("2", "3", "66.67"), "accountability": ("1", None, "1"),
              "criticism": ("1", None, "1")}
    assert {name for name, bodies in registry(world).items() if "department" in bodies} == set(wanted)
    assert told(world, run(world, "department", wanted), police) == wanted


def test_the_code_list_of_measures_is_what_there_is(world):
    labels = {row["code"] for row in world.role("district").pages("/v1/code-lists/body_measure/codes", limit=200)}
    assert labels == set(registry(world)) == {row["name"].removeprefix("body_measure_") for row in world.cluster.query("select proname as name from pg_proc where proname like 'body\\_measure\\_%%'", ())}


TIED = {"listings_on_time", "disclosures_failed", "targets_met"}


def put_listing(ground, estate_id, due):
    ground.put("supervision_listings", id=str(uuid.uuid4()), estate_id=estate_id, street_code=ground.street, community_code=ground.community, reason="opinion", basis="舆情", state="accepted", due_on=due, in_time_until=due,
               sponsor_unit="区住房和城乡建设局", proposed_role="district", proposed_at=f"{YEAR}-05-01", decided_at=f"{YEAR}-05-02", listed_on=f"{YEAR}-05-02", requested_by=ground.deputy, accepted_by=ground.user,
               accepted_on=f"{YEAR}-07-01", finding="整改到位", acceptance_office="区委督查考核办", updated_at=f"{YEAR}-07-01")


def put_targets(ground, as_of, revision, states):
    one = str(uuid.uuid4())
    ground.put("target_snapshots", id=one, scheme_id=str(ground.world.cluster.query("select id::text from target_schemes order by code limit 1")[0]["id"]), scheme_code="tied", scheme_number=1, as_of=as_of,
               revision=revision, reason="更正" if revision > 1 else None, met=0, missed=0, warnings=0, told=len(states), values_hash="0" * 64, frozen_at=f"{as_of} 12:00+08")
    for n, (street, binding, state) in enumerate(states, 1):
        ground.put("target_snapshot_values", snapshot_id=one, position=n, indicator=f"i{n}", title_zh="指标", title_en="Indicator", unit="street" if street else "district", street_code=street, binding=binding,
                   form="rate", direction="level", hard=True, numerator=1, state=state)


def test_listings_disclosures_and_targets_are_measured(world, ground):
    """H01, J01–J07, L2: accepted on the last day and a day later; what firms had to make public; targets as they were frozen last, those that bind the street alone."""
    for one, due in zip(ground.estates[:2], (f"{YEAR}-07-01", f"{YEAR}-06-30"), strict=True):
        put_listing(ground, one["id"], due)
    mine, bound = ground.street, True
    put_targets(ground, f"{YEAR}-11-30", 1, [(mine, bound, "missed")])
    put_targets(ground, f"{YEAR}-12-31", 1, [(mine, bound, "missed")])
    put_targets(ground, f"{YEAR}-12-31", 2, [(mine, bound, "met"), (mine, bound, "met"), (mine, bound, "warning"), (mine, bound, "not_due"), (mine, False, "missed"), (None, bound, "missed")])
    owed = [row for month in range(1, 13) for row in officer(world, "abroad").pages("/v1/disclosure-duties", {"month": f"{YEAR}-{month:02}", "street_code": mine}, limit=200)]
    failed = sum(row["state"] in ("failed", "late") for row in owed)
    said = told(world, run(world, "street", TIED), mine)
    assert said["listings_on_time"] == ("1", "2", "50.00") and said["targets_met"] == ("2", "3", "66.67")
    assert said["disclosures_failed"] == ((str(failed), str(len(owed)), f"{100 * failed / len(owed):.2f}") if owed else (None, None, None))
    assert failed, "something was owed"
