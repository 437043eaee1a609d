"""The const tables as C text."""
import dataclasses
import json
import re

from . import farewell, statements
from .bindings import Binding
from .operations import FORMATS
from .schemas import c_string
from .source import follow

HEAD = "/* Written by openapi/generate.py from the contract and its statements. Not to be edited. */\n"
REPRESENTATIONS = {media: number for number, media in enumerate(FORMATS)}   # enum representation
RETURNS = {"ANSWER_NONE": "SQL_RETURNS_NONE", "ANSWER_ONE": "SQL_RETURNS_ONE", "ANSWER_PAGE": "SQL_RETURNS_ROWS", "ANSWER_HOOK": "SQL_RETURNS_ROWS"}
EACH = re.compile(r"::(\w+)\[\]\)")


def flag(value):
    return "true" if value else "false"


def array(kind, name, items):
    """Declaration, and the two initialisers of a pointer and a count."""
    if not items:
        return "", "NULL", "0"
    body = ",\n    ".join(items)
    return f"static const {kind} {name}[] = {{\n    {body}\n}};\n", name, str(len(items))


def tokens(name, pieces, value_of, bits, inlined=()):
    """Their words, one after another, and the three parts of array()."""
    texts, items = [], []
    for piece, each in compared(pieces, inlined):
        words = each or "" if piece.text is None else piece.text
        value = -1 if piece.text is not None else value_of(piece.name)
        literal = piece.text is None and piece.name in inlined
        texts.append(c_string(words))
        items.append(f"{{ {len(words.encode())}, {bits(piece.needs):#x}, {bits(piece.unless):#x}, {value}, {flag(piece.text is not None)}, {flag(literal)} }}")
    return "\n    ".join(texts) or '""', *array("struct sql_token", name, items)


def compared(pieces, inlined):
    """The pieces, each with the type of what it is compared to: `= any(:'x'::text[])` of a list that stands in the text is left to the service, which says `= 'one'::text` where there is one."""
    out = [[dataclasses.replace(piece), None] for piece in pieces]
    for before, middle, after in zip(out, out[1:], out[2:]):
        listed = middle[0].text is None and middle[0].name in inlined and before[0].text and after[0].text
        alike = listed and all((side[0].needs, side[0].unless) == (middle[0].needs, middle[0].unless) for side in (before, after))
        cast = alike and before[0].text.endswith("= any(") and EACH.match(after[0].text)
        if cast:
            before[0].text = before[0].text.removesuffix("any(")
            after[0].text = after[0].text[cast.end():]
            middle[1] = cast[1]
    return [(piece, each) for piece, each in out if piece.text != ""]


def statement(symbol, shown, pieces, returns, value_of, bits, inlined=()):
    text, declared, pointer, count = tokens(f"tokens_{symbol}", pieces, value_of, bits, inlined)
    return (f"{declared}static const struct statement statement_{symbol} = "
            f"{{ {c_string(shown)},\n    {text},\n    {pointer}, {count}, {returns} }};\n")


