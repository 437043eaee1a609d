"""Issues as the ledger shows them."""
import uuid

from harness.things import planted

from things.estates import estate, today


def contract_of(world, estate_id, grade="二级"):
    """A contract in force for an estate, of any firm's: (contract, firm)."""
    found = world.cluster.query("select c.id::text as id, c.firm_id::text as firm, f.name as name from contract_estates ce join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id "
                                "join firms f on f.district_code = c.district_code and f.id = c.firm_id where ce.estate_id = %s and c.in_force order by c.service_start desc limit 1", (estate_id,))[0]
    world.cluster.query("update contracts set service_grade = %s where id = %s returning 1", (grade, found["id"]))
    return found


def issue(world, place=None, **members):
    """A row of issues, found today; place: a row of estates."""
    value = {"id": str(uuid.uuid4()), "district_code": "150202", "ledger": "environment", "level": "street", "problem": "楼道堆放杂物", "source": "inspection", "found_on": today(),
             "last_recorded_at": "now", "created_role": "street", "created_at": "now", "updated_at": "now", **members}
    if place:
        value = {"estate_id": str(place["id"]), "district_code": place["district_code"], "street_code": place["street_code"], "community_code": place["community_code"], **value}
        value["district_code"] = place["district_code"]
    value.setdefault("problem_masked", value["problem"])
    for name in ("measure", "progress", "note"):
        value.setdefault(f"{name}_masked", value.get(name))
    names = list(value)
    return world.cluster.query(f"insert into issues ({', '.join(names)}) values ({', '.join(['%s'] * len(names))}) returning id::text as id", tuple(value.values()))[0]["id"]


@planted("listIssueLedger", number=3)
def shown(samples):
    """Two problems of an estate, and everybody may read them: a list of the whole district needs rows for whoever asks."""
    place = samples.estates["near"]
    served = contract_of(samples.world, place["id"])
    for ledger in ("road", "service"):
        issue(samples.world, place, ledger=ledger, state="assigned", person="王五", measure="清运并张贴告示", due_on=today(9), responsible_kind="firm", responsible_firm_id=served["firm"],
              firm_id=served["firm"], contract_id=served["id"], published_at="now")
