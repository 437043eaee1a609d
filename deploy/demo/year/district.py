"""Who and what there is in the sandbox's district: the register with the ids that the service knows it by, the people who act, and how each firm works."""
import csv
import datetime
import random
import secrets

import words
from api import Request
from clock import day_of, moment
from names import DISTRICT

OFFICER, COLLEAGUE = f"district.officer@{DISTRICT}", f"district.colleague@{DISTRICT}"
HOTLINE, PLATFORM = f"hotline@{DISTRICT}", f"platform@{DISTRICT}"
SLOT = 600


def get(account, path, **more):
    return Request(account, "GET", path, **more)


def post(account, path, value=None, **more):
    return Request(account, "POST", path, value, **more)


def patch(account, path, value, etag):
    return Request(account, "PATCH", path, value, headers={"If-Match": etag})


class District:
    def __init__(self, api, clock, seed, first_day, today):
        self.api, self.clock, self.seed, self.first_day, self.today = api, clock, seed, first_day, today
        self.end = moment(today)
        self.jitters = {}
        self.notes = {}  # what one story leaves to another

    def chance(self, *what):
        """Dice of its own for each thing, so that one thing more changes no other."""
        return random.Random("/".join(map(str, (self.seed, *what))))

    # ---- time ----

    def slot(self, seconds):
        """The next moment at which things happen: one in each ten minutes."""
        number = -(-int(seconds) // SLOT)
        if number not in self.jitters:
            self.jitters[number] = self.chance("slot", number).randrange(SLOT - 30)
        return number * SLOT + self.jitters[number]

    def at(self, day, hour=9, minute=0):
        return self.slot(moment(day, hour, minute))

    def day(self, number):
        """Of the year: 0 is its first day."""
        return self.first_day + datetime.timedelta(number)

    def office(self, seconds, weekend=False):
        """The next moment of office hours."""
        day = day_of(seconds)
        if seconds > moment(day, 17, 40):
            day, seconds = day + datetime.timedelta(1), 0
        while day.weekday() >= 5 and not weekend:
            day, seconds = day + datetime.timedelta(1), 0
        return self.slot(max(seconds, moment(day, 8, 30) + self.chance("desk", day, seconds).randrange(5400)))

    def over(self, seconds):
        return seconds >= self.end

    def month(self, number):
        """(first day, name) of a month of the year."""
        year, month = divmod(self.first_day.year * 12 + self.first_day.month - 1 + number, 12)
        return datetime.date(year, month + 1, 1), f"{year}-{month + 1:02}"

    # ---- the register ----

    def read(self, folder):
        def rows(name):
            with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
                return [row for row in csv.DictReader(file) if row.get("district_code", DISTRICT) == DISTRICT]
        ids = {row["code"]: row for row in self.api.pages(OFFICER, "/v1/estates")}
        firms = {row["uscc"]: row["id"] for row in self.api.pages(OFFICER, "/v1/firms")}
        self.firms = [{**row, "id": firms[row["uscc"]], "number": number} for number, row in enumerate(rows("firms"))]
        by_uscc = {row["uscc"]: row for row in self.firms}
        contracts = {row["registration_no"]: {**row, "firm": by_uscc[row["firm_uscc"]]} for row in rows("contracts")}
        for row in self.api.pages(OFFICER, "/v1/contracts"):
            contracts[row["registration_no"]]["id"] = row["id"]
        self.estates = [{**row, "id": ids[row["code"]]["id"], "contracts": []} for row in rows("estates")]
        self.estate = {row["code"]: row for row in self.estates}
        modes = {row["estate_code"]: row["mode"] for row in rows("estate_modes")}
        for row in self.estates:
            row["mode"] = modes[row["code"]]
        for row in rows("contract_estates"):
            self.estate[row["estate_code"]]["contracts"].append(contracts[row["registration_no"]])
        for contract in contracts.values():
            contract["estates"] = []
        for row in rows("contract_estates"):
            contracts[row["registration_no"]]["estates"].append(self.estate[row["estate_code"]])
        self.contracts = list(contracts.values())
        self.streets = sorted({row["street_code"] for row in self.estates})
        self.communities = sorted({row["community_code"] for row in self.estates})
        self.committees = self.api.pages(OFFICER, "/v1/owners-committees")
        self.committees.sort(key=lambda row: row["estate"]["code"])
        self.temper()

    def temper(self):
        """A few firms do badly and most of the complaints are about them; a few do well."""
        chance = self.chance("temper")
        busy = sorted(self.firms, key=lambda firm: -sum(len(contract["estates"]) for contract in self.contracts if contract["firm"] is firm))
        bad = {firm["uscc"] for firm in chance.sample(busy[:30], 7)}
        good = {firm["uscc"] for firm in chance.sample([firm for firm in self.firms if firm["uscc"] not in bad], 20)}
        for firm in self.firms:
            firm["temper"] = "bad" if firm["uscc"] in bad else "good" if firm["uscc"] in good else "fair"

    def contract_on(self, estate, day):
        day = str(day)
        return next((one for one in estate["contracts"] if one["service_start"] <= day <= one["end_date"]), None)

    def firm_on(self, estate, day):
        contract = self.contract_on(estate, day)
        return contract and contract["firm"]

    def served(self, firm, day):
        return [estate for estate in self.estates if self.firm_on(estate, day) is firm]

    # ---- people ----

    def known_account(self, role, code):
        """An account of the register, where it has one."""
        return self.accounts.get((role, code))

    def street(self, code):
        return self.accounts["street", code]

    def community(self, code):
        return self.accounts["community", code]

    def company(self, firm):
        return self.accounts["company", firm["uscc"]]

    def people(self, rows, credentials, size):
        """Stories that make an account for each street, community and firm that has none; the first begin with those of the register."""
        self.accounts = {}
        for row in rows:
            if row["district_code"] == DISTRICT:
                key = {"street": row["street_code"], "community": row["community_code"], "company": row["firm_uscc"]}.get(row["role"])
                self.accounts.setdefault((row["role"], key), f"{row['name']}@{DISTRICT}")
        self.second_street = {"150202001": f"street.heping.colleague@{DISTRICT}"}
        wanted = [("street", code, {"street_code": code}, f"street.{code[-3:]}") for code in self.streets]
        wanted += [("street2", code, {"street_code": code}, f"street.{code[-3:]}.colleague") for code in self.streets if code not in self.second_street]
        wanted += [("community", code, {"community_code": code}, f"community.{code[6:]}") for code in self.communities]
        wanted += [("company", firm["uscc"], {"firm_id": firm["id"]}, f"company.{firm['number'] + 1}") for firm in self.firms]
        for role, code, scope, name in wanted:
            if (role, code) in self.accounts:
                continue
            account = f"{name}@{DISTRICT}"
            self.accounts[role, code] = account
            credentials.setdefault(account, secrets.token_urlsafe(18))
            if role == "street2":
                self.second_street[code] = account
            yield post(OFFICER, "/v1/users", {"name": name, "display_name": words.name(self.chance("user", name)), "password": credentials[account],
                                              "role": "street" if role == "street2" else role, **scope})
