"""Placeholders and conditions of a statement, bound to parameters, body members and builtins."""
import dataclasses

from .source import follow

BUILTINS = ("new_id", "blind_id", "now", "today", "limit", "after_key", "after_id", "if_version", "body", "body_hash", "user_id", "client", "role",
            "district", "street", "community", "firm", "request_id", "seal_key", "names")
PAGE_BUILTINS = ("limit", "after_key", "after_id")
GENERIC = ("limit", "cursor", "count", "sort")
SUFFIXES = {"seal": ("sealed", "FROM_SEALED"), "mask": ("masked", "FROM_MASKED"), "hash": ("hash", "FROM_HASHED")}
CONDITIONS_MAX = 32


def builtin_symbol(name):
    return "BUILTIN_" + name.upper()


@dataclasses.dataclass
class Member:
    """A body member that a placeholder may name."""
    pointer: str
    source: str = "FROM_BODY"
    leaf: bool = True
    needs_form: str = None   # of a sealed one: the forms that there are


def masked_items(root, target):
    """Of a list of objects: members whose text is masked. They stand under the list's own pointer."""
    item = follow(root, target.get("items")) if target.get("items") else None
    properties = item.get("properties", {}) if isinstance(item, dict) else {}
    return [(key, child["x-sealed"]) for key, child in properties.items() if isinstance(child, dict) and child.get("x-sealed") == ["mask"]]


def body_members(root, schema, refuse):
    """Placeholder name → Member, and the sealed properties: pointer → seals. Objects are flattened with '_'."""
    members, sealed = {}, {}

    def put(name, member):
        if name in members and members[name].pointer != member.pointer:
            refuse(f"body members {members[name].pointer} and {member.pointer} would both be :'{name}'")
        members.setdefault(name, member)

    def visit(node, name, pointer, depth):
        target = follow(root, node)
        if not isinstance(target, dict) or depth > 8:
            return
        for branch in target.get("oneOf", []):
            visit(branch, name, pointer, depth + 1)
        seals = target.get("x-sealed") or (node.get("x-sealed") if isinstance(node, dict) else None)
        properties = target.get("properties", {})
        if seals:
            sealed[pointer] = seals
            forms = ", ".join(f":'{name}_{SUFFIXES[s][0]}'" for s in seals if s in SUFFIXES)
            put(name, Member(pointer, needs_form=None if "plain" in seals else forms))
            for seal in seals:
                if seal in SUFFIXES:
                    put(f"{name}_{SUFFIXES[seal][0]}", Member(pointer, SUFFIXES[seal][1]))
        elif name and not (target.get("oneOf") and not properties):
            put(name, Member(pointer, leaf=not properties))
        for key, seals in masked_items(root, target):
            sealed[f"{pointer}/{key}"] = seals
            members[name] = Member(pointer, needs_form=f":'{name}_masked'")
            put(f"{name}_masked", Member(pointer, "FROM_MASKED"))
        for key, child in properties.items():
            token = key.replace("~", "~0").replace("/", "~1")
            visit(child, f"{name}_{key}" if name else key, f"{pointer}/{token}", depth + 1)

    visit(schema, "", "", 0)
    return members, sealed


