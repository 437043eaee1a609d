"""What firms make public, each in an estate of its own that the firm of the place serves."""
import types

from harness.things import OTHERS, body, path, planted

from .assessments import served
from .closing import community
from .estates import today

FIRM = {"near": "company.one@150202", "one": "company.one@150202", "far": "company.two@150202", "two": "company.two@150202", "abroad": "company.one@340302"}


def home(world, place="near"):
    return served(types.SimpleNamespace(world=world), place)


def firm(world, place="near"):
    return world.caller(FIRM[place])


def new_disclosure(**members):
    value = {"item": "board.policies", "place": "board", "location": "小区南门公示栏", "content": "物业管理政策法规", **members}
    return {name: member for name, member in value.items() if member is not None}


def disclose(client, estate_id, expect=201, **members):
    return client.post(f"/v1/estates/{estate_id}/disclosures", new_disclosure(**members), expect=expect)


def disclosed(world, place="near", estate_id=None, **members):
    return disclose(firm(world, place), estate_id or home(world, place)["estate_id"], **members).json


def checked(client, one, result="confirmed", expect=200, **members):
    return client.post(f"/v1/disclosures/{one['id']}/check", {"result": result, "note": "现场查看", **members}, expect=expect)


@path("getDisclosure")
def told_or_queried(samples, role, own):
    """Outside: what was queried, elsewhere."""
    place = samples.place(role, own)
    one = disclosed(samples.world, place)
    if not own:
        checked(community(samples.world, place), one, "queried")
    return {"id": one["id"]}


path("addDisclosure")(lambda samples, role, own: {"id": home(samples.world, samples.place(role, own))["estate_id"]})
path("checkDisclosure")(lambda samples, role, own: {"id": disclosed(samples.world, samples.place(role, own))["id"]})
planted("listDisclosures")(lambda samples: disclosed(samples.world))
body("addDisclosure")(lambda samples, role: {"json_body": new_disclosure(publisher="firm")})
body("checkDisclosure")(lambda samples, role: {"json_body": {"result": "confirmed", "note": "内容一致"}})
OTHERS["addDisclosure"] = lambda samples, value: {**value, "content": "另一内容"}
OTHERS["checkDisclosure"] = lambda samples, value: {**value, "checked_on": today()}
