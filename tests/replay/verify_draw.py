#!/usr/bin/python3
"""Draws again by what was published of a random draw, and compares. Twenty lines, with nothing but Python's own library and nothing of the service's.

usage: verify_draw.py URL of the proof (GET /v1/draws/{id}/proof), or verify_draw.py < proof.json
"""
import bisect, itertools, json, sys, urllib.request
from hashlib import sha256 as sha
proof = json.load(urllib.request.urlopen(sys.argv[1]) if sys.argv[1:] else sys.stdin)
targets, inspectors, conflicts = ([line.split("\t") for line in part.splitlines()] for part in proof["pool_text"].split("--\n"))
final = sha(bytes.fromhex(proof["seed"]) + proof["pool_hash"].encode() + proof["public_value"].encode()).digest()
def below(bound, purpose, blocks):
    numbers = (int.from_bytes(sha(final + f"{purpose}:{k}".encode()).digest()[:8], "big") >> 1 for k in blocks)
    return next(number for number in numbers if number < 2**63 - 2**63 % bound) % bound
def pick(left, wanted, purpose, blocks):
    for sums in (list(itertools.accumulate(int(weight) for _, weight in left)) for _ in range(wanted)):
        yield left.pop(bisect.bisect(sums, below(sums[-1], purpose, blocks)))[0]
chosen, crew = (list(pick(pool, proof[f"{name}_count"], f"{name}s", itertools.count())) for pool, name in ((targets, "target"), (inspectors, "inspector")))
visits, teams, blocks = dict.fromkeys(crew, 0), [[] for _ in chosen], itertools.count()
for target, team in zip(chosen, teams):
    may = sorted(each for each in crew if [each, target] not in conflicts)
    for _ in range(proof["team_size"] if len(may) >= proof["team_size"] else 0):
        fewest = [each for each in may if visits[each] == min(visits[other] for other in may)]
        team.append(may.pop(may.index(fewest[below(len(fewest), "teams", blocks)])))
        visits[team[-1]] += 1
print("the same" if (sha(bytes.fromhex(proof["seed"])).hexdigest(), sha(proof["pool_text"].encode()).hexdigest(), chosen, crew, teams) == (proof["commitment"], proof["pool_hash"], proof["targets"], proof["inspectors"], proof["teams"]) else sys.exit("not what was published"))
