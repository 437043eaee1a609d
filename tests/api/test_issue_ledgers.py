"""Ledgers of issues: rolled up, made of complaints, published, read by whatever is asked for (E15, F08, F10, F24, F38)."""
import uuid

import pytest
from harness.register import ACCOUNTS
from things.estates import officer, today
from things.issues import ASSIGNMENT, act, at_once, counted, events, home, issue, issue_in, new_issue, read

SEWER = {"defect_list": "facility_deficiency", "defect_code": "blocked_sewer"}


def test_what_a_street_rolls_up_stands_in_the_districts_ledger(samples):
    """F38: two levels, each item keeps its link; counted once."""
    world = samples.world
    one, street = officer(world, "near"), world.caller(ACCOUNTS["street"][0])
    first = issue(samples, by=street, **SEWER)
    rolled = act(street, first, "roll-up", {}).json
    assert rolled["rolled_up"] and len(rolled["rolled_up_to"]) == 1
    above = read(one, {"id": rolled["rolled_up_to"][0]})
    assert (above["level"], above["source"], above["street_issues"], above["problem"], above["state"]) == ("district", "roll_up", [first["id"]], first["problem"], "found")
    assert act(street, first, "roll-up", {}, expect=409).code == "issue_rolled_up"
    assert act(one, above, "roll-up", {}, expect=409).code == "issue_not_of_a_street"
    second = issue(samples, by=street)
    joined = act(one, second, "roll-up", {"district_issue_id": above["id"]}).json
    assert joined["rolled_up_to"] == [above["id"]] and sorted(read(one, above)["street_issues"]) == sorted([first["id"], second["id"]])
    assert act(one, second, "roll-up", {"district_issue_id": above["id"]}, expect=409).code == "issue_rolled_up"
    assert act(one, second, "roll-up", {"district_issue_id": first["id"]}, expect=422).code == "issue_district_unknown"
    split = one.post("/v1/issues", new_issue(level="district"), expect=201).json
    assert act(street, second, "roll-up", {"district_issue_id": split["id"]}, expect=422).code == "issue_district_unknown"
    assert len(act(one, second, "roll-up", {"district_issue_id": split["id"]}).json["rolled_up_to"]) == 2
    # One more of the same defect at the same place joins the item that is there.
    assert [row["id"] for row in one.get("/v1/issues", {"estate_id": first["estate"]["id"], "level": "district"}, expect=200).json["items"]] == [above["id"]]
    assert act(street, issue_in(samples, "closed"), "roll-up", {}, expect=409).code == "state_conflict"
    said, are = counted(world)
    assert said == are


def test_of_two_roll_ups_at_once_one_is_done(samples):
    """F38."""
    one = officer(samples.world, "near")
    found = issue(samples, **SEWER)
    answers = at_once(*[lambda: act(one, found, "roll-up", {}, expect=None)] * 4)
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409] and len(read(one, found)["rolled_up_to"]) == 1


def test_only_the_district_records_in_its_own_ledger_and_each_in_its_area(samples):
    """F38."""
    world = samples.world
    for role in ("street", "community"):
        caller = world.caller(ACCOUNTS[role][0])
        assert caller.post("/v1/issues", new_issue(level="district", estate_id=home(samples, "near")), expect=403).code == "issue_level_district"
        assert caller.post("/v1/issues", new_issue(estate_id=home(samples, "far")), expect=422).code == "estate_unknown"
        own = caller.post("/v1/issues", new_issue(), expect=201).json
        assert own["street_code"] == world.register.account(ACCOUNTS["street"][0])["street_code"] and own["estate"] is None
        assert caller.post("/v1/issues", new_issue(community_code=samples.estates["far"]["community_code"]), expect=422).code == "community_unknown"
    one, street = officer(world, "near"), world.caller(ACCOUNTS["street"][0])
    assert one.post("/v1/issues", new_issue(), expect=422).code == "issue_area_missing"
    assert one.post("/v1/issues", new_issue(street_code="340302001"), expect=422).code == "street_unknown"
    assert street.post("/v1/issues", new_issue(street_code=samples.estates["far"]["street_code"]), expect=422).code == "street_unknown"
    assert one.post("/v1/issues", new_issue(street_code=samples.estates["far"]["street_code"], found_on=today(1)), expect=422).code == "day_in_the_future"
    assert one.post("/v1/issues", new_issue(street_code=samples.estates["far"]["street_code"], campaign_id=str(uuid.uuid4())), expect=422).code == "campaign_unknown"
    assert one.post("/v1/issues", new_issue(street_code=samples.estates["far"]["street_code"]), expect=201).json["community_code"] is None


