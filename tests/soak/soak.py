"""Mixed load over real HTTP on the release build, a worker and a synced PostgreSQL, and at the end whether anything grew, and whether all that was acknowledged is there once.

Callers are processes of their own: signed tickets, some sent again, lists, work lists, things by id, public reads, steps, photos in and out, CSV, NDJSON and XLSX exports, dry imports, statistics, updates,
sign-ins and polls of the change feed; what happens is pushed to a webhook endpoint. Once a second everything that could grow is written down. What is judged is the time after the warm-up."""
import argparse
import collections
import datetime
import json
import multiprocessing
import os
import pathlib
import queue
import sys
import time

from stand import DISTRICT, OFFICER, Stand, forget_programs, seed
from load import RATES, drive
from sample import Sampler, latencies, shares, write_csv
from slopes import judge
from harness.receiver import Receiver

PROCESSES, STRETCH_S = 2, 15
# What may be added within the measured time: a share of the median, and at least so much.
BOUNDS = {"service_rss_mib": (0.10, 8), "heap_used_mib": (0.10, 4), "heap_held_mib": (0.10, 8), "worker_rss_mib": (0.10, 8), "backends_mib": (0.25, 32), "service_files": (0.05, 4), "worker_files": (0.05, 4),
          "service_threads": (0.05, 4), "worker_threads": (0.05, 2), "client_connections": (0.05, 4), "pg_connections": (0.05, 2), "pg_in_transaction_idle": (0, 1), "pool_requests_waiting": (0, 2)}
LATENCY = {"p50": (0.25, 2), "p99": (0.50, 25)}
# One call in a thousand may be told to come again, and nine in ten have to be made when they are due; when others take more than that of the processors it is theirs.
REFUSED_MAX, DONE_MIN, OTHERS_MAX = 0.001, 0.9, 0.15
TOLD_S = 200  # a measured time that is long enough for each series to be seen


def collect(told, seconds, processes):
    """Until all have told what was acknowledged to them."""
    records, acknowledged, done, until = [], [], 0, time.monotonic() + seconds + 120
    while done < processes and time.monotonic() < until:
        try:
            kind, value = told.get(timeout=5)
        except queue.Empty:
            continue
        if kind == "records":
            records += value
        else:
            acknowledged.append(value)
            done += 1
    return records, acknowledged, done


def webhook_key(stand, officer):
    client = stand.register.account(f"hotline@{DISTRICT}")["id"]
    status, made = officer.call("POST", f"/v1/clients/{client}/keys", {"kind": "webhook"})
    assert status == 201, made
    return client, made["secret"]


def settle(receiver, hotline, seconds=120):
    """Until all that the hotline can read of its tickets was pushed too, or the time is over. → what there is, what came"""
    until, made, cursor = time.monotonic() + seconds, set(), ""
    while True:
        status, page = hotline.call("GET", f"/v1/hotline/updates?limit=200{cursor}")
        assert status == 200, page
        made |= {item["id"] for item in page["items"]}
        cursor = f"&cursor={page['resume']}" if page.get("resume") else cursor
        pushed = set(receiver.ids)
        if time.monotonic() > until or (not page["next"] and made and made <= pushed):
            return made, pushed
        if not page["next"]:
            time.sleep(0.5)


def check_once(stand, acknowledged, serials, receiver):
    """In the database's own words. → faults, counts"""
    faults, counts = [], {}
    told = collections.Counter(item for some in acknowledged for item in some)
    numbers = [name for kind, name in told if kind == "ticket"]
    there = collections.Counter(row["ticket_no"] for serial in serials for row in stand.cluster.query("select ticket_no from tickets where ticket_no like %s", (f"{serial}-%",)))
    faults += [f"ticket {number} is there {there[number]} times" for number in numbers if there[number] != 1]
    faults += [f"ticket {number} is there and was not acknowledged" for number in there if number not in set(numbers)]
    complaints = collections.Counter(row["ticket_no"] for serial in serials for row in stand.cluster.query("select ticket_no from complaints where ticket_no like %s", (f"{serial}-%",)))
    faults += [f"ticket {number} has {complaints[number]} complaints" for number in numbers if complaints[number] != 1]
    files = {row["id"] for row in stand.cluster.query("select id::text from attachments")}
    photos = [name for kind, name in told if kind == "attachment"]
    faults += [f"attachment {name} is lost" for name in photos if name not in files]
    steps = collections.Counter(row["id"] for row in stand.cluster.query("select complaint_id::text as id from complaint_events where action = 'dispatch'"))
    dispatched = [name for kind, name in told if kind == "step"]
    faults += [f"complaint {name} was dispatched {steps[name]} times" for name in dispatched if steps[name] != 1]
    made, pushed = settle(receiver, stand.client(f"hotline@{DISTRICT}"))
    faults += [f"update {name} was not delivered" for name in made - pushed] + (["there is no update that could be delivered"] if numbers and not made else [])
    counts.update(tickets=len(numbers), attachments=len(photos), steps=len(dispatched), updates=len(made), deliveries=len(receiver.ids), delivered_twice=len(receiver.ids) - len(pushed))
    return faults, counts


