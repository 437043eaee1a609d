"""Writes the demo register of 150202 东河区 (and a handful of rows of 340302 龙子湖区) as CSV files for `wuye load`.

usage: generate.py OUTPUT_DIRECTORY [--credentials FILE]

The numbers are those of the district's own plan: 316 estates in 66 communities, 97 firms, areas by mode and by kind of
old estate to the last digit, 184 owners' committees (figures.py). Everything else is invented, by a generator with a
fixed seed: the same call always writes the same bytes.

Users and clients are written only with --credentials: a JSON object name@district → password. Names it lacks get a
random one, and the file is written back, readable by its owner alone. No password stands in this program.
"""
import argparse
import csv
import json
import os
import pathlib
import random
import secrets

import accounts
import register

ROOT = pathlib.Path(__file__).resolve().parents[2]


def write(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_credentials(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def write_credentials(path, credentials):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(credentials, file, indent=1, sort_keys=True)
        file.write("\n")


def with_secrets(rows, column, credentials):
    for row in rows:
        name = f"{row['name']}@{row['district_code']}"
        row[column] = credentials.setdefault(name, secrets.token_urlsafe(18))
    return rows


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("output", type=pathlib.Path)
    arguments.add_argument("--credentials", type=pathlib.Path)
    arguments.add_argument("--divisions", type=pathlib.Path, default=ROOT / "sql/reference/divisions.csv")
    arguments = arguments.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    tables = register.build(arguments.divisions, random.Random(20220101))
    for name, (head, rows) in tables.items():
        write(arguments.output / f"{name}.csv", head, rows)
    if arguments.credentials:
        credentials = read_credentials(arguments.credentials)
        firms = tables["firms"][1]
        write(arguments.output / "users.csv", accounts.USER_HEAD,
              with_secrets(accounts.users(firms), "password", credentials))
        write(arguments.output / "clients.csv", accounts.CLIENT_HEAD,
              with_secrets(accounts.clients(), "secret", credentials))
        write_credentials(arguments.credentials, credentials)


if __name__ == "__main__":
    main()
