"""Sponsors and exposures, each of an estate of its own."""
import types

from harness.things import OTHERS, body, path, planted

from .departments import home
from .estates import estate, officer, today


def own_estate(world, place="near"):
    return estate(types.SimpleNamespace(world=world), place)["id"]


def sponsor(world, place="near", **members):
    value = {"unit": "区城市管理局", **members}
    if "street_code" not in value:
        value.setdefault("estate_id", own_estate(world, place))
    return officer(world, place).post("/v1/sponsors", value, expect=201).json


def new_exposure(estate_id, **members):
    return {"estate_id": estate_id, "media": "包头日报", "title": "消防通道长期堵塞", "url": "https://news.example/1", **members}


def exposure(world, place="near", **members):
    estate_id = members.pop("estate_id", None) or own_estate(world, place)
    return officer(world, place).post("/v1/exposures", new_exposure(estate_id, **members), expect=201).json


path("endSponsor")(lambda samples, role, own: {"id": sponsor(samples.world, home(own))["id"]})
path("withdrawExposure")(lambda samples, role, own: {"id": exposure(samples.world, home(own))["id"]})
planted("listSponsors")(lambda samples: sponsor(samples.world))
planted("listExposures")(lambda samples: exposure(samples.world))
body("createSponsor")(lambda samples, role: {"json_body": {"unit": "区财政局", "estate_id": own_estate(samples.world)}})
body("endSponsor")(lambda samples, role: {"json_body": {"reason": "单位调整"}})
body("createExposure")(lambda samples, role: {"json_body": new_exposure(own_estate(samples.world))})
body("withdrawExposure")(lambda samples, role: {"json_body": {"reason": "登记有误"}})
OTHERS["createSponsor"] = lambda samples, value: {**value, "unit": "区审计局", "valid_from": today()}
OTHERS["createExposure"] = lambda samples, value: {**value, "title": "公共收益未公示"}
