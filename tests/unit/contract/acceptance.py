#!/usr/bin/env python3
"""The JSON Schema draft 2020-12 acceptance suite as const tables, made by the generator's own code.

    acceptance.py SUITE_DIR OUT.c

A group whose schema does not lie wholly in the declared subset is left out, with the reason; a value that the service refuses to
read at all (NUL, an integer beyond 64 bits, a fraction that would be rounded) becomes a case that must be refused."""
import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "openapi"))

from lib.schemas import SchemaTables, c_string, storable  # noqa: E402
from lib.source import Errors  # noqa: E402

FILES = ["type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "required",
         "properties", "additionalProperties", "items", "minItems", "maxItems", "uniqueItems", "ref", "defs", "oneOf", "boolean_schema", "default",
         "infinite-loop-detection", "unknownKeyword", "optional/bignum", "optional/ecmascript-regex", "optional/non-bmp-regex",
         "optional/unicode", "optional/float-overflow", "optional/no-schema", "optional/format/date", "optional/format/date-time",
         "optional/format/uuid"]
WITHOUT_EFFECT = frozenset({"$schema", "$defs"})


def compile_group(schema, prefix):
    """(C text, name of the table, None) or (None, None, why not)."""
    errors = Errors()
    tables = SchemaTables(schema, errors, WITHOUT_EFFECT, prefix)
    table = tables.table(schema, "suite", "schema")
    tables.find_cycles("suite")
    if errors.lines:
        return None, None, errors.lines[0].split(": ", 2)[2]
    return tables.emit([table]), table.name, None


def main():
    suite, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    declared, rows, left_out = [], [], []
    for name in FILES:
        for group in json.loads((suite / f"{name}.json").read_text(encoding="utf-8")):
            text, table, reason = compile_group(group["schema"], f"g{len(declared)}_")
            if reason:
                left_out.append(f"{{ {c_string(name)}, {c_string(group['description'])}, {c_string(reason)}, {len(group['tests'])} }}")
                continue
            declared.append(text)
            for test in group["tests"]:
                expected = "UNREADABLE" if not storable(test["data"]) else "VALID" if test["valid"] else "INVALID"
                title = c_string(f"{name}: {group['description']}: {test['description']}")
                rows.append(f"    {{ {title}, &{table}, {c_string(json.dumps(test['data']))}, {expected} }},")
    out.write_text("\n".join([
        "/* Written by acceptance.py from the acceptance suite. */", '#include "acceptance.h"', "", *declared,
        "const struct acceptance_case acceptance_cases[] = {", *rows, "};", f"const size_t acceptance_case_count = {len(rows)};",
        "const struct acceptance_left_out acceptance_left_out[] = {", ",\n".join(left_out), "};",
        f"const size_t acceptance_left_out_count = {len(left_out)};", f"const size_t acceptance_group_count = {len(declared)};", ""]),
        encoding="utf-8")


if __name__ == "__main__":
    main()
