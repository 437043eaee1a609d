"""Rules that let the schema be spread over machines by district (deploy/citus): each is read off sql/schema.sql and the statements, on plain PostgreSQL."""
import re

from tree import files, line_of, read, sql_without_comments

DISTRIBUTE = "deploy/citus/distribute.sql"
KEEPS_OUT = {"schema_migrations", "schema_repeatables"}  # the migration runner's, which sql/schema.sql does not show
# Not functions: syntax that has a parenthesis behind it.
SYNTAX = {"coalesce", "greatest", "least", "nullif", "in", "any", "all", "and", "or", "not", "row", "values", "case", "when", "then", "else", "where", "select", "from", "exists", "set", "is", "as", "on"}
CONTEXT = r"wuye\.(?:district|street|community|firm|user)\b"


def short(name):
    return name.removeprefix("public.").strip('"')


def schema():
    """Tables, without partitions: whether each has a district; and their keys: (table, name, kind, columns, table named, columns named, the rest)."""
    text = read("sql/schema.sql")
    parts = {short(name) for name in re.findall(r"^ALTER TABLE ONLY \S+ ATTACH PARTITION (\S+) ", text, re.M)}
    tables = {}
    for found in re.finditer(r"^CREATE TABLE (\S+) \((.*?)^\)", text, re.M | re.S):
        if short(found[1]) not in parts:
            tables[short(found[1])] = bool(re.search(r"^    district_code text\b.* NOT NULL", found[2], re.M))
    keys = [(short(k[1]), k[2], k[3], columns(k[4]), short(k[5] or ""), columns(k[6] or ""), k[7]) for k in re.finditer(
        r"^ALTER TABLE (?:ONLY )?(\S+)\s+ADD CONSTRAINT (\w+) (PRIMARY KEY|UNIQUE|FOREIGN KEY|EXCLUDE USING gist) \((.*?)\)(?: REFERENCES (\S+?)\((.*?)\))?([^;]*);", text, re.M)]
    keys += [(short(k[2]), k[1], "UNIQUE", columns(k[3]), "", [], "") for k in re.finditer(r"^CREATE UNIQUE INDEX (\w+) ON (?:ONLY )?(\S+) USING btree \((.*?)\)", text, re.M)]
    return tables, [key for key in keys if key[0] not in parts]


def columns(text):
    return [column.strip().split(" ")[0] for column in text.split(",")]


def spread():
    """What distribute.sql makes of each table, as often as it says so."""
    said, kind = [], None
    for line in read(DISTRIBUTE).split("\n"):
        found = re.match(r"insert into spread_(\w+)", line)
        kind = found[1] if found else kind
        found = re.match(r"    \('([\w.]+)'\)", line)
        if found:
            said.append((found[1], kind))
    return said


def spread_is_complete():
    """Every table is distributed, a reference table or local, once; what has no district is not distributed."""
    tables, _ = schema()
    said = spread()
    names = [name for name, _ in said]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield f"{DISTRIBUTE}: {name} stands there {names.count(name)} times"
    for name in sorted((set(tables) | KEEPS_OUT) ^ set(names)):
        yield f"{DISTRIBUTE}: {name} is {'not there' if name in tables else 'no table of sql/schema.sql'}"
    for name, kind in said:
        if kind == "distributed" and not tables.get(name, True):
            yield f"{DISTRIBUTE}: {name} has no district_code, so it cannot be distributed"


def district_first():
    """What makes rows of a tenant table unique, or keeps them apart, begins with the district: across machines nothing else can be held."""
    tables, keys = schema()
    kinds = dict(spread())
    for table, name, kind, own, named, named_columns, _ in keys:
        if kind == "FOREIGN KEY":
            if kinds.get(named) == "distributed" and (own[0], named_columns[0]) != ("district_code", "district_code"):
                yield f"sql/schema.sql: foreign key {name} of {table} does not begin with district_code"
        elif (kinds.get(table) == "distributed" or tables.get(table) and kind in ("PRIMARY KEY", "UNIQUE")) and own[0] != "district_code":
            yield f"sql/schema.sql: {kind.split()[0].lower()} {name} of {table} does not begin with district_code"
    keyed = {key[0] for key in keys if key[2] == "PRIMARY KEY"}
    yield from (f"sql/schema.sql: {table} has no primary key" for table in sorted(set(tables) - keyed))


