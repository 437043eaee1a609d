"""The command line against a database cluster of its own: migrations, loading, tokens, the worker."""
import base64
import concurrent.futures
import importlib.util
import json
import os
import pathlib
import re
import signal
import subprocess
import threading
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = pathlib.Path(os.environ.get("WUYE_BUILD", ROOT / "build/test")) / "wuye"
REFERENCE = ["code_lists", "codes", "divisions", "division_jurisdictions", "workdays", "complaint_categories", "import_columns"]
KEY = base64.b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.b64encode(bytes(range(1, 33))).decode()


def cluster_module():
    path = ROOT / "tests/api/harness/cluster.py"
    spec = importlib.util.spec_from_file_location("wuye_test_cluster", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cluster():
    cluster = cluster_module().Cluster()
    cluster.start()
    yield cluster
    cluster.remove()


@pytest.fixture
def database(cluster, request):
    name = re.sub(r"\W", "_", request.node.name)[:50].lower()
    cluster.create_database(name)
    return name


@pytest.fixture(scope="module")
def filled(cluster):
    """One database with schema and reference data, for tests that only add to it."""
    cluster.create_database("filled")
    done = wuye(cluster, "filled", "migrate")
    assert done.returncode == 0, done.stderr
    done = wuye(cluster, "filled", "load", *[ROOT / f"sql/reference/{name}.csv" for name in REFERENCE])
    assert done.returncode == 0, done.stderr
    return "filled"


def environment(cluster, database, **settings):
    values = {"database_url": cluster.conninfo(database), "database_owner_url": cluster.conninfo(database, cluster.user),
              "secret": KEY, "seal_keys": f"k1:{KEY}", "database_password": "only-of-this-test", "argon2_memory_kib": 8192, "argon2_passes": 1, **settings}
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LSAN_OPTIONS": f"suppressions={ROOT}/tests/support/leaks.supp:print_suppressions=0",
            **{f"WUYE_{name.upper()}": str(value) for name, value in values.items()}}


def wuye(cluster, database, *arguments, **settings):
    return subprocess.run([str(PROGRAM), *map(str, arguments)], env=environment(cluster, database, **settings), capture_output=True, text=True, timeout=300)


def rows(cluster, database, sql):
    connection = cluster.connect(database)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.fetchall() if cursor.description else None
    connection.close()
    return found


def claims(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def test_two_migrates_at_once_are_as_one(cluster, database):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: wuye(cluster, database, "migrate"), range(3)))
    assert [one.returncode for one in done] == [0, 0, 0], done
    assert sum("migration 0001" in one.stdout for one in done) == 1
    count = len(list((ROOT / "sql/migrations").glob("*.sql")))
    assert rows(cluster, database, "select count(*), max(version) from schema_migrations") == [(count, count)]
    assert wuye(cluster, database, "migrate", "--status").returncode == 0


def test_status_says_what_is_to_do_and_does_nothing(cluster, database):
    done = wuye(cluster, database, "migrate", "--status")
    assert done.returncode == 1 and "pending 0001" in done.stdout
    assert rows(cluster, database, "select to_regclass('schema_migrations')") == [(None,)]


def test_a_landed_migration_that_was_edited_is_named(cluster, database):
    assert wuye(cluster, database, "migrate").returncode == 0
    rows(cluster, database, "update schema_migrations set checksum = 'other' where version = 2")
    name = rows(cluster, database, "select name from schema_migrations where version = 2")[0][0]
    done = wuye(cluster, database, "migrate")
    assert done.returncode == 1 and f"{name} has landed and its text was changed" in done.stderr


def test_a_program_older_than_the_database_migrates_nothing_and_may_serve(cluster, database):
    assert wuye(cluster, database, "migrate").returncode == 0
    rows(cluster, database, "insert into schema_migrations values (999, '0999_later.sql', 'x')")
    done = wuye(cluster, database, "migrate")
    assert done.returncode == 1 and "0999_later.sql" in done.stderr
    done = wuye(cluster, database, "check")
    assert done.returncode == 0 and "# warning: the schema is newer than this program" in done.stdout, done


