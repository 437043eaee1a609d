"""passed failed skipped of a meson test log. A cmocka program counts each of its tests, any other counts one."""
import json
import re
import sys

CMOCKA = re.compile(r"^\[  (PASSED|FAILED|SKIPPED) *\] +(\d+) test\(s\)|^\[  (PASSED|FAILED|SKIPPED) *\] \w+: (\d+) test\(s\)", re.M)


def counts(path):
    passed = failed = skipped = 0
    try:
        lines = open(path, encoding="utf-8", errors="replace").read().splitlines()
    except FileNotFoundError:
        return 0, 1, 0
    for line in lines:
        entry = json.loads(line)
        found = {"PASSED": 0, "FAILED": 0, "SKIPPED": 0}
        text = entry.get("stdout", "") + "\n" + entry.get("stderr", "")
        for match in CMOCKA.finditer(text):
            found[match.group(1) or match.group(3)] += int(match.group(2) or match.group(4))
        if entry["result"] == "SKIP":
            skipped += 1
            continue
        good = entry["result"] in ("OK", "EXPECTEDFAIL")
        passed += found["PASSED"] if sum(found.values()) else int(good)
        failed += max(found["FAILED"], int(not good))
        skipped += found["SKIPPED"]
    return passed, failed, skipped


if __name__ == "__main__":
    print(*counts(sys.argv[1]))