def judged(rows, by_kind, warm_s):
    found = {}
    for name, (share, least) in BOUNDS.items():
        found[name] = judge([(row["second"], row.get(name)) for row in rows if row["second"] >= warm_s and name in row], share, least)
    for kind, stretches in by_kind.items():
        for place, name in ((2, "p50"), (3, "p99")):
            if kind != "feed":  # it waits for as long as it may
                found[f"{kind}, {name} ms"] = judge([(stretch[0], stretch[place]) for stretch in stretches if stretch[0] >= warm_s], *LATENCY[name])
    return found


def refused_why(logs):
    """Each 503 by operation, role and reason, as the log has it."""
    found = collections.Counter()
    for line in logs.splitlines():
        if '"status":503' in line:
            of = json.loads(line)
            found[of.get("operation", ""), of.get("role", ""), of.get("detail", of.get("problem", "")), f"{of.get('database_us', 0) // 250000 / 4:g} s or more"] += 1
    return "".join(f"{count:6} {' | '.join(of)}\n" for of, count in found.most_common())


def judge_refused(records, rows):
    """(fault or None, what to say)"""
    refused = sum(fault is not None and fault.startswith("Refused") for _, _, _, fault in records)
    ours, others = shares(rows)
    said = (f"{refused} of {len(records)} calls were told to come again ({refused / max(1, len(records)):.2%}, {REFUSED_MAX:.1%} allowed); of the processors this took {ours:.0%}, others took {others:.0%}")
    if refused <= REFUSED_MAX * len(records):
        return None, said
    return (None, f"{said}: cannot tell, the machine was busy with something else") if others > OTHERS_MAX else (said, said)


def judge_done(records, rows, options):
    """Whoever is not answered asks for less. (fault or None, what to say)"""
    done, meant = sum(kind != "feed" for _, kind, _, _ in records), sum(RATES.values()) * options.rate * options.minutes * 60
    said = f"{done} calls of {meant:.0f} meant were made ({done / meant:.0%}, {DONE_MIN:.0%} asked)"
    if done >= DONE_MIN * meant:
        return None, said
    return (None, f"{said}: cannot tell, the machine was busy with something else") if shares(rows)[1] > OTHERS_MAX else (said, said)


def not_measured(found, records, options, warm_s):
    """What is judged has to have been seen: a series that nobody fills would be flat for ever."""
    if options.minutes * 60 - warm_s < TOLD_S:
        return []
    kinds = {kind for _, kind, _, _ in records}
    return [f"{name} was not measured" for name in BOUNDS if found[name] is None] + [f"{kind}: never done" for kind, rate in RATES.items() if kind not in kinds and rate * options.rate * options.minutes * 60 >= 15]


def print_verdict(found, out):
    for name, of in found.items():
        if of is None:
            print(f"{name:28}  too little was measured", file=out)
        else:
            print(f"{name:28} median {of['median']:10.2f}  grew by {of['growth']:8.2f}  ({of['low']:8.2f} to {of['high']:8.2f})  allowed {of['bound']:7.2f}  {of['verdict']}", file=out)


