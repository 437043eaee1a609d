#!/usr/bin/env python3
"""What callers lean on, as of the last release, and what would break them since.

    released.py --bundle openapi.json            tell what breaks and is not said in CHANGELOG.md (exit 1 then)
    released.py --bundle openapi.json --write    a release: keep what the contract says now as openapi/released.json

Breaking is: an operation that is gone, a role that may no more, a parameter or a member of a body that is gone or that has to be sent now, a value of an enum
that is not taken any more, a member of an answer that is gone or may be missing now. What breaks is said in CHANGELOG.md under the first heading (Unreleased), with its operationId."""
import argparse
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
METHODS = ("get", "post", "put", "patch", "delete")


class Surface:
    """operationId → what it takes and answers, as sorted lists of names."""

    def __init__(self, document):
        self.document = document

    def resolve(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for part in node["$ref"][2:].split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node if isinstance(node, dict) else {}

    def members(self, schema, at="", above=()):
        """(every member, those required, every value of an enum) below a schema, by dotted name."""
        schema = self.resolve(schema)
        if id(schema) in above:
            return set(), set(), set()
        names, required, values, above = set(), set(), {f"{at}={value}" for value in schema.get("enum", [])}, (*above, id(schema))
        for name, inner in schema.get("properties", {}).items():
            names.add(f"{at}.{name}")
            if name in schema.get("required", []):
                required.add(f"{at}.{name}")
            names, required, values = (one | other for one, other in zip((names, required, values), self.members(inner, f"{at}.{name}", above)))
        for inner in [schema.get("items"), *(part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, []))]:
            if isinstance(inner, dict):
                names, required, values = (one | other for one, other in zip((names, required, values), self.members(inner, at, above)))
        return names, required, values

    def operation(self, method, path, item):
        parameters = [self.resolve(parameter) for parameter in item["parameters"]]
        parameters = [parameter for parameter in parameters if parameter["in"] != "header" or parameter.get("required")]
        takes = {parameter["name"] for parameter in parameters}
        needs = {parameter["name"] for parameter in parameters if parameter.get("required")}
        values = {f"{parameter['name']}{value}" for parameter in parameters for value in self.members(parameter["schema"])[2]}
        for holder in self.resolve(item.get("requestBody")).get("content", {}).values():
            takes, needs, values = (one | other for one, other in zip((takes, needs, values), self.members(holder["schema"])))
        answers, sure = set(), set()
        for status, response in item["responses"].items():
            content = self.resolve(response).get("content", {}) if status.startswith("2") else {}
            if "application/json" in content:
                names, required, _ = self.members(content["application/json"]["schema"])
                answers, sure = answers | names, sure | required
        return {"at": f"{method.upper()} {path}", "roles": item["x-roles"], "takes": sorted(takes), "needs": sorted(needs), "values": sorted(values),
                "answers": sorted(answers), "sure": sorted(sure)}

    def read(self):
        return {item["operationId"]: self.operation(method, path, item)
                for path, methods in self.document["paths"].items() for method, item in methods.items() if method in METHODS}


def breaks(old, new):
    """(operationId, what breaks) for each."""
    for name, before in sorted(old.items()):
        now = new.get(name)
        if now is None:
            yield name, "is gone"
            continue
        if now["at"] != before["at"]:
            yield name, f"moved from {before['at']} to {now['at']}"
        for part, said in (("roles", "may not any more"), ("takes", "is not taken any more"), ("values", "is not taken any more"), ("answers", "is not answered any more"),
                           ("sure", "may be missing from the answer")):
            for gone in sorted(set(before[part]) - set(now[part])):
                yield name, f"{gone} {said}"
        for needed in sorted(set(now["needs"]) - set(before["needs"])):
            # A part of what is new as a whole is needed by nobody who sends nothing of it.
            if needed.rpartition(".")[0] in {"", *before["takes"]}:
                yield name, f"{needed} has to be sent now"


def unreleased(text):
    """The change log from its first heading to the next."""
    parts = re.split(r"^## ", text, flags=re.M)
    return parts[1] if len(parts) > 1 else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", required=True, help="the contract as built")
    parser.add_argument("--write", action="store_true", help="keep it as the released one")
    options = parser.parse_args()
    surface = Surface(json.loads(pathlib.Path(options.bundle).read_text(encoding="utf-8"))).read()
    file = ROOT / "openapi/released.json"
    if options.write:
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(one, separators=(',', ':'))}" for name, one in sorted(surface.items()))
        file.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
        return 0
    said = unreleased((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    found = [f"{name}: {what}" for name, what in breaks(json.loads(file.read_text(encoding="utf-8")), surface) if not re.search(rf"\b{name}\b", said)]
    print("\n".join(found) or "nothing breaks that CHANGELOG.md does not say")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
