"""Photos and documents of complaints: what is kept of them, who meets them, and how they go (E05)."""
import hashlib
import io
import threading

import pytest
from harness.register import ACCOUNTS
from harness.samples import NOWHERE
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from things.attachments import MEDIA, attachment, noise, officer, photo, png, upload
from things.complaint_steps import complaint

PLANT = b"GPS-40.65N-109.84E"
PDF = b"%PDF-1.7\n1 0 obj <</Author (" + PLANT + b")>> endobj\n%%EOF\n"
LEAK = "owner_data_leak"
EVERYONE = [account for accounts in ACCOUNTS.values() for account in accounts if account and not account.startswith("platform")]


def segment(marker, body):
    return b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2, "big") + body


def jpeg(number, orientation=6, **options):
    """With the place in every corner that a camera or a programme puts it in: Exif, XMP, IPTC, comment, further pictures, behind the end."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010e], exif[0x0110] = orientation, PLANT.decode(), PLANT.decode()
    exif.get_ifd(0x8825)[29] = PLANT.decode()
    whole = photo(number, "JPEG", exif=exif, **options)
    spread = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0" + PLANT) + segment(0xed, b"Photoshop 3.0\0" + PLANT) + segment(0xfe, PLANT) + segment(0xe2, b"MPF\0" + PLANT)
    return whole[:2] + spread + whole[2:] + PLANT + whole


def planted_photos(number):
    text = PngInfo()
    text.add_text("Location", PLANT.decode())
    text.add_itxt("XML:com.adobe.xmp", PLANT.decode(), zip=False)
    exif = Image.Exif()
    exif[0x010e] = PLANT.decode()
    yield "image/jpeg", jpeg(number)
    yield "image/jpeg", jpeg(number, progressive=True, size=(300, 200))
    yield "image/png", photo(number, "PNG", pnginfo=text, exif=exif) + PLANT
    yield "image/webp", photo(number, "WEBP", exif=b"Exif\0\0" + exif.tobytes(), xmp=PLANT, quality=80)
    yield "image/webp", photo(number, "WEBP", lossless=True) + PLANT


def content(client, made, expect=200, method="GET", **headers):
    return client.request(method, f"/v1/attachments/{made['id']}/content", headers={name.replace("_", "-"): value for name, value in headers.items()}, expect=expect)


def pixels(data):
    picture = Image.open(io.BytesIO(data))
    return picture.mode, picture.size, picture.tobytes()


def move(client, made, verb, expect=200):
    return client.post(f"/v1/attachments/{made['id']}/{verb}", {"reason": "按规定办理"}, expect=expect)


def listed(client, complaint_id):
    return {item["id"]: item for item in client.pages(f"/v1/complaints/{complaint_id}/attachments")}


@pytest.fixture
def firm(world):
    return world.role("company")


@pytest.fixture
def mine(samples):
    """A complaint that the firm sees, in its hands."""
    return complaint(samples, "processing", "company", "one")


def test_where_and_by_whom_a_photo_was_taken_is_not_kept(world, samples, caller, firm, mine):
    """E05: nobody is shown it, the firm least of all; the picture is the same to the bit, and stands upright."""
    world.judge.planted.add(PLANT)
    try:
        for media, data in planted_photos(next(world.serial)):
            assert PLANT in data
            made = upload(caller("district"), mine, data, media, caption="现场").json
            move(caller("district"), made, "release")
            assert made["bytes"] < len(data)
            for client in (caller("district"), firm):
                shown = content(client, made).body
                assert PLANT not in shown and pixels(shown) == pixels(data)
                kept = dict(Image.open(io.BytesIO(shown)).getexif())
                assert kept == ({0x0112: 6} if media == "image/jpeg" else {}), kept
                assert (made["sha256"], made["bytes"]) == (hashlib.sha256(shown).hexdigest(), len(shown))
        found = world.cluster.query("select count(*) as n from attachment_chunks where position(%s::bytea in bytes) > 0", (PLANT,))
        assert found[0]["n"] == 0
    finally:
        world.judge.planted.discard(PLANT)


def test_a_clean_photo_is_kept_as_it_is(caller, mine):
    for form, media in MEDIA.items():
        data = photo(7, form, exif=b"") if form == "JPEG" else photo(7, form)
        assert content(caller("district"), upload(caller("district"), mine, data, media).json).body == data


def test_a_document_of_many_parts_comes_back_to_the_byte(caller, mine):
    """Longer than one part, whose border is nothing special; a PDF keeps its information dictionary."""
    for length in (262143, 262144, 262145, 524288, 900001):
        data = PDF[:9] + noise(length - len(PDF)) + PDF[9:]
        assert len(data) == length
        made = upload(caller("district"), mine, data, "application/pdf").json
        assert made["bytes"] == length and content(caller("district"), made).body == data


def test_content_is_named_tagged_and_safe_to_open(caller, mine):
    data = photo(11)
    made = upload(caller("district"), mine, data, file_name="C:\\照片\\电梯 \"1\".JPG", caption="联系王女士13800138000").json
    assert (made["file_name"], made["caption"]) == ("电梯 \"1\".JPG", "联系[姓名][电话]")
    answer = content(caller("district"), made)
    assert answer.header("Content-Type") == "image/png" and answer.header("X-Content-Type-Options") == "nosniff"
    assert answer.header("Content-Disposition") == "attachment; filename=\"____1_.JPG.png\"; filename*=UTF-8''%E7%94%B5%E6%A2%AF%20%221%22.JPG.png"
    assert answer.header("Content-Length") == str(len(data)) and "sandbox" in answer.header("Content-Security-Policy")
    tag = answer.header("ETag")
    assert tag == f'"{made["sha256"]}"' and "private" in answer.header("Cache-Control")
    assert content(caller("district"), made, 304, If_None_Match=tag).header("ETag") == tag
    head = content(caller("district"), made, 200, "HEAD")
    assert (head.raw, head.header("ETag"), head.header("Content-Length")) == (b"", tag, str(len(data)))
    assert "Content-Encoding" not in dict(content(caller("district"), made, Accept_Encoding="gzip").headers), "a photo is compressed as it is"
    nameless = upload(caller("district"), mine, photo(12), file_name="a\r\nX-Injected: 1/").json
    assert content(caller("district"), nameless).header("X-Injected") is None
    unnamed = upload(caller("district"), mine, photo(13)).json
    assert content(caller("district"), unnamed).header("Content-Disposition").startswith(f'attachment; filename="{unnamed["id"]}.png"')


def test_reading_goes_on_where_it_broke_off(caller, mine):
    """One range, over the borders of parts; what is no range of ours is the whole, and another version of it too."""
    data = PDF[:9] + noise(600000) + PDF[9:]
    made, length = upload(caller("district"), mine, data, "application/pdf").json, len(data)
    for text, first, last in (("0-0", 0, 0), ("5-262143", 5, 262143), ("262144-", 262144, length - 1), ("262100-524300", 262100, 524300), (f"{length - 1}-{length + 9}", length - 1, length - 1),
                              ("-7", length - 7, length - 1), (f"-{length + 1}", 0, length - 1)):
        answer = content(caller("district"), made, 206, Range=f"bytes={text}")
        assert answer.body == data[first:last + 1], text
        assert answer.header("Content-Range") == f"bytes {first}-{last}/{length}" and answer.header("Content-Length") == str(last - first + 1)
    for text in ("bytes=5-4", "bytes=0-1,4-5", "bytes=a-b", "bytes=-", "bytes=", "items=0-1", "bytes=1-2x", "bytes=1" + "0" * 30 + "-"):
        assert content(caller("district"), made, 200, Range=text).body == data, text
    for text in (f"bytes={length}-", "bytes=-0", f"bytes={length + 5}-{length + 9}"):
        refused = content(caller("district"), made, 416, Range=text)
        assert refused.code == "range_not_satisfiable" and refused.header("Content-Range") == f"bytes */{length}"
    tag = f'"{made["sha256"]}"'
    assert content(caller("district"), made, 206, Range="bytes=0-1", If_Range=tag).body == data[:2]
    assert content(caller("district"), made, 200, Range="bytes=0-1", If_Range='"other"').body == data
    assert content(caller("district"), made, 304, Range="bytes=0-1", If_None_Match=tag).body == b""
    assert content(caller("district"), made, 200, "HEAD", Range="bytes=0-1").header("Content-Length") == str(length)


WRONG = {
    "another photo": ("image/jpeg", photo(1)), "no photo": ("image/png", b"GIF89a" + bytes(40)), "a page": ("image/png", b"<svg onload='alert(1)'/>"),
    "HEIC under another name": ("image/jpeg", b"\0\0\0\x18ftypheic" + bytes(40)), "one byte": ("application/pdf", b"%"),
    "a PDF as a photo": ("image/webp", PDF), "a photo as a PDF": ("application/pdf", photo(1)),
}
BROKEN = {
    "a JPEG cut off": ("image/jpeg", photo(1, "JPEG")[:-20]), "a PNG cut off": ("image/png", photo(1)[:-20]), "a WebP cut off": ("image/webp", photo(1, "WEBP")[:-20]),
    "a PDF cut off": ("application/pdf", PDF[:-7]), "a segment beyond the end": ("image/jpeg", b"\xff\xd8\xff\xe1\xff\xff" + bytes(40)),
    "a chunk beyond the end": ("image/png", png([(b"IDAT", b"x")])[:33] + b"\x7f\xff\xff\xffIDAT" + bytes(40)),
    "an unknown chunk that matters": ("image/png", png([(b"XXXX", b"x"), (b"IDAT", b"x")])), "no image": ("image/png", png([(b"tEXt", b"x")])),
}


@pytest.mark.parametrize("what", [*WRONG, *BROKEN])
def test_what_is_not_what_it_is_said_to_be_is_refused(what, world, caller, mine):
    media, data = {**WRONG, **BROKEN}[what]
    answer = upload(caller("district"), mine, data, media, expect=422)
    assert answer.code == ("attachment_type_differs" if what in WRONG else "attachment_malformed")
    assert not world.cluster.query("select from attachments where complaint_id = %s", (mine,))


def test_a_type_that_is_not_taken_is_415(caller, mine):
    for media in ("image/heic", "image/gif", "image/svg+xml", "text/html", "application/octet-stream", "image/jpg"):
        assert upload(caller("district"), mine, photo(1), media, expect=415).code == "unsupported_media_type"
    upload(caller("district"), mine, b"", expect=422)
    upload(caller("district"), mine, photo(2), "IMAGE/PNG; name=x.png")


def test_the_same_file_twice_is_one(world, caller, mine):
    """Sent again it is answered with what is there, also when its metadata alone differ; removed it may come again."""
    first = upload(caller("district"), mine, jpeg(1, 1), "image/jpeg", caption="甲")
    again = upload(caller("hotline"), mine, jpeg(1, 1).replace(PLANT, PLANT[::-1]), "image/jpeg", expect=200, caption="乙")
    assert again.json == first.json and again.header("Idempotency-Replayed") == "true"
    assert first.header("Location") == again.header("Location") == f"/v1/attachments/{first.json['id']}"
    other = upload(caller("district"), mine, jpeg(2, 1), "image/jpeg").json
    assert other["id"] != first.json["id"]
    move(caller("district"), first.json, "remove")
    anew = upload(caller("district"), mine, jpeg(1, 1), "image/jpeg").json
    assert anew["id"] != first.json["id"] and anew["sha256"] == first.json["sha256"]
    assert len(listed(caller("district"), mine)) == 3


def test_a_firm_learns_nothing_by_sending_what_others_hold(caller, firm, mine):
    """E05: the firm guesses a file that the community holds: it is as new to it as any."""
    held = upload(caller("district"), mine, photo(21)).json
    own = upload(firm, mine, photo(21)).json
    assert own["id"] != held["id"] and own["sha256"] == held["sha256"]
    assert set(listed(firm, mine)) == {own["id"]}
    assert upload(firm, mine, photo(21), expect=200).json["id"] == own["id"]


def test_a_firm_sees_what_was_released_and_what_is_its_own(caller, firm, mine):
    """E05: and of no person who had it in hand."""
    held = upload(caller("district"), mine, photo(1), file_name="欧阳测试家漏水.png", caption="厨房").json
    own = upload(firm, mine, photo(2), file_name="维修后.png").json
    assert set(listed(firm, mine)) == {own["id"]} and set(listed(caller("district"), mine)) == {held["id"], own["id"]}
    content(firm, held, 404), content(firm, own)
    step = move(caller("district"), held, "release").json
    assert (step["state"], step["version"]) == ("released", 2)
    assert content(firm, held).body == photo(1) and f'filename="{held["id"]}.png"' in content(firm, held).header("Content-Disposition")
    seen = firm.get(f"/v1/attachments/{held['id']}").json
    assert {name for name, value in seen.items() if name.endswith(("_role", "_name", "reason")) and value is not None} == set()
    assert seen["caption"] == "厨房" and own["file_name"] == "维修后.png" and own["uploader_role"] == "company" and own["uploaded_by_name"] is None
    move(caller("district"), held, "withdraw")
    assert set(listed(firm, mine)) == {own["id"]}
    content(firm, held, 404), firm.get(f"/v1/attachments/{held['id']}", expect=404)
    move(caller("district"), held, "release")
    content(firm, held)
    kept = caller("district").get(f"/v1/attachments/{held['id']}").json
    assert (kept["version"], kept["withdrawn_at"], kept["reason"]) == (4, None, "按规定办理") and kept["released_by_name"]


def test_what_a_firm_uploaded_can_be_withdrawn_from_it(caller, firm, mine):
    own = upload(firm, mine, photo(1)).json
    move(caller("district"), own, "withdraw")
    assert listed(firm, mine) == {} and content(firm, own, 404).code == "not_found"
    move(firm, own, "remove", 404)
    assert upload(firm, mine, photo(1), expect=409).code == "attachment_withdrawn"
    move(caller("district"), own, "release")
    assert upload(firm, mine, photo(1), expect=200).json["id"] == own["id"]


@pytest.fixture(scope="module")
def kinds(world, samples):
    """Complaints of every kind that row security tells apart, each with an attachment in every state."""
    found = {}
    tickets = {"ordinary": {"estate": "one"}, "near": {"estate": "near"}, "far": {"estate": "far"}, "two": {"estate": "two"}, "secret": {"estate": "one", "secret": True},
               "abroad": {"estate": "abroad"}, "confidential": {"estate": "one", "category_code": LEAK}, "uncategorised": {"estate": "one", "category_code": "no-such"}}
    for kind, members in tickets.items():
        place = members.pop("estate")
        hotline = "hotline@340302" if place == "abroad" else "hotline@150202"
        complaint_id = world.post_ticket(hotline, estate_code=samples.estates[place]["code"], **members)["complaint_id"]
        made = {state: upload(officer(samples, place), complaint_id, photo(next(world.serial))).json for state in ("held", "released", "withdrawn", "removed")}
        for state, verb in (("released", "release"), ("withdrawn", "withdraw"), ("removed", "remove")):
            move(officer(samples, place), made[state], verb)
        found[kind] = (complaint_id, made)
    assert world.cluster.query("select confidential from complaints where id = %s", (found["confidential"][0],))[0]["confidential"]
    return found


@pytest.mark.parametrize("account", EVERYONE)
def test_who_sees_the_complaint_sees_its_attachments_and_nobody_else(account, world, kinds):
    """E05: list, row, content and upload follow the complaint's row security, role by role, the secret and the confidential ones too."""
    client, company, outcomes = world.caller(account), account.startswith("company."), set()
    for kind, (complaint_id, made) in kinds.items():
        there = client.get(f"/v1/complaints/{complaint_id}", expect=(200, 404)).status == 200
        outcomes.add(there)
        answer = client.get(f"/v1/complaints/{complaint_id}/attachments", expect=200 if there else 404)
        visible = [state for state in made if there and (not company or state == "released")]
        if there:
            assert [item["id"] for item in answer.json["items"]] == [made[state]["id"] for state in visible], kind
        for state, one in made.items():
            client.get(f"/v1/attachments/{one['id']}", expect=200 if state in visible else 404)
            content(client, one, 200 if state in visible and state != "removed" else 404)
            if not there:
                move(client, one, "remove", 404)
        if not there:
            assert upload(client, complaint_id, photo(1), expect=404).code == "not_found"
    if account in ("street.heping@150202", "community.huanxi@150202", "company.one@150202"):
        assert outcomes == {True, False}


