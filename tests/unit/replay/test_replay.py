"""The replay gets every ticket in through a server that refuses and breaks, and notices one that keeps a ticket twice."""
import csv
import http.server
import itertools
import json
import pathlib
import sys
import threading
import unittest
import unittest.mock
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/replay"))

import client  # noqa: E402
import replay  # noqa: E402
import tickets  # noqa: E402


class Hotline(http.server.BaseHTTPRequestHandler):
    """A stand-in for the service. Its server has: tickets, forgets (keeps a ticket twice), turn."""
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, thing, **headers):
        body = json.dumps(thing).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def keep(self, ticket):
        with self.server.lock:
            kept = self.server.tickets
            same = [each for each in kept if each["ticket_no"] == ticket["ticket_no"]]
            if same and not self.server.forgets:
                return {"status": 200, "id": same[0]["id"]}
            kept.append({"ticket_no": ticket["ticket_no"], "id": str(len(kept)), "estate_id": "e"})
            return {"status": 201, "id": kept[-1]["id"]}

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/v1/auth/token":
            return self.answer(200, {"access_token": "t", "expires_in": 900})
        turn = next(self.server.turn)
        if turn % 7 == 3:
            return self.answer(503, {}, Retry_After="0")
        told = json.loads(body)
        results = [self.keep(ticket) for ticket in (told if isinstance(told, list) else [told])]
        if turn % 11 == 5:  # kept, but the answer is lost
            self.close_connection = True
            return None
        if isinstance(told, list):
            return self.answer(200, {"results": results})
        return self.answer(results[0]["status"], {"id": results[0]["id"]})

    def do_GET(self):
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        start = int(query.get("cursor", 0))
        page = self.server.tickets[start:start + 40]
        more = start + 40 < len(self.server.tickets)
        self.answer(200, {"items": page, "next": str(start + 40) if more else None})


class Replay(unittest.TestCase):
    def setUp(self):
        sleep = unittest.mock.patch.object(client.time, "sleep")
        sleep.start()
        self.addCleanup(sleep.stop)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hotline)
        self.server.lock, self.server.tickets, self.server.turn = threading.Lock(), [], itertools.count()
        self.server.forgets = False
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def replay(self, count):
        told = [{"ticket_no": str(number)} for number in range(count)]
        parcels, repeated = replay.parcels(told, 0.05, replay.random.Random(1))
        self.assertEqual(sum(map(len, parcels)), count + repeated)
        tally = replay.Tally()

        def make():
            return client.Client(f"http://127.0.0.1:{self.server.server_port}", "hotline@150202", "s")

        ids, _ = replay.post_all(make, parcels, 3, tally)
        last = make()
        replay.verify(last, last, told, ids, tally)
        last.close()
        return tally

    def test_every_ticket_arrives_once_through_refusals_and_lost_answers(self):
        self.assertEqual(self.replay(400).faults, [])
        self.assertEqual(len(self.server.tickets), 400)

    def test_a_ticket_kept_twice_is_noticed(self):
        self.server.forgets = True
        self.assertTrue(any("listed 2 times" in fault for fault in self.replay(400).faults))


class Telling(unittest.TestCase):
    REQUEST = {"sr_number": "1-1", "created_at": "2017-12-27 13:36:22", "closed_at": "2017-01-01 00:00:00",
               "request_type": "Bulky Items", "anonymous": "N", "neighborhood": ""}

    def tell(self, **changes):
        estate = {"code": "E1", "name": "锦绣花园", "community_code": "150202001012"}
        return tickets.ticket({**self.REQUEST, **changes}, [[estate]])

    def test_a_request_is_told_the_same_way_every_time(self):
        self.assertEqual(self.tell(), self.tell())

    def test_an_anonymous_request_names_nobody(self):
        told = self.tell(anonymous="Y")
        self.assertNotIn("complainant", told)
        self.assertTrue(told["anonymous"])
        self.assertNotIn("154", told["content"])

    def test_the_day_is_moved_into_the_contracts_and_the_closing_time_plays_no_part(self):
        self.assertEqual(self.tell()["received_at"], "2024-12-27T13:36:22+08:00")

    def test_every_category_told_is_one_that_maps(self):
        with open(ROOT / "sql/reference/category_mappings.csv", encoding="utf-8", newline="") as file:
            known = {row["external_code"] for row in csv.DictReader(file)}
        self.assertLessEqual({category for category, _, _ in tickets.STORIES.values()}, known)


if __name__ == "__main__":
    unittest.main()
