"""What the release build does when more comes than it can do: capacity first, then five times as much at moments of its own choosing, then thousands who say nothing, who read or write a byte at a time, who flood.

Load is open: a request is sent when its time has come, whether or not others were answered. Many callers, each below its own allowance. Each line says what was measured and what it is held against; times are
those of this machine while it did this, and the bounds are wide."""
import argparse
import collections
import contextlib
import csv
import datetime
import json
import pathlib
import sys
import time

import hostile
from offered import Offer, Record, ms, spent
from stand import DISTRICT, OFFICER, Stand, process_figures, seed

CALLERS = 100


class Report:
    def __init__(self):
        self.failed = 0

    def line(self, good, text):
        self.failed += not good
        print(("ok      " if good else "not ok  ") + text, flush=True)


def made_callers(stand):
    """Tokens of many people of the district: an allowance is a caller's own."""
    officer, tokens = stand.client(OFFICER), []
    for number in range(CALLERS):
        password = f"many callers {number} 2026"
        status, made = officer.call("POST", "/v1/users", {"name": f"caller{number}", "display_name": f"经办{number}", "role": "district", "password": password})
        assert status == 201, made
        client = stand.client(OFFICER)
        client.account, client.secret = f"caller{number}@{DISTRICT}", password
        tokens.append(client._authorization().removeprefix("Bearer "))
        client.close()
    return tokens


COUNTED = ("accepted", "refused", "displaced", "expired", "closed")


class Watched:
    """The service's own figures while it is under load."""

    def __init__(self, stand):
        self.stand, self.before, self.peak = stand, self.counts(stand.metrics()), collections.Counter()

    def counts(self, metrics):
        return {name: metrics.get(f"wuye_connections_{name}_total", 0) for name in COUNTED}

    def __call__(self):
        figures = process_figures(self.stand.service.process, "s")
        metrics = {}
        with contextlib.suppress(OSError):
            metrics = self.stand.metrics()
        for name, value in (("rss", figures.get("s_rss_mib", 0)), ("threads", figures.get("s_threads", 0)), ("waiting", metrics.get('wuye_pool_connections{pool="requests",state="waiting"}', 0)),
                            ("connections", metrics.get("wuye_connections", 0))):
            self.peak[name] = max(self.peak[name], value)

    def counted(self):
        after = self.counts(self.stand.metrics())
        return {name: int(after[name] - self.before[name]) for name in COUNTED}


def capacity_of(stand, plan, options):
    Offer(plan, plan["name"] + "WARM", 3, callers=32, most=30000).records()
    offer = Offer(plan, plan["name"] + "CAP", options.seconds, callers=32, most=int(1500 * options.seconds))
    rows = offer.records()
    good = [row for row in rows if row.status in (200, 201)]
    capacity = len(good) / min(options.seconds, max(row.ended for row in rows))  # it may be through with all that there is before the time is over
    took = [row.ended - row.begun for row in good]
    print(f"        capacity {capacity:.0f} a second, p50 {ms(took, 0.5):.0f} ms, p99 {ms(took, 0.99):.0f} ms (32 callers that ask again when answered; {len(rows) - len(good)} not done)")
    return capacity, offer.acknowledged(rows)


def unanswered(rows, counted, report):
    """Who was not told anything. What is closed before a byte of it was read may be so, and the service counts it; what was read is answered."""
    silent = [row for row in rows if row.outcome != "answered"]
    kinds = collections.Counter((row.outcome, "a new connection" if row.fresh else "a kept one") for row in silent)
    print(f"        the service counted {json.dumps(counted)}; sent again because a kept connection was closed meanwhile: {sum(row.again for row in rows)}")
    report.line(len(silent) <= 0.02 * len(rows), f"{len(silent)} of {len(rows)} were not answered at all (2 % allowed): {', '.join(f'{count} {name} on {where}' for (name, where), count in kinds.items()) or 'none'}")
    report.line(len(silent) <= counted["closed"], f"of those at most {counted['closed']} were closed unread, by the service's count; what was read is answered")


def refusals(rows, report):
    refused = [row for row in rows if row.status in (429, 503)]
    others = collections.Counter(row.status for row in rows if row.status not in (0, 200, 201, 429, 503))
    report.line(refused and not others, f"what is too much is 503 or 429: {len(refused)} refusals, others {dict(others)}")
    report.line(all(row.retry_after for row in refused), "each refusal says when to come again (Retry-After)")
    took = [row.ended - row.due for row in refused]
    report.line(ms(took, 0.99) <= 1000, f"refusals, from when they were due: p50 {ms(took, 0.5):.0f} ms, p90 {ms(took, 0.9):.0f}, p99 {ms(took, 0.99):.0f} (1000 allowed), the slowest {ms(took, 1):.0f}")
    print(f"        of that (p50/p99, ms): {spent(refused)}")


def goodput(rows, capacity, report):
    good = [row for row in rows if row.status in (200, 201)]
    rate = len(good) / max(row.ended for row in rows)
    took = [row.ended - row.due for row in good]
    report.line(rate >= 0.5 * capacity, f"goodput {rate:.0f} a second, {rate / capacity:.0%} of capacity (50 % asked); p50 {ms(took, 0.5):.0f} ms, p99 {ms(took, 0.99):.0f}")
    print(f"        of that (p50/p99, ms): {spent(good)}")


