"""E08, E09, L4: a quarter of a list is frozen once, by the rules of its days, and stays as it was told."""
import hashlib
import pathlib
import subprocess
import threading
import types

import pytest
from things.estates import estate, officer, today
from things.rankings import complaint, deputy, frozen, new_notice, published

WHERE = "/v1/rankings"
VERIFY = pathlib.Path(__file__).resolve().parents[1] / "replay/verify_ranking.py"
FLAGS = ("leader_instruction", "group_petition", "opinion_event")


def rows(client, ranking, **query):
    return client.pages(f"{WHERE}/{ranking['id']}/rows", query)


def places(client, ranking):
    """(code, rank, listed, counted), by position."""
    return [(row["estate"]["code"], row["rank"], row["listed"], row["counted"]) for row in rows(client, ranking)]


def own(world, place="near", **members):
    made = estate(types.SimpleNamespace(world=world), place, **members)
    return {"district_code": "150202", "firm_id": None, **made}


def planted(world, quarter, numbers, list_="petition", **members):
    """Estates with so many complaints each."""
    made = [own(world, households=500) for _ in numbers]
    for one, number in zip(made, numbers):
        for _ in range(number):
            complaint(world, one, quarter, list_, **members)
    return made


def rule(world, name, value, quarter, subject="*"):
    """The district's own in that year alone."""
    world.cluster.query("insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from, effective_to) "
                        "select '150202', domain, name, %s, %s, units[1], '试验', %s, %s from rule_names where name = %s returning 1",
                        (subject, value, f"{quarter[:4]}-01-01", f"{int(quarter[:4]) + 1}-01-01", name))


@pytest.mark.parametrize("quarter, ties, numbers, listed", [
    ("2001-Q1", 1, [5, 4, 3, 2], 3),
    ("2001-Q2", 1, [5, 4, 3, 3, 3, 1], 5),
    ("2001-Q3", 1, [2, 2, 2, 2], 4),
    ("2001-Q4", 1, [6, 1], 2),
    ("2002-Q1", 0, [5, 4, 3, 2], 3),
    ("2002-Q2", 0, [5, 4, 3, 3, 3, 1], 2),
    ("2002-Q3", 0, [2, 2, 2, 2], 0),
    ("2002-Q4", 0, [5, 3, 3, 3], 1),
])
def test_e08_the_first_three_are_listed_with_those_that_tie_or_without(quarter, ties, numbers, listed, world):
    """E08, L4: three places; at the last one all that tie are listed, or none of them; an estate without complaints has no place."""
    if quarter.endswith("Q1"):
        rule(world, "ranking_ties_all", ties, quarter)
    made = planted(world, quarter, numbers)
    own(world)
    ranking = frozen(world, "near", "petition", quarter)
    assert (ranking["complaints"], ranking["estates"], ranking["listed"], ranking["method"]["ties"]) == (sum(numbers), len(numbers), listed, "all" if ties else "none")
    expected = [(one["code"], sum(other > number for other in numbers) + 1, place < listed, number) for place, (one, number) in enumerate(zip(made, numbers))]
    assert places(world.role("street"), ranking) == expected
    assert [row["position"] for row in rows(world.role("community"), ranking)] == list(range(1, len(numbers) + 1))
    assert len(list(rows(world.role("platform"), ranking, listed="true"))) == listed


def test_e08_a_quarter_ends_at_midnight_in_shanghai_and_lists_are_apart(world):
    """E09: the hotline's list is another; the last moment of a quarter is in, the first of the next is not; which source is which list is data."""
    quarter = "2003-Q1"
    inside, outside, hot, street = (own(world) for _ in range(4))
    complaint(world, inside, quarter, at="2003-03-31T23:59:59.999999+08:00")
    complaint(world, inside, quarter, at="2003-01-01T00:00:00+08:00")
    complaint(world, outside, quarter, at="2003-04-01T00:00:00+08:00")
    complaint(world, outside, quarter, at="2002-12-31T23:59:59.999999+08:00")
    complaint(world, hot, quarter, "hotline")
    complaint(world, street, quarter, source="street")
    complaint(world, inside, quarter, request_type="praise")
    assert places(world.role("district"), frozen(world, "near", "petition", quarter)) == [(inside["code"], 1, True, 2)]
    rule(world, "ranking_hotline_source", 1, quarter, "street")
    ranking = frozen(world, "near", "hotline", quarter)
    assert {code for code, *_ in places(world.role("district"), ranking)} == {hot["code"], street["code"]} and ranking["method"]["sources"] == ["hotline12345", "street"]