def references_alone():
    """A reference table is on every machine, so it names no row that is on one."""
    _, keys = schema()
    kinds = dict(spread())
    for table, name, kind, _, named, _, _ in keys:
        if kind == "FOREIGN KEY" and kinds.get(table) == "reference" and kinds.get(named) == "distributed":
            yield f"sql/schema.sql: reference table {table} names {named} ({name})"


def district_for_good():
    """A row stays where its district is: none is moved, neither by a statement nor by a key."""
    for name in files(".sql", under="sql/"):
        if name.startswith("sql/migrations/"):
            continue
        text = sql_without_comments(read(name))
        for found in re.finditer(r"\bupdate\s+(?:only\s+)?[\w.]+(?:\s+(?:as\s+)?(?!set\b)\w+)?\s+set\b(.*?)(?=\bwhere\b|\bfrom\b|\breturning\b|;|\Z)", text, re.I | re.S):
            if re.search(r"(?:^|,)\s*\(?[^=]*\bdistrict_code\s*(?:,[^=()]*)?\)?\s*=(?!=)", found[1].split(" = ")[0] + " =") or re.search(r",\s*district_code\s*=", found[1]):
                yield f"{name}:{line_of(text, found.start())}: an update sets district_code"
        for found in re.finditer(r"\bdo\s+update\s+set\b(.*?)(?=\bwhere\b|\breturning\b|;|\Z)", text, re.I | re.S):
            if re.search(r"(?:^|,)\s*district_code\s*=", found[1], re.I):
                yield f"{name}:{line_of(text, found.start())}: an upsert sets district_code"
    for table, name, _, _, _, _, rest in schema()[1]:
        if re.search(r"\bON (?:UPDATE|DELETE SET)\b", rest):
            yield f"sql/schema.sql: {name} of {table} says {rest.strip()}"


def upsert_expression(text):
    """From behind `do update set` to where the statement ends, or the parenthesis that it stands in."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0 or character == ";" or depth == 0 and re.match(r"returning\b", text[at:at + 10], re.I):
            return text[:at]
    return text


def upsert_is_plain():
    """No function is called in `do update`: the time is passed in, what would be is in `excluded`."""
    for name in files(".sql", under="sql/"):
        if name == "sql/schema.sql" or name.startswith("sql/migrations/"):
            continue
        text = sql_without_comments(read(name))
        for found in re.finditer(r"\bdo\s+update\s+set\b", text, re.I):
            for call in re.finditer(r"\b([a-z_][\w.]*)\s*\(", upsert_expression(text[found.end():]), re.I):
                if call[1].lower() not in SYNTAX:
                    yield f"{name}:{line_of(text, found.start())}: {call[1]}() in do update"
            if re.search(r"\bcurrent_(?:date|time|timestamp)\b|\blocaltime", upsert_expression(text[found.end():]), re.I):
                yield f"{name}:{line_of(text, found.start())}: the time of day in do update"


def context_in_one_place():
    """Who calls is said by one function of the database and one of the program, and asked by one file: a database of many machines has to be told besides, there."""
    for name in files(".sql", under="sql/"):
        if name in ("sql/schema.sql", "sql/functions/current.sql") or name.startswith("sql/migrations/"):
            continue
        text = sql_without_comments(read(name))
        for found in re.finditer(CONTEXT, text):
            yield f"{name}:{line_of(text, found.start())}: {found[0]} is sql/functions/current.sql's"
    for name in files(".c", ".h", under="src/"):
        if name != "src/db/settings.c":
            for found in re.finditer(CONTEXT, read(name)):
                yield f"{name}:{line_of(read(name), found.start())}: {found[0]} is src/db/settings.c's"


def not_forced():
    """The schema as it is left has no trigger, no forced row security, no rule, and no key that sets null."""
    for number, line in enumerate(read("sql/schema.sql").split("\n"), 1):
        if re.match(r"CREATE (?:CONSTRAINT |EVENT )?TRIGGER |CREATE RULE ", line) or re.search(r"FORCE ROW LEVEL SECURITY|ON (?:DELETE|UPDATE) SET (?:NULL|DEFAULT)", line):
            yield f"sql/schema.sql:{number}: {line.strip()[:120]}"


RULES = [spread_is_complete, district_first, references_alone, district_for_good, upsert_is_plain, context_in_one_place, not_forced]