def complaint(samples, **flags):
    """One of its own, of a firm."""
    world = samples.world
    ticket = world.post_ticket("hotline@150202", estate_code=samples.estates["one"]["code"], **flags)
    return world.cluster.query("select complaint_id::text as id from tickets where id = %s", (ticket["id"],))[0]


def promote(client, one, expect=201, **members):
    value = {"problem": "楼道长期无照明", **members}
    return client.post(f"/v1/complaints/{one['id']}/issue", value, expect=expect)


def test_a_complaint_becomes_an_issue_of_which_no_firm_learns_where_it_came_from(samples):
    """E15: 重点难点信访问题逐一建立台账; linked both ways for authorities alone."""
    world = samples.world
    one, firm = officer(world, "near"), world.caller(ACCOUNTS["company"][0])
    said = complaint(samples)
    seen = lambda: {name: value for name, value in firm.get(f"/v1/complaints/{said['id']}").json.items() if name not in ("limits", "remaining_minutes")}  # time goes on
    before = seen()
    made = promote(one, said).json
    assert (made["ledger"], made["source"], made["complaint_id"], made["problem"], made["place"], made["withheld"]) == ("petition", "complaint", said["id"], "楼道长期无照明", "", False)
    assert promote(one, said).json["id"] == made["id"] and promote(one, said, **SEWER).json["id"] != made["id"]
    assert {row["id"] for row in one.get("/v1/issues", {"complaint_id": said["id"]}, expect=200).json["items"]} >= {made["id"]}
    read(firm, made, expect=404)
    act(one, made, "assign", {"responsible_kind": "firm", "firm_id": str(world.register.account(ACCOUNTS["company"][0])["firm_id"]), **ASSIGNMENT})
    shown = read(firm, made)
    assert all(shown[name] is None for name in ("source", "complaint_id", "times_recorded", "last_recorded_at", "withheld", "recurrence_of", "rolled_up_to", "refused_by", "reported_up_to"))
    assert said["id"] not in str(shown) and shown["found_on"] == today()
    for query in ({"complaint_id": said["id"]}, {"source": "complaint"}):
        assert firm.get("/v1/issues", {**query, "count": "true"}, expect=200).json == {"items": [], "next": None, "total": 0}
        assert world.anyone.get("/v1/issues", query, expect=200).json["items"] == []
    assert [(event["action"], event["by_name"], event["document"]) for event in events(firm, made)] == [("assign", None, None)]
    assert seen() == before
    # A further complaint of the same changes nothing that the firm sees.
    other = complaint(samples)
    hidden = promote(one, said, place="地下室", **SEWER).json
    act(one, hidden, "assign", {"responsible_kind": "firm", "firm_id": str(world.register.account(ACCOUNTS["company"][0])["firm_id"]), **ASSIGNMENT})
    was = read(firm, hidden)
    assert promote(one, other, place="地下室", **SEWER).json["known"]
    assert read(firm, hidden) == was


