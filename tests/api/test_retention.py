"""Contact data goes when its years are over, and only then; what was complained about stays (practice §6)."""
import concurrent.futures
import subprocess
import time

import pytest
from harness.service import PROGRAM, environment
from harness.world import PERSON
from things.attachments import photo, upload
from things.complaint_steps import complaint
from things.intake import message

REASON = {"reason": "核实处理结果"}
TEXT = "市民欧阳测试（电话15400009876）说：还是没人来。"
SEALED = ("name_sealed", "phone_sealed", "address_sealed", "place_sealed", "title_sealed", "content_sealed")


def erase(world, most=1000):
    """What the worker's job does, as the worker."""
    connection = world.cluster.connect(user="wuye_worker")
    with connection.cursor() as cursor:
        cursor.execute("select erase_contacts(%s)", (most,))
        done = cursor.fetchone()[0]
    connection.close()
    return done


def age(world, identifier, state="closed", years="3 years 1 day"):
    """As if it had come in and ended so long ago."""
    world.cluster.query("update complaints set state = %s, closed_at = case when %s = 'closed' then now() - %s::interval end, contacted_at = now() - %s::interval, updated_at = now() - %s::interval where id = %s returning id",
                        (state, state, years, years, years, identifier))
    world.cluster.query("update personal.complainants set created_at = now() - %s::interval - interval '9 days' where complaint_id = %s returning ticket_id", (years, identifier))
    return identifier


def kept(world, identifier):
    """Is anything sealed left of it?"""
    rows = world.cluster.query(f"select num_nonnulls({', '.join(SEALED)}) as n from personal.complainants where complaint_id = %s", (identifier,))
    return any(row["n"] for row in rows)


def sealed_bytes(world, identifier):
    row = world.cluster.query(f"select {', '.join(f'encode({name}, $$hex$$) as {name}' for name in SEALED)} from personal.complainants where complaint_id = %s", (identifier,))[0]
    return [value for value in row.values() if value]


def dump(world):
    """Everything a dump of the database holds, stored answers and the log of what was done included."""
    return subprocess.run(["/usr/lib/postgresql/15/bin/pg_dump", "-d", world.cluster.conninfo(user=world.cluster.user)], capture_output=True, text=True, check=True).stdout


def test_when_the_years_are_over_nothing_that_leads_to_the_person_is_left(world, samples):
    """E05: no row, no dump and no index holds the sealed bytes; the complaint, its masked text, its events and its numbers stay."""
    receipt = world.post_ticket(place=f"电梯口，{PERSON['phone']}")
    identifier = receipt["complaint_id"]
    world.caller("hotline@150202").request("POST", "/v1/hotline/tickets", json_body=world.ticket(), headers={"Idempotency-Key": "retention-1"}, expect=201)
    bytes_before = sealed_bytes(world, identifier)
    age(world, identifier)
    district = world.role("district")
    shown, events = district.get(f"/v1/complaints/{identifier}").json, district.pages(f"/v1/complaints/{identifier}/events")
    counted = world.cluster.query("select count(*) as n from complaints")
    assert len(bytes_before) == 6 and all(value in dump(world) for value in bytes_before)
    assert district.post(f"/v1/complaints/{identifier}/reveal", dict(REASON), expect=200).json["phone"] == PERSON["phone"]
    assert erase(world) >= 1
    everything = dump(world)
    assert not any(value in everything for value in bytes_before)
    # The pages of a table keep a dead row's bytes until they are used again or written anew.
    vacuum(world)
    files = b"".join(path.read_bytes() for path in relation_files(world))
    assert not any(bytes.fromhex(value) in files for value in bytes_before)
    assert district.get(f"/v1/complaints/{identifier}").json == shown and district.pages(f"/v1/complaints/{identifier}/events") == events
    assert world.cluster.query("select count(*) as n from complaints") == counted
    told = district.post(f"/v1/complaints/{identifier}/reveal", dict(REASON), expect=200).json
    assert told["erased_at"] and all(told[name] is None for name in ("name", "phone", "address", "place", "title", "content"))
    noted = district.pages("/v1/erasures", {"complaint_id": identifier})
    assert [(row["contact_years"], row["tickets"], row["keeps_caller_hash"]) for row in noted] == [(3, 1, True)] and noted[0]["ended_at"] < noted[0]["erased_at"]
    assert district.pages("/v1/erasures", {"complaint_id": identifier, "erased_from": noted[0]["erased_at"]}) == noted
    assert district.pages("/v1/erasures", {"complaint_id": identifier, "erased_before": noted[0]["erased_at"], "sort": "erased_at"}) == []
    assert world.role("district", 2).pages("/v1/erasures", {"complaint_id": identifier}) == []
    assert erase(world) == 0, "once"


