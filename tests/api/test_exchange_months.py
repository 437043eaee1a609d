"""D06, I05: a month is frozen once; whoever pulls it has the same bytes, whenever and from wherever."""
import gzip
import hashlib
import json

from things.exchange_months import WHERE, asked, frozen, officer, platform, wait, worker


def pulled(client, month, version=None):
    """manifest, its bytes, and every part by name."""
    query = {"version": version} if version else None
    answer = client.get(f"{WHERE}/{month}/manifest", query, expect=200)
    manifest = answer.json
    parts = {part["name"]: client.get(f"{WHERE}/{month}/parts/{part['name']}", {"version": manifest["version"]}, expect=200).body
             for file in manifest["datasets"] for part in file["parts"]}
    return manifest, answer.body, parts


def test_a_month_is_frozen_and_its_manifest_names_every_byte(world):
    made = frozen(world)
    manifest, raw, parts = pulled(platform(world), made["month"])
    assert raw == (json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()
    assert hashlib.sha256(raw).hexdigest() == made["sha256"]
    for file in manifest["datasets"]:
        for part in file["parts"]:
            body = parts[part["name"]]
            plain = gzip.decompress(body)
            assert (part["bytes"], part["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
            assert (part["raw_bytes"], part["raw_sha256"]) == (len(plain), hashlib.sha256(plain).hexdigest())
