"""What a caller may send has a bound everywhere: of length, of number, of size (OWASP API4:2023). Spectral's rules would ask that of answers too."""
from harness.contract import Contract

CONTRACT = Contract.built()
BOUNDED_TEXT = {"maxLength", "enum", "const", "format"}
# A pattern without an open end is a bound as well.
OPEN = ("*", "+", ",}")


def types(schema):
    kind = schema.get("type")
    return kind if isinstance(kind, list) else [kind]


def unbounded(schema, where, seen):
    """Places below a schema where a caller may send without end."""
    if "$ref" in schema:
        if schema["$ref"] in seen:
            return
        seen.add(schema["$ref"])
        where = schema["$ref"].rpartition("/")[2]
    schema = CONTRACT.resolve(schema)
    pattern = schema.get("pattern", "*")
    if "string" in types(schema) and not BOUNDED_TEXT & set(schema) and any(end in pattern for end in OPEN):
        yield f"{where}: a string without maxLength"
    if types(schema) == ["integer"] and not {"maximum", "enum", "const"} & set(schema):
        yield f"{where}: an integer without maximum"
    if "array" in types(schema) and "maxItems" not in schema:
        yield f"{where}: a list without maxItems"
    if "object" in types(schema) and not closed(schema):
        yield f"{where}: an object that takes any member"
    for name, inner in schema.get("properties", {}).items():
        yield from unbounded(inner, f"{where}.{name}", seen)
    for inner in [schema.get("items"), schema.get("additionalProperties"), *(part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, []))]:
        if isinstance(inner, dict):
            yield from unbounded(inner, where, seen)


def closed(schema):
    return isinstance(schema.get("additionalProperties"), (bool, dict)) and schema["additionalProperties"] is not True or "unevaluatedProperties" in schema


def test_whatever_a_caller_may_send_has_a_bound():
    """Headers as a whole are bounded by the configuration (header_max_bytes)."""
    found, seen = [], set()
    for operation in CONTRACT.operations:
        for parameter in operation.parameters:
            found += unbounded(parameter["schema"], f"{operation.id} {parameter['name']}", seen)
        for media, holder in (operation.body or {}).get("content", {}).items():
            if media.endswith("json") or media == "application/x-www-form-urlencoded":  # a file is bounded by upload_max_bytes
                found += unbounded(holder["schema"], operation.id, seen)
    assert len(seen) > 200 and not found, "\n".join(found)


def test_what_has_no_bound_is_told():
    for schema in ({"type": "string"}, {"type": "string", "pattern": "^a+$"}, {"type": ["string", "null"]}, {"type": "integer", "minimum": 1}, {"type": "array", "items": {"type": "boolean"}},
                   {"type": "object", "properties": {}}, {"type": "array", "maxItems": 2, "items": {"type": "string"}}):
        assert list(unbounded(schema, "here", set())), schema
