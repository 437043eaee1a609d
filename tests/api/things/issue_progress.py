"""Issues in any state, by hand, with the moves that whoever changes an issue adds; campaigns by hand."""
import itertools
import uuid

from harness.register import ACCOUNTS
from harness.things import planted

from . import estates

NOWHERE = "00000000-0000-0000-0000-000000000000"
AREA = {"near": "community.huanxi@150202", "one": "community.huanxi@150202", "far": "community.luwang@150202", "two": "community.luwang@150202", "abroad": "community.lanwan@340302"}
PLACES = itertools.count(1)
MOVE = ("insert into issue_moves (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, n, moved_at) "
        "select district_code, coalesce(campaign_id, %(nowhere)s), ledger, level, coalesce(street_code, ''), coalesce(community_code, ''), coalesce(responsible_kind, ''), severity, rolled_up, withheld, "
        "{state}, {n}, now() from issues where id = %(id)s")


def campaign(world, state="open", place="near"):
    """Id of a campaign."""
    made = str(uuid.uuid4())
    world.cluster.query("insert into campaigns (district_code, id, title_zh, title_en, year, state, source, begins_on, ends_on, created_at, updated_at) "
                        "values (%s, %s, '试验攻坚行动', 'Trial campaign', 2026, %s, '000', %s, %s, now(), now()) returning 1",
                        ("340302" if place == "abroad" else "150202", made, state, estates.today(-60), estates.today(60)))
    return made


def issue(world, place="near", state="rectifying", due=10, **members):
    """Id of an issue in a state, due so many days from today; of a place's community."""
    account = world.register.account(AREA[place])
    firm = str(world.register.account(ACCOUNTS["company"][{"one": 0, "two": 1}.get(place, 0)])["firm_id"]) if place in ("one", "two") else None
    row = {"id": str(uuid.uuid4()), "district_code": account["district_code"], "street_code": account["street_code"], "community_code": account["community_code"], "ledger": "environment",
           "place": f"{next(PLACES)}号楼西侧", "problem": "绿地内堆放杂物", "problem_masked": "绿地内堆放杂物", "source": "inspection", "found_on": estates.today(-30), "state": state,
           "responsible_kind": "firm" if firm else None, "responsible_firm_id": firm, "created_role": "street", **members}
    if state not in ("found", "withdrawn"):
        row = {"person": "某某", "due_on": estates.today(due), "measure": "清理并补植", "measure_masked": "清理并补植", "assigned_at": "now", **row}
        row["responsible_kind"] = row["responsible_kind"] or "firm"
    if state in ("rectified", "accepted", "closed"):
        row["rectified_at"] = "now"
    if state in ("accepted", "closed"):
        row["accepted_at"] = "now"
    if state == "closed":
        row["closed_at"] = "now"
    if state == "deferred":
        row |= {"plan": "列入明年计划", "reported_up_at": "now"}
    if state == "refused":
        row |= {"refusal_decision": "东住建决〔2026〕1号", "refused_at": "now"}
    row |= {name: "now" for name in ("last_recorded_at", "created_at", "updated_at")}
    world.cluster.query(f"insert into issues ({', '.join(row)}) values ({', '.join(f'%({name})s' for name in row)}) returning 1", row)
    world.cluster.query(MOVE.format(state="state", n="1") + " returning 1", {"id": row["id"], "nowhere": NOWHERE})
    return row["id"]


def fold(world, most=20000):
    """What the worker's job does; how many moves it took."""
    return world.cluster.query("select issue_moves_fold(%s) as n", (most,))[0]["n"]


def count_overdue(world, day=None, most=5000):
    """What the worker's job does; how many issues it counted."""
    return world.cluster.query("select issues_count_overdue(coalesce(%s, (now() at time zone 'Asia/Shanghai')::date), %s, now()) as n", (day, most))[0]["n"]


@planted("listIssueProgress")
def counted(samples):
    for place in ("near", "one", "far"):
        for ledger in ("environment", "road"):
            issue(samples.world, place, "closed", ledger=ledger)


@planted("listPublishedIssueProgress")
def published(samples):
    campaign_id = campaign(samples.world)
    for ledger in ("road", "parking"):
        issue(samples.world, "near", "closed", campaign_id=campaign_id, ledger=ledger)
