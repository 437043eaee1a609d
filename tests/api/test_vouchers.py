"""Vouchers of postings (issue term: payments carry bank reference and voucher attachment): who attaches, reads and removes them."""
import datetime
import threading

import pytest
from harness.register import ACCOUNTS
from test_attachments import PDF, PLANT, content, jpeg, move
from things.attachments import attachment, noise
from things.money import paid, today, voucher

STREET, OTHER_STREET, FIRM = "street.heping@150202", "street.nanmenwai@150202", "company.one@150202"
EVERYONE = [account for accounts in ACCOUNTS.values() for account in accounts if account]


@pytest.fixture
def slip(world):
    """An upload of a new photo: (client, posting) → the answer."""
    return lambda client, posting, **more: voucher(client, posting, next(world.serial), **more)


@pytest.fixture(scope="module")
def proven(world):
    """Both legs of a payment, each with a voucher of the district's, the second with one of the street's."""
    made = paid(world)
    vouchers = {step: [voucher(world.role("district"), made[step], next(world.serial)).json] for step in ("leg1", "leg2")}
    vouchers["leg2"].append(voucher(world.caller(STREET), made["leg2"], next(world.serial)).json)
    return made, vouchers


def test_what_still_lacks_a_voucher_is_a_list(world, caller, slip):
    """Payments carry a voucher; whoever keeps the books finds those that do not, and nobody learns more by it than he sees."""
    made = paid(world)
    slip(caller("district"), made["leg1"])

    def found(client, vouched):
        return {row["id"] for row in client.pages("/v1/money/postings", {"cause_id": made["run"], "vouched": vouched})}
    for client in (caller("district"), world.caller(STREET)):
        assert (found(client, "true"), found(client, "false")) == ({made["leg1"]}, {made["leg2"]})
    for role in ("platform", "company"):
        assert found(world.role(role), "true") == found(world.role(role), "false") == set()


@pytest.mark.parametrize("account", EVERYONE)
def test_nobody_sees_a_voucher_of_a_posting_that_is_not_shown_to_him(account, world, proven):
    """Row, content, list and moves, one by one: the district and the street that paid, nobody else, the firm that was paid least of all."""
    made, vouchers = proven
    client, may = world.caller(account), account in ("district.officer@150202", STREET)
    able = ACCOUNTS["district"] + ACCOUNTS["street"]
    for step, its in vouchers.items():
        answer = client.get(f"/v1/money/postings/{made[step]}/attachments", expect=200 if may else 404 if account in able else 403)
        if may:
            assert [one["id"] for one in answer.json["items"]] == [one["id"] for one in its]
        for one in its:
            refused = 403 if account.startswith("platform") else 404
            client.get(f"/v1/attachments/{one['id']}", expect=200 if may else refused)
            content(client, one, 200 if may else refused)
            if not may:
                for verb in ("release", "withdraw", "remove"):
                    move(client, one, verb, (403, 404))
    assert [client.get(f"/v1/attachments/{one['id']}").json["state"] for its in vouchers.values() for one in its] == ["held"] * 3 if may else True


def test_a_street_proves_what_it_paid_and_nothing_else(world, caller, slip):
    """Leg 2 of its own street; leg 1 it sees and attaches nothing to; of another street's nothing is there."""
    made, far = paid(world), paid(world, "far")
    one = slip(world.caller(STREET), made["leg2"]).json
    assert (one["owner_kind"], one["owner_id"], one["state"], one["uploader_role"]) == ("posting", made["leg2"], "held", "street")
    refused = slip(world.caller(STREET), made["leg1"], expect=403)
    assert refused.code == "voucher_of_another"
    assert slip(world.caller(STREET), far["leg2"], expect=404).code == "not_found"
    slip(caller("district"), made["leg1"])
    shown = {row["step"]: row["vouchers"] for row in world.caller(STREET).pages("/v1/money/postings", {"cause_id": made["run"]})}
    assert shown == {"leg1": 1, "leg2": 1}
    slip(world.caller(FIRM), made["leg2"], expect=403)


def test_a_voucher_is_what_an_attachment_is(world, caller):
    """The same looking at its bytes, the same cleaning, the same one of two that are alike; another posting may have the same file."""
    made = paid(world)
    data = jpeg(next(world.serial))
    one = voucher(caller("district"), made["leg1"], 0, data=data, media="image/jpeg", file_name="回单.jpg", caption="经办人王女士13800138000")
    assert PLANT not in content(caller("district"), one.json).body and one.json["caption"] == "经办人[姓名][电话]"
    assert one.header("Location") == f"/v1/attachments/{one.json['id']}"
    again = voucher(caller("district"), made["leg1"], 0, 200, data, "image/jpeg")
    assert again.json == one.json and again.header("Idempotency-Replayed") == "true"
    assert voucher(caller("district"), made["leg2"], 0, 201, data, "image/jpeg").json["id"] != one.json["id"]
    assert voucher(world.caller(STREET), made["leg2"], 0, 200, data, "image/jpeg").json["uploader_role"] == "district"
    document = voucher(caller("district"), made["leg1"], 0, data=PDF, media="application/pdf").json
    assert content(caller("district"), document).body == PDF
    assert voucher(caller("district"), made["leg1"], 1, 422, media="image/jpeg").code == "attachment_type_differs"
    assert voucher(caller("district"), made["leg1"], 1, 422, b"%PDF-1.7 and no end", "application/pdf").code == "attachment_malformed"
    assert voucher(caller("district"), made["leg1"], 1, 415, media="text/plain").code == "unsupported_media_type"