@pytest.mark.parametrize("quarter, merged, invalid, counts", [
    ("2004-Q2", 1, 1, {"a": 1, "b": 2}),
    ("2005-Q2", 1, 0, {"a": 5, "b": 2, "c": 1}),
    ("2006-Q2", 0, 1, {"a": 2, "b": 2}),
    ("2007-Q2", 0, 0, {"a": 6, "b": 2, "c": 2}),
])
def test_l4_merged_and_invalid_ones_are_counted_as_the_rules_say(quarter, merged, invalid, counts, world):
    """L4: merged ones once or each; those found invalid, beyond the duty or rejected left out or not, a merged one as the one it went into. Both counts are kept."""
    rule(world, "ranking_merged_once", merged, quarter)
    rule(world, "ranking_leaves_out_invalid", invalid, quarter)
    a, b, c = own(world), own(world), own(world)
    master = complaint(world, a, quarter, validity="undetermined")
    complaint(world, a, quarter, state="merged", master_id=master)
    for members in ({"validity": "invalid"}, {"validity": "out_of_duty"}, {"state": "rejected", "validity": "undetermined"}, {"state": "rejected", "validity": "valid"}):
        complaint(world, a, quarter, **members)
    for _ in range(2):
        complaint(world, b, quarter)
    void = complaint(world, c, quarter, validity="invalid")
    step = complaint(world, own(world), "2003-Q3", state="merged", master_id=void)
    complaint(world, c, quarter, state="merged", master_id=step)
    names = {one["code"]: name for one, name in ((a, "a"), (b, "b"), (c, "c"))}
    ranking = frozen(world, "near", "petition", quarter)
    assert {names[code]: number for code, _, _, number in places(world.role("district"), ranking)} == counts
    first = next(row for row in rows(world.role("district"), ranking) if row["estate"]["code"] == a["code"])
    assert (first["counted_raw"], first["counted_merged"]) == ((2, 1) if invalid else (6, 5))


@pytest.mark.parametrize("quarter, merged, counts", [("2015-Q2", 1, (2, 2, 1)), ("2016-Q2", 0, (4, 3, 2))])
def test_l4_what_was_merged_into_another_list_still_counts_here_once(quarter, merged, counts, world):
    """L4, E09: a petition joined to a 12345 ticket, to another estate's complaint or to an earlier quarter's: what its own list and estate have of the matter already counts no second time."""
    rule(world, "ranking_merged_once", merged, quarter)
    a, b, c = own(world), own(world), own(world)
    hot = complaint(world, a, quarter, "hotline")
    for member in (a, a, b, b):
        complaint(world, member, quarter, state="merged", master_id=hot)
    complaint(world, b, quarter)
    complaint(world, a, quarter)
    earlier = complaint(world, a, f"{int(quarter[:4]) - 1}-Q4")
    complaint(world, a, quarter, state="merged", master_id=earlier)
    praise = complaint(world, c, quarter, request_type="praise")
    for _ in range(2):
        complaint(world, c, quarter, state="merged", master_id=praise)
    names = {one["code"]: place for place, one in enumerate((a, b, c))}
    ranking = frozen(world, "near", "petition", quarter)
    numbers = {names[code]: number for code, _, _, number in places(world.role("district"), ranking)}
    assert tuple(numbers[place] for place in range(3)) == counts