class OperationTables:
    def __init__(self, contract, schemas, errors):
        self.contract, self.schemas, self.errors = contract, schemas, errors
        self.roots = []
        self.parts = []
        self.rows = []

    def add(self, o):
        binding = Binding(o, self.contract.document, self.errors)
        if o.pieces is not None:
            binding.bind()
        fields = [f".id = {c_string(o.id)}", f".method = {c_string(o.method)}", f".path = {c_string(o.path)}",
                  f".roles = {' | '.join('ROLE_' + r.upper() for r in o.roles) or '0'}"]
        fields += self.parameters(o)
        fields += self.body(o, binding)
        fields += self.statements(o, binding)
        fields += self.table("problem_map", "problems", o, "problem",
                             [f"{{ {c_string(n)}, {c_string(c)} }}" for n, c in sorted(o.problems.items(), key=lambda p: p[0].encode())])
        formats = sum(1 << REPRESENTATIONS[f] for f in o.formats)
        fields += [f".hook = {o.hook or 'NULL'}", f".answer = {o.answer}", f".status = {o.status}",
                   f".location = {c_string(o.location) if o.location else 'NULL'}", f".writes = {flag(o.method != 'GET')}",
                   f".keyed = {flag(o.keyed is not None or o.method != 'GET' and not o.hook and not o.keeps_nothing)}",
                   f".formats = {formats}", f".stale = {' | '.join('ROLE_' + r.upper() for r in o.stale) or '0'}",
                   f".farewell = {farewell.c_text(o.farewell, c_string)}"]
        self.rows.append("    { " + ",\n      ".join(fields) + " }")

    def table(self, kind, field, o, count_field, items):
        declared, pointer, count = array(f"struct {kind}", f"{field}_{o.id}", items)
        self.parts.append(declared)
        return [f".{field} = {pointer}", f".{count_field}_count = {count}"] if items else []

    def parameters(self, o):
        items = []
        for parameter in o.parameters:
            where = f"{o.id} parameter {parameter['name']}"
            schema = follow(self.contract.document, parameter.get("schema"))
            is_list = isinstance(schema, dict) and schema.get("type") == "array"
            one = schema.get("items") if is_list else parameter.get("schema")
            if one is None:
                continue
            table = self.schemas.table(one, o.file, where)
            self.roots.append(table)
            fallback = schema.get("default") if isinstance(schema, dict) else None
            leaving = farewell.check(parameter, o.file, where, self.errors)
            items.append(f"{{ {c_string(parameter['name'])}, {'IN_PATH' if parameter.get('in') == 'path' else 'IN_QUERY'}, "
                         f"{flag(parameter.get('required'))}, {flag(is_list)}, &{table.name}, {self.fallback(fallback)}, {farewell.c_text(leaving, c_string)} }}")
        return self.table("parameter", "parameters", o, "parameter", items)

    def fallback(self, value):
        """A default as text: a list as an array literal, as parameters_read() makes them."""
        if value is None:
            return "NULL"
        if isinstance(value, list):
            quoted = ['"' + str(v).replace("\\", "\\\\").replace('"', '\\"') + '"' for v in value]
            return c_string("{" + ",".join(quoted) + "}")
        return c_string(value if isinstance(value, str) else json.dumps(value))

    def body(self, o, binding):
        if o.media:
            declared, pointer, _ = array("char *const", f"media_{o.id}", [*(c_string(m) for m in o.media), "NULL"])
            self.parts.append(declared)
            return [f".body_kind = {o.body_kind}", ".body_required = true", f".media = {pointer}"]
        if o.body is None:
            return []
        table = self.schemas.table(o.body, o.file, f"{o.id} body")
        self.roots.append(table)
        fields = [f".body_kind = {o.body_kind}", f".body_required = {flag(o.body_required)}", f".body = &{table.name}", f".batch = {flag(o.batch)}"]
        sealed = [f"{{ {c_string(p)}, {flag('seal' in s)}, {flag('mask' in s)}, {flag('hash' in s)} }}" for p, s in sorted(binding.sealed.items())]
        return fields + self.table("sealed_property", "sealed", o, "sealed", sealed)

    def statements(self, o, binding):
        if o.pieces is None:
            return []
        values = [f"{{ {source}, {index}, {c_string(pointer) if pointer is not None else 'NULL'} }}" for source, index, pointer in binding.values]
        fields = self.table("value", "values", o, "value", values)
        conditions = [f"{{ {value}, {c_string(equals) if equals else 'NULL'} }}" for value, equals in binding.conditions]
        fields += self.table("condition", "conditions", o, "condition", conditions)
        value_of = lambda name: binding.index.get(name, 0)
        # A plan for a limit that is not known is a plan for a tenth of the table, so it would be made anew each time.
        inlined = {"limit"} | {parameter["name"] for parameter in o.parameters
                   if (follow(self.contract.document, parameter.get("schema")) or {}).get("type") == "array"}
        # Of a list, neither makes a variant more (a connection is one role's): the kept plan knows which parts of it are never run, and how much is past today.
        inlined |= {"role", "today"} - {parameter["name"] for parameter in o.parameters} if o.answer == "ANSWER_PAGE" else set()
        self.parts.append(statement(o.id, o.id, o.pieces, RETURNS[o.answer], value_of, binding.bits, inlined))
        fields.append(f".statement = &statement_{o.id}")
        if o.answer == "ANSWER_PAGE" and o.parameter("count") is not None:
            self.parts.append(statement(o.id + "Count", o.id + "Count", statements.without_page(o.pieces), "SQL_RETURNS_ONE", value_of, binding.bits, inlined))
            fields.append(f".count = &statement_{o.id}Count")
        return fields

    def last_migration(self):
        return max((int(path.name[:4]) for path in (self.contract.root / "sql" / "migrations").glob("[0-9][0-9][0-9][0-9]_*.sql")), default=0)

    def text(self, operations, internals):
        hooks = sorted({o.hook for o in operations if o.hook})
        return "".join([
            HEAD, '#include "internal.h"\n#include "api/operation.h"\n\n',
            "".join(f"bool {hook}(struct exchange *exchange);\n" for hook in hooks), "\n",
            self.schemas.emit(self.roots), "\n", "".join(self.parts),
            "const struct operation operations[] = {\n", ",\n".join(self.rows), "\n};\n",
            f"const size_t operation_count = {len(self.rows)};\n",
            f"const int schema_version = {self.last_migration()};\n\n",
            problems_text(self.contract.problems), "\n", internals])