class Binding:
    """values: (source, index, pointer) in the order of first use; conditions: (value index, equals)."""

    def __init__(self, operation, root, errors):
        self.o, self.root, self.errors = operation, root, errors
        self.values, self.index = [], {}
        self.conditions, self.condition_index = [], {}
        self.used = set()
        self.members, self.sealed = body_members(root, operation.item, self.refuse)

    def refuse(self, message):
        self.errors.add(self.o.sql_file or self.o.file, self.o.id, message)

    def bind(self):
        for piece in self.o.pieces:
            if piece.text is None:
                self.used.add(piece.name)
                self.value(piece.name, f"placeholder :'{piece.name}' in line {piece.line}")
            for condition in piece.needs + piece.unless:
                self.condition(condition, piece.line)
        if len(self.conditions) > CONDITIONS_MAX:
            self.refuse(f"more than {CONDITIONS_MAX} conditions")
        if not self.o.hook:
            self.check_unused()
        self.check_page()
        self.check_names()

    def candidates(self, name):
        """All that a name could mean; more than one is a fault."""
        found = []
        parameter = self.o.parameter(name)
        if parameter is not None and name not in PAGE_BUILTINS + ("cursor", "count"):
            found.append(("parameter", ("FROM_PARAMETER", parameter, None)))
        member = self.members.get(name)
        if member:
            found.append(("body member", (member.source, 0, member.pointer)))
        if name in BUILTINS and not found:  # what a request brings hides what the pipeline knows: a new user's role, not the caller's
            found.append(("builtin", ("FROM_BUILTIN", builtin_symbol(name), None)))
        return found

    def value(self, name, where):
        """Index of the value, or None after a fault."""
        if name in self.index:
            return self.index[name]
        found = self.candidates(name)
        if not found:
            self.refuse(f"{where} is no parameter, body member or builtin")
            return None
        if len(found) > 1:
            self.refuse(f"{where} is both {' and '.join(kind for kind, _ in found)}")
        member = self.members.get(name)
        if member and member.needs_form:
            self.refuse(f"{where} is sealed: only {member.needs_form} exist")
        self.check_builtin(name, found, where)
        self.index[name] = len(self.values)
        self.values.append(found[0][1])
        return self.index[name]

    def check_builtin(self, name, found, where):
        if found[0][0] != "builtin":
            return
        page = self.o.parameter("cursor") is not None
        lacks = (name in PAGE_BUILTINS and not page and "a page") or \
                (name == "if_version" and self.o.method != "PATCH" and "PATCH with If-Match") or \
                (name == "names" and (self.o.method != "GET" or self.o.hook) and "a GET without a hook") or \
                (name in ("body", "body_hash") and self.o.body is None and "a body")
        if lacks:
            self.refuse(f"{where} needs {lacks}")

    def condition(self, text, line):
        if text in self.condition_index:
            return
        name, _, equals = text.partition("=")
        where = f"condition {text} in line {line}"
        if name == "cursor":
            value = self.value("after_id", where)
        else:
            self.used.add(name)
            value = self.value(name, where)
        parameter = self.o.parameter(name)
        if equals and parameter is not None and value is not None:
            choices = (follow(self.root, self.o.parameters[parameter].get("schema")) or {}).get("enum")
            if choices and equals not in [str(c) for c in choices]:
                self.refuse(f"{where}: {equals} is no value of {name}")
        self.condition_index[text] = len(self.conditions)
        self.conditions.append((value or 0, equals or None))

    def bits(self, names):
        return sum(1 << self.condition_index[n] for n in dict.fromkeys(names) if n in self.condition_index)

    def check_unused(self):
        for parameter in self.o.parameters:
            name = parameter["name"]
            if name in GENERIC or name in self.used:
                continue
            self.refuse(f"parameter {name} is never used by its statement")
        if self.o.body is None or "body" in self.used:
            return
        reached = [self.members[n].pointer for n in self.used if n in self.members]
        for name, member in self.members.items():
            if not member.leaf or any(member.pointer == r or member.pointer.startswith(r + "/") for r in reached):
                continue
            self.refuse(f"body member {member.pointer} is never used by its statement")

    def check_names(self):
        """Who leaves names to the service has the database say in the same answer whether they are still so."""
        leaves = any("names" in piece.needs for piece in self.o.pieces)
        asks = any("names" in piece.needs and '"!names"' in (piece.text or "") for piece in self.o.pieces)
        if leaves and not asks:
            self.refuse('leaves names out (`-- if names`) without the column "!names"')

    def check_page(self):
        sort = self.o.parameter("sort")
        if sort is not None and not self.o.hook:
            schema = follow(self.root, self.o.parameters[sort].get("schema")) or {}
            for choice in schema.get("enum", [None]):
                if f"sort={choice}" not in self.condition_index:
                    self.refuse(f"sort {choice} has no line `-- if sort={choice}`" if choice else "sort needs an enum")
            if schema.get("default") not in schema.get("enum", []):
                self.refuse("sort needs a default that is one of its values")
        if self.o.answer != "ANSWER_PAGE":
            return
        bounded = any(p.text is None and p.name == "limit" and p.needs == ("limit",) for p in self.o.pieces)
        if not bounded:
            self.refuse("a list without bound: no line `limit :'limit'::bigint -- if limit`")
        if "cursor" not in self.condition_index:
            self.refuse("a page without `-- if cursor`: its next page would be the same one")