def test_l4_late_complaints_and_changes_leave_a_frozen_ranking_as_it_was(world):
    """L4, E15: what comes later is for a correction, which is the next revision with its reason; the first stays to be read."""
    quarter = "2008-Q3"
    first, second = planted(world, quarter, [2, 1])
    ranking = frozen(world, "near", "petition", quarter)
    before, told = places(world.role("district"), ranking), world.role("district").get(f"{WHERE}/{ranking['id']}").json
    for _ in range(3):
        complaint(world, second, quarter)
    world.cluster.query("update complaints set validity = 'invalid' where estate_id = %s returning 1", (first["id"],))
    assert places(world.role("district"), ranking) == before and world.role("district").get(f"{WHERE}/{ranking['id']}").json == told
    again = deputy(world).post(WHERE, {"list": "petition", "quarter": quarter}, expect=409)
    assert (again.code, again.json["state"]) == ("ranking_frozen_already", "frozen")
    body = {"list": "petition", "quarter": quarter, "correction": {"of": ranking["id"], "reason": "迟报件补录"}}
    fixed = deputy(world).post(WHERE, body, expect=201).json
    assert (fixed["revision"], fixed["reason"], fixed["state"]) == (2, "迟报件补录", "frozen") and places(world.role("district"), fixed) == [(second["code"], 1, True, 4)]
    assert places(world.role("district"), ranking) == before and world.role("district").get(f"{WHERE}/{ranking['id']}").json["state"] == "superseded"
    assert deputy(world).post(WHERE, body, expect=409).code == "ranking_corrected_already"
    assert deputy(world).post(WHERE, {**body, "list": "hotline"}, expect=422).code == "ranking_unknown"
    gone = officer(world, "near").post(f"{WHERE}/{ranking['id']}/publish", expect=409)
    assert (gone.code, gone.json["state"]) == ("state_conflict", "superseded")
    assert [row["revision"] for row in world.role("street").pages(WHERE, {"quarter": quarter, "list": "petition"})] == [2, 1]
    assert [row["revision"] for row in world.role("street").pages(WHERE, {"quarter": quarter, "state": "superseded"})] == [1]


def test_a_quarter_that_runs_is_not_frozen(world):
    year, month = int(today()[:4]), int(today()[5:7])
    assert deputy(world).post(WHERE, {"list": "petition", "quarter": f"{year}-Q{(month + 2) // 3}"}, expect=422).code == "ranking_quarter_not_over"
    assert deputy(world).post(WHERE, {"list": "petition", "quarter": "2009-Q1", "rules_on": today(1)}, expect=422).code == "day_in_the_future"
    assert deputy(world).post(WHERE, {"list": "petition", "quarter": "2009-Q5"}, expect=422).code == "invalid_body"
    assert deputy(world).post(WHERE, {"list": "petition", "quarter": "2009-Q1", "correction": {"of": "01900000-0000-7000-8000-000000000000", "reason": "无"}}, expect=422).code == "ranking_unknown"
    empty = frozen(world, "near", "petition", "2009-Q1")
    assert (empty["complaints"], empty["estates"], empty["listed"], empty["inputs_hash"]) == (0, 0, 0, hashlib.sha256(b"").hexdigest())


def test_rules_of_another_day_can_be_said_and_are_kept_with_the_count(world):
    """A district that sets its numbers later than the quarter counts by them openly."""
    quarter = "2009-Q2"
    planted(world, quarter, [3, 2, 1])
    rule(world, "ranking_top", 1, "2010-Q1")
    ranking = frozen(world, "near", "petition", quarter, rules_on="2010-02-01")
    assert (ranking["listed"], ranking["method"]["top"], ranking["method"]["rules_on"]) == (1, 1, "2010-02-01")


def test_whoever_has_the_complaints_makes_the_same_hash(world):
    """The text is described in the contract; here it is made again from what the complaints' list shows."""
    quarter = "2010-Q3"
    own_estates = [own(world), {**own(world), "firm_id": world.register.account("company.one@150202")["firm_id"]}]
    master = complaint(world, own_estates[0], quarter, leader_instruction=True, at="2010-09-30T23:59:59.123456+08:00")
    complaint(world, own_estates[0], quarter, state="merged", master_id=master, group_petition=True)
    complaint(world, own_estates[1], quarter, opinion_event=True)
    complaint(world, own_estates[1], quarter, validity="invalid")
    ranking = frozen(world, "near", "petition", quarter)
    text = world.cluster.query(
        "select string_agg(concat_ws(E'\\t', id, to_char(received_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), estate_id, coalesce(firm_id::text, ''), (state = 'merged')::int, "
        "leader_instruction::int, group_petition::int, opinion_event::int) || E'\\n', '' order by id) as text from complaints where estate_id = any(%s::uuid[]) and validity <> 'invalid'",
        ([one["id"] for one in own_estates],))[0]["text"]
    assert text.count("\n") == 3 and "2010-09-30T15:59:59.123456Z" in text
    assert ranking["inputs_hash"] == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("quarter, merged, invalid", [("2017-Q1", 1, 1), ("2018-Q1", 0, 0)])
