"""See record."""
import datetime
import json
import pathlib
import re
import sys
import traceback

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "tests/api"), str(ROOT / "openapi")]
from exchanges import Recorder  # noqa: E402  (the path comes first)
from harness.samples import Samples  # noqa: E402
from harness.world import World  # noqa: E402
from lib.source import Contract as Source  # noqa: E402
from lib.source import Errors  # noqa: E402

FOLDER = ROOT / "openapi/examples"


def call(world, samples, operation):
    role = samples.allowed_role(operation)
    more = {"query": {**samples.query(operation), "limit": "2", "count": "true"}} if operation.is_list else {}
    for _ in range(4):  # a machine that is busy with other things answers 503: try again
        answer = samples.call(world.role(role), operation, role if role != "public" else "district", **more)
        if answer.status != 503:
            break
    assert 200 <= answer.status < 300, answer


def days():
    """Those of the recording, before and after midnight, in both time zones that stand in bodies."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return {(now + datetime.timedelta(hours=hours)).date().isoformat() for hours in (-1, 0, 8, 9)}


def lines(examples):
    """One member a line: short enough to be compared, and one place for each operation."""
    blocks = []
    for name, example in sorted(examples.items()):
        parts = [f"  {json.dumps(part)}: {json.dumps(value, ensure_ascii=False)}" for part, value in example.items()]
        blocks.append(f"{json.dumps(name)}: {{\n" + ",\n".join(parts) + "\n}")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def write(examples, only):
    source = Source(ROOT, Errors())
    where = {operation["operationId"]: pathlib.Path(source.file_of[path]).stem
             for path, item in source.document["paths"].items() for operation in item.values() if isinstance(operation, dict)}
    FOLDER.mkdir(exist_ok=True)
    for stem in sorted(set(where.values())):
        file = FOLDER / f"{stem}.json"
        known = json.loads(file.read_text(encoding="utf-8")) if only and file.exists() else {}
        file.write_text(lines(known | {name: example for name, example in examples.items() if where.get(name) == stem}), encoding="utf-8")


def main():
    only, failed = set(sys.argv[1:]), []
    with World.alone() as world:
        recorder = world.judge.recorder = Recorder(world.contract)
        samples = Samples(world)
        chosen = [operation for operation in world.contract.operations if not only or operation.id in only]
        for operation in sorted(chosen, key=lambda operation: not operation.writes):
            try:
                call(world, samples, operation)
            except (AssertionError, LookupError, NotImplementedError) as error:
                failed.append(f"{operation.id}: {error!r:.300}")
                traceback.print_exc(limit=-3)
        examples = {name: one.example(days()) for name, one in recorder.best.items() if not only or name in only}
        secrets = [secret for secret in world.register.credentials.values() if re.search(re.escape(secret), json.dumps(examples))]
        assert not secrets, "a secret of the register stands in an example"
        write(examples, only)
        missing = sorted({operation.id for operation in chosen} - set(examples))
    print("\n".join(failed))
    print(f"{len(examples)} operations recorded; not recorded: {' '.join(missing) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
