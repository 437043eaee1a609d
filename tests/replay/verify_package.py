#!/usr/bin/python3
"""Holds a package of the city platform to its manifest, and a month of the trail to the package, with nothing but Python's own library and nothing of the service's. The signature is not looked at.

usage: verify_package.py FOLDER [TRAIL.ndjson]
"""
import csv, gzip, io, json, pathlib, sys, zlib
from hashlib import sha256

folder, wrong = pathlib.Path(sys.argv[1]), []
text = (folder / "manifest.json").read_bytes()
manifest = json.loads(text)
if text != (json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode():
    wrong.append("manifest.json: not canonical")
named = {part["name"]: part for dataset in manifest["datasets"] for part in dataset["parts"]}
there = {path.name for path in (folder / "parts").iterdir()}
wrong += [f"{name}: missing or not in the manifest" for name in there ^ set(named)]
for name in there & set(named):
    packed = (folder / "parts" / name).read_bytes()
    try:
        raw = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        wrong.append(f"{name}: no whole gzip file")
        continue
    rows = raw.count(b"\n") if name.endswith(".ndjson.gz") else sum(1 for _ in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))) - 1
    found = {"bytes": len(packed), "sha256": sha256(packed).hexdigest(), "raw_bytes": len(raw), "raw_sha256": sha256(raw).hexdigest(), "rows": rows}
    wrong += [f"{name}: {member} is {value}, not {named[name][member]}" for member, value in found.items() if value != named[name][member]]
wrong += [f"{dataset['dataset']}: rows" for dataset in manifest["datasets"] for kind in ("ndjson", "csv")
          if [part for part in dataset["parts"] if part["format"] == kind] and sum(part["rows"] for part in dataset["parts"] if part["format"] == kind) != dataset["rows"]]
if sys.argv[2:]:
    said = manifest["audit"]
    link, number = sha256("\n".join(["wuye-audit/1", manifest["district_code"], said["month"], said["previous_head"] or ""]).encode()).hexdigest(), 0
    for line in map(json.loads, pathlib.Path(sys.argv[2]).read_bytes().split(b"\n")[:-1]):
        number += 1
        made = sha256(f"{link}\n{line['row']}".encode()).hexdigest()
        if (line["number"], line["hash"]) != (number, made):
            wrong.append(f"trail: link {number} is not row {line['id']} as it stands there")
        link = line["hash"] or link
    if (number, link) != (said["rows"], said["head"]):
        wrong.append(f"trail: {number} links and the head {link}, not {said['rows']} and {said['head']}")
print("\n".join(wrong) or "the same")
sys.exit(bool(wrong))