def test_of_a_confidential_complaint_no_issue_is_made_and_a_secret_ones_is_withheld(samples):
    """E15: neither firms nor the public."""
    world = samples.world
    one, firm, platform = officer(world, "near"), world.caller(ACCOUNTS["company"][0]), world.caller(ACCOUNTS["platform"][0])
    confidential = complaint(samples)
    world.cluster.query("update complaints set confidential = true where id = %s returning 1", (confidential["id"],))
    assert promote(one, confidential, expect=409).code == "issue_from_confidential"
    secret = complaint(samples)
    world.cluster.query("update complaints set secret = true where id = %s returning 1", (secret["id"],))
    own = {"responsible_kind": "firm", "firm_id": str(world.register.account(ACCOUNTS["company"][0])["firm_id"]), **ASSIGNMENT}
    hidden = promote(one, secret, place="甲", **SEWER).json
    act(one, hidden, "assign", own)
    assert hidden["withheld"] and read(firm, hidden, expect=404) and read(platform, hidden, expect=404)
    assert act(firm, hidden, "start", expect=404).code == "not_found"
    assert one.post("/v1/issue-publications", {"ids": [hidden["id"]]}, expect=200).json["left_out"] == 1
    # Recorded openly it is another one, which shows nothing of the first; that one is not counted beside it.
    openly = issue(samples, "one", place="甲", **SEWER)
    assert openly["id"] != hidden["id"] and not openly["known"] and read(one, hidden)["state"] == "withdrawn"
    # What becomes secret later is not shown from then on.
    later = complaint(samples)
    shown = promote(one, later).json
    act(one, shown, "assign", own)
    one.post("/v1/issue-publications", {"ids": [shown["id"]]}, expect=200)
    read(firm, shown), read(world.anyone, shown), read(platform, shown)
    world.cluster.query("update complaints set secret = true where id = %s returning 1", (later["id"],))
    for client in (firm, world.anyone, platform):
        read(client, shown, expect=404)


def test_what_is_published_shows_no_person_and_each_view_its_list(samples):
    """F10: 问题清单、责任清单、整改清单."""
    world = samples.world
    one = officer(world, "near")
    made = issue_in(samples, "progressing", problem="王小明家门口堆物，电话13812345678")
    read(world.anyone, made, expect=404)
    unknown = str(uuid.uuid4())
    assert (lambda said: (said["published"], said["already"], said["left_out"]))(one.post("/v1/issue-publications", {"ids": [made["id"], unknown]}, expect=200).json) == (1, 0, 1)
    assert one.post("/v1/issue-publications", {"ids": [made["id"]]}, expect=200).json["already"] == 1
    shown = read(world.anyone, made)
    assert shown["person"] is None and "13812345678" not in str(shown) and shown["published_at"] and shown["note"] is None
    assert "13812345678" in read(one, made)["problem"]
    lists = {view: world.anyone.get("/v1/issues", {"estate_id": made["estate"]["id"], "view": view}, expect=200).json["items"][0] for view in ("problem", "responsibility", "rectification")}
    assert [lists[view]["responsible_name"] for view in lists] == [None, "供水", "供水"]
    assert [lists[view]["due_on"] is not None for view in lists] == [False, True, True]
    assert [lists[view]["measure"] for view in lists] == [None, None, ASSIGNMENT["measure"]]
    campaign = str(uuid.uuid4())
    world.cluster.query("insert into campaigns (district_code, id, title_zh, title_en, year, source, created_at, updated_at) values ('150202', %s, '行动', 'Action', 2026, '002', now(), now()) returning 1", (campaign,))
    of_it = [issue(samples, campaign_id=campaign) for _ in range(3)]
    street = world.caller(ACCOUNTS["street"][1])
    assert street.post("/v1/issue-publications", {"campaign_id": campaign, "ledger": "facility"}, expect=200).json["published"] == 0
    assert one.post("/v1/issue-publications", {"campaign_id": campaign, "ledger": "facility"}, expect=200).json["published"] == 3
    assert {row["id"] for row in world.anyone.get("/v1/issues", {"campaign_id": campaign}, expect=200).json["items"]} == {row["id"] for row in of_it}
    for wrong in ({}, {"campaign_id": campaign}, {"ids": [unknown], "ledger": "facility"}):
        assert one.post("/v1/issue-publications", wrong, expect=422).code == "issues_unsaid"
    assert one.post("/v1/issue-publications", {"ids": [str(uuid.uuid4()) for _ in range(501)]}, expect=422).code == "invalid_body"