def recovered(rows, report):
    late = [row for row in rows if row.status not in (200, 201)]
    back = max((row.due for row in late), default=0)
    first = [row.ended - row.due for row in rows if 0 <= row.due < 5]
    last = [row.ended - row.due for row in rows if row.due >= 5]
    report.line(back <= 5, f"recovered {back:.1f} s after: {len(late)} of {len(rows)} not served once it was over; p99 {ms(first, 0.99):.0f} ms in the first five seconds, {ms(last, 0.99):.0f} in the next")


def overload(stand, plan, options, report):
    """By callers who keep their connections, and open more when they have none."""
    offered(stand, {**plan, "name": "KEPT"}, options, report)


def strangers(stand, plan, options, report):
    """Each over a connection of its own."""
    offered(stand, {**plan, "name": "ONCE", "once": True}, options, report)


def offered(stand, plan, options, report):
    before = process_figures(stand.service.process, "s")["s_rss_mib"]
    capacity, done = capacity_of(stand, plan, options)
    calm = Offer(plan, plan["name"] + "CALM", 3, rate=capacity / 4)
    calm_rows = calm.records()
    took = [row.ended - row.due for row in calm_rows]
    print(f"        at a quarter of it p50 {ms(took, 0.5):.0f} ms, p99 {ms(took, 0.99):.0f}")
    watch, offer = Watched(stand), Offer(plan, plan["name"] + "OVER", options.seconds, rate=options.times * capacity)
    until = time.monotonic() + options.seconds
    while time.monotonic() < until:
        watch()
        time.sleep(0.2)
    after = Offer(plan, plan["name"] + "AFTER", 10, rate=capacity / 4)  # as soon as no more is offered, whether or not all was answered
    rows, after_rows = offer.records(watch), after.records(watch)
    statuses = collections.Counter(row.status for row in rows)
    late = [row.begun - row.due for row in rows]
    print(f"        {len(rows)} requests at {len(rows) / options.seconds:.0f} a second ({len(rows) / options.seconds / capacity:.1f} × capacity, meant {options.times:g} ×): {dict(statuses)}; {sum(row.fresh for row in rows)} on new connections")
    report.line(ms(late, 0.99) <= 250, f"they were offered when they were due: p50 {ms(late, 0.5):.1f} ms late, p99 {ms(late, 0.99):.1f} (250 allowed, or it is no measure)")
    refusals(rows, report)
    unanswered(rows, watch.counted(), report)
    goodput(rows, capacity, report)
    recovered(after_rows, report)
    report.line(watch.peak["waiting"] <= 256, f"at most {watch.peak['waiting']:.0f} waited for the database, {watch.peak['connections']:.0f} connections, {watch.peak['threads']:.0f} threads")
    report.line(watch.peak["rss"] <= before + 200, f"memory {before:.0f} MiB before, {watch.peak['rss']:.0f} at most")
    done += calm.acknowledged(calm_rows) + offer.acknowledged(rows) + after.acknowledged(after_rows)
    there = collections.Counter(row["ticket_no"] for row in stand.cluster.query("select ticket_no from tickets where ticket_no like %s", (f"{plan['name']}%",)))
    lost = [number for number in done if there[number] != 1]
    report.line(done and not lost, f"{len(done)} tickets acknowledged, {len(lost)} of them not there once")
    shifted = [row._replace(due=row.due + options.seconds, begun=row.begun + options.seconds, ended=row.ended + options.seconds) for row in after_rows]
    options.folder.mkdir(parents=True, exist_ok=True)
    with open(options.folder / f"overload-{plan['name'].lower()}.csv", "w", newline="", encoding="ascii") as file:
        csv.writer(file).writerows([Record._fields, *rows, *shifted])
    from graphs import overload_graph
    overload_graph(options.folder / f"overload-{plan['name'].lower()}.png", rows + shifted, capacity)


def session(kinds, options, report, **settings):
    """A service of its own, with people to ask it."""
    with Stand(connections_per_address=0, **settings) as stand:
        complaints = seed(stand, 500)
        now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).isoformat(timespec="seconds")
        plan = {"port": stand.service.port, "tokens": made_callers(stand), "hotline": stand.client(f"hotline@{DISTRICT}")._authorization().removeprefix("Bearer "), "estates": stand.estates(),
                "complaints": complaints, "now": now, "writes": 0.02, "folder": stand.folder}
        for kind in kinds:
            print(f"{kind.__name__}:", flush=True)
            kind(stand, plan, options, report)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=20, help="of each phase")
    parser.add_argument("--times", type=float, default=5)
    parser.add_argument("--idle", type=int, default=5000)
    parser.add_argument("--only", default="overload,strangers,idle,readers,writers,floods")
    parser.add_argument("--folder", type=pathlib.Path, help="for records and graphs; build/soak/<time> by default")
    options = parser.parse_args()
    options.folder = options.folder or pathlib.Path("build/soak") / datetime.datetime.now().strftime("%Y%m%dT%H%M%S")
    report, only = Report(), options.only.split(",")
    crowds = [kind for kind in (overload, strangers) if kind.__name__ in only]
    held = [getattr(hostile, name) for name in ("idle", "readers", "writers", "floods") if name in only]
    if crowds:
        session(crowds, options, report)  # with as many places as are shipped
    if held:
        session(held, options, report, connections_max=options.idle + 1000)
    print(f"{report.failed} of what was held against a bound did not hold; {options.folder}")
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
