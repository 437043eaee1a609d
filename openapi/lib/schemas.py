"""JSON Schemas as const tables: the declared keyword subset and nothing beside it."""
import json
import re
from decimal import Decimal

from . import patterns
from .source import follow, resolve

TYPES = {"null": "SCHEMA_NULL", "boolean": "SCHEMA_BOOLEAN", "integer": "SCHEMA_INTEGER", "number": "SCHEMA_NUMBER",
         "string": "SCHEMA_STRING", "array": "SCHEMA_ARRAY", "object": "SCHEMA_OBJECT"}
FORMATS = {"uuid": "FORMAT_UUID", "date": "FORMAT_DATE", "date-time": "FORMAT_DATE_TIME", "decimal": "FORMAT_DECIMAL",
           "money": "FORMAT_MONEY", "month": "FORMAT_MONTH", "uscc": "FORMAT_USCC"}
ENFORCED = {"type", "enum", "const", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength",
            "pattern", "required", "properties", "additionalProperties", "items", "minItems", "maxItems", "uniqueItems", "$ref", "oneOf",
            "discriminator"}
SILENT = {"description", "title", "example", "examples", "default", "readOnly", "writeOnly", "deprecated", "$comment", "x-sealed", "x-any-of"}
SEALS = ("seal", "mask", "hash", "plain")


def c_string(text):
    out = []
    for c in text:
        if c in "\"\\":
            out.append("\\" + c)
        elif c == "\n":
            out.append("\\n")
        elif ord(c) < 32 or ord(c) == 127 or c == "?":
            out.append(f"\\{ord(c):03o}" if c != "?" else "?")
        else:
            out.append(c)
    return '"' + "".join(out) + '"'


class Table:
    """One schema on its way to a struct schema."""

    def __init__(self, name):
        self.name = name
        self.fields = []        # ".closed = true"
        self.arrays = []        # declarations that stand before it
        self.uses = []          # tables it points to
        self.here = []          # of those, the ones that look at the same value: references and branches
        self.types = set()


class SchemaTables:
    def __init__(self, root, errors, ignored=frozenset(), prefix="schema_"):
        self.root, self.errors, self.ignored, self.prefix = root, errors, ignored, prefix
        self.tables = {}        # id(schema) → Table
        self.keep = []          # so that no id is given twice
        self.booleans = {}      # what stands for true and for false

    def table(self, schema, file, where):
        """The table of a schema node; faults name `where`."""
        if isinstance(schema, bool):
            schema = self.boolean(schema)
        schema = self.beyond_references(schema)
        if id(schema) in self.tables:
            return self.tables[id(schema)]
        table = Table(f"{self.prefix}{len(self.tables)}")
        self.tables[id(schema)] = table
        self.keep.append(schema)
        if not isinstance(schema, dict):
            self.errors.add(file, where, "a schema must be an object, true or false")
            return table
        Compiler(self, table, schema, file, where).compile()
        return table

    def beyond_references(self, schema):
        """A schema that is a reference and nothing else costs no step at run time."""
        for _ in range(64):
            target = resolve(self.root, schema["$ref"]) if isinstance(schema, dict) and "$ref" in schema else None
            if target is None or ENFORCED & set(schema) != {"$ref"}:
                return schema
            schema = self.boolean(target) if isinstance(target, bool) else target
        return schema

    def boolean(self, value):
        return self.booleans.setdefault(value, {})

    def find_cycles(self, file):
        """A reference that comes back to itself without going into the value would never end."""
        state = {}

        def visit(table):
            state[table] = 1
            for other in table.here:
                if state.get(other) == 1:
                    self.errors.add(file, table.name, "a $ref or oneOf that comes back to itself")
                elif other not in state:
                    visit(other)
            state[table] = 2

        for table in list(self.tables.values()):
            if table not in state:
                visit(table)

    def alike(self, reached):
        """Of tables that say the same the first stands for all: name → name. Two say the same when what they point to does."""
        named, stands_for, more = re.compile(rf"\b({self.prefix}\d+)(?!\d)"), {}, True
        while more:
            more, said = False, {}
            for table in reached:
                if table.name in stands_for:
                    continue
                text = "\n".join([*table.arrays, *table.fields])
                known = said.setdefault(named.sub(lambda m: "itself" if m[1] == table.name else first(stands_for, m[1]), text), table.name)
                if known != table.name:
                    stands_for[table.name], more = known, True
        return {name: first(stands_for, name) for name in stands_for}

    def emit(self, roots):
        """C text of all tables that the roots reach."""
        reached, waiting = [], list(roots)
        while waiting:
            table = waiting.pop(0)
            if table not in reached:
                reached.append(table)
                waiting.extend(table.uses)
        alike = self.alike(reached)
        lines = [f"#define {name} {other}" for name, other in alike.items()]
        reached = [t for t in reached if t.name not in alike]
        lines += [f"static const struct schema {t.name};" for t in reached]
        for t in reached:
            lines += t.arrays
            lines.append(f"static const struct schema {t.name} = {{ {', '.join(t.fields)} }};")
        return "\n".join(lines) + "\n"


