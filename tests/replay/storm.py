"""What a hotline does to the service on its worst day, and whether afterwards everything is there once, in the state that it leads to.

usage: storm.py [--tickets 200000] [--posters 8] [--kills 20] [--seed 12345]

Invented tickets of the demo register's estates, posted alone and in batches by processes of their own, with messages after (and now and then before) them.
5 % of everything is sent again, 2 % of the answers are lost on the way, and while that goes on the service and the database are killed, kill -9, in turn.
The server is the release build over a database cluster of its own.
"""
import argparse
import collections
import json
import multiprocessing
import pathlib
import random
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))
from client import TRY_AGAIN, Client, GaveUp  # noqa: E402  (the path comes first)
from harness.world import World  # noqa: E402
from messages import Story  # noqa: E402
from replay import Tally  # noqa: E402

REPEATED, LOST, BATCHES = 0.05, 0.02, 0.03
BATCH = 40
PATIENCE_S = 180  # a killed database is back long before


class Unlucky(Client):
    """Now and then the answer does not reach it, and it sends the same again."""

    def __init__(self, url, account, secret, chance):
        super().__init__(url, account, secret)
        self.chance, self.lost = chance, 0

    def _once(self, method, path, headers, body):
        if self.connection and method == "POST" and self.chance.random() < LOST:
            self.connection.request(method, path, body=body, headers=headers)
            time.sleep(self.chance.random() * 0.02)
            self.lost += 1
            raise ConnectionError("the answer was lost")
        return super()._once(method, path, headers, body)

    def insist(self, method, path, body):
        """A hotline gives up on nothing."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self.call(method, path, body)
            except GaveUp:
                if time.monotonic() > deadline:
                    raise


def settle(client, path, bodies):
    """(body, its answer) of each; what a batch could not take in is sent again, as a hotline would."""
    deadline = time.monotonic() + PATIENCE_S
    while bodies:
        status, answer = client.insist("POST", path, bodies if len(bodies) > 1 else bodies[0])
        alone = [{"status": status, "problem": answer}] * len(bodies)
        results = list(zip(bodies, (answer or {}).get("results", alone) if len(bodies) > 1 else alone))
        late = time.monotonic() > deadline
        yield from (pair for pair in results if late or pair[1]["status"] not in TRY_AGAIN)
        bodies = [] if late else [body for body, result in results if result["status"] in TRY_AGAIN]
        if bodies:
            time.sleep(0.5)


def post(url, account, secret, number, parcels, told):
    """A process of its own: takes parcels until there are none."""
    client = Unlucky(url, account, secret, random.Random(number))
    counts, faults = collections.Counter(), []
    while True:
        path, bodies = parcels.get()
        if bodies is None:
            break
        for body, result in settle(client, path, bodies):
            counts[result["status"]] += 1
            if result["status"] not in (200, 201):
                faults.append(f"{path} {json.dumps(body, ensure_ascii=False)[:200]}: {result}")
    told.put((counts, faults[:20], client.retries, client.lost))


def parcels_of(stories, chance):
    """Everything that is sent, in the order of the stream: a message may overtake its ticket."""
    stream = []
    for place, story in enumerate(stories):
        for path, body, delay in story.sent(chance):
            stream.append((place + delay, path, body))
            if chance.random() < REPEATED:
                stream.append((place + delay + chance.randrange(2000), path, body))
    stream.sort(key=lambda item: item[0])
    position = 0
    while position < len(stream):
        path = stream[position][1]
        size = BATCH if chance.random() < BATCHES else 1
        bodies = []
        for _, other, body in stream[position:position + size]:
            if other != path:
                break
            bodies.append(body)
        yield path, bodies
        position += len(bodies)


def killing(world, times, done, killed):
    """The service and the database in turn, each soon back."""
    chance = random.Random(times)
    for number in range(times):
        if done.wait(chance.uniform(4, 10)):
            return
        if number % 2:
            world.cluster.kill()
            world.cluster.start()
        else:
            world.service.kill()
            world.service.start(60)
        killed.append(number)


def run(world, stories, options):
    chance = random.Random(options.seed)
    context = multiprocessing.get_context("spawn")
    parcels, told = context.Queue(2000), context.Queue()
    account = "hotline@150202"
    url = f"http://127.0.0.1:{world.service.port}"
    posters = [context.Process(target=post, args=(url, account, world.register.credentials[account], number, parcels, told)) for number in range(options.posters)]
    for poster in posters:
        poster.start()
    done, killed = threading.Event(), []
    killer = threading.Thread(target=killing, args=(world, options.kills, done, killed))
    killer.start()
    sent = 0
    for path, bodies in parcels_of(stories, chance):
        parcels.put((path, bodies))
        sent += len(bodies)
    for _ in posters:
        parcels.put((None, None))
    results = [told.get() for _ in posters]
    for poster in posters:
        poster.join()
    done.set()
    killer.join()
    return sent, results, len(killed)


def check(world, stories, tally):
    """In the database's own words: once each, and as the messages lead to."""
    tickets = collections.Counter((row["ticket_no"], row["round"]) for row in world.cluster.query("select ticket_no, round from tickets"))
    complaints = collections.defaultdict(list)
    for row in world.cluster.query("select ticket_no, state, round, urges, supervisions, id::text from complaints"):
        complaints[row["ticket_no"]].append(row)
    events = collections.defaultdict(collections.Counter)
    for row in world.cluster.query("select complaint_id::text as id, action, count(*) as n from complaint_events group by 1, 2"):
        events[row["id"]][row["action"]] = row["n"]
    messages = collections.defaultdict(list)
    for row in world.cluster.query("select ticket_no, kind, outcome from hotline_messages"):
        messages[row["ticket_no"]].append((row["kind"], row["outcome"]))
    audited = collections.Counter(row["target"] for row in world.cluster.query("select target from audit_log where operation = 'postTickets'"))
    written = {(row["ticket_no"], row["round"]): row["id"] for row in world.cluster.query("select ticket_no, round, id::text from tickets")}
    for story in stories:
        found = complaints[story.number]
        tally.check(len(found) == 1, f"{story.number} has {len(found)} complaints")
        if len(found) != 1:
            continue
        for number in story.rounds:
            tally.check(tickets[(story.number, number)] == 1, f"{story.number} round {number} is there {tickets[(story.number, number)]} times")
            tally.check(audited[written.get((story.number, number))] >= 1, f"{story.number} round {number} is in no line of the audit log")
        story.check(found[0], events[found[0]["id"]], messages[story.number], tally)
    tally.check(len(audited) == sum(tickets.values()), f"{len(audited)} tickets in the audit log")
    tally.check(sum(tickets.values()) == sum(len(story.rounds) for story in stories), f"{sum(tickets.values())} tickets in all")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, value in (("tickets", 200000), ("posters", 8), ("kills", 20), ("seed", 12345)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    world = World()
    tally = Tally()
    try:
        world.start()
        estates = world.estates("e.district_code = '150202'")
        chance = random.Random(options.seed)
        stories = [Story(number, estates[chance.randrange(len(estates))], chance) for number in range(options.tickets)]
        began = time.monotonic()
        sent, results, kills = run(world, stories, options)
        spent = time.monotonic() - began
        counts = sum((result[0] for result in results), collections.Counter())
        for result in results:
            for fault in result[1]:
                tally.check(False, fault)
        print(f"{len(stories)} matters, {sent} tickets and messages sent by {options.posters} posters in {spent:.0f} s ({sent / spent:.0f} a second), answered {dict(counts)}; "
              f"{sum(result[3] for result in results)} answers lost, {sum(result[2] for result in results)} tried again, {kills} kills", flush=True)
        tally.check(kills == options.kills, f"{kills} of {options.kills} kills")
        check(world, stories, tally)
        world.stop()
    finally:
        world.remove()
    sys.exit(0 if tally.report() else 1)


if __name__ == "__main__":
    main()
