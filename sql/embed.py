"""Writes the SQL files that the program carries as const data (struct sql_bundle of include/db/admin.h).

usage: embed.py OUTPUT.c [FOLDER_OF_SQL]

A migration is NNNN_words.sql; numbers begin at 0001, leave no gap and occur once. A job begins with the line
`-- every SECONDS s: what it is for` (`s, apart:` where it may take long). What goes wrong is a build error.
"""
import hashlib
import pathlib
import re
import sys

KINDS = ["migrations", "functions", "views", "policies", "load", "jobs"]
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "?": "\\?"}


def literal(text):
    """One C string per line of SQL. An octal escape takes three digits at most, so nothing runs into it."""
    lines = []
    for line in text.splitlines(keepends=True):
        out = []
        for byte in line.encode():
            character = chr(byte)
            if character in ESCAPES:
                out.append(ESCAPES[character])
            else:
                out.append(character if 32 <= byte < 127 else f"\\{byte:03o}")
        lines.append('"' + "".join(out) + '"')
    return "\n    ".join(lines) or '""'


def faults(kind, files):
    for number, (name, data) in enumerate(files, 1):
        if kind == "migrations" and not re.fullmatch(rf"{number:04}_[a-z0-9_]+\.sql", name):
            yield f"sql/{kind}/{name}: the {number}. migration must be called {number:04}_words.sql"
        if kind == "jobs" and not re.match(rb"-- every [1-9][0-9]* s(, apart)?: .", data):
            yield f"sql/{kind}/{name}: must begin with '-- every SECONDS s: what it is for'"
        if b"\0" in data or not data.endswith(b"\n"):
            yield f"sql/{kind}/{name}: must be text that ends with a newline"
        try:
            data.decode()
        except UnicodeDecodeError as fault:
            yield f"sql/{kind}/{name}: {fault}"


def main():
    output = pathlib.Path(sys.argv[1])
    root = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).resolve().parent
    found = {kind: sorted((path.name, path.read_bytes()) for path in (root / kind).glob("*.sql")) for kind in KINDS}
    wrong = [fault for kind in KINDS for fault in faults(kind, found[kind])]
    if wrong:
        sys.exit("\n".join(wrong))
    parts = ['#include "db/admin.h"', ""]
    for kind in KINDS:
        parts.append(f"static const struct sql_file {kind}[] = {{")
        for name, data in found[kind]:
            parts.append(f'  {{"{name}",\n    {literal(data.decode())},\n    "{hashlib.sha256(data).hexdigest()}"}},')
        parts += ["  {0},", "};", ""]
    parts.append("const struct sql_bundle sql_bundle = {")
    parts += [f"  .{kind} = {{{kind}, {len(found[kind])}}}," for kind in KINDS]
    parts += ["};", ""]
    output.write_text("\n".join(parts))


if __name__ == "__main__":
    main()
