"""Is a page of issues flat? Every filter of the lists and the ledger, and what is counted, as every role, at both sizes: the buffers of the plan that a connection keeps, which nothing else on the machine
changes. A page is not flat that reads more than 300 buffers at 1,000,000 issues and more than 2.5 times those at 20,000.

As the service sends it: lists, role, day and page's size stand in the text, everything else is a parameter; the seventh time is told, when PostgreSQL has chosen whether it keeps the plan."""
import itertools
import re

import statement

DISTRICT = "150202"
PAGE, FAR, TIMES = 20, 2000, 6
ENOUGH, FACTOR = 300, 2.5
AUTHORITIES = ("district", "street", "community")
ALL = (*AUTHORITIES, "company", "platform", "hotline", "public")
SEEN = (*AUTHORITIES, "platform")  # who reads where an issue came from
STATES = ("found", "assigned", "rectifying", "rectified", "rejected", "accepted", "closed", "deferred", "refused", "withdrawn")
SORTS = {"listIssues": "-created_at", "listIssueLedger": "position", "listIssueProgress": "position", "listPublishedIssueProgress": "position"}
LISTS = {"listIssues": {"ledger", "state", "street_code", "community_code", "responsible_kind", "department", "severity", "source", "defect_code"},
         "listIssueLedger": {"ledger", "responsible_kind", "state", "severity"},
         "listIssueProgress": {"by", "ledger", "street_code", "community_code", "responsible_kind", "severity"}, "listPublishedIssueProgress": {"by"}}
TODAY = "(now() at time zone 'Asia/Shanghai')::date"


def pages(today) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    """Of listIssues: who asks, filters. `own` is what the caller has most of."""
    month = {"found_from": today(-230), "found_before": today(-200)}
    return [
        *[(ALL, {"state": state}) for state in STATES],
        *[(ALL, given) for given in (
            {}, {"sort": "open_due"}, {"district_code": DISTRICT}, {"campaign_id": "own"}, {"campaign_id": "over"}, {"campaign_id": "own", "ledger": "facility"}, {"ledger": "petition"},
            {"ledger": "facility,road"}, {"level": "district"}, {"level": "street"}, {"state": "found,assigned,rectifying,rejected"}, {"street_code": "own"}, {"community_code": "own"},
            {"estate_id": "own"}, {"estate_id": "own", "state": "rectifying"}, {"firm_id": "own"}, {"firm_id": "own", "state": "rectifying"}, {"responsible_kind": "developer"},
            {"responsible_kind": "department"}, {"department": "fire"}, {"department": "fire", "state": "rectifying"}, {"severity": "serious"}, {"severity": "safety"},
            {"severity": "safety", "state": "rectifying"}, {"complexity": "simple"}, {"complexity": "complex"}, {"defect_code": "lift_fault"}, {"defect_code": "OC-06"}, {"rolled_up": "true"},
            {"rolled_up": "false"}, {"found_from": today(-7)}, {"found_before": today(-200)}, month, {"overdue": "true"}, {"overdue": "true", "sort": "open_due"}, {"overdue": "false"},
            {"due_from": today(0), "due_before": today(7)}, {"due_from": today(0), "due_before": today(7), "sort": "open_due"}, {"published": "true"}, {"published": "false"},
            {"updated_since": today(-1) + "T00:00:00Z"}, {"q": "电梯"}, {"q": "幽灵"}, {"ledger": "facility", "state": "rectifying"}, {"campaign_id": "own", "state": "rectifying"},
            {"campaign_id": "own", "overdue": "true"}, {"street_code": "own", "state": "rectifying"}, {"community_code": "own", "state": "rectifying"})],
        *[(SEEN, given) for given in ({"source": "complaint"}, {"source": "inspection"}, {"source": "roll_up"}, {"source": "complaint", "state": "rectifying"})],
        *[(AUTHORITIES, {name: "own"}) for name in ("complaint_id", "inspection_id")],
    ]


