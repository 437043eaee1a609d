"""Requests that are offered by tests/soak/offer.c (one thread, some microseconds each), and what became of them."""
import collections
import csv
import json
import os
import pathlib
import random
import struct
import subprocess
import time

from sample import quantile
from stand import ticket

PATHS = ("/v1/complaints?limit=50", "/v1/complaints?sort=handle_by&limit=50", "/v1/firms?limit=50", "/v1/complaints/{}")
Record = collections.namedtuple("Record", "number due begun connected sent ended status outcome retry_after again fresh")


class Offer:
    """Begun when it is made. plan: port, tokens, hotline, estates, complaints, now, writes (the share of tickets), folder, once (each over a connection of its own)."""

    def __init__(self, plan, serial, seconds, rate=None, callers=None, most=None):
        self.serial, self.seconds = serial, seconds
        self.tickets, folder = {}, pathlib.Path(plan["folder"])
        self.requests, self.told = folder / f"{serial}.requests", folder / f"{serial}.records"
        count = most or int(rate * seconds * 1.2 + 10 * (rate * seconds) ** 0.5) + 10
        with open(self.requests, "wb") as out:
            for number in range(count):
                data = self.request(plan, number)
                out.write(struct.pack("<I", len(data)) + data)
        pace = ["--rate", str(rate)] if rate else ["--callers", str(callers)]
        first = ["nice", "-n", "-5"] if os.geteuid() == 0 else []  # it needs little, and when it is late it is no measure
        self.process = subprocess.Popen([*first, os.environ["WUYE_OFFER"], "--port", str(plan["port"]), "--seconds", str(seconds), *pace, "--seed", "7", self.requests, self.told])

    def request(self, plan, number):
        host = "x\r\nConnection: close" if plan.get("once") else "x"
        if random.random() < plan["writes"]:
            body = ticket(number, random.choice(plan["estates"]), self.serial, plan["now"])
            self.tickets[number] = body["ticket_no"]
            body = json.dumps(body, ensure_ascii=False).encode()
            return f"POST /v1/hotline/tickets HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nAuthorization: Bearer {plan['hotline']}\r\n\r\n".encode() + body
        path = random.choice(PATHS).format(random.choice(plan["complaints"]))
        return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {random.choice(plan['tokens'])}\r\n\r\n".encode()

    def records(self, watch=None):
        """Waits for its end, and calls `watch` a few times a second meanwhile. Times in seconds from its start."""
        while self.process.poll() is None:
            if watch:
                watch()
            time.sleep(0.2)
        assert self.process.returncode == 0, "what offers requests broke"
        with open(self.told, encoding="ascii") as file:
            rows = [Record(int(row[0]), *(int(value) / 1e6 for value in row[1:6]), int(row[6]), row[7], row[8] == "1", int(row[9]), row[10] == "1") for row in csv.reader(file)]
        self.requests.unlink()
        return rows

    def acknowledged(self, rows):
        return [self.tickets[row.number] for row in rows if row.status == 201]


def ms(values, share):
    return quantile(values, share) * 1000 if values else 0


def spent(rows):
    """Where the time of these went: in what offers them, in coming to be connected, and until the answer was whole."""
    parts = {"offered late": [row.begun - row.due for row in rows], "connecting": [row.connected - row.begun for row in rows if row.fresh], "until answered": [row.ended - row.sent for row in rows]}
    return ", ".join(f"{name} {ms(values, 0.5):.1f}/{ms(values, 0.99):.0f}" for name, values in parts.items())
