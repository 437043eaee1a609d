"""The reference data is whole, consistent with itself, and true to its sources' counts."""
import csv
import datetime
import pathlib
import re
import unittest

REFERENCE = pathlib.Path(__file__).resolve().parents[3] / "sql/reference"


def table(name):
    with open(REFERENCE / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Divisions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = {row["code"]: row for row in table("divisions")}

    def test_there_are_3063_and_every_parent_is_among_them(self):
        self.assertEqual(len(self.rows), 3063)
        for row in self.rows.values():
            self.assertTrue(row["level"] == "1" or row["parent_code"] in self.rows, row["code"])

    def test_the_length_of_a_code_says_its_level(self):
        for code, row in self.rows.items():
            self.assertEqual(len(code), (2, 4, 6, 9, 12)[int(row["level"]) - 1], code)

    def test_pinyin_has_one_syllable_per_character_and_initials_are_its_letters(self):
        for row in self.rows.values():
            syllables = row["pinyin"].split()
            self.assertEqual(len(syllables), len(row["name"]), row["name"])
            self.assertEqual("".join(syllable[0] for syllable in syllables), row["initials"], row["name"])

    def test_known_polyphones_have_their_reading(self):
        readings = {row["name"]: row["pinyin"] for row in self.rows.values()}
        self.assertTrue(readings["尉迟寺村委会"].startswith("yu chi si"))
        self.assertTrue(readings["长胜街社区居委会"].startswith("chang sheng"))
        self.assertTrue(readings["李子行村委会"].startswith("li zi hang"))
        self.assertTrue(readings["汪圩村村民委员会"].startswith("wang wei"))
        self.assertTrue(readings["乐土镇"].startswith("le tu"))

    def test_every_street_and_community_has_a_jurisdiction(self):
        expected = {code for code, row in self.rows.items() if row["level"] in "45"}
        jurisdictions = table("division_jurisdictions")
        self.assertEqual({row["code"] for row in jurisdictions}, expected)
        for row in jurisdictions:
            self.assertIn(row["district_code"], self.rows)
            self.assertIn(row["street_code"], self.rows)


class Workdays(unittest.TestCase):
    def test_every_day_of_2020_to_2026_is_there_once(self):
        days = [row["date"] for row in table("workdays")]
        first = datetime.date(2020, 1, 1)
        self.assertEqual(days, [str(first + datetime.timedelta(number)) for number in range(2557)])
        self.assertEqual(days[-1], "2026-12-31")


class Codes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lists = {row["code"] for row in table("code_lists")}
        cls.codes = {}
        for row in table("codes"):
            cls.codes.setdefault(row["list_code"], {})[row["code"]] = row

    def test_every_list_has_codes_and_every_code_a_list(self):
        self.assertEqual(set(self.codes), self.lists)

    def test_labels_are_in_both_languages(self):
        for codes in self.codes.values():
            for row in codes.values():
                self.assertRegex(row["zh"], r"[\u4e00-\u9fff]", row)
                self.assertTrue(row["en"] and row["en"].isascii() or "ç" in row["en"], row)

    def test_codes_are_words_or_catalogue_numbers(self):
        for codes in self.codes.values():
            for code in codes:
                self.assertTrue(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*|(FIRM|OC|DEV|DEPT)-\d\d", code), code)

    def test_the_violation_catalogues_are_complete(self):
        for name, count in {"violation_firm": 16, "violation_owners_committee": 8, "violation_developer": 5,
                            "violation_department": 19, "violation_estate": 11, "violation_abuse": 3,
                            "violation_enforcement": 11, "hotline_category_shanghai": 14, "mechanism_3338": 17,
                            "management_mode": 7}.items():
            self.assertEqual(len(self.codes[name]), count, name)

    def test_each_external_category_maps_to_one_of_ours(self):
        categories = {row["code"]: row for row in table("complaint_categories")}
        mappings = table("category_mappings")
        self.assertEqual({row["external_code"] for row in mappings}, set(self.codes["hotline_category_shanghai"]))
        self.assertLessEqual({row["category_code"] for row in mappings}, set(categories))
        confidential = {code for code, row in categories.items() if row["confidential"] == "true"}
        self.assertEqual(confidential, {"owner_data_leak", "owner_retaliation"})
        expedited = {code for code, row in categories.items() if row["expedited"] == "true"}
        self.assertEqual(expedited, set(self.codes["expedited_topic"]))

    def test_columns_of_imports_are_in_order_and_take_codes_that_are_there(self):
        positions = {}
        for row in table("import_columns"):
            positions.setdefault(row["register"], []).append(int(row["position"]))
            self.assertEqual(row["kind"] == "code", row["code_list"] in self.lists, row)
            self.assertIn(row["use"], ("required", "optional", "ignored"), row)
            self.assertEqual(bool(row["detail"]), row["kind"] in ("text", "prose", "number") and row["use"] != "ignored", row)
            self.assertRegex(row["zh"], r"[\u4e00-\u9fff]", row)
            self.assertTrue(row["en"].isascii(), row)
        for numbers in positions.values():
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))


if __name__ == "__main__":
    unittest.main()