def test_a_stranger_counts_a_ranking_again(quarter, merged, invalid, world):
    """E08, L4: the script of the contract's words, with nothing of the service's, by what the district reads; another count is not the same."""
    rule(world, "ranking_merged_once", merged, quarter)
    rule(world, "ranking_leaves_out_invalid", invalid, quarter)
    rule(world, "ranking_ties_all", invalid, quarter)
    a, b, c = ({**own(world), "firm_id": world.register.account("company.one@150202")["firm_id"]} for _ in range(3))
    hot = complaint(world, a, quarter, "hotline")
    for nth, one in enumerate((a, a, a, b, b, c, c)):
        master = complaint(world, one, quarter, at=f"{quarter[:4]}-01-0{nth + 1}T10:00:00.{nth}00000+08:00", validity="invalid" if nth == 2 else "valid", leader_instruction=nth == 1)
        complaint(world, one, quarter, state="merged", master_id=hot if nth % 2 else master)
    complaint(world, {**b, "firm_id": None}, quarter, state="rejected", validity="undetermined")
    client = officer(world, "near")
    ranking = frozen(world, "near", "petition", quarter)
    asked = lambda: subprocess.run(["/usr/bin/python3", str(VERIFY), f"http://127.0.0.1:{client.port}{WHERE}/{ranking['id']}", client.token], capture_output=True, text=True)
    told = asked()
    assert (told.returncode, told.stdout) == (0, "the same\n"), told.stderr[-200:]
    complaint(world, c, quarter)
    assert (asked().returncode, asked().stderr) == (1, "not what was frozen\n")


def test_e08_shares_follow_the_contract_of_each_day_and_rates_the_households(world):
    """E08: a firm that changed inside the quarter has its part; flags are counted beside; 1,000 households, half up."""
    quarter, firms = "2011-Q1", [str(world.register.account(f"company.{name}@150202")["firm_id"]) for name in ("one", "two")]
    it = own(world, households=600)
    for firm, number in ((firms[0], 3), (firms[1], 1), (None, 2)):
        for nth in range(number):
            complaint(world, {**it, "firm_id": firm}, quarter, leader_instruction=nth == 0, group_petition=nth == 1)
    row = rows(world.role("district"), frozen(world, "near", "petition", quarter))[0]
    assert [(share["id"], share["counted"], share["raw"], share["merged"]) for share in row["firms"]] == [(firms[0], 3, 3, 3), (None, 2, 2, 2), (firms[1], 1, 1, 1)]
    assert (row["firm_id"], row["households"], row["per_1000_households"]) == (firms[0], 600, "10.00")
    assert [row[flag] for flag in FLAGS] == [3, 2, 0]


def test_l4_the_firm_of_a_row_is_one_that_something_counts_for(world):
    """L4: a firm all of whose complaints are counted with another's has a share of none, and is not the one that had most."""
    quarter, firm, it = "2019-Q1", str(world.register.account("company.one@150202")["firm_id"]), own(world)
    master = complaint(world, it, quarter)
    complaint(world, {**it, "firm_id": firm}, quarter, state="merged", master_id=master)
    row = rows(world.role("district"), frozen(world, "near", "petition", quarter))[0]
    assert (row["counted"], row["firm_id"], [(share["id"], share["counted"], share["raw"]) for share in row["firms"]]) == (1, None, [(None, 1, 1), (firm, 0, 1)])


def test_ten_who_freeze_a_quarter_make_one_ranking(world):
    """And of ten corrections of one revision one is the next."""
    quarter, clients = "2012-Q1", [officer(world, "near"), deputy(world)] * 5
    planted(world, quarter, [2, 1])

    def all_at_once(body):
        answers = []
        threads = [threading.Thread(target=lambda client=client: answers.append(client.post(WHERE, body))) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answer.status for answer in answers) == [201] + [409] * 9
        return next(answer.json for answer in answers if answer.status == 201)
    first = all_at_once({"list": "petition", "quarter": quarter})
    second = all_at_once({"list": "petition", "quarter": quarter, "correction": {"of": first["id"], "reason": "更正"}})
    assert [row["id"] for row in world.role("district").pages(WHERE, {"quarter": quarter})] == [second["id"], first["id"]]
    assert second["inputs_hash"] == first["inputs_hash"]


