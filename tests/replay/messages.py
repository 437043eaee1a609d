"""What a hotline says of one matter, and what state that leads to in whatever order it arrives. Invented, and the same for the same number."""
import collections
import datetime

from tickets import STORIES, SURNAMES, door, number_of

TICKETS, MESSAGES = "/v1/hotline/tickets", "/v1/hotline/messages"
BEGIN = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
AGAIN = 0.1  # of the matters come in a second round, and of those as many in a third
TALKED_OF = 0.3  # of the matters have messages
WORDS = {"supplement": "居民补充：门口也有，请一并处理。", "urge": "诉求人来电催办。", "supervise": "请三日内办结并反馈。", "redispatch": "诉求人反映仍未处理。", "cancel": "诉求人撤诉。"}


class Story:
    """rounds: those that come as tickets. A matter that is taken back comes in one round: a second after it would open it again."""

    def __init__(self, number, estate, chance):
        self.number = f"ST{number:08d}"
        self.estate = estate
        self.at = BEGIN + datetime.timedelta(seconds=30 * number)
        self.kind = sorted(STORIES)[number_of(self.number, len(STORIES))]
        self.rounds, self.said = [1], []
        while chance.random() < AGAIN and len(self.rounds) < 3:
            self.rounds.append(len(self.rounds) + 1)
        if chance.random() < TALKED_OF:
            self.said = [chance.choice(("supplement", "urge", "urge", "supervise")) for _ in range(chance.randint(1, 4))]
        if self.rounds == [1] and self.said:
            self.said.append(chance.choice(("supplement", "redispatch", "cancel")))

    def ticket(self, round_number):
        category, title, story = STORIES[self.kind]
        surname = SURNAMES[number_of(self.number + "name", len(SURNAMES))]
        phone = f"154{number_of(self.number + 'phone', 10 ** 8):08d}"
        return {"source": "hotline12345", "ticket_no": self.number, "round": round_number, "received_at": self.at.isoformat(), "request_type": "complaint",
                "category_code": category, "urgency": "ordinary", "title": f"{self.estate['name']}{title}", "estate_code": self.estate["code"],
                "content": f"市民第{round_number}次反映：{door(self.number)}附近，{story}。请回电{phone}。", "place": door(self.number),
                "complainant": {"name": surname + "女士", "phone": phone, "address": door(self.number)}}

    def message(self, place):
        kind = self.said[place]
        return {"kind": kind, "ticket_no": self.number, "message_no": f"{self.number}.{place}", "sequence": place + 1,
                "reason" if kind == "cancel" else "content": WORDS[kind], **({"round": 2} if kind == "redispatch" else {})}

    def sent(self, chance):
        """(path, body, how many matters later it is sent): what is later can overtake what is earlier, its ticket too."""
        for number in self.rounds:
            yield TICKETS, self.ticket(number), 0 if number == 1 else chance.randrange(-3, 400)
        for place in range(len(self.said)):
            yield MESSAGES, self.message(place), chance.randrange(-20, 400)

    def check(self, complaint, events, messages, tally):
        """complaint: its row; events, messages: how many of each action, and (kind, outcome) of each message."""
        counted = collections.Counter(self.said)
        last = 2 if counted["redispatch"] else self.rounds[-1]
        tally.check(complaint["round"] == last, f"{self.number} stands in round {complaint['round']}, not {last}")
        tally.check(events["receive"] == 1 and events["receive_again"] == len(self.rounds) - 1, f"{self.number} was received {dict(events)}")
        state = "closed" if counted["cancel"] else "received"
        tally.check(complaint["state"] == state, f"{self.number} is {complaint['state']}, not {state}: {self.said}")
        tally.check((complaint["urges"], complaint["supervisions"]) == (counted["urge"], counted["supervise"]), f"{self.number}: {complaint} for {self.said}")
        tally.check(collections.Counter(kind for kind, _ in messages) == counted, f"{self.number}: {messages} for {self.said}")
        tally.check(all(outcome == "applied" for _, outcome in messages), f"{self.number}: {messages}")
        for kind in ("urge", "supervise", "supplement"):
            tally.check(events[kind] == counted[kind], f"{self.number}: {dict(events)} for {self.said}")