def test_numbers_in_what_officials_told_one_another_go_as_well(world, samples):
    """Internal notes are not masked when they are written: the telephone that was rung stands there for as long as the matter goes on."""
    identifier, district = complaint(samples, "received"), world.role("district")
    note = "已于2026-11-21联系138 0013 8000、0472-5155666和１３８００１３８０００，身份证15020219800101123X；工单202615138001380001，住户约1208户"
    district.post(f"/v1/complaints/{identifier}/ask-info", {"note": "补充材料", "internal_note": note}, expect=200)
    age(world, identifier)
    erase(world)
    told = [event["internal_note"] for event in district.pages(f"/v1/complaints/{identifier}/events") if event["internal_note"]]
    assert told == ["已于2026-11-21联系[已清除]、[已清除]和[已清除]，身份证[已清除]；工单202615138001380001，住户约1208户"]


def test_what_was_said_later_goes_with_it_and_what_never_met_its_ticket_goes_alone(world):
    receipt, hotline = world.post_ticket(), world.caller("hotline@150202")
    said = [hotline.post("/v1/hotline/messages", message(world, number, "supplement", content=TEXT), expect=201).json["id"]
            for number in (receipt["ticket_no"], "NEVER-CAME-1", "NEVER-CAME-2")]
    age(world, receipt["complaint_id"])
    world.cluster.query("update personal.message_texts set created_at = now() - interval '4 years' where message_id = %s returning 1", (said[1],))
    erase(world)
    left = {row["id"]: row["content_sealed"] for row in world.cluster.query("select message_id::text as id, content_sealed from personal.message_texts")}
    assert [left[one] is None for one in said] == [True, True, False]
    shown = world.role("district").post(f"/v1/complaints/{receipt['complaint_id']}/reveal", dict(REASON), expect=200).json["messages"]
    assert [(one["kind"], one["content"]) for one in shown] == [("supplement", None)]


def test_what_was_said_when_the_rest_was_erased_goes_when_its_own_years_are_over(world, samples):
    """E05: a hotline may say something about a complaint that was closed and erased long ago."""
    receipt, hotline = world.post_ticket(), world.caller("hotline@150202")
    age(world, receipt["complaint_id"])
    erase(world)
    assert not kept(world, receipt["complaint_id"])
    said = hotline.post("/v1/hotline/messages", message(world, receipt["ticket_no"], "supplement", content=TEXT), expect=201).json["id"]

    def left():
        return world.cluster.query("select content_sealed is not null as kept from personal.message_texts where message_id = %s", (said,))[0]["kept"]
    age(world, receipt["complaint_id"])
    erase(world)
    assert left(), "it was said today"
    world.cluster.query("update personal.message_texts set created_at = now() - interval '3 years 1 day' where message_id = %s returning 1", (said,))
    held = world.role("district").post(f"/v1/complaints/{receipt['complaint_id']}/hold", {"reason": "行政诉讼"}, expect=201).json["id"]
    erase(world)
    assert left(), "a hold keeps it"
    world.role("district").post(f"/v1/complaint-holds/{held}/lift", {"reason": "已审结"}, expect=200)
    erase(world)
    assert not left()


def test_what_a_sender_called_his_photo_goes_with_the_rest(world, samples):
    """E05: 张三家漏水.jpg is a name that no mask finds."""
    identifier, district = complaint(samples, "closed"), world.role("district")
    made = upload(district, identifier, photo(next(world.serial)), file_name="欧阳测试家漏水.png", caption="厨房顶").json
    age(world, identifier)
    erase(world)
    shown = district.get(f"/v1/attachments/{made['id']}", expect=200).json
    assert (shown["file_name"], shown["caption"], shown["sha256"]) == (None, "厨房顶", made["sha256"])
    assert "欧阳测试家" not in dump(world)