def test_the_city_platform_meets_none(world, kinds):
    for complaint_id, made in kinds.values():
        world.role("platform").get(f"/v1/complaints/{complaint_id}/attachments", expect=403)
        content(world.role("platform"), made["released"], 403)


def test_removed_its_content_is_gone_and_that_it_was_there_stays(world, caller, mine):
    made = upload(caller("district"), mine, photo(1), file_name="a.png").json
    step = move(caller("district"), made, "remove").json
    assert step["state"] == "removed"
    assert content(caller("district"), made, 404).code == "not_found"
    assert not world.cluster.query("select from attachment_chunks where attachment_id = %s", (made["id"],))
    row = listed(caller("district"), mine)[made["id"]]
    assert (row["state"], row["reason"], row["file_name"], row["sha256"]) == ("removed", "按规定办理", "a.png", made["sha256"]) and row["removed_at"] and row["removed_by_name"]
    for verb in ("release", "withdraw", "remove"):
        assert move(caller("district"), made, verb, 409).code == "state_conflict"


@pytest.mark.parametrize("role", ["street", "community", "hotline", "company"])
def test_whoever_uploaded_it_removes_it_while_the_complaint_is_open(role, world, samples, caller):
    place = "one" if role == "company" else "near"
    own, others = attachment(samples, role, place, uploader=caller(role)), attachment(samples, role, place)
    assert move(caller(role), others, "remove", 403).code == "attachment_of_another"
    closed = attachment(samples, role, place, uploader=caller(role), released=False)
    world.cluster.query("update complaints set state = 'closed', closed_at = now() where id = %s", (closed["owner_id"],))
    assert move(caller(role), closed, "remove", 409).code == "attachment_owner_over"
    content(caller(role), closed)
    assert move(caller("district"), closed, "remove").json["state"] == "removed"
    assert move(caller(role), own, "remove").json["state"] == "removed"
    content(caller(role), own, 404)


