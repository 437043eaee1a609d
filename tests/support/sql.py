"""Runs tests/sql/run, and compares sql/schema.sql, in a cluster of its own; counts the TAP lines. --write-schema: writes sql/schema.sql anew, no more."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/api"))
from harness.world import World  # noqa: E402  (the path comes first)
from harness import service  # noqa: E402
from harness.register import Register  # noqa: E402


def run(command):
    """Its output as it comes, and all of it in the end."""
    process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines = []
    for line in process.stdout:
        sys.stdout.write(line)
        lines.append(line)
    return process.wait(), "".join(lines)


def main(files):
    world = World()
    try:
        world.cluster.start()
        world.cluster.create_database()
        service.command(world.cluster, "migrate")
        Register(world.cluster, world.folder).load()
        url = f"postgresql:///wuye?host={world.cluster.folder}&user={world.cluster.user}"
        if files == ["--write-schema"]:
            dump = subprocess.run([str(ROOT / "tests/sql/dump-schema"), url], cwd=ROOT, capture_output=True, text=True, check=True)
            (ROOT / "sql/schema.sql").write_text(dump.stdout, encoding="utf-8")
            return 0
        status, said = run([ROOT / "tests/sql/run", url, *files])
        totals = [int(number) for number in re.findall(r"\bTests=(\d+)", said)]
        passed = sum(totals) if totals else len(re.findall(r"^\s*ok \d+", said, re.M))
        failed = len(re.findall(r"^\s*not ok \d+", said, re.M)) + sum(int(n) for n in re.findall(r"Failed (\d+)/\d+ subtests", said))
        if status and not failed:
            failed = 1
        passed -= failed if totals else 0
        if not files:
            dump = subprocess.run([str(ROOT / "tests/sql/dump-schema"), url], cwd=ROOT, capture_output=True, text=True)
            same = dump.returncode == 0 and dump.stdout == (ROOT / "sql/schema.sql").read_text(encoding="utf-8")
            print("ok   sql/schema.sql is what the migrations leave" if same else f"FAIL sql/schema.sql is not what the migrations leave {dump.stderr}")
            passed, failed = passed + same, failed + (not same)
        print(f"\n{passed} passed, {failed} failed")
        return 1 if failed or not passed else 0
    finally:
        world.remove()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