def test_who_froze_a_ranking_does_not_publish_it(world):
    """And a published correction takes the place of the revision before, which stays."""
    quarter = "2013-Q1"
    planted(world, quarter, [2])
    ranking = frozen(world, "near", "petition", quarter)
    assert deputy(world).post(f"{WHERE}/{ranking['id']}/publish", expect=409).code == "separation_of_duties"
    done = officer(world, "near").post(f"{WHERE}/{ranking['id']}/publish", expect=200).json
    assert (done["state"], done["version"], done["notices"]) == ("published", 2, []) and done["published_by"] != done["frozen_by"]
    assert officer(world, "near").post(f"{WHERE}/{ranking['id']}/publish", expect=409).json["state"] == "published"
    fixed = frozen(world, "near", "petition", quarter, correction={"of": ranking["id"], "reason": "更正"})
    state = lambda one: world.role("street").get(f"{WHERE}/{one['id']}").json["state"]
    assert [state(ranking), state(fixed)] == ["published", "frozen"], "until the correction is published, what was published stands"
    officer(world, "near").post(f"{WHERE}/{fixed['id']}/publish", expect=200)
    assert [state(ranking), state(fixed)] == ["superseded", "published"]
    gone = officer(world, "near").post(f"{WHERE}/{ranking['id']}/notices", new_notice(), expect=409)
    assert (gone.code, gone.json["state"]) == ("state_conflict", "superseded"), "nobody is notified of what was corrected"
    shown = world.anyone.pages("/v1/published-rankings", {"district_code": "150202", "quarter": quarter})
    assert [(row["revision"], row["superseded"], row["reason"]) for row in shown] == [(2, False, "更正"), (1, True, None)]
    assert [row["revision"] for row in world.anyone.pages("/v1/published-rankings", {"quarter": quarter, "superseded": "false"})] == [2]


def test_everybody_reads_place_and_count_and_no_flag(world):
    """E08, practice 6.8: of those that are not listed small counts are left out; nothing of what is not published."""
    quarter = "2014-Q1"
    made = planted(world, quarter, [6, 5, 4, 3, 2, 1], leader_instruction=True, group_petition=True, opinion_event=True)
    ranking = frozen(world, "near", "petition", quarter)
    assert world.anyone.get(f"/v1/published-rankings/{ranking['id']}/rows", expect=404)
    officer(world, "near").post(f"{WHERE}/{ranking['id']}/publish", expect=200)
    shown = world.anyone.pages(f"/v1/published-rankings/{ranking['id']}/rows")
    assert [(row["estate"]["code"], row["rank"], row["listed"], row["counted"], row["per_1000_households"]) for row in shown] == [
        (made[0]["code"], 1, True, 6, "12.00"), (made[1]["code"], 2, True, 5, "10.00"), (made[2]["code"], 3, True, 4, "8.00"), (made[3]["code"], 4, False, 3, "6.00")]
    answer = world.anyone.get(f"/v1/published-rankings/{ranking['id']}/rows")
    assert not [flag for flag in (*FLAGS, "firms", "firm_id") if flag in answer.body.decode()]
    assert world.caller("district.officer@340302").get(f"/v1/published-rankings/{ranking['id']}/rows", expect=404)
    few = planted(world, "2014-Q2", [2, 1])
    published(world, "near", "petition", "2014-Q2")
    named = world.anyone.pages("/v1/published-rankings", {"quarter": "2014-Q2"})[0]
    assert [row["estate"]["code"] for row in world.anyone.pages(f"/v1/published-rankings/{named['id']}/rows")] == [one["code"] for one in few], "the first three are told by rule"


