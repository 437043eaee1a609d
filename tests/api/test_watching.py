"""What is watched: every metric that an alert or the dashboard names is there in a real scrape, and the alerts fire for what they say."""
import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest
from harness.client import Client
from harness.receiver import Worker, until

DEPLOY = pathlib.Path(__file__).resolve().parents[2] / "deploy"
PROMTOOL = shutil.which("promtool")
# Only there where there is such a thing (test_tls, test_providers).
ELSEWHERE = {"wuye_certificate_ends_seconds", "wuye_provider_healthy"}


def named():
    board = json.loads((DEPLOY / "grafana/wuye.json").read_text(encoding="utf-8"))
    expressions = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    expressions += re.findall(r"^ +expr: (.*)$", (DEPLOY / "prometheus/alerts.yml").read_text(encoding="utf-8"), re.M)
    assert len(board["panels"]) == len({panel["id"] for panel in board["panels"]}) > 15 and len(expressions) > 35
    return {name for expression in expressions for name in re.findall(r"\bwuye_\w+", expression)}


def scrape(server):
    return server.get("/metrics", expect=200).body.decode()


@pytest.fixture(scope="module")
def watched(world):
    """A server that has answered something, and a worker that has run its jobs; a standby's slot."""
    world.cluster.query("select pg_create_physical_replication_slot('standby_b', true)")
    world.role("district").get("/v1/divisions?limit=1", expect=200)
    worker = Worker(world, "watched")
    server = world.server("watched")
    client = Client(world.judge, server.port)
    until(lambda: world.cluster.query("select count(*) from job_runs where succeeded_at is not null")[0]["count"] >= 15, 60)
    client.get("/v1/divisions?limit=1", expect=200)
    yield scrape(client)
    worker.stop()
    server.stop()
    world.cluster.query("select pg_drop_replication_slot('standby_b')")


def test_what_alerts_and_the_dashboard_name_is_there(watched):
    there = set(re.findall(r"^(wuye_\w+?)(?:\{| )", watched, re.M))
    missing = {name for name in named() if name not in there}
    assert missing <= ELSEWHERE, missing
    assert 'wuye_replication_lag_bytes{slot="standby_b"}' in watched and 'wuye_replication_active{slot="standby_b"} 0' in watched


def test_what_waits_is_counted(world, watched):
    value = {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in watched.splitlines() if not line.startswith("#")}
    assert value["wuye_database_up"] == 1 and value["wuye_database_bytes"] > 1e7 and value["wuye_partitions_missing"] == 0
    assert value['wuye_job_succeeded_seconds{job_name="exchange_fold"}'] > 1.7e9 and value['wuye_job_failures_total{job_name="seal_audit"}'] == 0
    assert value['wuye_database_connections{state="most"}'] > value['wuye_database_connections{state="used"}'] > 0
    before = value["wuye_unmapped_tickets"]
    world.role("hotline").post("/v1/hotline/tickets", world.ticket(estate_code=None, category_code="no such", division_code="150202"), expect=201)
    server = world.server("unmapped")
    assert f"wuye_unmapped_tickets {before + 1:g}\n" in scrape(Client(world.judge, server.port))
    server.stop()


def test_no_role_of_the_api_reads_what_the_worker_counts(world):
    may = world.cluster.query("select rolname from pg_roles where rolname like 'wuye\\_%%' and has_function_privilege(rolname, 'gauges(timestamptz)', 'execute') and not rolsuper order by 1")
    assert [row["rolname"] for row in may] == ["wuye_owner", "wuye_worker"]


@pytest.mark.skipif(not PROMTOOL, reason="no promtool here")
@pytest.mark.parametrize("folder,arguments", [("prometheus", "check config prometheus.yml"), ("prometheus", "test rules alerts_test.yml"), ("ha", "test rules alerts_test.yml")])
def test_alerts_fire_for_what_they_say(folder, arguments):
    done = subprocess.run([PROMTOOL, *arguments.split()], cwd=DEPLOY / folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and "SUCCESS" in done.stdout + done.stderr, done


def test_a_monitors_own_postgresql_is_no_node_of_the_cluster(world, tmp_path):
    """Counted as one it would be a second primary, one without a standby: an alert that never ends."""
    environment = {**os.environ, "PGHOST": str(world.cluster.folder), "PGUSER": world.cluster.user}
    said = {}
    for role in ("node", "monitor"):
        subprocess.run([DEPLOY / "ha/watch", tmp_path, role], env=environment, check=True, timeout=60)
        said[role] = (tmp_path / "wuye-database.prom").read_text(encoding="utf-8")
    assert "wuye_database_answers 1\n" in said["node"] and "wuye_database_primary 1\n" in said["node"] and "wuye_database_synchronous_standbys 0\n" in said["node"]
    assert "wuye_database_answers 1\n" in said["monitor"] and "wuye_database_primary" not in said["monitor"] and "standbys" not in said["monitor"]
