"""Stories: generators that wait for moments and send requests, told all at once in the order of the sandbox's time.

A story yields a moment (a whole number: seconds since 1970) and goes on when it has come, or a Request and goes on with its Answer. Those of the quiet lane take turns,
one after another in the order in which they were begun, so that numbers that the service gives are the same in every run; those of the crowd go side by side."""
import heapq
import itertools

from api import Refused, Request


class Teller:
    def __init__(self, api, clock):
        self.api, self.clock = api, clock
        self.waiting, self.order, self.failures = [], itertools.count(), []

    def begin(self, at, story, crowd=False):
        heapq.heappush(self.waiting, (at, crowd, next(self.order), story))

    def _on(self, story, answer, error=None):
        """The story's next request; None when it waits or is over."""
        try:
            wish = story.throw(error) if error else story.send(answer)
        except StopIteration:
            return None
        except (Refused, ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as trouble:
            # One story less: on some day of some year a rule may say no to what it asks.
            self.failures.append(f"{type(trouble).__name__}: {trouble}")
            return None
        if isinstance(wish, Request):
            return wish
        self.begin(max(wish, self.clock.now), story, self._crowd)
        return None

    def _answered(self, pairs):
        """Sends what these stories ask for and takes each on to its next request."""
        on = []
        for (story, request), answer in zip(pairs, self.api.many([request for _, request in pairs])):
            error = None
            try:
                request.judged(answer)
            except Refused as refusal:
                error = refusal
            following = self._on(story, answer, error)
            if following:
                on.append((story, following))
        return on

    def _quiet(self, story):
        self._crowd = False
        request = self._on(story, None)
        while request:
            rest = self._answered([(story, request)])
            request = rest[0][1] if rest else None

    def _crowded(self, stories):
        self._crowd = True
        width = len(self.api.wires)
        ready = [(story, request) for story, request in ((story, self._on(story, None)) for story in stories) if request]
        while ready:
            ready = ready[width:] + self._answered(ready[:width])

    def tell(self, until):
        """All that happens before a moment."""
        while self.waiting and self.waiting[0][0] < until:
            now = self.waiting[0][0]
            self.clock.set(now)
            crowd = []
            while self.waiting and self.waiting[0][0] == now:
                _, together, _, story = heapq.heappop(self.waiting)
                if together:
                    crowd.append(story)
                else:
                    self._quiet(story)
            if crowd:
                self._crowded(crowd)
        self.clock.set(until)