def test_a_table_in_use_makes_the_migration_give_way_and_come_again(cluster, database):
    holder = cluster.connect(database)
    holder.autocommit = False
    rows(cluster, database, "create table schema_migrations (version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())")
    with holder.cursor() as cursor:
        cursor.execute("lock table schema_migrations in access share mode")
    timer = threading.Timer(5, holder.rollback)
    timer.start()
    done = wuye(cluster, database, "migrate")
    timer.join()
    holder.close()
    assert done.returncode == 0 and "a table is in use: giving way for a moment" in done.stdout and not done.stderr, done


def test_a_failed_migration_leaves_nothing(cluster, database):
    rows(cluster, database, "create table users ()")  # in the way of the migration that makes it
    done = wuye(cluster, database, "migrate")
    assert done.returncode == 1 and re.search(r"00\d\d_\w+\.sql(:\d+)?: relation \"users\" already exists", done.stderr)
    assert rows(cluster, database, "select to_regclass('schema_migrations'), to_regclass('clients')") == [(None, None)]


def test_a_changed_repeatable_runs_again(cluster, database):
    assert wuye(cluster, database, "migrate").returncode == 0
    rows(cluster, database, "update schema_repeatables set checksum = 'older' where name = 'partitions_ahead.sql'")
    rows(cluster, database, "drop function partitions_ahead(integer)")
    assert "repeated  functions" in wuye(cluster, database, "migrate").stdout
    assert rows(cluster, database, "select to_regproc('partitions_ahead') is not null") == [(True,)]


def test_the_password_of_the_logins_is_kept_as_scram_alone(cluster, filled):
    stored = rows(cluster, filled, "select rolpassword from pg_authid where rolname like 'wuye\\_%' and rolcanlogin")
    assert len(stored) == 9 and all(password.startswith("SCRAM-SHA-256$") for password, in stored)


def test_check_masks_secrets_and_tries_every_login(cluster, filled):
    done = wuye(cluster, filled, "check")
    assert done.returncode == 0, done.stderr
    assert KEY not in done.stdout and "9 of 9 logins work" in done.stdout
    keys = [line.split(" = ")[0] for line in done.stdout.splitlines() if " = " in line and not line.startswith("#")]
    assert keys == sorted(keys)


def test_check_names_every_fault(cluster, filled):
    done = wuye(cluster, filled, "check", database_url="postgresql:///nowhere?host=/nonexistent", secret="")
    assert done.returncode == 1
    assert "secret: not given" in done.stderr and "/nonexistent" in done.stderr


def test_check_says_how_many_services_fit_into_the_server(cluster, filled):
    done = wuye(cluster, filled, "check", database_connections=8, database_sessions=0, export_connections=2, import_connections=2, export_threads=2)
    most, kept = (int(rows(cluster, filled, f"show {name}")[0][0]) for name in ("max_connections", "superuser_reserved_connections"))
    assert done.returncode == 0 and f"a service opens up to 13 connections, a worker up to 15; max_connections = {most}" in done.stdout
    assert f"room for {(most - kept - 14) // 13} services beside one worker" in done.stdout
    done = wuye(cluster, filled, "check", database_connections=most - kept - 14 - 2 - 2 - 1 + 1, database_sessions=0, export_connections=2, import_connections=2, export_threads=2)
    assert done.returncode == 1 and "room for 0 services" in done.stdout and "max_connections has no room" in done.stderr


def test_check_says_how_far_ahead_months_are_made(cluster, filled):
    done = wuye(cluster, filled, "check")
    assert re.search(r"months are made until 20\d\d-\d\d, 0 rows found none", done.stdout) and "is wuye worker running" not in done.stdout
    rows(cluster, filled, "insert into audit_log (district_code, at, role, operation) values ('990101', '2044-01-01', 'district', 'astray')")
    done = wuye(cluster, filled, "check")
    rows(cluster, filled, "delete from audit_log where operation = 'astray'")
    assert done.returncode == 0 and "1 rows found none" in done.stdout and "is wuye worker running" in done.stdout


