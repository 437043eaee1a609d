"""What people write in their own words into a file is masked as it is where they say it one by one."""
import pytest
from harness.imports import load, table
from test_free_text import WORDS
from harness.world import PLANTED


@pytest.mark.parametrize("dry", ["true", "false"])
def test_prose_of_a_file_is_masked_before_it_is_kept(dry, world, samples):
    """E05: neither the register nor the rows as they came hold the words."""
    district, code = world.caller("district.officer@150202"), f"M{next(world.serial):06d}"
    row = {"code": code, "name": "13800138000小区", "community_code": samples.estates["near"]["community_code"], "area_m2": "1000.50", "building_type": "multi",
           "new_or_old": "ordinary", "mode": "market", "households": "100", "service_room_use": WORDS}
    done = load(district, "estates", table([row]), dry_run=dry).json
    assert done["rows_created"] == 1, done
    kept = world.cluster.query("select cells::text as said from import_rows where import_id = %s", (done["id"],))
    stands = world.cluster.query("select name, service_room_use as said from estates where code = %s", (code,))
    assert len(kept) + len(stands) >= 1
    for said in [one["said"] for one in kept + stands]:
        assert "[电话]" in said and "反映" in said and not any(secret in said for secret in PLANTED), said
    if dry == "false":
        assert stands[0]["name"] == "13800138000小区", "a name is no prose"


def test_what_is_masked_comes_in_again_as_it_is(world, samples):
    district, code = world.caller("district.officer@150202"), f"M{next(world.serial):06d}"
    row = {"code": code, "name": "遮蔽小区", "community_code": samples.estates["near"]["community_code"], "area_m2": "1000.50", "building_type": "multi",
           "new_or_old": "ordinary", "mode": "market", "households": "100", "service_room_use": WORDS}
    load(district, "estates", table([row]))
    stands = world.cluster.query("select service_room_use as said from estates where code = %s", (code,))[0]["said"]
    again = load(district, "estates", table([{**row, "service_room_use": stands}])).json
    assert again["rows_unchanged"] == 1, again