def vacuum(world):
    connection = world.cluster.connect()
    with connection.cursor() as cursor:
        cursor.execute("vacuum full personal.complainants")
        cursor.execute("checkpoint")
    connection.close()


def relation_files(world):
    rows = world.cluster.query("""select pg_relation_filepath(c.oid) as file from pg_class c where c.oid = 'personal.complainants'::regclass or c.oid in
        (select indexrelid from pg_index where indrelid = 'personal.complainants'::regclass) or c.oid = (select reltoastrelid from pg_class where oid = 'personal.complainants'::regclass)""")
    return [world.cluster.data / row["file"] for row in rows if row["file"]]


@pytest.mark.parametrize("state", ["received", "needs_info", "dispatched", "processing", "suspended", "resolved_reported", "callback", "rework", "reopened", "returned"])
def test_what_is_not_closed_or_was_reopened_is_kept(state, world, samples):
    identifier = age(world, complaint(samples, "closed"), state)
    erase(world)
    assert kept(world, identifier)


def test_the_day_decides(world, samples):
    young, old = age(world, complaint(samples, "closed"), years="2 years 364 days"), age(world, complaint(samples, "closed"))
    erase(world)
    assert kept(world, young) and not kept(world, old)


def test_what_was_rejected_ends_with_that_and_what_was_merged_with_its_master(world, samples):
    rejected, master, merged, other = (complaint(samples, "received") for _ in range(4))
    age(world, rejected, "rejected")
    living = complaint(samples, "processing")
    for child, of in ((merged, master), (other, living)):
        world.cluster.query("update complaints set state = 'merged', master_id = %s, updated_at = now() - interval '9 years' where id = %s returning id", (of, child))
        world.cluster.query("update personal.complainants set created_at = now() - interval '9 years' where complaint_id = %s returning ticket_id", (child,))
    erase(world)
    assert not kept(world, rejected) and kept(world, merged) and kept(world, other)
    age(world, master)
    erase(world)
    assert not kept(world, master) and not kept(world, merged) and kept(world, other)


def test_a_hold_keeps_it_until_it_is_lifted(world, samples):
    """Two holds are two reasons: the last one lifted lets go."""
    district, identifier = world.role("district"), age(world, complaint(samples, "closed"))
    first, second = (district.post(f"/v1/complaints/{identifier}/hold", {"reason": f"行政诉讼，请致电13800138000，第{n}次"}, expect=201).json for n in (1, 2))
    assert "13800138000" not in first["reason"] and first["placed_by_name"] == "district.officer"
    erase(world)
    assert kept(world, identifier)
    lifted = district.post(f"/v1/complaint-holds/{first['id']}/lift", {"reason": "判决生效"}, expect=200).json
    assert lifted["lifted_at"] and lifted["lift_reason"] == "判决生效"
    answer = district.post(f"/v1/complaint-holds/{first['id']}/lift", {"reason": "判决生效"}, expect=409)
    assert answer.code == "state_conflict" and answer.json["state"] == "lifted"
    erase(world)
    assert kept(world, identifier)
    assert [row["id"] for row in district.pages("/v1/complaint-holds", {"complaint_id": identifier, "live": "true"})] == [second["id"]]
    assert [row["id"] for row in district.pages("/v1/complaint-holds", {"complaint_id": identifier, "live": "false"})] == [first["id"]]
    district.post(f"/v1/complaint-holds/{second['id']}/lift", {"reason": "判决生效"}, expect=200)
    erase(world)
    assert not kept(world, identifier)


def test_the_years_and_the_hash_are_the_districts_to_set(world, samples):
    """One year and no hash here: another district keeps its three."""
    mine, theirs = age(world, complaint(samples, "closed"), years="2 years"), age(world, complaint(samples, "closed", place="abroad"), years="2 years")
    for name, value in (("contact_years", 1), ("keeps_caller_hash", 0)):
        world.cluster.query("insert into district_rules (district_code, domain, name, value, basis, effective_from) values ('150202', 'privacy', %s, %s, '试验', (now() at time zone 'Asia/Shanghai')::date - 1) returning id", (name, value))
    try:
        erase(world)
    finally:
        world.cluster.query("delete from district_rules where district_code = '150202' returning id")
    assert not kept(world, mine) and kept(world, theirs)
    row = world.cluster.query("select phone_hash, erased_at from personal.complainants where complaint_id = %s", (mine,))[0]
    assert row["phone_hash"] is None and row["erased_at"]
    assert world.role("district").pages("/v1/erasures", {"complaint_id": mine})[0]["keeps_caller_hash"] is False


