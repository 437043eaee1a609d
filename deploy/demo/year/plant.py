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
from api import Api  # noqa: E402
from clock import SHANGHAI, Clock, moment, told  # noqa: E402
from district import District  # noqa: E402
from machines import Machines  # noqa: E402
from story import Teller  # noqa: E402

COMPLAINTS = {"full": 10000, "small": 150}


def first_day_of(today):
    """Twelve whole months, and what there is of this one."""
    return datetime.date(today.year - 1, today.month, 1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("folder", "binary", "configuration", "postgresql", "data", "password", "register", "credentials"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--size", choices=COMPLAINTS, default="full")
    parser.add_argument("--seed", default="wuye")
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.datetime.now(SHANGHAI).date())
    parser.add_argument("--lenient", action="store_true", help="go on when a step is refused, and list what was")
    return parser.parse_args()


def save(path, credentials):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(credentials, file, indent=1, sort_keys=True)
        file.write("\n")


def main():
    given, began = arguments(), time.monotonic()

    def say(what):
        print(f"    {time.monotonic() - began:6.1f} s  {what}", flush=True)
    clock = Clock(given.folder)
    first = first_day_of(given.today)
    clock.set(moment(first - datetime.timedelta(1), 8))
    machines = Machines(clock, given.folder, given.binary, given.configuration, given.postgresql, given.data, given.password.read_text().strip())
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
        teller = Teller(api, clock, not given.lenient)
        with open(given.register / "users.csv", encoding="utf-8", newline="") as file:
            users = list(csv.DictReader(file))
        teller.begin(clock.now + 60, district.people(users, credentials, given.size))
        teller.tell(moment(first))
        save(given.credentials, credentials)
        say(f"{len(credentials)} accounts")
        tell(given, machines, district, teller, say)
        say(f"{api.requests} requests; it is {told(clock.now)}")
        for failure in teller.failures[:200]:
            print(failure)
        print(len(teller.failures), "refused")
    finally:
        machines.stop()


def tell(given, machines, district, teller, say):
    complaints.begin(district, teller, COMPLAINTS[given.size])
    for number in range(13):
        following = district.month(number + 1)[0]
        teller.tell(min(moment(following), district.end))
        machines.sql("analyze", database="wuye")
        say(f"{district.month(number)[1]}")


if __name__ == "__main__":
    main()