def test_a_signing_key_sealed_with_a_lost_key_is_named(cluster, filled):
    done = wuye(cluster, filled, "token", "--role", "district", "--district", "150202", seal_keys=f"k9:{OTHER_KEY}")
    assert done.returncode == 1 and "sealed with seal key k1" in done.stderr


def test_loading_again_changes_nothing(cluster, filled):
    before = rows(cluster, filled, "select count(*), sum(hashtext(d::text)) from divisions d")
    assert wuye(cluster, filled, "load", ROOT / "sql/reference/divisions.csv").returncode == 0
    assert rows(cluster, filled, "select count(*), sum(hashtext(d::text)) from divisions d") == before


def test_a_problem_row_is_named_and_nothing_is_kept(cluster, filled, tmp_path):
    file = tmp_path / "districts.csv"
    file.write_text("district_code,served_from\n150202,2022-01-01\n999999,2022-01-01\n340302,2022-02-30\n")
    done = wuye(cluster, filled, "load", file)
    assert done.returncode == 1
    assert re.search(rf"^{file}:3: district_code: \w+: .*999999.* \(.*999999.*\)$", done.stderr, re.M)
    assert re.search(rf"^{file}:4: served_from: \w+:", done.stderr, re.M)
    assert rows(cluster, filled, "select count(*) from districts where district_code in ('999999', '340302')") == [(0,)]


@pytest.mark.parametrize("text, line, code", [
    ("district_code\n150202,2\n", 2, "column_count"), ("district_code,colour\n150202,red\n", 1, "unknown_column"),
    ("district_code,served_from\n\"150202,x\n", 2, "quote_not_closed"), ("", 1, "head_missing"),
    ("district_code,district_code\n", 1, "head_name"), ("district_code,served_from\n150202,\udcff\n", 2, "not_utf8")])
def test_a_malformed_file_is_named_line_by_line(cluster, filled, tmp_path, text, line, code):
    file = tmp_path / "some.csv"
    file.write_text(text, errors="surrogateescape")
    done = wuye(cluster, filled, "load", f"districts={file}")
    assert done.returncode == 1 and re.search(rf"^{file}:{line}: .*{code}: ", done.stderr, re.M), done.stderr


def test_a_dry_run_keeps_nothing_and_passwords_become_hashes(cluster, filled, tmp_path):
    (tmp_path / "districts.csv").write_text("district_code,served_from\n341622,2022-01-01\n")
    (tmp_path / "users.csv").write_text("\ufeffname,role,district_code,password\r\na.b,district,341622,\"the, \"\"word\"\"\"\r\n")
    (tmp_path / "clients.csv").write_text("name,role,district_code,secret\nhotline,hotline,341622,abc\n")
    files = [tmp_path / f"{name}.csv" for name in ("districts", "users", "clients")]
    assert wuye(cluster, filled, "load", "--dry-run", *files).returncode == 0
    assert rows(cluster, filled, "select count(*) from users where district_code = '341622'") == [(0,)]
    done = wuye(cluster, filled, "load", *files)
    assert done.returncode == 0, done.stderr
    (digest,), = rows(cluster, filled, "select password_digest from users where district_code = '341622'")
    assert digest.startswith("$argon2id$v=19$m=8192,t=1,p=1$")
    assert rows(cluster, filled, "select secret_digest from clients where district_code = '341622'") == [
        ("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",)]
    token = wuye(cluster, filled, "token", "--district", "341622", "--name", "a.b", "--lifetime", "60").stdout
    assert {name: claims(token)[name] for name in ("role", "district", "name")} == {"role": "district", "district": "341622", "name": "a.b"}
    assert claims(token)["exp"] - claims(token)["iat"] == 60