def run(options, folder):
    settings = {"fetch_networks": "127.0.0.0/8", "webhook_allow_http": "true"}
    with Stand(**settings) as stand:
        stand.start_worker()
        officer, receiver = stand.client(OFFICER), Receiver()
        client, key = webhook_key(stand, officer)
        status, made = officer.call("POST", "/v1/webhook-endpoints", {"client_id": str(client), "url": receiver.url("/updates")})
        assert status == 201, made
        complaints = seed(stand, options.complaints)
        context = multiprocessing.get_context("spawn")
        told = context.Queue()
        seconds, serials = options.minutes * 60, [f"SOAK{number}" for number in range(PROCESSES)]
        plan = {"url": stand.url, "credentials": stand.register.credentials, "key": key, "estates": stand.estates(), "complaints": complaints, "seconds": seconds, "share": options.rate / PROCESSES}
        sampler = Sampler(stand)
        sampler.start()
        drivers = [context.Process(target=drive, args=({**plan, "seed": number, "serial": serials[number]}, told), daemon=True) for number in range(PROCESSES)]
        for driver in drivers:
            driver.start()
        sampler.drivers = drivers
        records, acknowledged, done = collect(told, seconds, PROCESSES)
        for driver in drivers:
            driver.join(30)
        sampler.stop()
        faults, counts = check_once(stand, acknowledged, serials, receiver)
        if done < PROCESSES:
            faults.append("a process of callers did not come to its end")
        (folder / "service.log.tail").write_text(stand.service.tail(200))
        logs = stand.service.log.read_text(errors="replace") + (stand.folder / "worker.log").read_text(errors="replace")
        errors = [line for line in logs.splitlines() if '"level":"error"' in line or ('"status":5' in line and '"status":503' not in line)]
        (folder / "refused.txt").write_text(refused_why(logs))
        faults += [f"logged: {line[:300]}" for line in errors[:50]]
        receiver.stop()
    return sampler, records, faults, counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--warm-up", type=float, help="minutes that are not judged; a sixth of all by default")
    parser.add_argument("--rate", type=float, default=1.0, help="times the usual load, about 70 calls a second")
    parser.add_argument("--complaints", type=int, default=2500, help="that are there before it begins")
    parser.add_argument("--folder", type=pathlib.Path, help="for samples and graphs; build/soak/<time> by default")
    options = parser.parse_args()
    folder = options.folder or pathlib.Path("build/soak") / datetime.datetime.now().strftime("%Y%m%dT%H%M%S")
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    sampler, records, faults, counts = run(options, folder)
    warm_s = (options.warm_up if options.warm_up is not None else options.minutes / 6) * 60
    by_kind = latencies(records, sampler.began_wall, STRETCH_S)
    end = options.minutes * 60  # after that the callers leave
    rows = [row for row in sampler.rows if row["second"] < end]
    by_kind = {kind: [stretch for stretch in stretches if stretch[0] + STRETCH_S <= end] for kind, stretches in by_kind.items()}
    write_csv(folder, rows, by_kind)
    from graphs import all_graphs
    all_graphs(folder, rows, by_kind, warm_s)
    failed = [(kind, fault) for _, kind, _, fault in records if fault is not None and not fault.startswith("Refused")]
    too_many, refused = judge_refused(records, rows)
    too_few, done = judge_done(records, rows, options)
    faults += [fault for fault in (too_many, too_few) if fault]
    faults += [f"{kind}: {fault} ({count} times)" for (kind, fault), count in collections.Counter(failed).most_common(50)]
    found = judged(rows, by_kind, warm_s)
    faults += not_measured(found, records, options, warm_s)
    with open(folder / "verdict.txt", "w", encoding="utf-8") as file:
        for out in (sys.stdout, file):
            print(f"{len(records)} calls in {options.minutes:g} minutes, {len(failed)} failed; the first {warm_s / 60:.1f} minutes are not judged; acknowledged and there once: {json.dumps(counts)}", file=out)
            print(f"{done}\n{refused}; why: {folder / 'refused.txt'}", file=out)
            print_verdict(found, out)
            for fault in faults:
                print(f"not ok: {fault}", file=out)
            verdicts = collections.Counter(of["verdict"] if of else "cannot tell" for of in found.values())
            print(f"{verdicts['flat']} flat, {verdicts['cannot tell']} cannot tell, {verdicts['grows']} grow, {len(faults)} faults; {time.monotonic() - began:.0f} s; {folder}", file=out)
    sys.stdout.flush()
    forget_programs()
    os._exit(1 if faults or verdicts["grows"] else 0)  # threads of the receiver may still wait


if __name__ == "__main__":
    main()
