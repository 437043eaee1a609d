"""Builds a production form, makes its machines fail under load, prints what that cost and writes it down. tests/ha/full calls this inside namespaces of its own."""
import argparse
import json
import os
import pathlib
import shutil
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("WUYE_PROGRAM", str(ROOT / "build/release/wuye"))
sys.path.insert(0, str(ROOT / "tests/api"))

import full_faults  # noqa: E402
import load as hotline  # noqa: E402
from full_forms import AutoFailover  # noqa: E402
from full_machines import Authority, make_network, until  # noqa: E402
from full_patroni import Patroni  # noqa: E402
from harness import register, service  # noqa: E402

FORMS = {form.name: form for form in (AutoFailover, Patroni)}
DISTRICT = "150202"


class Database:
    """The form as the harness's commands and service see a cluster."""

    def __init__(self, form):
        self.form, self.user = form, "wuye_admin"

    def conninfo(self, database="wuye", user=None):
        return self.form.conninfo(user, database=database)


def serve(form, folder):
    """The demo register, and the service over it with nothing but a connection string; what makes load for it."""
    database, settings = Database(form), {"database_password": form.password["service"]}
    service.command(database, "migrate", **settings)
    demo = register.Register(database, folder)
    demo.load()
    running = service.Service(database, folder, f"serve-{form.name}", **settings, database_connections=12).start()
    token = service.command(database, "token", "--lifetime", 43200, "--district", DISTRICT, "--name", "hotline", **settings).stdout.strip()
    estates = [row["code"] for row in demo.rows("estates") if row["district_code"] == DISTRICT][:50]
    url = f"http://127.0.0.1:{running.port}"
    return running, lambda prefix: hotline.Load([url], hotline.callers(token), estates, clients=4, prefix=prefix)


def table(results):
    heads = ("form", "fault", "run", "acknowledged", "lost", "doubled", "one checksum", "outage s", "(at most)", "rejoin s", "(at most)", "primary", "")
    rows = [(r.form, r.fault, str(r.run), str(r.acknowledged), str(r.lost), str(r.doubled), "yes" if r.same else "NO", f"{r.outage_s:.1f}",
             f"{full_faults.FAULTS[r.fault].outage:.0f}", f"{r.rejoin_s:.1f}", str(full_faults.FAULTS[r.fault].rejoin or ""), r.primary,
             "BREACH: " + "; ".join(r.breaches) if r.breaches else "ok") for r in results]
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, ("---",) * len(heads), *rows))


def write(results, versions, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "versions": versions,
                                "runs": [vars(result) for result in results]}, ensure_ascii=False, indent=1) + "\n")


def try_form(make, folder, options, keep):
    """All runs of one form on one cluster; `keep` is called after each, so that a run that is broken off leaves its results."""
    folder = folder / make.name
    folder.mkdir()
    folder.chmod(0o755)
    form, running = make(folder, Authority(folder / "authority")), None
    began = time.monotonic()
    try:
        form.build()
        until(form.settled, 180, f"the {make.name} form to settle")
        running, make_load = serve(form, folder)
        print(f"{form.name}: {form.version()}, built and loaded in {time.monotonic() - began:.0f} s", flush=True)
        # One of each first, then again: a run that is broken off has seen every fault.
        for number in range(1, options.runs + 1):
            for name in options.fault:
                result = full_faults.one_run(form, name, number, make_load)
                keep(result, form.version())
                print(table([result]).splitlines()[-1], flush=True)
                if result.breaches:
                    print(form.logs()[-20000:] if options.logs else "", running.tail(20), sep="\n", file=sys.stderr, flush=True)
                    until(form.settled, 180, "all to be as before the next run")
    except Exception:
        print(form.logs()[-30000:], file=sys.stderr, flush=True)
        raise
    finally:
        if running:
            running.kill()
        for machine in form.machines.values():
            machine.remove()


def main():
    parser = argparse.ArgumentParser(prog="tests/ha/full", description=__doc__)
    parser.add_argument("--form", nargs="+", choices=FORMS, default=list(FORMS))
    parser.add_argument("--fault", nargs="+", choices=full_faults.FAULTS, default=list(full_faults.FAULTS), metavar="NAME",
                        help="; ".join(f"{name}: {fault.say}" for name, fault in full_faults.FAULTS.items()))
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--json", type=pathlib.Path, default=ROOT / "build/ha/full.json")
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where the machines' files are, while they are")
    parser.add_argument("--logs", action="store_true", help="print the machines' logs after a breach")
    options = parser.parse_args()
    results, versions = [], {}

    def keep(result, version):
        versions[result.form] = version
        results.append(result)
        write(results, versions, options.json)

    make_network()
    failed = False
    for name in options.form:
        try:
            try_form(FORMS[name], options.folder, options, keep)
        except Exception as fault:  # noqa: BLE001  the other form is tried all the same
            print(f"{name}: {fault}", file=sys.stderr, flush=True)
            failed = True
        shutil.rmtree(options.folder / name, ignore_errors=True)
    print("\n" + table(results) + f"\n\n{options.json}")
    breached = [result for result in results if result.breaches]
    print(f"\n{len(results) - len(breached)} passed, {len(breached) + failed} failed")
    return 1 if breached or failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