def ledgers(today) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    return [(ALL, given) for given in (
        {}, {"campaign_id": "own"}, {"campaign_id": "over"}, {"campaign_id": "own", "ledger": "facility"}, {"ledger": "petition"}, {"level": "district"}, {"level": "street"}, {"street_code": "own"},
        {"community_code": "own"}, {"estate_id": "own"}, {"firm_id": "own"}, {"responsible_firm_id": "own"}, {"responsible_kind": "department"}, {"state": "rectified"}, {"state": "closed"},
        {"state": "found,assigned,rectifying,rejected"}, {"state": "withdrawn"}, {"severity": "safety"}, {"rolled_up": "true"}, {"rolled_up": "false"}, {"found_from": today(-7)},
        {"found_from": today(-230), "found_before": today(-200)}, {"due_from": today(0), "due_before": today(7)}, {"overdue": "true"}, {"overdue": "false"},
        {"updated_since": today(-1) + "T00:00:00Z"}, {"campaign_id": "own", "state": "rectified"}, {"campaign_id": "own", "overdue": "true"}, {"campaign_id": "own", "street_code": "own"},
        {"campaign_id": "own", "severity": "safety"})]


COUNTERS = (*AUTHORITIES, "company", "platform")
PROGRESS = [(COUNTERS, given) for given in (
    {}, {"by": "all"}, {"by": "level"}, {"by": "street"}, {"by": "community"}, {"by": "campaign"}, {"by": "ledger", "campaign_id": "own"}, {"by": "street,ledger", "campaign_id": "own"},
    {"by": "community", "campaign_id": "own"}, {"by": "responsible_kind"}, {"by": "severity"}, {"by": "responsible_kind,severity"}, {"by": "community,severity"}, {"ledger": "facility"},
    {"street_code": "own"}, {"community_code": "own"}, {"severity": "safety"}, {"by": "all", "ledgers": "district"})]
PUBLISHED = [(("public", "hotline"), given) for given in ({}, {"by": "street"}, {"campaign_id": "own"}, {"by": "street", "campaign_id": "own"})]


class Numbered(dict):
    """What stands in the text; all else is a parameter, whose number it gets when it is first met."""

    def __init__(self, values: dict[str, str]):
        super().__init__(values)
        self.parameters: list[str] = []

    def get(self, name, default=None):
        if name in self:
            return self[name]
        if name not in self.parameters:
            self.parameters.append(name)
        return f"${self.parameters.index(name) + 1}"


