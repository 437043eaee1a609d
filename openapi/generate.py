#!/usr/bin/env python3
"""Make the server's const tables and the bundled contract from openapi/ and sql/queries/.

    generate.py --out DIR [--check-routes | --write-routes] [--root DIR]

Every mismatch between contract, statements and what the service enforces is a fault; all are told at once, with file and name,
and nothing is written then."""
import argparse
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from lib import examples, statements  # noqa: E402
from lib.bundle import Bundle, to_bytes  # noqa: E402
from lib.operations import Reader  # noqa: E402
from lib.schemas import SchemaTables  # noqa: E402
from lib.source import Contract, Errors  # noqa: E402
from lib.tables import Internals, OperationTables, bytes_text, check_problems  # noqa: E402

ROUTES = "openapi/routes.txt"


def read_statements(root, errors):
    """operationId → (file, pieces), and the same of the internal ones."""
    queries, internal = {}, {}
    for path in sorted((root / "sql/queries").glob("**/*.sql")):
        shown = path.relative_to(root).as_posix()
        into = internal if path.parent.name == "internal" else queries
        if path.stem in into:
            errors.add(shown, path.stem, f"stands twice, also as {into[path.stem][0]}")
        into[path.stem] = (shown, statements.read_statement(path.read_text(encoding="utf-8"), shown, path.stem, errors))
    return queries, internal


def join(operations, queries, errors):
    """Each operation with its statement, each statement with its operation."""
    for o in operations:
        if o.id in queries:
            o.sql_file, o.pieces = queries[o.id]
        elif not o.hook:
            errors.add(o.file, o.id, f"neither sql/queries/…/{o.id}.sql nor x-hook")
    for name, (file, _) in queries.items():
        if name not in {o.id for o in operations}:
            errors.add(file, name, "no operation names this statement")


def check_tags(contract, operations, errors):
    known = {t.get("name") for t in contract.document.get("tags", [])}
    for o in operations:
        for tag in o.source.get("tags") or []:
            if tag not in known:
                errors.add(o.file, o.id, f"tag {tag} is not in openapi/openapi.yaml")


def check_extensions(contract, errors):
    """No unknown x- key anywhere; where the known ones may stand is checked where they are read."""
    for kind, things in contract.document.get("components", {}).items():
        for name, thing in things.items():
            if kind == "schemas" or not isinstance(thing, dict):
                continue
            for key in thing:
                if key.startswith("x-"):
                    errors.add(contract.file_of[f"#/components/{kind}/{name}"], name, f"unknown extension {key}")
    for key in contract.document:
        if key.startswith("x-"):
            errors.add("openapi/openapi.yaml", "document", f"unknown extension {key}")


def check_schemas(contract, tables):
    """Every schema of the contract keeps to the subset, whether a request meets it or not."""
    for name, schema in contract.document["components"].get("schemas", {}).items():
        tables.table(schema, contract.file_of[f"#/components/schemas/{name}"], name)
    for path, item in contract.document["paths"].items():
        for method, operation in (item or {}).items():
            for status, response in (operation.get("responses") or {}).items() if isinstance(operation, dict) else ():
                for media, holder in (response.get("content") or {}).items():
                    if "schema" in (holder or {}):
                        where = f"{operation.get('operationId', method)} {status} {media}"
                        tables.table(holder["schema"], contract.file_of.get(path, "openapi"), where)
    tables.find_cycles("openapi")


def routes_text(operations):
    return "".join(f"{o.method} {o.path} {o.id} {','.join(o.roles)}\n" for o in operations)


def check_routes(root, text, errors):
    committed = root / ROUTES
    if not committed.exists() or committed.read_text(encoding="utf-8") != text:
        errors.add(ROUTES, "routes", "is not what the contract says; refresh it with: openapi/generate.py --write-routes")


def build(root, check):
    """(errors, name → text of each output)"""
    errors = Errors()
    contract = Contract(root, errors)
    contract.problems = check_problems(contract, errors)
    tables = SchemaTables(contract.document, errors)
    reader = Reader(contract, tables, errors)
    operations = reader.read_all()
    queries, internal = read_statements(root, errors)
    join(operations, queries, errors)
    check_tags(contract, operations, errors)
    check_extensions(contract, errors)
    check_schemas(contract, tables)
    internals = Internals(errors)
    for name, (file, pieces) in internal.items():
        internals.add(name, file, pieces)
    operation_tables = OperationTables(contract, tables, errors)
    for o in operations:
        operation_tables.add(o)
    bundle = to_bytes(Bundle(contract, reader.codes, errors, examples.read(root, operations, errors)).build(operations))
    routes = routes_text(operations)
    if check:
        check_routes(root, routes, errors)
    if errors.lines:
        return errors, {}
    return errors, {
        "operations.c": operation_tables.text(operations, internals.body_text()),
        "internal.h": internals.header_text(),
        "openapi_json.c": bytes_text("openapi_json", bundle),
        "openapi.json": bundle.decode(),
        "routes.txt": routes,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", help="directory that takes the generated files")
    parser.add_argument("--root", default=str(pathlib.Path(__file__).resolve().parent.parent), help="project to read (default: this one)")
    routes = parser.add_mutually_exclusive_group()
    routes.add_argument("--check-routes", action="store_true", help=f"refuse when {ROUTES} is not up to date")
    routes.add_argument("--write-routes", action="store_true", help=f"write {ROUTES}")
    options = parser.parse_args()
    root = pathlib.Path(options.root)
    errors, outputs = build(root, options.check_routes)
    for line in errors.lines:
        print(line, file=sys.stderr)
    if errors.lines:
        print(f"{len(errors.lines)} fault(s) in the contract", file=sys.stderr)
        return 1
    if options.write_routes:
        (root / ROUTES).write_text(outputs["routes.txt"], encoding="utf-8")
    if options.out:
        out = pathlib.Path(options.out)
        out.mkdir(parents=True, exist_ok=True)
        for name, text in outputs.items():
            (out / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
