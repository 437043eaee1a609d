"""The demo register adds up to the published figures exactly, and is the same on every run."""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parents[3]
DEMO = ROOT / "deploy/demo"
sys.path.insert(0, str(DEMO))

import figures  # noqa: E402
import uscc  # noqa: E402

DISTRICT = "150202"


def generate(directory, *options):
    subprocess.run([sys.executable, str(DEMO / "generate.py"), directory, *options], check=True)


def table(directory, name, district=DISTRICT):
    with open(pathlib.Path(directory, f"{name}.csv"), encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if district in (None, row["district_code"])]


class Register(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.directory = cls.temporary.name
        generate(cls.directory)
        cls.estates = table(cls.directory, "estates")
        cls.mode = {row["estate_code"]: row["mode"] for row in table(cls.directory, "estate_modes")}

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def area(self, rows):
        return sum((Decimal(row["area_m2"]) for row in rows), Decimal(0))

    def test_there_are_316_estates_in_66_communities_and_their_area_is_the_published_one(self):
        self.assertEqual(len(self.estates), figures.ESTATES)
        self.assertEqual(len({row["community_code"] for row in self.estates}), figures.COMMUNITIES)
        self.assertEqual(self.area(self.estates), figures.TOTAL_AREA)

    def test_each_mode_has_its_published_number_and_area(self):
        for mode, (count, area) in figures.MODES.items():
            rows = [row for row in self.estates if self.mode[row["code"]] == mode]
            self.assertEqual((len(rows), self.area(rows)), (count, area), mode)

    def test_the_213_old_estates_have_the_published_area_by_kind(self):
        old = [row for row in self.estates if self.mode[row["code"]] in ("quasi", "basic_cleaning")]
        self.assertEqual((len(old), self.area(old)), (213, figures.OLD_AREA))
        for kind, area in figures.OLD_KINDS.items():
            self.assertEqual(self.area([row for row in old if row["old_kind"] == kind]), area, kind)
        self.assertEqual({row["old_kind"] for row in self.estates if row not in old}, {""})

    def test_184_estates_have_an_owners_committee(self):
        rows = table(self.directory, "owners_committees")
        with_committee = {row["estate_code"] for row in rows if row["kind"] == "owners_committee"}
        self.assertEqual(len(with_committee), figures.OWNERS_COMMITTEES)

    def test_97_firms_have_valid_credit_codes_and_distinct_names(self):
        firms = table(self.directory, "firms")
        self.assertEqual(sum(row["locality"] == "in_district" for row in firms), figures.FIRMS_IN)
        self.assertEqual(sum(row["locality"] == "out_of_district" for row in firms), figures.FIRMS_OUT)
        self.assertTrue(all(uscc.valid(row["uscc"]) for row in firms))
        self.assertEqual(len({row["uscc"] for row in firms}), 97)
        self.assertEqual(len({row["name"] for row in firms}), 97)

    def test_every_estate_but_the_self_managed_has_one_contract_on_every_day_of_2024_to_2027(self):
        contracts = {row["registration_no"]: row for row in table(self.directory, "contracts")}
        periods = {}
        for row in table(self.directory, "contract_estates"):
            contract = contracts[row["registration_no"]]
            periods.setdefault(row["estate_code"], []).append((contract["service_start"], contract["end_date"]))
        managed = {row["code"] for row in self.estates if self.mode[row["code"]] != "self"}
        self.assertEqual(set(periods), managed)
        whole = {(("2024-01-01", "2027-12-31"),), (("2023-07-01", "2027-12-31"),),
                 (("2024-01-01", "2025-12-31"), ("2026-01-01", "2027-12-31"))}
        self.assertLessEqual({tuple(sorted(value)) for value in periods.values()}, whole)
        self.assertEqual({row["firm_uscc"] for row in contracts.values()},
                         {row["uscc"] for row in table(self.directory, "firms")})

    def test_names_and_codes_of_estates_are_unique(self):
        for column in ("code", "name"):
            self.assertEqual(len({row[column] for row in self.estates}), figures.ESTATES, column)

    def test_another_run_writes_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as again:
            generate(again)
            for path in pathlib.Path(self.directory).iterdir():
                self.assertEqual(path.read_bytes(), pathlib.Path(again, path.name).read_bytes(), path.name)

    def test_users_and_clients_are_written_only_with_credentials_and_keep_them(self):
        self.assertFalse(pathlib.Path(self.directory, "users.csv").exists())
        with tempfile.TemporaryDirectory() as other:
            credentials = pathlib.Path(other, "credentials.json")
            generate(other, "--credentials", str(credentials))
            first = json.loads(credentials.read_text())
            generate(other, "--credentials", str(credentials))
            self.assertEqual(json.loads(credentials.read_text()), first)
            self.assertEqual(credentials.stat().st_mode & 0o777, 0o600)
            roles = {row["role"] for name in ("users", "clients") for row in table(other, name)}
            self.assertEqual(roles, {"district", "street", "community", "company", "hotline", "platform"})


if __name__ == "__main__":
    unittest.main()