def test_a_further_ticket_after_the_erasure_is_kept_for_its_own_time(world, samples):
    first = world.ticket(ticket_no=f"RET{time.time_ns()}")
    hotline = world.caller("hotline@150202")
    identifier = hotline.post("/v1/hotline/tickets", first, expect=201).json["complaint_id"]
    age(world, identifier)
    assert erase(world) >= 1
    hotline.post("/v1/hotline/tickets", {**first, "round": 2}, expect=201)
    assert world.cluster.query("select state from complaints where id = %s", (identifier,))[0]["state"] == "rework"
    erase(world)
    assert kept(world, identifier)
    assert world.role("district").post(f"/v1/complaints/{identifier}/reveal", dict(REASON), expect=200).json["phone"] == PERSON["phone"]


def test_many_workers_at_once_erase_each_once_and_stop_at_what_is_in_hand(world, samples):
    """SKIP LOCKED: a complaint that somebody works on is left for the next time, nobody waits."""
    many = [age(world, complaint(samples, "closed")) for _ in range(24)]
    holder = world.cluster.connect()
    holder.autocommit = False
    with holder.cursor() as cursor:
        cursor.execute("select id from complaints where id = %s for update", (many[0],))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: erase(world, 5), range(4)))
    assert all(count <= 5 for count in done)
    while erase(world, 5):
        pass
    assert kept(world, many[0]) and not any(kept(world, identifier) for identifier in many[1:])
    holder.rollback()
    holder.close()
    assert erase(world) == 1 and not kept(world, many[0])
    noted = world.cluster.query("select complaint_id, count(*) as n from contact_erasures where complaint_id = any(%s::uuid[]) group by 1", (many,))
    assert len(noted) == 24 and {row["n"] for row in noted} == {1}


def test_a_hold_placed_while_the_job_has_chosen_is_seen(world, samples):
    """The job chooses, waits for nobody, and judges again: a hold whose transaction ended between the two is not overlooked."""
    identifier = age(world, complaint(samples, "closed"))
    district = world.role("district")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for _ in range(12):
            age(world, identifier)
            jobs = pool.submit(erase, world)
            answer = district.post(f"/v1/complaints/{identifier}/hold", dict(REASON), expect=201)
            jobs.result()
            gone, after = not kept(world, identifier), erase(world)
            assert gone or kept(world, identifier), "placed and then erased"
            assert after == 0
            district.post(f"/v1/complaint-holds/{answer.json['id']}/lift", dict(REASON), expect=200)
            if gone:
                identifier = complaint(samples, "closed")


def test_the_worker_erases(world, samples, tmp_path):
    identifier = age(world, complaint(samples, "closed"))
    with open(tmp_path / "worker.log", "w+", encoding="utf-8") as log:
        worker = subprocess.Popen([str(PROGRAM), "worker"], env=environment(world.cluster, worker_interval_s=1), stderr=log)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and kept(world, identifier):
            time.sleep(0.1)
        worker.terminate()
        assert worker.wait(20) == 0
        log.seek(0)
        assert "job failed" not in log.read()
    assert not kept(world, identifier)


def test_only_the_job_can_erase(world):
    """The worker can neither read nor change a sealed value but through it, and no caller's role has it."""
    import psycopg2
    for role, statement in (("wuye_worker", "select * from personal.complainants"), ("wuye_worker", "update personal.complainants set phone_sealed = null"),
                            ("wuye_district", "select erase_contacts(1)"), ("wuye_company", "select * from contact_erasures"), ("wuye_street", "select * from complaint_holds")):
        connection = world.cluster.connect(user=role)
        with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(statement)
        connection.close()


def test_every_sealed_value_of_a_complaint_is_known_to_the_job(world):
    """What is added to the schema of personal data and not told to erase_contacts() would stay for ever."""
    rows = world.cluster.query("select table_name as t, column_name as c from information_schema.columns where table_schema = 'personal' and data_type = 'bytea'")
    assert {(row["t"], row["c"]) for row in rows} == {("complainants", name) for name in SEALED} | {("message_texts", "content_sealed"), ("message_texts", "reason_sealed")}
