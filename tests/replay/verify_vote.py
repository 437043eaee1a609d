#!/usr/bin/python3
"""Counts an owners' vote again by what was published of it, and compares. Some twenty lines, with nothing but Python's own library and nothing of the service's.

usage: verify_vote.py URL of the proof (GET /v1/motions/{id}/proof), or verify_vote.py < proof.json
       verify_vote.py … RECEIPT NONCE   also whether one's own ballot is among them, and in the chain
"""
import decimal, hashlib, json, sys, urllib.request
def h(*parts): return hashlib.sha256(":".join(parts).encode()).hexdigest()
own, faults, chain, choices = [x for x in sys.argv[1:] if "/" not in x], [], [], ("for", "against", "abstain")
proof = json.load(urllib.request.urlopen(sys.argv[1]) if sys.argv[1:] and not own[:1] == sys.argv[1:2] else sys.stdin)
def check(said, holds): faults.extend([] if holds else [said])
areas = {code: decimal.Decimal(area) for code, area in (line.split("\t") for line in proof["electorate_text"].splitlines())}
voted, ballots, entries = proof["voted_text"].split(), [line.split("\t") for line in proof["ballots_text"].splitlines()], proof["entries_text"].split()
check("electorate", h(proof["electorate_text"]) == proof["electorate_hash"] and len(areas) == proof["heads"] and sum(areas.values()) == decimal.Decimal(proof["area_m2"]))
check("list of receipts", h("".join(ballot[0] + "\n" for ballot in ballots)) == proof["ballots_hash"])
check("receipts", all(h(nonce, choice, seal) == receipt and (area == "-" or h(area_nonce, area) == seal) for receipt, choice, nonce, seal, area, area_nonce in ballots))
for entry in entries: chain.append(h((chain or [proof["electorate_hash"]])[-1] + entry))
check("chain", (chain or [proof["electorate_hash"]])[-1] == proof["chain_head"])
check("one ballot each", len(set(voted)) == len(voted) == len(ballots) == len(entries) == len({ballot[0] for ballot in ballots}) and set(voted) <= set(areas))
count = {c: (sum(b[1] == c for b in ballots), sum((decimal.Decimal(b[4]) for b in ballots if b[1] == c and b[4] != "-"), decimal.Decimal(proof[f"sealed_{c}_m2"]))) for c in choices}
check("counts", all(count[c] == (proof[f"{c}_heads"], decimal.Decimal(proof[f"{c}_area_m2"])) for c in choices) and sum(a for _, a in count.values()) == sum(areas[code] for code in voted))
def share(part, whole, name): return part * proof[f"{name}_of"] - whole * proof[f"{name}_part"] >= 0 and (not proof[f"{name}_over"] or part * proof[f"{name}_of"] != whole * proof[f"{name}_part"])
taking, whole = [sum(pair) for pair in zip(*count.values())], (len(areas), sum(areas.values()))
quorate = all(share(part, all_of, "quorum") for part, all_of in zip(taking, whole))
check("result", (quorate, quorate and all(share(part, all_of, "consent") for part, all_of in zip(count["for"], taking))) == (proof["quorate"], proof["passed"]))
if own: check("own ballot", len(own) == 2 and own[0] in [ballot[0] for ballot in ballots] and h(own[1], "entry", own[0]) in entries)
print("the same" if not faults else sys.exit("not what was published: " + ", ".join(faults)))