FILTERS = {"ledger": "service", "level": "street", "state": "assigned", "responsible_kind": "department", "department": "water_supply", "severity": "serious", "complexity": "complex",
           "source": "self_check", "defect_code": "blocked_sewer", "rolled_up": "false", "overdue": "false", "published": "false", "q": "电梯", "due_before": "2099-01-01", "due_from": "2020-01-01",
           "found_from": "2020-01-01", "found_before": "2099-01-01", "updated_since": "2020-01-01T00:00:00Z", "sort": "open_due"}


def test_each_filter_finds_it_and_its_contrary_does_not(samples):
    """F08, F10: by whatever a ledger is read."""
    one = officer(samples.world, "near")
    made = issue(samples, ledger="service", severity="serious", source="self_check", problem="电梯困人", **SEWER)
    act(one, made, "assign")
    where = {"estate_id": made["estate"]["id"], "street_code": made["street_code"], "community_code": made["community_code"], "district_code": "150202"}
    contrary = {"ledger": "road", "level": "district", "state": "found", "responsible_kind": "firm", "department": "gas_supply", "severity": "safety", "complexity": "simple", "source": "patrol",
                "defect_code": "garage_leak", "rolled_up": "true", "overdue": "true", "published": "true", "q": "绿化", "due_before": today(), "due_from": "2098-01-01", "found_from": "2098-01-01",
                "found_before": "2020-01-01", "updated_since": "2098-01-01T00:00:00Z", "campaign_id": str(uuid.uuid4()), "firm_id": str(uuid.uuid4()), "inspection_id": str(uuid.uuid4()),
                "complaint_id": str(uuid.uuid4())}
    for name, value in FILTERS.items():
        assert [row["id"] for row in one.get("/v1/issues", {**where, name: value}, expect=200).json["items"]] == [made["id"]], name
    for name, value in contrary.items():
        assert one.get("/v1/issues", {**where, name: value}, expect=200).json["items"] == [], name


def test_what_is_overdue_is_so_by_its_day_alone(samples):
    """F08: overdue is derived."""
    one = officer(samples.world, "near")
    made = issue_in(samples, "assigned")
    assert not read(one, made)["overdue"]
    samples.world.cluster.query("update issues set due_on = %s where id = %s returning 1", (today(-1), made["id"]))
    assert read(one, made)["overdue"]
    rows = one.get("/v1/issues", {"overdue": "true", "sort": "open_due", "estate_id": made["estate"]["id"]}, expect=200).json["items"]
    assert [row["id"] for row in rows] == [made["id"]]


@pytest.mark.parametrize("role", ("district", "street", "community", "company", "platform", "hotline", "public"))
def test_the_views_show_what_row_security_does(role, samples):
    """The views of issues run with the owner's rights: their scope is the policies'."""
    world = samples.world
    for place in ("near", "one", "far", "abroad"):
        made = issue_in(samples, "assigned", place)
        issue(samples, place)
        officer(world, place).post("/v1/issue-publications", {"ids": [made["id"]]}, expect=200)
    world.cluster.query("update issues set withheld = true where id = (select id from issues where state = 'assigned' and published_at is not null and not withheld order by id limit 1) returning 1")
    account = world.register.account(ACCOUNTS[role][0]) if role in ACCOUNTS else {}
    connection = world.cluster.connect(user=f"wuye_{role}")
    try:
        with connection.cursor() as cursor:
            for name, column in (("street", "street_code"), ("community", "community_code"), ("firm", "firm_id"), ("user", "id"), ("district", "district_code")):
                cursor.execute("select set_config(%s, %s, false)", (f"wuye.{name}", str(account.get(column) or "")))
            cursor.execute("select id from issues except select id from issue_finds")
            assert cursor.fetchall() == []
            cursor.execute("select id from issue_finds except select id from issues")
            assert cursor.fetchall() == []
            cursor.execute("select count(*) from issue_finds")
            assert cursor.fetchone()[0] > 0
    finally:
        connection.close()
