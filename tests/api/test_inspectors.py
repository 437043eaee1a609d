"""F27: the register of inspectors and what keeps somebody from a visit."""
import types
import uuid

import pytest
from things import firms
from things.draws import conflict, inspector, street, street_code
from things.estates import estate, officer, today
from things.users import user


@pytest.fixture
def one(world):
    return officer(world, "near")


def test_an_inspector_is_registered_changed_and_ended_and_never_deleted(world, one):
    account = user(world, "near", name=f"inspector{next(world.serial)}", role="district", community_code=None)["id"]
    made = one.post("/v1/inspectors", {"name": "张某", "unit": "department", "unit_name": "区消防救援大队", "specialities": ["消防", "电梯"], "user_id": account}, expect=201).json
    assert (made["unit"], made["street_code"], made["specialities"], made["valid_from"], made["valid_to"], made["user_id"]) == ("department", None, ["消防", "电梯"], today(), None, account)
    where = f"/v1/inspectors/{made['id']}"
    changed = one.request("PATCH", where, json_body={"unit_name": None, "specialities": ["消防"]}, headers={"If-Match": '"1"'}, expect=200).json
    assert (changed["unit_name"], changed["specialities"], changed["name"], changed["version"]) == (None, ["消防"], "张某", 2)
    assert one.request("PATCH", where, json_body={"name": "李某"}, headers={"If-Match": '"1"'}, expect=412).code == "precondition_failed"
    assert one.post(f"{where}/end", {"reason": "调离", "valid_to": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    ended = one.post(f"{where}/end", {"reason": "调离"}, expect=200).json
    assert (ended["valid_to"], ended["ended_reason"]) == (today(), "调离")
    again = one.post(f"{where}/end", {"reason": "调离"}, expect=409)
    assert (again.code, again.json["state"]) == ("state_conflict", "ended")
    assert one.request("PATCH", where, json_body={"name": "李某"}, headers={"If-Match": '"3"'}, expect=409).code == "state_conflict"
    assert one.get(where).json == ended
    assert [each["id"] for each in one.pages("/v1/inspectors", {"speciality": "消防", "as_of": today()}) if each["id"] == made["id"]] == []


def test_a_user_is_in_the_register_once_and_there_has_to_be_one(world, one):
    account = user(world, "near", name=f"inspector{next(world.serial)}", role="district", community_code=None)["id"]
    value = {"name": "张某", "unit": "district", "user_id": account}
    first = one.post("/v1/inspectors", value, expect=201).json
    assert one.post("/v1/inspectors", value, expect=409).code == "inspector_registered"
    one.post(f"/v1/inspectors/{first['id']}/end", {"reason": "重新登记"}, expect=200)
    second = one.post("/v1/inspectors", value, expect=201).json
    other = inspector(world)
    assert one.request("PATCH", f"/v1/inspectors/{other['id']}", json_body={"user_id": account}, headers={"If-Match": '"1"'}, expect=409).code == "inspector_registered"
    assert one.request("PATCH", f"/v1/inspectors/{other['id']}", json_body={"user_id": str(uuid.uuid4())}, headers={"If-Match": '"1"'}, expect=422).code == "inspector_user_unknown"
    assert one.post("/v1/inspectors", {**value, "user_id": str(uuid.uuid4())}, expect=422).code == "inspector_user_unknown"
    assert second["id"] != first["id"]


def test_a_street_registers_its_own_and_sees_nobody_elses(world, one):
    """Model §7.3: inspection, draw: district C D, street C(own)."""
    mine = street(world).post("/v1/inspectors", {"name": "王某", "unit": "street"}, expect=201).json
    assert mine["street_code"] == street_code(world)
    for value, code in (({"unit": "district"}, "inspector_unit_misfit"), ({"unit": "street", "street_code": street_code(world, "far")}, "inspector_unit_misfit"),
                        ({"unit": "expert", "street_code": street_code(world)}, "inspector_unit_misfit")):
        assert street(world).post("/v1/inspectors", {"name": "王某", **value}, expect=422).code == code
    assert one.post("/v1/inspectors", {"name": "王某", "unit": "street"}, expect=422).code == "inspector_unit_misfit"
    assert one.post("/v1/inspectors", {"name": "王某", "unit": "street", "street_code": street_code(world, "abroad")}, expect=422).code == "street_unknown"
    others = [inspector(world, "far")["id"], inspector(world, unit="district")["id"]]
    seen = {each["id"] for each in street(world).pages("/v1/inspectors")}
    assert mine["id"] in seen and not seen & set(others)
    for other in others:
        for answer in (street(world).get(f"/v1/inspectors/{other}", expect=404), street(world).post(f"/v1/inspectors/{other}/end", {"reason": "调离"}, expect=404),
                       street(world).get(f"/v1/inspectors/{other}/conflicts", expect=404), street(world).post(f"/v1/inspectors/{other}/conflicts", {"estate_id": others[0], "reason": "近亲属"}, expect=404)):
            assert answer.code == "not_found"
    assert {mine["id"], *others} <= {each["id"] for each in one.pages("/v1/inspectors")}


def test_a_conflict_is_with_one_firm_estate_or_community(world, one):
    who = inspector(world)
    where = f"/v1/inspectors/{who['id']}/conflicts"
    near = estate(types.SimpleNamespace(world=world))
    for subject, value in (("firm", {"firm_id": firms.firm(world)["id"]}), ("estate", {"estate_id": near["id"]}), ("community", {"community_code": near["community_code"]})):
        made = one.post(where, {**value, "reason": "近亲属在此任职，电话15400009876"}, expect=201).json
        assert made["subject"] == subject and value.items() <= made.items() and made["valid_from"] == today() and "15400009876" not in made["reason"]
    for value, code in (({}, "inspector_conflict_misfit"), ({"estate_id": near["id"], "community_code": near["community_code"]}, "inspector_conflict_misfit"),
                        ({"firm_id": str(uuid.uuid4())}, "firm_unknown"), ({"estate_id": str(uuid.uuid4())}, "estate_unknown"), ({"community_code": "110101001001"}, "community_unknown")):
        assert one.post(where, {**value, "reason": "近亲属"}, expect=422).code == code
    ended = one.post(f"{where}/{made['id']}/end", {"reason": "已离职"}, expect=200).json
    assert (ended["valid_to"], ended["ended_reason"]) == (today(), "已离职")
    assert one.post(f"{where}/{made['id']}/end", {"reason": "已离职"}, expect=409).json["state"] == "ended"
    assert one.post(f"{where}/{uuid.uuid4()}/end", {"reason": "已离职"}, expect=404).code == "not_found"
    open_one = conflict(world, who)
    assert one.post(f"{where}/{open_one['id']}/end", {"reason": "已离职", "valid_to": today(-1)}, expect=422).code == "takes_effect_in_the_past"
    assert len(one.pages(where)) == 4 and len(one.pages(where, {"as_of": today()})) == 3
    assert one.post(f"/v1/inspectors/{who['id']}/end", {"reason": "调离"}, expect=200)
    assert one.post(where, {"estate_id": near["id"], "reason": "近亲属"}, expect=409).json["state"] == "ended"
