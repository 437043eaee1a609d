"""A scheme of subsidies with estates, firms and scores of its own, and what each month of it has to come to: by Python's decimals and dictionaries alone."""
import datetime
import uuid
from decimal import Decimal

from harness.register import DISTRICT
from harness.upheaval import told
from psycopg2.extras import execute_values
from things import firms, subsidy_runs
from things.subsidy_estates import cents

FIRST, YEARS = 1950, 30  # only estates that are planted here have a mode then
UNTIL = f"{FIRST + YEARS}-01-01"
KINDS = (("ordinary", ("state_firm", "public_welfare")), ("new", ("state_firm", "public_welfare")))  # new_or_old and modes of which the register has none at that time
BANDS = [{"low": "90", "coefficient": "1.0000"}, {"low": "75", "high": "90", "coefficient": "0.8750"}, {"low": "60", "high": "75", "coefficient": "0.6667"}, {"high": "60", "coefficient": "0.3333"}]
MISSING = "0.5000"


def month_name(number):
    return f"{FIRST + number // 12}-{number % 12 + 1:02d}"


class Plan:
    """One scheme; its estates are in some streets, most with one of some firms."""

    def __init__(self, world, chance, number, estates, streets, remainder):
        self.world, self.chance, self.streets, self.remainder = world, chance, streets, remainder
        self.kind, self.modes = KINDS[number]
        self.rates = [{"class_1": str(Decimal(chance.randint(500, 3000)) / 10000), "class_2": str(Decimal(chance.randint(500, 3000)) / 10000)} for _ in range(YEARS)]
        self.id = subsidy_runs.scheme(world, modes=(("class_1", self.modes[0]), ("class_2", self.modes[1])), kind=self.kind, first=FIRST, rates=self.rates, missing=MISSING,
                                      remainder=remainder, bands=BANDS)
        self.firms = [firms.firm(world)["id"] for _ in range(max(3, estates // 25))]
        self.estates = {one["id"]: one for one in (self._estate(number, place) for place in range(estates))}
        self._load()
        self.months = 0
        self.expected = {}  # month → estate → (leg 1, leg 2), of all of its runs
        self.first = {}  # the same, of its regular run

    def _estate(self, number, place):
        chance, swap = self.chance, self.chance.random() < 0.3
        turn = f"{FIRST}-{chance.randint(1, 12):02d}-{chance.randint(2, 28):02d}"
        order = chance.sample((0, 1), 2)
        modes = [(order[0], f"{FIRST}-01-01", turn), (order[1], turn, UNTIL)] if swap else [(order[0], f"{FIRST}-01-01", UNTIL)]
        area = Decimal(chance.randint(1, 20_000_000)) / 100
        return {"id": str(uuid.UUID(int=chance.getrandbits(128), version=4)), "code": f"M{number}{place:05d}", "street": self.streets[place % len(self.streets)],
                "area": area, "area_then": area, "modes": modes, "firm": chance.choice(self.firms) if chance.random() < 0.95 else None, "scores": {}}

    def _load(self):
        rows = self.world.cluster.query("select street_code, min(community_code) as community from division_jurisdictions where district_code = %s and effective_to is null group by 1", (DISTRICT,))
        community = {row["street_code"]: row["community"] for row in rows}
        every = list(self.estates.values())
        connection = self.world.cluster.connect()
        with connection.cursor() as cursor:
            def insert(table, columns, values):
                execute_values(cursor, f"insert into {table} (district_code, {columns}) values %s", [(DISTRICT, *row) for row in values], page_size=1000)
            insert("estates", "id, code, name, street_code, community_code, area_m2, building_type, new_or_old, is_key, party_org",
                   [(one["id"], one["code"], f"补贴{one['code']}", one["street"], community[one["street"]], one["area"], "multi", self.kind, False, False) for one in every])
            insert("estate_modes", "estate_id, mode, valid_from, valid_to", [(one["id"], self.modes[mode], since, until) for one in every for mode, since, until in one["modes"]])
            for firm in self.firms:
                cursor.execute("insert into contracts (district_code, registration_no, firm_id, kind, award_method, service_start, end_date, state) "
                               "values (%s, %s, %s, 'regular', 'open_tender', %s, %s, 'active') returning id, service_period",
                               (DISTRICT, f"M{next(self.world.serial)}", firm, f"{FIRST}-01-01", UNTIL))
                contract, period = cursor.fetchone()
                insert("contract_estates", "contract_id, estate_id, kind, service_period, in_force", [(contract, one["id"], "regular", period, True) for one in every if one["firm"] == firm])
        connection.close()

    # ---- what a month is calculated from ----

    def next_month(self):
        """Its name; its scores are in the register then, of most estates."""
        month = month_name(self.months)
        self.months += 1
        for one in self.estates.values():
            if one["firm"] and self.chance.random() < 0.85:
                one["scores"][month] = Decimal(self.chance.randint(4000, 10000)) / 100
        self._tell_scores(month)
        self.expected[month] = self.first[month] = self.due(month, "area_then")
        return month

    def _tell_scores(self, month):
        rows = [(str(uuid.uuid5(uuid.UUID(self.id), f"{month} {one['id']}")), one["id"], one["firm"], f"{month}-15", str(one["scores"][month]))
                for one in self.estates.values() if month in one["scores"]]
        told(self.world, "insert into evaluations (district_code, id, kind, assessor, subject_kind, subject_id, firm_id, estate_id, period_from, period_to, score, score_max, state, submitted_at, updated_at) "
             "select %s, r.id, 'monthly', 'street', 'project', r.estate, r.firm, r.estate, r.day, r.day, r.score, 100, 'confirmed', now(), now() "
             "from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::date[], %s::numeric[]) r (id, estate, firm, day, score) "
             "on conflict (district_code, id) do update set score = excluded.score", (DISTRICT, *map(list, zip(*rows))))

    def disturb(self, officer, months):
        """What corrections are for: areas that were wrong, and scores of these months. Nobody calculates meanwhile."""
        for one in self.chance.sample(sorted(self.estates.values(), key=lambda one: one["id"]), max(4, len(self.estates) // 20)):
            if self.chance.random() < 0.6:
                one["area"] = Decimal(self.chance.randint(1, 20_000_000)) / 100
                correct_area(officer, one)
            elif one["firm"]:
                for month in months:
                    one["scores"][month] = Decimal(self.chance.randint(4000, 10000)) / 100
        for month in months:
            self._tell_scores(month)
            self.expected[month] = self.due(month)

    # ---- what it comes to ----

    def due(self, month, size="area"):
        """estate → (leg 1, leg 2), of those that get anything. size: the area as it is known now, or as the register said it then."""
        first, rates = f"{month}-01", self.rates[int(month[:4]) - FIRST]
        found = {}
        for one in self.estates.values():
            mode = next(mode for mode, since, until in one["modes"] if since <= first < until)
            amount = cents(one[size] * Decimal(rates[("class_1", "class_2")[mode]]))
            if amount:
                found[one["id"]] = (amount, cents(amount * coefficient(one["scores"].get(month))) if one["firm"] else Decimal(0))
        return found


def coefficient(score):
    if score is None:
        return Decimal(MISSING)
    return next(Decimal(band["coefficient"]) for band in BANDS if score >= Decimal(band.get("low", 0)))


def correct_area(officer, one):
    """A change whose answer was lost meets its own version the next time."""
    path = f"/v1/estates/{one['id']}"
    while True:
        known = officer.read(path)
        if Decimal(known["area_m2"]) == one["area"]:
            return
        answer, _ = officer.insist("PATCH", path, {"area_m2": str(one["area"])}, headers={"If-Match": f'"{known["version"]}"'})
        assert answer.status in (200, 412), answer


def today():
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date().isoformat()
