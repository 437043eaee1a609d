"""Exports: each call asks for one of its own. No worker runs here, so what is asked for stays queued; what is done is said to be, with a file of some bytes."""
import hashlib
import uuid

from harness.things import OTHERS, body, path

CONTENT = "序号,名称\r\n1,测试\r\n".encode() * 3


def away(samples):
    """Room for the next one: what was asked for is over."""
    samples.world.cluster.query("update exports set state = 'cancelled', finished_at = now() where finished_at is null returning id")


@body("createExport")
def codes_of_roles(samples, role):
    away(samples)
    return {"json_body": {"operation": "listCodes", "parameters": {"list": "role"}, "format": "csv", "gzip": True}}


OTHERS["createExport"] = lambda samples, given: {**given, "format": "ndjson"}


@path("getExport", "cancelExport")
def an_export(samples, role, own):
    away(samples)
    account = samples.world.role(role) if own else samples.world.caller("district.officer@340302")
    made = account.post("/v1/exports", {"operation": "listCodes", "parameters": {"list": "role"}, "format": "csv"}, expect=201).json
    return {"id": made["id"]}


def finish(world, export, content=CONTENT, days=1):
    """As a worker ends it."""
    file, digest = str(uuid.uuid4()), hashlib.sha256(content).hexdigest()
    row = world.cluster.query("select district_code, user_id, role from exports where id = %s", (export,))[0]
    world.cluster.query("insert into stored_files (district_code, id, name, media, bytes, sha256, raw_bytes, raw_sha256, open_to, user_id, created_at, expires_at) "
                        "values (%s, %s, 'listCodes.csv', 'text/csv; charset=utf-8', %s, %s, %s, %s, array[%s], %s, now(), now() + make_interval(days => %s)) returning id",
                        (row["district_code"], file, len(content), digest, len(content), digest, row["role"], str(row["user_id"]), days))
    world.cluster.query("insert into stored_file_chunks (district_code, file_id, seq, bytes) values (%s, %s, 0, %s) returning seq", (row["district_code"], file, content))
    world.cluster.query("update exports set state = 'done', finished_at = now(), file_id = %s, sha256 = %s, bytes = %s, rows = 3, expires_at = now() + make_interval(days => %s) where id = %s returning id",
                        (file, digest, len(content), days, export))
    return digest


@path("getExportContent")
def a_file(samples, role, own):
    made = an_export(samples, role, own)
    finish(samples.world, made["id"])
    return made


@path("listExports")
def some(samples, role, own):
    """Each finds its own alone."""
    if own:
        an_export(samples, role, own)
        an_export(samples, role, own)
    return {} if own else None
