"""The contract's sources: YAML read strictly, merged into one document, with the file each part came from."""
import pathlib
import re

import yaml


class Errors:
    """All faults of a build, said together at its end."""

    def __init__(self):
        self.lines = []

    def add(self, file, name, message):
        line = f"{file}: {name}: {message}"
        if line not in self.lines:
            self.lines.append(line)


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML as JSON means it: no dates, no yes/no, no octal, no member twice."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
        ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
        ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
        ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
        ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$", "-0123456789")):
    Loader.add_implicit_resolver(tag, re.compile(pattern), list(first))


def construct_mapping(loader, node):
    keys = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in keys:
            raise yaml.constructor.ConstructorError(None, None, f"member {key!r} stands twice", key_node.start_mark)
        keys.add(key)
    return {str(loader.construct_object(k, deep=True)): loader.construct_object(v, deep=True) for k, v in node.value}


def construct_int(loader, node):
    return int(node.value)


Loader.add_constructor("tag:yaml.org,2002:map", construct_mapping)
Loader.add_constructor("tag:yaml.org,2002:int", construct_int)


def read_yaml(path, errors, shown):
    try:
        with open(path, encoding="utf-8") as file:
            return yaml.load(file, Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        errors.add(shown, "YAML", " ".join(str(error).split()))
        return None


class Contract:
    """document: openapi.yaml with all paths and schemas merged in. file_of: where a path or component was written."""

    def __init__(self, root, errors):
        self.root = pathlib.Path(root)
        self.errors = errors
        self.file_of = {}
        self.document = self.read("openapi/openapi.yaml", dict) or {}
        self.document.setdefault("paths", {})
        components = self.document.setdefault("components", {})
        for kind, things in components.items():
            for name in things:
                self.file_of[f"#/components/{kind}/{name}"] = "openapi/openapi.yaml"
        self.merge("openapi/paths", self.document["paths"], "")
        self.merge("openapi/schemas", components.setdefault("schemas", {}), "#/components/schemas/")
        self.advice = self.read("openapi/advice.yaml", dict) or {}  # status → what to do
        self.problems = []
        for path in sorted((self.root / "openapi/problems").glob("*.yaml")):
            file = f"openapi/problems/{path.name}"
            self.problems += [(file, problem) for problem in self.read(file, list) or []]

    def read(self, name, kind):
        content = read_yaml(self.root / name, self.errors, name)
        if content is not None and not isinstance(content, kind):
            self.errors.add(name, "YAML", f"must be a {'mapping' if kind is dict else 'list'}")
            return None
        return content

    def merge(self, folder, into, prefix):
        for path in sorted((self.root / folder).glob("*.yaml")):
            shown = f"{folder}/{path.name}"
            for name, content in (self.read(shown, dict) or {}).items():
                if name in into:
                    self.errors.add(shown, name, f"stands in {self.file_of[prefix + name]} already")
                    continue
                into[name] = content
                self.file_of[prefix + name] = shown


def resolve(root, reference):
    """The node a local reference names, or None. RFC 6901 within a URI fragment."""
    if not isinstance(reference, str) or not reference.startswith("#"):
        return None
    node = root
    if reference[1:] and not reference.startswith("#/"):
        return None
    for token in reference[2:].split("/") if reference[1:] else []:
        token = re.sub(r"%([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), token).replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict) and token in node:
            node = node[token]
        elif isinstance(node, list) and token.isdigit() and int(token) < len(node):
            node = node[int(token)]
        else:
            return None
    return node


def follow(root, node):
    """The node itself, or what its chain of references ends at (siblings of $ref aside)."""
    for _ in range(64):
        if not isinstance(node, dict) or "$ref" not in node:
            return node
        node = resolve(root, node["$ref"])
    return None