def first(stands_for, name):
    while name in stands_for:
        name = stands_for[name]
    return name


class Compiler:
    def __init__(self, tables, table, schema, file, where):
        self.tables, self.table, self.schema, self.file, self.where = tables, table, schema, file, where

    def refuse(self, message):
        self.tables.errors.add(self.file, self.where, message)

    def add(self, field, value):
        self.table.fields.append(f".{field} = {value}")

    def sub(self, schema, step, same_value=False):
        table = self.tables.table(schema, self.file, f"{self.where}{step}")
        self.table.uses.append(table)
        if same_value:
            self.table.here.append(table)
        return table

    def array(self, kind, suffix, items):
        self.table.arrays.append(f"static const {kind}{self.table.name}_{suffix}[] = {{ {', '.join(items)} }};")
        return f"{self.table.name}_{suffix}"

    def compile(self):
        schema = self.schema
        if schema is self.tables.booleans.get(False):
            self.add("never", "true")
        for key in schema:
            if key not in ENFORCED and key not in SILENT and key not in self.tables.ignored:
                kind = "unknown extension" if key.startswith("x-") else "keyword is not enforced"
                self.refuse(f"{kind}: {key}")
        self.compile_types(schema)
        self.compile_bounds(schema)
        self.compile_lengths(schema)
        self.compile_enumeration(schema)
        self.compile_object(schema)
        self.compile_array(schema)
        self.compile_one_of(schema)
        if "$ref" in schema:
            target = resolve(self.tables.root, schema["$ref"])
            if target is None:
                self.refuse(f"$ref {schema['$ref']!r} leads nowhere")
            else:
                self.add("reference", f"&{self.sub(target, '', True).name}")
        if "x-sealed" in schema:
            self.check_sealed(schema)
        if not self.table.fields:
            self.add("types", "0")

    def compile_types(self, schema):
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        unknown = [t for t in types if t not in TYPES] if isinstance(types, list) else [types]
        if unknown:
            self.refuse(f"unknown type {unknown[0]!r}")
        elif types:
            self.table.types = set(types)
            self.add("types", " | ".join(TYPES[t] for t in types))
        self.add("min_length", "-1")
        self.add("max_length", "-1")
        self.add("min_items", "-1")
        self.add("max_items", "-1")
        if "format" in schema and schema["format"] not in FORMATS:
            self.refuse(f"format is not enforced: {schema['format']}")
        elif "format" in schema:
            self.add("format", FORMATS[schema["format"]])

    def compile_bounds(self, schema):
        for side, tighter in (("minimum", max), ("maximum", min)):
            exclusive = "exclusive" + side.capitalize()
            given = {key: schema[key] for key in (side, exclusive) if key in schema}
            if any(isinstance(v, bool) or not isinstance(v, (int, float)) for v in given.values()):
                self.refuse(f"{side} must be a number")
                continue
            if not given:
                continue
            bound = tighter(Decimal(repr(v)) for v in given.values())
            self.add(f"has_{side}", "true")
            self.add(side, c_string(format(bound, "f") if abs(bound.adjusted()) < 40 else str(bound)))
            if exclusive in given and Decimal(repr(given[exclusive])) == bound:
                self.add(f"exclusive_{side}", "true")

    def count(self, schema, key, field):
        value = schema.get(key)
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value) or not 0 <= value < 2**31:
            self.refuse(f"{key} must be a count")
            return
        self.table.fields = [f for f in self.table.fields if not f.startswith(f".{field} =")]
        self.add(field, str(int(value)))

    def compile_lengths(self, schema):
        for key, field in (("minLength", "min_length"), ("maxLength", "max_length"), ("minItems", "min_items"), ("maxItems", "max_items")):
            self.count(schema, key, field)
        if "pattern" in schema:
            try:
                self.add("pattern", c_string(patterns.to_pcre(schema["pattern"])))
            except patterns.PatternError as error:
                self.refuse(f"pattern {schema['pattern']!r}: {error}")

    def compile_enumeration(self, schema):
        if "enum" in schema and "const" in schema:
            self.refuse("const beside enum is not enforced")
        values = [schema["const"]] if "const" in schema else schema.get("enum", [])
        if "enum" in schema and not (isinstance(values, list) and values):
            self.refuse("enum must be a list that is not empty")
            return
        if any(not storable(v) for v in values):
            self.refuse("enum or const holds a number that is not kept exactly, or NUL")
        if values:
            texts = [c_string(json.dumps(v, ensure_ascii=False)) for v in values]
            self.add("enumeration", self.array("char *const ", "enumeration", texts))
            self.add("enumeration_count", str(len(texts)))

    def compile_object(self, schema):
        required = schema.get("required", [])
        properties = schema.get("properties", {})
        if not isinstance(required, list) or not isinstance(properties, dict):
            self.refuse("required must be a list, properties a mapping")
            return
        names = sorted(properties, key=lambda n: n.encode())
        if any("\0" in name for name in names + required):
            self.refuse("a member's name holds NUL")
        if names:
            items = []
            for name in names:
                table = self.sub(properties[name], f"/{name}")
                items.append(f"{{ {c_string(name)}, &{table.name}, {'true' if name in required else 'false'} }}")
            self.add("properties", self.array("struct schema_property ", "properties", items))
            self.add("property_count", str(len(items)))
        if required:
            self.add("required", self.array("char *const ", "required", [c_string(n) for n in sorted(set(required))]))
            self.add("required_count", str(len(set(required))))
        additional = schema.get("additionalProperties", True)
        if additional is False:
            self.add("closed", "true")
        elif additional is not True:
            self.add("additional", f"&{self.sub(additional, '/*').name}")

    def compile_array(self, schema):
        if "items" in schema:
            self.add("items", f"&{self.sub(schema['items'], '/0').name}")
        if schema.get("uniqueItems") is True:
            self.add("unique_items", "true")

    def compile_one_of(self, schema):
        if "oneOf" not in schema:
            if "discriminator" in schema:
                self.refuse("discriminator without oneOf is not enforced")
            return
        branches = [self.sub(b, f" oneOf {i}", True) for i, b in enumerate(schema["oneOf"])]
        self.add("one_of", self.array("struct schema *const ", "one_of", [f"&{b.name}" for b in branches]))
        self.add("one_of_count", str(len(branches)))
        if "discriminator" in schema:
            self.compile_discriminator(schema)
            self.imply_types({"object"})
            return
        seen = set()
        for branch in branches:
            types = self.branch_types(branch)
            if not types or types & seen:
                self.refuse("oneOf needs a discriminator, or branches of distinct types")
                return
            seen |= types | ({"integer"} if "number" in types else set()) | ({"number"} if "integer" in types else set())
        self.imply_types(set().union(*(self.branch_types(b) for b in branches)))

    def imply_types(self, types):
        """No branch takes another type: said here, so that a branch of a branch is picked by its type too."""
        if not self.table.types:
            self.table.types = types
            self.add("types", " | ".join(TYPES[t] for t in TYPES if t in types))

    def branch_types(self, table):
        while table and not table.types:
            table = table.here[0] if len(table.here) == 1 else None
        return table.types if table else set()

    def compile_discriminator(self, schema):
        given = schema["discriminator"] if isinstance(schema["discriminator"], dict) else {}
        name, mapping, values = given.get("propertyName"), given.get("mapping", {}), []
        for branch in schema["oneOf"]:
            target = branch
            while isinstance(target, dict) and "$ref" in target:
                target = resolve(self.tables.root, target["$ref"])
            target = target if isinstance(target, dict) else {}
            member = target.get("properties", {}).get(name, {})
            value = member.get("const", (member.get("enum") or [None])[0]) if len(member.get("enum", [0])) == 1 else None
            if not isinstance(value, str) or name not in target.get("required", []) or target.get("type") != "object":
                self.refuse(f"each branch of oneOf must be an object that requires {name} with a const of its own")
                return
            if mapping and mapping.get(value) != branch.get("$ref"):
                self.refuse(f"the mapping of {value} does not lead to its branch")
            values.append(value)
        if len(set(values)) != len(values):
            self.refuse(f"two branches of oneOf have the same {name}")
        self.add("discriminator", c_string(name))
        self.add("discriminator_values", self.array("char *const ", "values", [c_string(v) for v in values]))

    def check_sealed(self, schema):
        seals = schema["x-sealed"]
        if not isinstance(seals, list) or not seals or any(s not in SEALS for s in seals):
            self.refuse("x-sealed must be a list of seal, mask, hash, plain")
        target = follow(self.tables.root, schema)
        if isinstance(target, dict) and target.get("type") == "array" and seals == ["mask"]:
            target = follow(self.tables.root, target.get("items"))
        types = target.get("type") if isinstance(target, dict) else None
        if "string" not in ([types] if isinstance(types, str) else types or []):
            self.refuse("x-sealed belongs to a string; a list of strings can be masked")


def storable(value):
    """Does jansson keep it as it is written?"""
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int):
        return -2**63 <= value < 2**63
    if isinstance(value, float):
        return len(Decimal(repr(value)).normalize().as_tuple().digits) <= 15 and (value == 0 or 1e-300 < abs(value) < 1e300)
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, list):
        return all(storable(v) for v in value)
    return all(storable(k) and storable(v) for k, v in value.items())