def test_the_same_slip_ten_times_at_once_is_one(world, caller):
    made, data, statuses = paid(world), noise(300000), []
    threads = [threading.Thread(target=lambda: statuses.append(voucher(caller("district"), made["leg1"], 0, (200, 201), data).status)) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(statuses) == [200] * 9 + [201]


def test_limits_of_attachments_are_those_of_vouchers(world, caller, slip):
    """bytes_max and per_owner_max of /v1/rules, which the district sets from a day on."""
    made = paid(world)
    try:
        for name, value in (("bytes_max", 3000), ("per_owner_max", 1)):
            world.cluster.query("insert into district_rules (district_code, domain, name, value, basis, effective_from) values ('150202', 'attachment', %s, %s, 'test', %s) returning 1",
                                (name, value, today() - datetime.timedelta(2)))
        assert voucher(caller("district"), made["leg1"], 0, 413, noise(3001)).code == "payload_too_large"
        slip(caller("district"), made["leg1"])
        assert slip(caller("district"), made["leg1"], expect=409).code == "attachments_full"
        slip(caller("district"), made["leg2"])
    finally:
        world.cluster.query("delete from district_rules where domain = 'attachment' and district_code <> '*' returning 1")


def test_a_voucher_is_removed_by_another_of_the_district(world, caller, slip):
    """It proves a payment: nobody takes his own proof away, no street takes any, and that it was there stays, with the reason."""
    made = paid(world)
    own, streets = slip(caller("district"), made["leg2"]).json, slip(world.caller(STREET), made["leg2"]).json
    for one in (own, streets):
        assert move(world.caller(STREET), one, "remove", 403).code == "voucher_of_another"
    assert move(caller("district"), own, "remove", 409).code == "separation_of_duties"
    step = move(caller("district"), streets, "remove").json
    assert (step["state"], step["version"]) == ("removed", 2)
    left = {row["id"]: row for row in caller("district").pages(f"/v1/money/postings/{made['leg2']}/attachments")}
    assert left[streets["id"]]["reason"] == "按规定办理" and left[streets["id"]]["sha256"] == streets["sha256"] and left[own["id"]]["state"] == "held"
    assert not world.cluster.query("select from attachment_chunks where attachment_id = %s", (streets["id"],))
    content(world.caller(STREET), streets, 404)
    assert caller("district").get(f"/v1/money/postings/{made['leg2']}").json["vouchers"] == 1
    assert [row["id"] for row in caller("district").pages(f"/v1/money/postings/{made['leg2']}/attachments", {"state": "held"})] == [own["id"]]


def test_a_voucher_is_never_released_to_a_firm(world, caller, slip):
    one = slip(caller("district"), paid(world)["leg2"]).json
    for client in (caller("district"), world.caller(STREET)):
        for verb in ("release", "withdraw"):
            assert move(client, one, verb, 409).code == "state_conflict"
    world.caller(FIRM).get(f"/v1/attachments/{one['id']}", expect=404)


def test_the_files_of_a_complaint_are_not_those_of_a_posting(world, samples, caller, slip):
    """Either list has its own; a complaint's id is no posting's."""
    made, other = paid(world), attachment(samples, "district")
    one = slip(caller("district"), made["leg1"]).json
    assert [row["id"] for row in caller("district").pages(f"/v1/money/postings/{made['leg1']}/attachments")] == [one["id"]]
    assert [row["id"] for row in caller("district").pages(f"/v1/complaints/{other['owner_id']}/attachments")] == [other["id"]]
    caller("district").get(f"/v1/complaints/{made['leg1']}/attachments", expect=404)
    voucher(caller("district"), other["owner_id"], next(world.serial), 404)


def test_what_is_done_with_a_voucher_stands_in_the_audit(world, caller, slip):
    one = slip(world.caller(STREET), paid(world)["leg2"]).json
    move(caller("district"), one, "remove")
    rows = world.cluster.query("select operation, user_name from audit_log where target like %s or target = %s order by at", (f"/v1/attachments/{one['id']}%", one["id"]))
    assert [row["operation"] for row in rows] == ["createPostingAttachment", "removeAttachment"]
