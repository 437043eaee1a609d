"""Texts that an older mask made are made again by today's, from the words as they were said (E05)."""
import re

from harness.service import command

OLD = "电梯坏了，王秀兰来电，银行卡6222020602012345678"


def as_an_older_mask_left_it(world, identifier):
    world.cluster.query("update complaint_texts set content = %s where complaint_id = %s returning complaint_id", (OLD, identifier))


def changed(done):
    return int(re.search(r"(\d+) (?:would be )?masked otherwise", done.stdout).group(1))


def test_an_old_text_is_masked_again_and_others_are_left_alone(world):
    receipts = [world.post_ticket(content=OLD, place="3号楼2单元", estate_code=world.own_estate()["code"]) for _ in range(3)]
    identifier = receipts[0]["complaint_id"]
    district = world.role("district")
    before = district.get(f"/v1/complaints/{identifier}").json
    assert "王秀兰" not in before["content"] and "6222" not in before["content"]
    as_an_older_mask_left_it(world, identifier)
    assert changed(command(world.cluster, "remask", "--dry-run")) == 1
    assert district.get(f"/v1/complaints/{identifier}").json["content"] == OLD
    others = world.cluster.query("select md5(string_agg(c::text || t::text, '' order by id)) as sum from complaints c join complaint_texts t on t.complaint_id = c.id where c.id <> %s", (identifier,))
    assert changed(command(world.cluster, "remask")) == 1
    after = district.get(f"/v1/complaints/{identifier}").json
    assert after["content"] == before["content"] and after["version"] == before["version"] + 1 and after["place"] == before["place"]
    assert [item["id"] for item in district.pages("/v1/complaints", {"q": "王秀兰"})] == []
    assert world.cluster.query("select md5(string_agg(c::text || t::text, '' order by id)) as sum from complaints c join complaint_texts t on t.complaint_id = c.id where c.id <> %s", (identifier,)) == others
    assert changed(command(world.cluster, "remask")) == 0, "once"


def test_what_is_erased_or_does_not_open_is_left(world):
    erased, lost = (world.post_ticket(content=OLD)["complaint_id"] for _ in range(2))
    for identifier in (erased, lost):
        as_an_older_mask_left_it(world, identifier)
    world.cluster.query("update personal.complainants set title_sealed = null, content_sealed = null, erased_at = now() where complaint_id = %s returning ticket_id", (erased,))
    world.cluster.query("update personal.complainants set seal_key = 'lost' where complaint_id = %s returning ticket_id", (lost,))
    done = command(world.cluster, "remask", check=False)
    assert done.returncode == 1 and lost in done.stderr and "1 do not open" in done.stdout and changed(done) == 0
    world.cluster.query("update personal.complainants set seal_key = 'test1' where complaint_id = %s returning ticket_id", (lost,))
    assert changed(command(world.cluster, "remask")) == 1
    assert command(world.cluster, "remask", "more", check=False).returncode == 2
