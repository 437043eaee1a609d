"""Attachments: each call that moves one gets one of its own, uploaded and, where the role sees no other, released."""
import io
import zlib

from PIL import Image

from harness.things import body, path
from things.complaint_steps import complaint

MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def photo(number, form="PNG", size=(24, 16), **options):
    """A small photo that no other number gives."""
    picture = Image.new("RGB", size)
    picture.putdata([((x * 7 + number) % 256, (x * 13 + number // 256) % 256, (x + number // 65536) % 256) for x in range(size[0] * size[1])])
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def noise(length, seed=1):
    """A PNG of nearly so many bytes that do not compress: nothing decodes it, so that its image may be any."""
    block = zlib.crc32(str(seed).encode())
    data = bytearray()
    while len(data) < length - 57:
        block = (block * 1103515245 + 12345) & 0xffffffff
        data += block.to_bytes(4, "big") * 64
    return png([(b"IDAT", bytes(data[:length - 57]))])


def chunk(kind, data):
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(chunks):
    """Of so many bytes more than its chunks: 57 with one."""
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00")
    return head + b"".join(chunk(*one) for one in chunks) + chunk(b"IEND", b"")


def upload(client, complaint_id, data, media="image/png", expect=201, **query):
    return client.request("POST", f"/v1/complaints/{complaint_id}/attachments", query or None, data, {"Content-Type": media}, expect=expect)


def officer(samples, place):
    return samples.world.role("district", 2 if place == "abroad" else 0)


def attachment(samples, role="district", place="near", uploader=None, released=None):
    """A fresh one on a complaint of its own. Who is to remove it has uploaded it; to a firm it is released unless said."""
    complaint_id = complaint(samples, "processing", role, place)
    made = upload(uploader or officer(samples, place), complaint_id, photo(next(samples.world.serial))).json
    if role == "company" if released is None else released:
        officer(samples, place).post(f"/v1/attachments/{made['id']}/release", {"reason": "现场照片"}, expect=200)
    return made


@path("createComplaintAttachment")
def complaint_to_attach_to(samples, role, own):
    return {"id": complaint(samples, "processing", role, samples.place(role, own))}


@body("createComplaintAttachment")
def a_photo(samples, role):
    return {"body": photo(next(samples.world.serial)), "headers": {"Content-Type": "image/png"}}


@path("listComplaintAttachments")
def with_some(samples, role, own):
    place = samples.place(role, own)
    made = samples.__dict__.setdefault("attached", {})
    if place not in made:
        made[place] = complaint(samples, "processing", role, place)
        for _ in range(3):
            one = upload(officer(samples, place), made[place], photo(next(samples.world.serial))).json
            officer(samples, place).post(f"/v1/attachments/{one['id']}/release", {}, expect=200)
    return {"id": made[place]}


@path("getAttachment", "getAttachmentContent")
def one(samples, role, own):
    place = samples.place(role, own)
    made = samples.__dict__.setdefault("attachment", {})
    if place not in made:
        made[place] = attachment(samples, role, place, released=True)["id"]
    return {"id": made[place]}


@path("releaseAttachment", "withdrawAttachment")
def fresh(samples, role, own):
    return {"id": attachment(samples, role, samples.place(role, own))["id"]}


@path("removeAttachment")
def ones_own(samples, role, own):
    return {"id": attachment(samples, role, samples.place(role, own), uploader=samples.world.role(role) if own and role not in ("platform", "public") else None)["id"]}


@body("releaseAttachment", "withdrawAttachment", "removeAttachment")
def reason(samples, role):
    return {"json_body": {"reason": "照片中有居民面部"}}
