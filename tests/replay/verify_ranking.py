#!/usr/bin/python3
"""Counts a frozen ranking again from the complaints, and compares. Some twenty lines, with nothing but Python's own library and nothing of the service's.

usage: verify_ranking.py URL of the ranking (…/v1/rankings/{id}) TOKEN of an account of the district

What was merged, rejected or found invalid after the ranking was frozen makes a difference: it is then for a correction, not for a doubt about the count.
"""
import collections, datetime, functools, hashlib, json, sys, urllib.parse, urllib.request
base, url = sys.argv[1].split("/v1/")[0], sys.argv[1]
@functools.cache
def get(where): return json.load(urllib.request.urlopen(urllib.request.Request(where, headers={"Authorization": "Bearer " + sys.argv[2]})))
def pages(where, **query):
    page = {"next": ""}
    while page["next"] is not None:
        page = get(where + "?" + urllib.parse.urlencode({**query, "limit": 200, **({"cursor": page["next"]} if page["next"] else {})}))
        yield from page["items"]
def stands(one): return stands(get(f"{base}/v1/complaints/{one['master_id']}")) if one["state"] == "merged" and one["master_id"] else one
ranking = get(url)
rules, (first, after) = ranking["method"], (ranking[day] + "T00:00:00+08:00" for day in ("first_day", "next_day"))
def of_the_list(one): return one["source"] in rules["sources"] and one["request_type"] in rules["request_types"]
def holds(one): return rules["invalid"] == "counted" or one["state"] != "rejected" and one["validity"] not in ("invalid", "out_of_duty")
found = [get(f"{base}/v1/complaints/{one['id']}") for one in pages(base + "/v1/complaints", received_from=first, received_before=after) if of_the_list(one) and one["estate"]]
seen, lines, counts = set(), [], collections.Counter()
for received, one in sorted(((datetime.datetime.fromisoformat(one["received_at"]).astimezone(datetime.timezone.utc), one) for one in found if holds(one) and holds(stands(one))), key=lambda each: (each[0], each[1]["id"])):
    root, estate = stands(one), one["estate"]["id"]
    joined = one["state"] == "merged" and (of_the_list(root) and (root["estate"] or {}).get("id") == estate or (estate, root["id"]) in seen)
    seen.update([(estate, root["id"])] if one["state"] == "merged" else [])
    counts[estate] += not (joined and rules["merged"] == "once")
    lines.append("\t".join([one["id"], received.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), estate, (one["firm"] or {}).get("id", ""), *(str(int(flag)) for flag in (joined, one["leader_instruction"], one["group_petition"], one["opinion_event"]))]) + "\n")
places = {estate: (count, rank, (rank if rules["ties"] == "all" else sum(other >= count for other in counts.values())) <= rules["top"]) for estate, count in counts.items() if count for rank in [1 + sum(other > count for other in counts.values())]}
same = (hashlib.sha256("".join(sorted(lines)).encode()).hexdigest(), places) == (ranking["inputs_hash"], {row["estate"]["id"]: (row["counted"], row["rank"], row["listed"]) for row in pages(url + "/rows")})
print("the same" if same else sys.exit("not what was frozen"))
