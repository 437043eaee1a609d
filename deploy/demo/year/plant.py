"""Makes the sandbox: a year of a district's life, told to the real service by the people of the district, at the sandbox's own time.

usage: plant.py --folder F --binary B --configuration C --postgresql BIN --data D --password FILE --register R --credentials FILE [--size full|small] [--seed N] [--today DAY]
"""
import argparse
import csv
import datetime
import json
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import complaints  # noqa: E402
import credit  # noqa: E402
import exchange  # noqa: E402
import fieldwork  # noqa: E402
import money  # noqa: E402
import registers  # noqa: E402
import supervision  # noqa: E402
from api import Api  # noqa: E402
from clock import SHANGHAI, Clock, moment, told  # noqa: E402
from district import OFFICER, PLATFORM, District  # noqa: E402
from machines import Machines  # noqa: E402
from story import Teller  # noqa: E402

HASTY = {"argon2_memory_kib": 8192, "argon2_passes": 1}  # for a suite, which makes 200 accounts and keeps them for seconds
COMPLAINTS = {"full": 10000, "small": 80}


def first_day_of(today):
    """Twelve whole months, and what there is of this one."""
    return datetime.date(today.year - 1, today.month, 1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("folder", "binary", "configuration", "postgresql", "data", "password", "register", "credentials"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--size", choices=COMPLAINTS, default="full")
    parser.add_argument("--complaints", type=int, help="so many, whatever the size says")
    parser.add_argument("--seed", default="wuye")
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.datetime.now(SHANGHAI).date())
    parser.add_argument("--refused", action="store_true", help="list the steps that were refused, and tell of every month")
    return parser.parse_args()


def save(path, credentials):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(credentials, file, indent=1, sort_keys=True)
        file.write("\n")


def main():
    given, began, teller = arguments(), time.monotonic(), None

    def say(what):
        if given.refused or what[:2] != "20" or what[-2:] in ("03", "06", "09", "12"):
            print(f"    {time.monotonic() - began:6.1f} s  {what}", flush=True)
    clock = Clock(given.folder)
    first = first_day_of(given.today)
    clock.set(moment(first - datetime.timedelta(1), 8))
    machines = Machines(clock, given.folder, given.binary, given.configuration, given.postgresql, given.data, given.password.read_text().strip(), HASTY if given.size == "small" else {})
    try:
        machines.start_database()
        machines.load(given.register)
        machines.sql("analyze", database="wuye")
        machines.serve()
        say(f"the register stands, it is {told(clock.now)[:10]}")
        credentials = json.loads(given.credentials.read_text())
        api = Api(clock, machines.port, credentials)
        district = District(api, clock, given.seed, first, given.today)
        district.read(given.register)
        until = max(contract["end_date"] for contract in district.contracts)
        if str(given.today) > until:
            sys.exit(f"the register has contracts until {until}, and a year without any has next to nothing in it")
        teller = Teller(api, clock)
        with open(given.register / "users.csv", encoding="utf-8", newline="") as file:
            users = list(csv.DictReader(file))
        teller.begin(clock.now + 60, district.people(users, credentials, given.size))
        teller.tell(moment(first))
        save(given.credentials, credentials)
        say(f"{len(credentials)} accounts")
        tell(given, machines, district, teller, say)
        say(f"{api.requests} requests, {len(teller.failures)} stories that ended early; it is {told(clock.now)}")
        if len(teller.failures) > api.requests / 200:
            sys.exit("too many steps were refused: --refused lists them")
        for failure in teller.failures[:200]:
            print(failure)
        machines.stop_service()
        machines.sql("create database wuye_start template wuye strategy file_copy", "alter database wuye_start is_template true allow_connections false")
    finally:
        for failure in teller.failures if teller and given.refused else []:
            print(failure)
        machines.stop()
        used = os.times()
        say(f"{used.user + used.system:.0f} s of this program, {used.children_user + used.children_system:.0f} s of the others")


def tell(given, machines, district, teller, say):
    full = given.size == "full"

    def scale(count):
        """So many of them in the full year."""
        return count if full else max(min(count, 5), count // 60)
    for part in (registers, fieldwork, credit, supervision, money, exchange):
        part.begin(district, teller, scale)
    complaints.begin(district, teller, given.complaints or COMPLAINTS[given.size])
    for number in range(13):
        close_month(machines, district, teller, number, full)
        teller.tell(min(moment(district.month(number + 1)[0]), district.end))
        say(district.month(number)[1])
    files_out(machines, district)


def close_month(machines, district, teller, number, full):
    """As the month begins: the worker makes what is to be reported, keeps the ledger, closes and seals the trail of the month before, which the district has frozen and the platform takes."""
    first, last = district.month(number)[0], district.month(number - 1)[1]
    if moment(first, 1, 10) >= district.end:
        return  # on the first of a month: nobody has seen its second hour
    teller.tell(moment(first, 1, 10))
    frozen = number > 0 and (full or number >= 11)  # on the first of a month the eleventh is the last
    if frozen:
        district.api.call(OFFICER, "POST", "/v1/exchange/months", {"month": last})
    if full or number in (0, 3, 6, 9, 11, 12):  # a month has its place four months ahead
        machines.sql("analyze", database="wuye")
        machines.work(lambda: not frozen or district.api.get(OFFICER, f"/v1/exchange/months/{last}")["state"] == "frozen")
    if frozen:
        one = district.api.get(PLATFORM, f"/v1/exchange/months/{last}")
        district.api.call(PLATFORM, "POST", f"/v1/exchange/months/{last}/acknowledgements", {"version": one["version"], "sha256": one["sha256"]})


def files_out(machines, district):
    """On the last evening: what somebody asked for is made, and all that is due is done."""
    asked = [district.api.call(OFFICER, "POST", "/v1/exports", {"operation": operation, "parameters": {}, "format": "csv"}).json["id"] for operation in ("listFirms", "listComplaints")]
    machines.work(lambda: all(district.api.get(OFFICER, f"/v1/exports/{one}")["state"] == "done" for one in asked))


if __name__ == "__main__":
    main()