class Buffers:
    def __init__(self, bench, sides, names):
        self.bench, self.sides, self.names = bench, sides, names
        self.today = bench.cluster.psql(f"select {TODAY}")
        self.plans = (bench.cluster.folder / "buffers.txt").open("w", encoding="utf-8")

    def run(self) -> None:
        today = lambda days: self.bench.cluster.psql(f"select {TODAY} + {days}")
        asked = [("listIssues", PAGE, pages(today)), ("listIssueLedger", PAGE, ledgers(today)), ("listIssueProgress", 50, PROGRESS), ("listPublishedIssueProgress", 50, PUBLISHED)]
        for operation, page, lists in asked:
            found = []
            for role in dict.fromkeys(itertools.chain.from_iterable(roles for roles, _ in lists)):
                cases = [(given, far) for roles, given in lists if role in roles for far in ((False, True) if set(given) <= {"sort"} and operation in ("listIssues", "listIssueLedger") else (False,))]
                sides = [self.asked(side, name, operation, page, role, cases) for side, name in zip(self.sides, self.names)]
                found += [(f"{label(operation, given)}{', far in' if far else ''} as {role}", *both) for (given, far), *both in zip(cases, *sides)]
            self.told(operation, found)

    def asked(self, side, name: str, operation: str, page: int, role: str, cases: list) -> list[tuple[int, int]]:
        """Buffers and rows of each, all in one session; what a caller has none of is asked for in vain."""
        script = [self.claims(side, role)]
        for number, (given, far) in enumerate(cases):
            script.append(f"\\echo case {number}\n" + self.case(side, operation, page, role, side.filled(role, given), far))
        cases_told = re.split(r"^case \d+\n", side.cluster.psql("\n".join(script), role=f"wuye_{role}"), flags=re.MULTILINE)[1:]
        results = []
        for (given, far), said in zip(cases, cases_told):
            buffers, rows = re.search(r"Buffers: shared hit=(\d+)(?: read=(\d+))?", said), re.search(r"actual rows=(\d+)", said)
            results.append((sum(int(value or 0) for value in buffers.groups()) if buffers else 0, int(rows[1])))
            self.plans.write(f"-- {label(operation, given)}{', far in' if far else ''} as {role}, {name}: {results[-1][0]} buffers, {results[-1][1]} rows\n{said}\n")
        self.plans.flush()
        return results

    def case(self, side, operation: str, page: int, role: str, given: dict[str, str], far: bool) -> str:
        held = {"sort": SORTS[operation], **given, "limit": str(page + 1)}
        arguments = {"district": DISTRICT, **{name: value for name, value in given.items() if name not in LISTS[operation]}}
        lines = []
        if far:  # the last row of a page that ends there
            last = statement.variant(operation, held, {"role": f"'{role}'", "district": f"'{DISTRICT}'", "today": f"'{self.today}'", "limit": f"'{FAR}'"})
            key = held["sort"].lstrip("-")
            at = side.cluster.psql(f"{self.claims(side, role)} select '@' || coalesce({key}::text, '') || '@' || id from (select *, row_number() over () as n from ({last}) l) x "
                                   "order by n desc limit 1", role=f"wuye_{role}").rpartition("\n")[2]
            held["cursor"] = "yes"
            _, arguments["after_key"], arguments["after_id"] = at.split("@") if at.startswith("@") else ("", None, "00000000-0000-0000-0000-000000000000")
        prepare, names = self.prepared("page", operation, held, role)
        values = ", ".join("null" if arguments.get(name) in (None, "") else f"'{arguments[name]}'" for name in names)
        execute = f"execute page{f'({values})' if names else ''};"
        lines += ["deallocate all;", f"set plan_cache_mode = {'force_custom_plan' if 'q' in given else 'auto'};", prepare + ";", "\\o /dev/null", *[execute] * TIMES, "\\o",
                  f"explain (analyze, buffers, costs off, timing off, summary off) {execute}"]
        return "\n".join(lines)

    def claims(self, side, role: str) -> str:
        return "".join(f"select set_config('{name}', '{value}', false);" for name, value in side.settings(role).items())

    def prepared(self, name: str, operation: str, held: dict[str, str], role: str) -> tuple[str, list[str]]:
        values = {name: f"'{{{held[name]}}}'" if name in held else "null" for name in LISTS[operation]}
        values.update({"role": f"'{role}'", "today": f"'{self.today}'", "limit": f"'{held['limit']}'"})
        values = Numbered(values)
        text = statement.variant(operation, held, values)
        return f"prepare {name} as {text}", values.parameters

    def told(self, operation: str, found: list) -> None:
        """Each page, the worst first; and how many there are that are not flat."""
        ratio = lambda one: one[1][0] / max(1, one[2][0])
        grows = [one for one in found if one[1][0] > ENOUGH and ratio(one) > FACTOR]
        for one in sorted(found, key=ratio, reverse=True):
            (large, many), (small, few) = one[1:]
            mark = " NOT FLAT" if one in grows else ""
            self.bench.rows.append({"figure": f"{one[0]}: buffers ÷ with few ({many}, {few} rows){mark}", "service": large, "floor": small, "ratio": large / max(1, small), "goal": f"≤ {FACTOR}"})
        worst = max((one for one in found if one[1][0] > ENOUGH), key=ratio, default=None)
        said = f"; of those above {ENOUGH} the worst: {worst[0]}, {ratio(worst):.1f} times" if worst else ""
        self.bench.rows.append({"figure": f"{operation}: {len(found) - len(grows)} of {len(found)} flat, the most {max(one[1][0] for one in found):,} buffers{said}", "service": len(grows), "goal": "0"})
        self.bench.tell(len(self.bench.rows) - 1)


def label(operation: str, given: dict[str, str]) -> str:
    return operation + "".join(f" {name}={value}" for name, value in given.items())