def problems_text(problems):
    rows = []
    for p in sorted(problems, key=lambda p: p["code"].encode()):
        texts = [c_string(p[part][language].strip()) for part in ("title", "about", "todo") for language in ("zh", "en")]
        rows.append(f"    {{ {c_string(p['code'])}, {p['status']}, {', '.join(texts)} }}")
    return "const struct problem_code problem_codes[] = {\n" + ",\n".join(rows) + f"\n}};\nconst size_t problem_code_count = {len(rows)};\n"


def check_problems(contract, errors):
    """The codes that are right, without the files they stand in."""
    kept, seen = [], set()
    for file, p in contract.problems:
        code = p.get("code") if isinstance(p, dict) else None
        if not isinstance(code, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", code):
            errors.add(file, str(code), "a code is lower-case snake_case")
            continue
        if code in seen:
            errors.add(file, code, "stands twice")
        seen.add(code)
        if not isinstance(p.get("status"), int) or not 400 <= p["status"] <= 599:
            errors.add(file, code, "status must be 400…599")
        p.setdefault("todo", contract.advice.get(str(p.get("status"))))
        for part in ("title", "about", "todo"):
            if not all(isinstance((p.get(part) or {}).get(language), str) for language in ("zh", "en")):
                errors.add(file, code, f"{part} must have zh and en")
        unknown = set(p) - {"code", "status", "title", "about", "todo"}
        if unknown:
            errors.add(file, code, f"unknown key {sorted(unknown)[0]}")
        kept.append(p)
    return kept


class Internals:
    """Statements of sql/queries/internal/: bound by name in C."""

    def __init__(self, errors):
        self.errors, self.header, self.body = errors, [], []

    def add(self, name, file, pieces):
        names = []
        for piece in pieces:
            if piece.text is None and piece.name not in names:
                names.append(piece.name)
            if piece.needs or piece.unless:
                self.errors.add(file, name, f"line {piece.line}: an internal statement has no conditions")
        upper = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()
        places = [f"    INTERNAL_{upper}_{n.upper()} = {i}," for i, n in enumerate(names)] + [f"    INTERNAL_{upper}_VALUES = {len(names)}"]
        self.header.append(f"/* {file} */\nenum internal_{name}_value {{\n" + "\n".join(places) + "\n};\n"
                           f"extern const struct internal_statement internal_{name};\n")
        text = statement(f"internal_{name}", name, pieces, "SQL_RETURNS_ROWS", names.index, lambda _: 0)
        declared, pointer, count = array("char *const", f"names_internal_{name}", [c_string(n) for n in names])
        self.body.append(f"{text}{declared}const struct internal_statement internal_{name} = {{ &statement_internal_{name}, {pointer}, {count} }};\n")

    def header_text(self):
        return HEAD + '#pragma once\n#include "db/statement.h"\n\n' + "\n".join(self.header)

    def body_text(self):
        return "".join(self.body)


def bytes_text(name, data):
    """A byte array as C string pieces, short enough to be read."""
    lines, line = [], []
    for c in data.decode():
        line.append(c_string(c)[1:-1])
        if len(line) == 100:
            lines.append('    "' + "".join(line) + '"')
            line = []
    lines.append('    "' + "".join(line) + '"')
    return (HEAD + '#include "api/operation.h"\n\n' + f"const unsigned char {name}[] =\n" + "\n".join(lines) +
            f";\nconst size_t {name}_length = {len(data)};\n")
