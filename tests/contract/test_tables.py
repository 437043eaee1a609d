"""What the generator writes down is written once, and holds no address that it could do without: tables are memory of every process."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode, sys.path[:0] = True, [str(ROOT / "openapi")]
from lib import statements, tables  # noqa: E402
from lib.schemas import SchemaTables  # noqa: E402
from lib.source import Errors  # noqa: E402


def emitted(schema):
    errors = Errors()
    made = SchemaTables(schema, errors, frozenset({"$defs"}))
    text = made.emit([made.table(schema, "here", "schema")])
    assert not errors.lines
    return text, dict(re.findall(r"^#define (\w+) (\w+)$", text, re.M)), set(re.findall(r"^static const struct schema (\w+) = ", text, re.M))


def members(text, alike):
    """Name → the table that its schema is found under."""
    return {name: alike.get(table, table) for name, table in re.findall(r'\{ "(\w+)", &(\w+), ', text)}


def test_schemas_that_say_the_same_are_one():
    short = {"type": "string", "maxLength": 5}
    text, alike, kept = emitted({"type": "object", "properties": {"a": dict(short), "b": dict(short), "c": {**short, "maxLength": 6},
                                                                  "d": {"type": "array", "items": dict(short)}, "e": {"type": "array", "items": dict(short)},
                                                                  "f": {"type": "array", "items": {"type": "string", "maxLength": 6}}}})
    found = members(text, alike)
    assert found["a"] == found["b"] != found["c"] and found["d"] == found["e"] != found["f"]
    assert len(kept) == 5 and not kept & set(alike) and set(alike.values()) <= kept


def test_schemas_that_lead_back_to_themselves_stay_apart_where_they_differ():
    def chain(length):
        return {"type": "object", "properties": {"next": {"$ref": f"#/$defs/chain{length}"}, "name": {"type": "string", "maxLength": length}}}
    text, alike, kept = emitted({"$defs": {"chain3": chain(3), "chain4": chain(4)},
                                 "properties": {"a": {"$ref": "#/$defs/chain3"}, "b": {"$ref": "#/$defs/chain4"}}})
    found = members(text, alike)
    assert found["a"] != found["b"] and {found["a"], found["b"]} <= kept


def test_a_statement_s_words_are_one_text_of_which_each_token_takes_its_bytes():
    pieces = statements.read_statement("select '居民' from things where true\n  and kind = any(:'kind'::text[]) -- if kind\nlimit :'limit'", "file", "name", Errors())
    text, declared, name, count = tables.tokens("these", pieces, {"kind": 0, "limit": 1}.get, lambda names: len(names), {"kind"})
    lengths = [int(n) for n in re.findall(r"\{ (\d+), ", declared)]
    words = "".join(part.encode().decode("unicode_escape").encode("latin-1").decode() for part in re.findall(r'"((?:[^"\\]|\\.)*)"', text))
    assert name == "these" and int(count) == len(lengths) and sum(lengths) == len(words.encode()) and "&" not in declared
    assert "居民" in words and "any(" not in words and words.count("text") == 1