def test_rotated_keys_overlap(cluster, filled):
    first = wuye(cluster, filled, "token", "--role", "platform", "--district", "150202").stdout
    assert wuye(cluster, filled, "token", "--rotate-keys").returncode == 0
    second = wuye(cluster, filled, "token", "--role", "platform", "--district", "150202").stdout
    head = [json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "==")) for token in (first, second)]
    assert head[0]["kid"] != head[1]["kid"] and head[0]["alg"] == "ES256"
    live = rows(cluster, filled, "select kid, signs_until > now() from signing_keys where trusted_until > now()")
    assert (head[0]["kid"], False) in live and (head[1]["kid"], True) in live


def test_what_is_not_understood_exits_2(cluster, filled):
    for arguments in ([], ["brew"], ["load"], ["token"], ["migrate", "--now"], ["check", "more"], ["--config"]):
        assert wuye(cluster, filled, *arguments).returncode == 2, arguments


def test_the_worker_purges_makes_partitions_and_stops_at_once(cluster, filled, tmp_path):
    rows(cluster, filled, "insert into idempotency_keys (district_code, principal_id, operation, key, body_hash, created_at, expires_at)"
         " select '150202', gen_random_uuid(), 'x', 'k', 'h', now() - interval '8 days', now() - i * interval '1 day' from generate_series(-1, 1, 2) i")
    with open(tmp_path / "worker.log", "w+", encoding="utf-8") as log:
        worker = subprocess.Popen([str(PROGRAM), "worker"], env=environment(cluster, filled, log_level="debug"), stderr=log)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and rows(cluster, filled, "select count(*) from idempotency_keys") != [(1,)]:
            time.sleep(0.1)
        time.sleep(0.5)
        worker.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert worker.wait(10) == 0 and time.monotonic() - began < 2
        log.seek(0)
        said = log.read()
    assert "job failed" not in said, said
    assert rows(cluster, filled, "select count(*) from idempotency_keys") == [(1,)]
    parts = rows(cluster, filled, "select count(*) from pg_inherits where inhparent = 'audit_log'::regclass")
    assert parts[0][0] >= 4
    open_parts = rows(cluster, filled, "select c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid where c.relkind = 'r' and not c.relrowsecurity")
    assert open_parts == []


def test_the_journal_is_told_the_level_of_each_line_and_a_file_is_not(cluster, filled, tmp_path):
    """`journalctl -p err` finds by priority: to the journal a line without one is information like any other. Without seal_keys a worker has something to say of each level."""
    said = {}
    for reader in ("journal", "file"):
        with open(tmp_path / reader, "w+", encoding="utf-8") as log:
            about = os.fstat(log.fileno())
            stream = f"{about.st_dev}:{about.st_ino}" if reader == "journal" else "1:1"
            worker = subprocess.Popen([str(PROGRAM), "worker"], env={**environment(cluster, filled, seal_keys="", log_level="debug"), "JOURNAL_STREAM": stream}, stderr=log)
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline and not all(f'"level":"{level}"' in (tmp_path / reader).read_text(encoding="utf-8") for level in ("error", "info", "debug")):
                time.sleep(0.05)
            worker.terminate()
            assert worker.wait(20) == 0
            log.seek(0)
            said[reader] = log.read().splitlines()
    marked = [re.fullmatch(r"<(\d)>(\{.*\})", line) for line in said["journal"]]
    assert all(marked), said["journal"]
    assert {(json.loads(mark[2])["level"], mark[1]) for mark in marked} - {("warning", "4")} == {("error", "3"), ("info", "6"), ("debug", "7")}
    assert said["file"] and all(line.startswith("{") for line in said["file"]), said


def test_the_readme_holds_the_table_of_settings():
    """Refresh: put what `wuye help config` prints between the two marks."""
    printed = subprocess.run([str(PROGRAM), "help", "config"], capture_output=True, text=True, check=True).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- config -->\n(.*?)<!-- /config -->", readme, re.S)
    assert found and found.group(1).strip() == printed.strip()
