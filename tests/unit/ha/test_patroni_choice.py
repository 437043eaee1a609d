"""The templates of the province's form: what loses acknowledged rows does not start."""
import importlib.util
import os
import pathlib
import subprocess
from importlib.machinery import SourceFileLoader

import pytest
import yaml

HA = pathlib.Path(__file__).resolve().parents[3] / "deploy/ha"
LOADER = SourceFileLoader("patroni_check", str(HA / "patroni/check"))


@pytest.fixture(scope="module")
def check():
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("patroni_check", LOADER))
    LOADER.exec_module(module)
    return module


def template():
    return yaml.safe_load((HA / "patroni/patroni.yml").read_text(encoding="utf-8"))


def ordered(tmp_path, version, settings, **environment):
    """The script as a unit runs it, with a patroni of that version on PATH."""
    program, path = tmp_path / "patroni", tmp_path / "wuye.yml"
    program.write_text(f"#!/bin/sh\necho 'patroni {version}'\n")
    program.chmod(0o755)
    path.write_text(settings if isinstance(settings, str) else yaml.safe_dump(settings))
    return subprocess.run([HA / "patroni/check", path], capture_output=True, text=True, check=False,
                          env={"PATH": f"{tmp_path}:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", **environment})


def test_the_template_starts_with_the_patroni_that_it_was_tried_with(tmp_path):
    done = ordered(tmp_path, "4.0.7", template())
    assert (done.returncode, done.stderr) == (0, "")


def test_debian_12_s_own_patroni_is_refused_with_the_template(tmp_path):
    done = ordered(tmp_path, "3.0.2", template())
    assert done.returncode == 1
    assert "loses acknowledged rows" in done.stderr


@pytest.mark.parametrize("version, refused", [("2.1.4", True), ("3.0.2", True), ("3.0.3", False), ("3.3.0", False), ("4.0.0", False), ("10.0.1", False)])
def test_etcd3_is_refused_before_3_0_3(check, version, refused):
    settings = {**template(), "bootstrap": {"dcs": {"synchronous_mode": True, "ttl": 20, "loop_wait": 4, "retry_timeout": 5}}}
    assert bool(list(check.faults(settings, {}, check.number(version)))) is refused


def test_the_v2_section_is_fit_for_3_0_2_unless_the_environment_names_etcd3(tmp_path):
    settings = template()
    settings["etcd"] = settings.pop("etcd3")
    settings["bootstrap"]["dcs"]["synchronous_mode"] = True
    assert ordered(tmp_path, "3.0.2", settings).returncode == 0
    assert ordered(tmp_path, "3.0.2", settings, PATRONI_ETCD3_HOSTS="10.0.0.11:2379").returncode == 1


@pytest.mark.parametrize("version, change, said", [
    ("4.0.7", {"synchronous_mode": False}, "synchronous_mode is off"), ("4.0.7", {"synchronous_mode": None}, "synchronous_mode is off"),
    ("4.0.7", {"retry_timeout": 10}, "must not be more than ttl"), ("3.3.2", {}, "does not know synchronous_mode: quorum")])
def test_what_else_would_lose_rows_is_refused(check, version, change, said):
    settings = template()
    settings["bootstrap"]["dcs"].update(change)
    assert any(said in fault for fault in check.faults(settings, {}, check.number(version)))


@pytest.mark.parametrize("version, settings", [("", "scope: wuye\n"), ("4.0.7", "{")])
def test_what_is_not_understood_does_not_start_either(tmp_path, version, settings):
    assert ordered(tmp_path, version, settings).returncode == 2


def test_the_unit_asks_before_it_starts_patroni_and_does_not_insist():
    lines = (HA / "patroni/wuye-patroni.service").read_text(encoding="utf-8").splitlines()
    asked, started = lines.index("ExecStartPre=/etc/patroni/check /etc/patroni/wuye.yml"), lines.index("ExecStart=/usr/bin/patroni /etc/patroni/wuye.yml")
    assert asked < started
    assert "RestartPreventExitStatus=1" in lines


def test_the_template_is_what_was_measured():
    dynamic = template()["bootstrap"]["dcs"]
    assert (dynamic["synchronous_mode"], dynamic["failsafe_mode"]) == ("quorum", True)
    assert "etcd3" in template() and os.access(HA / "patroni/check", os.X_OK)


def test_the_pair_stops_a_lonely_primary_before_it_makes_another():
    monitor = dict(line.split(" = ") for line in (HA / "autofailover/monitor.conf").read_text(encoding="utf-8").splitlines() if line.startswith("pgautofailover."))
    setup = (HA / "autofailover/setup").read_text(encoding="utf-8").split("timeout.network_partition_timeout ")[1]
    assert int(setup.split()[0]) * 1000 < int(monitor["pgautofailover.primary_demote_timeout"])