def test_of_two_who_move_it_at_once_one_does(world, samples, caller):
    """Each move is taken once; who comes second is told the state that stands."""
    for verb in ("release", "withdraw", "remove"):
        made, statuses = attachment(samples, "district", released=verb == "withdraw"), []
        threads = [threading.Thread(target=lambda: statuses.append(move(caller(role), made, verb, (200, 409)).status)) for role in ("district", "district", "district")]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert sorted(statuses) == [200, 409, 409], verb
        assert caller("district").get(f"/v1/attachments/{made['id']}").json["version"] == (3 if verb == "withdraw" else 2)


def test_nothing_is_moved_by_hand_that_the_table_does_not_move(world, samples, caller):
    """A state conflict says what stands; a withdrawal of what nobody released keeps a firm's own file from it."""
    made = attachment(samples, "district")
    assert "held" not in move(caller("district"), made, "withdraw").json["state"]
    refused = move(caller("district"), made, "withdraw", 409)
    assert refused.code == "state_conflict" and "withdrawn" in refused.body.decode()


def test_what_is_done_with_a_file_stands_in_the_audit(world, caller, mine):
    made = upload(caller("district"), mine, photo(1)).json
    for verb in ("release", "withdraw", "remove"):
        move(caller("district"), made, verb)
    rows = world.cluster.query("select operation from audit_log where target like %s or target = %s order by at", (f"/v1/attachments/{made['id']}%", made["id"]))
    assert [row["operation"] for row in rows] == ["createComplaintAttachment", "releaseAttachment", "withdrawAttachment", "removeAttachment"]
    before = world.cluster.query("select count(*) as n from audit_log")
    upload(caller("district"), NOWHERE, photo(1), expect=404)
    upload(caller("district"), mine, b"GIF89a", expect=422)
    assert world.cluster.query("select count(*) as n from audit_log") == before