def test_a_firm_reads_its_own_estates_of_published_rankings_without_flags(world, samples):
    """Its share and no other's; nobody's name; not before publication; neither by whom nor to whom it was notified."""
    quarter, mine = "2015-Q1", samples.estates["one"]
    others = samples.estates["two"]
    for firm, number in ((mine["firm_id"], 3), (others["firm_id"], 2)):
        for _ in range(number):
            complaint(world, {**mine, "firm_id": firm}, quarter, leader_instruction=True)
    for _ in range(4):
        complaint(world, others, quarter)
    ranking = frozen(world, "near", "petition", quarter)
    company = world.caller("company.one@150202")
    for where in ("", "/rows"):
        company.get(f"{WHERE}/{ranking['id']}{where}", expect=404)
    officer(world, "near").post(f"{WHERE}/{ranking['id']}/publish", expect=200)
    shown = rows(company, ranking)
    assert [(row["estate"]["id"], row["counted"], [(share["id"], share["counted"]) for share in row["firms"]]) for row in shown] == [(mine["id"], 5, [(mine["firm_id"], 3)])]
    assert [shown[0][name] for name in (*FLAGS, "firm_id")] == [None] * 4
    card = company.get(f"{WHERE}/{ranking['id']}").json
    assert (card["frozen_by"], card["published_by"], card["notices"], card["inputs_hash"]) == (None, None, None, ranking["inputs_hash"])
    assert len(rows(world.caller("company.two@150202"), ranking)) == 2, "its own estate, and the one that it has a share of"
    connection = world.cluster.connect(user="wuye_company")
    try:
        for column, table in (("leader_instruction", "ranking_rows"), ("firms", "ranking_rows"), ("frozen_by", "ranking_snapshots"), ("unit", "ranking_notices")):
            with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
                cursor.execute(f"select {column} from {table}")
            connection.rollback()
    finally:
        connection.close()


def test_a_firm_reads_no_count_so_small_that_it_tells_of_one_household(world, samples):
    """E08, practice 6.8: what is kept from everybody is kept from the firm that was complained of: it counts what is secret too, which the firm may not even know of."""
    quarter, mine = "2015-Q4", samples.estates["one"]
    planted(world, quarter, [5, 4, 3])
    for _ in range(2):
        complaint(world, mine, quarter, secret=True)
    ranking = published(world, "near", "petition", quarter)
    company = world.caller("company.one@150202")
    assert (mine["id"], 2) in [(row["estate"]["id"], row["counted"]) for row in rows(world.role("street"), ranking, listed="false")]
    assert rows(company, ranking) == [] and company.get(f"{WHERE}/{ranking['id']}/rows", {"count": "true"}).json["total"] == 0
    complaint(world, mine, "2016-Q4", secret=True)
    assert [row["counted"] for row in rows(company, published(world, "near", "petition", "2016-Q4"))] == [1], "the first three are told by rule"


def test_e09_a_notice_says_who_was_told_and_has_the_list(world):
    """E09: to the leading group's office all that are listed, to a sponsor those of a street."""
    quarter = "2016-Q1"
    near, far = own(world), own(world, "far")
    for _ in range(2):
        complaint(world, near, quarter, "hotline", leader_instruction=True)
    complaint(world, {**far, "firm_id": world.register.account("company.two@150202")["firm_id"]}, quarter, "hotline")
    ranking = frozen(world, "near", "hotline", quarter)
    where = f"{WHERE}/{ranking['id']}/notices"
    early = officer(world, "near").post(where, new_notice(), expect=409)
    assert (early.code, early.json["state"]) == ("state_conflict", "frozen")
    officer(world, "near").post(f"{WHERE}/{ranking['id']}/publish", expect=200)
    whole = officer(world, "near").post(where, new_notice(), expect=201).json
    assert [(each["rank"], each["code"], each["counted"], each["leader_instruction"], len(each["firms"])) for each in whole["estates"]] == [(1, near["code"], 2, 2, 0), (2, far["code"], 1, 0, 1)]
    part = officer(world, "near").post(where, new_notice(recipient="sponsor_unit", unit="区财政局", street_code=far["street_code"], noticed_on=today(-1)), expect=201).json
    assert [each["code"] for each in part["estates"]] == [far["code"]] and part["noticed_on"] == today(-1)
    for code, members in (("day_in_the_future", {"noticed_on": today(1)}), ("ranking_quarter_not_over", {"noticed_on": "2016-03-31"}), ("ranking_lists_none_there", {"street_code": "150202999"})):
        assert officer(world, "near").post(where, new_notice(**members), expect=422).code == code
    assert officer(world, "near").post(where, new_notice(number=whole["number"]), expect=409).code == "ranking_notice_number_taken"
    kept = world.role("street").get(f"{WHERE}/{ranking['id']}").json["notices"]
    assert [(each["recipient"], each["unit"], each["number"]) for each in kept] == [(each["recipient"], each["unit"], each["number"]) for each in (whole, part)]
