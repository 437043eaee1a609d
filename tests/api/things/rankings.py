"""Rankings of quarters long ago, each of one of its own; complaints for them by hand. The deputy freezes, the officer publishes."""
import itertools
import uuid

from harness.things import NOTHING, OTHERS, body, path, planted

from . import rulebooks
from .estates import officer

QUARTERS = itertools.cycle([(list_, f"{year}-Q{quarter}") for year in range(2000, 2026) for quarter in (1, 2, 3, 4) for list_ in ("petition", "hotline")])
SOURCE = {"petition": "petition", "hotline": "hotline12345"}
NUMBERS = itertools.count(1)


def district_of(place):
    return "340302" if place == "abroad" else "150202"


def deputy(world, place="near"):
    return rulebooks.deputy(world, district_of(place))


def middle(quarter):
    """A moment in a quarter."""
    return f"{quarter[:4]}-{int(quarter[-1]) * 3 - 1:02}-15T12:00:00+08:00"


def complaint(world, estate, quarter, list_="petition", at=None, **members):
    """Id of one received in a quarter, whoever served the estate then."""
    row = {"id": str(uuid.uuid4()), "district_code": estate["district_code"], "source": SOURCE[list_], "ticket_no": f"R{next(NUMBERS)}", "round": 1,
           "client_id": str(world.register.account(f"hotline@{estate['district_code']}")["id"]), "request_type": "complaint", "category": "parking", "urgency": "ordinary",
           "received_at": at or middle(quarter), "street_code": estate["street_code"], "community_code": estate["community_code"], "estate_id": str(estate["id"]),
           "firm_id": estate.get("firm_id") and str(estate["firm_id"]), "state": "closed", "validity": "valid", "created_at": "now", "updated_at": "now", **members}
    world.cluster.query(f"insert into complaints ({', '.join(row)}) values ({', '.join(f'%({name})s' for name in row)}) returning 1", row)
    return row["id"]


def frozen(world, place="near", list_=None, quarter=None, by=deputy, **members):
    if quarter is None:
        list_, quarter = next(QUARTERS)
    return by(world, place).post("/v1/rankings", {"list": list_, "quarter": quarter, **members}, expect=201).json


def published(world, place="near", *which, **members):
    made = frozen(world, place, *which, **members)
    return officer(world, place).post(f"/v1/rankings/{made['id']}/publish", expect=200).json


def counted(samples, place="near"):
    """Published, with two estates for everybody to see: a firm's own are among them."""
    list_, quarter = next(QUARTERS)
    for name in ("abroad",) if place == "abroad" else ("near", "far", "one", "two"):
        estate = samples.estates[name]
        for _ in range(4):
            complaint(samples.world, {"district_code": district_of(place), **estate}, quarter, list_)
    other = samples.world.cluster.query("select ce.district_code, e.id, e.street_code, e.community_code, c.firm_id from contract_estates ce join contracts c on c.district_code = ce.district_code "
                                        "and c.id = ce.contract_id join estates e on e.district_code = ce.district_code and e.id = ce.estate_id where c.firm_id = %s and e.id <> %s and ce.in_force "
                                        "order by e.code limit 1", (samples.estates["one"]["firm_id"], samples.estates["one"]["id"]))[0]
    for _ in range(3 if place != "abroad" else 0):
        complaint(samples.world, other, quarter, list_)
    return published(samples.world, place, list_, quarter)


def abroad(own):
    """A district's rankings are all its authorities' and firms' to read; another district's are nobody's."""
    return "near" if own else "abroad"


path("publishRanking")(lambda samples, role, own: {"id": frozen(samples.world, abroad(own))["id"]})
path("getRanking")(lambda samples, role, own: {"id": published(samples.world, abroad(own))["id"]})
path("listRankingRows")(lambda samples, role, own: {"id": counted(samples, abroad(own))["id"]})
path("notifyRanking")(lambda samples, role, own: {"id": counted(samples, abroad(own))["id"]})
path("listPublishedRankingRows")(lambda samples, role, own: {"id": counted(samples)["id"]} if own else None)
planted("listRankings", "listPublishedRankings")(lambda samples: published(samples.world))


@body("createRanking")
def new_ranking(samples, role):
    list_, quarter = next(QUARTERS)
    return {"json_body": {"list": list_, "quarter": quarter}}


def new_notice(**members):
    return {"recipient": "leading_group_office", "unit": "区领导小组办公室", "number": f"通报〔2026〕{next(NUMBERS)}号", **members}


body("notifyRanking")(lambda samples, role: {"json_body": new_notice()})
OTHERS["createRanking"] = lambda samples, value: new_ranking(samples, "district")["json_body"]
OTHERS["notifyRanking"] = lambda samples, value: {**value, "unit": "另一单位"}
