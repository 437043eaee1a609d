"""Posts a stream of service requests as 12345 tickets, repeats some, and checks that each is there exactly once.

usage: replay.py --url URL --stream STREAM.csv --estates estates.csv --credentials credentials.json
                 [--district 150202] [--posters 4] [--repeats 0.05] [--limit N]

credentials.json is what deploy/demo/generate.py keeps: name@district → secret. Safe to run again: the tickets are the
same, so the second run creates nothing.
"""
import argparse
import collections
import json
import queue
import random
import sys
import threading
import time

import tickets
from client import Client, GaveUp

BATCH = 50
TICKETS = "/v1/hotline/tickets"


class Tally:
    """What the checks found. Shared by threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.passed, self.faults = 0, []

    def check(self, good, fault):
        with self.lock:
            self.passed += bool(good)
            if not good:
                self.faults.append(fault)

    def report(self):
        for fault in self.faults[:20]:
            print(f"not ok: {fault}")
        print(f"{self.passed} passed, {len(self.faults)} failed")
        return not self.faults


def parcels(all_tickets, repeats, chance):
    """Half of the tickets alone, half in batches; some of them again later, anywhere in the rest of the stream."""
    again = chance.sample(all_tickets, round(len(all_tickets) * repeats))
    once, position = [], 0
    while position < len(all_tickets):
        size = BATCH if chance.random() < 1 / (BATCH + 1) else 1
        once.append(all_tickets[position:position + size])
        position += size
    for ticket in again:
        once.insert(chance.randrange(len(once) + 1), [ticket])
    return once, len(again)


class Poster(threading.Thread):
    def __init__(self, client, work, tally, ids):
        super().__init__()
        self.client, self.work, self.tally, self.ids = client, work, tally, ids

    def note(self, ticket, status, identity, answer):
        self.tally.check(status in (200, 201), f"ticket {ticket['ticket_no']}: {status} {answer}")
        if identity:
            with self.tally.lock:
                self.ids[ticket["ticket_no"]].add(identity)

    def post(self, parcel):
        if len(parcel) == 1:
            status, answer = self.client.call("POST", TICKETS, parcel[0])
            self.note(parcel[0], status, (answer or {}).get("id"), answer)
            return
        status, answer = self.client.call("POST", TICKETS, parcel)
        results = (answer or {}).get("results", [])
        if len(results) != len(parcel):
            results = [{"status": status, "problem": answer}] * len(parcel)
        for ticket, result in zip(parcel, results):
            self.note(ticket, result["status"], result.get("id"), result)

    def run(self):
        while True:
            try:
                parcel = self.work.get_nowait()
            except queue.Empty:
                return self.client.close()
            try:
                self.post(parcel)
            except GaveUp as fault:
                self.tally.check(False, f"{parcel[0]['ticket_no']} and {len(parcel) - 1} more: {fault}")


def post_all(make_client, work_list, posters, tally):
    work, ids = queue.Queue(), collections.defaultdict(set)
    for parcel in work_list:
        work.put(parcel)
    threads = [Poster(make_client(), work, tally, ids) for _ in range(posters)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ids, sum(thread.client.retries for thread in threads)


def verify(hotline, district, all_tickets, ids, tally):
    """Once in the hotline's own list, once among the district's complaints, and one id per ticket however often it was posted."""
    expected = {ticket["ticket_no"] for ticket in all_tickets}
    known = [item for item in hotline.items(TICKETS) if item["ticket_no"] in expected]
    listed = collections.Counter(item["ticket_no"] for item in known)
    placed = {item["ticket_no"] for item in known if item["estate_id"]}
    complaints = collections.Counter(item["ticket_no"] for item in district.items("/v1/complaints")
                                     if item.get("ticket_no") in expected)
    for number in sorted(expected):
        tally.check(listed[number] == 1, f"ticket {number} is listed {listed[number]} times")
        tally.check(complaints[number] == 1, f"ticket {number} has {complaints[number]} complaints")
        tally.check(number in placed, f"ticket {number} has found no estate")
        tally.check(len(ids[number]) == 1, f"ticket {number} was answered with {len(ids[number])} ids")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("url", "stream", "estates", "credentials"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--district", default="150202")
    parser.add_argument("--posters", type=int, default=4)
    parser.add_argument("--repeats", type=float, default=0.05)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    with open(options.credentials, encoding="utf-8") as file:
        credentials = json.load(file)

    def client(name):
        account = f"{name}@{options.district}"
        return Client(options.url, account, credentials[account])

    all_tickets = tickets.read_tickets(options.stream, tickets.read_estates(options.estates, options.district), options.limit)
    work_list, repeated = parcels(all_tickets, options.repeats, random.Random(12345))
    tally, began = Tally(), time.monotonic()
    ids, retries = post_all(lambda: client("hotline"), work_list, options.posters, tally)
    spent = time.monotonic() - began
    print(f"{len(all_tickets)} tickets and {repeated} repeats in {len(work_list)} requests, {retries} tried again, {spent:.1f} s")
    verify(client("hotline"), client("district.officer"), all_tickets, ids, tally)
    sys.exit(0 if tally.report() else 1)


if __name__ == "__main__":
    main()
