#!/usr/bin/env python3
"""Make a Postman collection (v2.1, which Bruno and Insomnia import too) of the contract.

    generate.py CONTRACT OUT.json      CONTRACT: a file or an address (http://127.0.0.1:8080/openapi.json)

A folder for each tag, a request for each operation with the contract's example as its body. Each request takes the token of the most powerful role that may call it from a
variable (token_district, …), which the requests of the folder "sign in" fill; a POST has an Idempotency-Key of its own, a PATCH an If-Match from the variable etag, which every GET
of one thing fills. Ids in paths are those of the example: put yours in. The same contract gives the same bytes."""
import argparse
import json
import re
import urllib.request
import uuid

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
SPACE = uuid.UUID("6f1a0c52-0b0e-5d35-9a39-0d6a7c1d2f10")
ROLES = ("district", "hotline", "street", "community", "company", "platform")
PEOPLE, MACHINES = ("district", "street", "community", "company"), ("hotline", "platform")
KEEP_TAG = ["if (pm.response.code === 200 && pm.response.headers.get('ETag')) pm.collectionVariables.set('etag', pm.response.headers.get('ETag'));"]


def resolve(document, node):
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for part in node["$ref"][2:].split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def script(lines):
    return [{"listen": "test", "script": {"type": "text/javascript", "exec": lines}}]


def header(key, value, disabled=False):
    return {"key": key, "value": value, **({"disabled": True} if disabled else {})}


def url(path, path_values=(), query=()):
    """Postman's own way to write it: the parts, and :name for what stands in the path."""
    shown = re.sub(r"\{(\w+)\}", r":\1", path)
    used = "&".join(f"{one['key']}={one['value']}" for one in query if not one.get("disabled"))
    value = {"raw": "{{base_url}}" + shown + (f"?{used}" if used else ""), "host": ["{{base_url}}"], "path": shown.lstrip("/").split("/")}
    if query:
        value["query"] = list(query)
    if path_values:
        value["variable"] = [{"key": name, "value": text} for name, text in path_values]
    return value


def text_of(value):
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(text_of, value)) if isinstance(value, list) else str(value)


def body_of(document, operation):
    """(headers, body) of a request."""
    content = resolve(document, operation.get("requestBody", {})).get("content", {})
    if not content:
        return [], None
    media = next(iter(content))
    example = content[media].get("example")
    if media == "application/x-www-form-urlencoded":
        return [header("Content-Type", media)], {"mode": "urlencoded", "urlencoded": [{"key": key, "value": text_of(value)} for key, value in (example or {}).items()]}
    if media.endswith("json"):
        raw = json.dumps(example if example is not None else {}, ensure_ascii=False, indent=2)
        return [header("Content-Type", media)], {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
    if isinstance(example, str):
        return [header("Content-Type", media)], {"mode": "raw", "raw": example}
    return [header("Content-Type", media)], {"mode": "file", "file": {"src": None}}


def query_of(parameters):
    """What is required is sent; the rest stands there to be ticked."""
    found = []
    for one in parameters:
        if one["in"] != "query":
            continue
        schema = one.get("schema", {})
        value = one.get("example", schema.get("example", schema.get("default", "")))
        found.append({"key": one["name"], "value": text_of(value), "description": one.get("description", ""), **({} if one.get("required") else {"disabled": True})})
    return found


def authorization(operation):
    role = next((role for role in ROLES if role in operation["x-roles"]), None)
    if role is None or "public" in operation["x-roles"]:
        return {"type": "noauth"}
    return {"type": "bearer", "bearer": [{"key": "token", "value": "{{token_%s}}" % role, "type": "string"}]}


def request(document, path, method, operation):
    parameters = [resolve(document, parameter) for parameter in operation["parameters"]]
    headers, body = body_of(document, operation)
    headers.append(header("Accept-Language", "{{language}}"))
    if any(one["name"] == "Idempotency-Key" for one in parameters):
        headers.append(header("Idempotency-Key", "{{$guid}}"))
    if any(one["name"] == "If-Match" for one in parameters):
        headers.append(header("If-Match", "{{etag}}"))
    path_values = [(one["name"], text_of(one.get("example", ""))) for one in parameters if one["in"] == "path"]
    made = {"method": method.upper(), "header": headers, "url": url(path, path_values, query_of(parameters)), "auth": authorization(operation),
            "description": f"{operation['description'].strip()}\n\nRoles: {', '.join(operation['x-roles'])}."}
    if body:
        made["body"] = body
    item = {"id": str(uuid.uuid5(SPACE, operation["operationId"])), "name": operation["operationId"], "request": made, "response": answers(document, operation, made)}
    if method == "get" and path_values:
        item["event"] = script(KEEP_TAG)
    return item


def answers(document, operation, made):
    """The example of what comes when all goes well."""
    for status, response in operation["responses"].items():
        for media, holder in resolve(document, response).get("content", {}).items():
            if status.startswith("2") and "example" in holder:
                example = holder["example"]
                text = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=2)
                return [{"id": str(uuid.uuid5(SPACE, f"{operation['operationId']} {status}")), "name": status, "originalRequest": {"method": made["method"], "url": made["url"]}, "code": int(status),
                         "status": status, "_postman_previewlanguage": "json", "header": [header("Content-Type", media)], "body": text}]
    return []


def sign_in(role):
    """Fills the variable that the requests of a role take their token from."""
    machine = role in MACHINES
    form = ({"grant_type": "client_credentials", "client_id": "{{account_%s}}" % role, "client_secret": "{{password_%s}}" % role} if machine else
            {"grant_type": "password", "username": "{{account_%s}}" % role, "password": "{{password_%s}}" % role})
    made = {"method": "POST", "header": [header("Content-Type", "application/x-www-form-urlencoded")], "auth": {"type": "noauth"}, "url": url("/v1/auth/token"),
            "body": {"mode": "urlencoded", "urlencoded": [{"key": key, "value": value} for key, value in form.items()]}, "description": f"Signs in as {role}."}
    return {"id": str(uuid.uuid5(SPACE, f"sign in {role}")), "name": f"sign in as {role}", "request": made, "response": [],
            "event": script([f"if (pm.response.code === 200) pm.collectionVariables.set('token_{role}', pm.response.json().access_token);"])}


def collection(document):
    folders = {tag["name"]: {"name": tag["name"], "description": tag["description"], "item": []} for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            folders[operation["tags"][0]]["item"].append(request(document, path, method, operation))
    variables = {"base_url": "http://127.0.0.1:8080", "language": "zh-CN", "etag": ""}
    for role in ROLES:
        account = {"district": "district.officer", "street": "street.heping", "community": "community.huanxi", "company": "company.one"}.get(role, role)
        variables |= {f"account_{role}": f"{account}@150202", f"password_{role}": "", f"token_{role}": ""}
    first = {"name": "sign in", "description": "One request for each role; passwords of a demo stand in var/demo/credentials.json.", "item": [sign_in(role) for role in ROLES]}
    return {"info": {"_postman_id": str(SPACE), "name": f"{document['info']['title']} {document['info']['version']}", "description": document["info"]["description"], "schema": SCHEMA},
            "item": [first, *(folder for folder in folders.values() if folder["item"])], "variable": [{"key": key, "value": value} for key, value in variables.items()]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("contract")
    parser.add_argument("out")
    options = parser.parse_args()
    if re.match(r"https?://", options.contract):
        with urllib.request.urlopen(options.contract, timeout=30) as answer:
            document = json.load(answer)
    else:
        with open(options.contract, encoding="utf-8") as file:
            document = json.load(file)
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(collection(document), file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
