"""What a hotline says of one matter: the ticket, further rounds, and what state that leads to. Invented, and the same for the same number."""
import datetime

from tickets import STORIES, SURNAMES, door, number_of

TICKETS = "/v1/hotline/tickets"
BEGIN = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
AGAIN = 0.1  # of the matters come in a second round, and of those as many in a third


class Story:
    def __init__(self, number, estate, chance):
        self.number = f"ST{number:08d}"
        self.estate = estate
        self.at = BEGIN + datetime.timedelta(seconds=30 * number)
        self.kind = sorted(STORIES)[number_of(self.number, len(STORIES))]
        self.rounds = [1]
        while chance.random() < AGAIN and len(self.rounds) < 3:
            self.rounds.append(len(self.rounds) + 1)

    def ticket(self, round_number):
        category, title, story = STORIES[self.kind]
        surname = SURNAMES[number_of(self.number + "name", len(SURNAMES))]
        phone = f"154{number_of(self.number + 'phone', 10 ** 8):08d}"
        return {"source": "hotline12345", "ticket_no": self.number, "round": round_number, "received_at": self.at.isoformat(), "request_type": "complaint",
                "category_code": category, "urgency": "ordinary", "title": f"{self.estate['name']}{title}", "estate_code": self.estate["code"],
                "content": f"市民第{round_number}次反映：{door(self.number)}附近，{story}。请回电{phone}。", "place": door(self.number),
                "complainant": {"name": surname + "女士", "phone": phone, "address": door(self.number)}}

    def sent(self, chance):
        """(path, body, how many matters later it is sent): a later round can overtake an earlier one."""
        for number in self.rounds:
            yield TICKETS, self.ticket(number), 0 if number == 1 else chance.randrange(-3, 400)

    def check(self, complaint, events, tally):
        tally.check(complaint["round"] == self.rounds[-1], f"{self.number} stands in round {complaint['round']}, not {self.rounds[-1]}")
        tally.check(events["receive"] == 1 and events["receive_again"] == len(self.rounds) - 1, f"{self.number} was received {dict(events)}")
        tally.check(complaint["state"] == "received", f"{self.number} is {complaint['state']}")
