"""A back-up is worth what its restore was seen to be worth: to a moment, with every ticket up to it and none after, the service on it, packages byte for byte."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/api"))
from harness import cluster as clusters  # noqa: E402  (the path comes first)
from harness.receiver import until  # noqa: E402
from harness.replica import fold  # noqa: E402
from harness.service import PROGRAM  # noqa: E402
from harness.world import World  # noqa: E402
from things.exchange_months import frozen  # noqa: E402

TICKETS, MONTH, PASSED = 200, "2024-02", []


def check(what, good, more=""):
    PASSED.append(bool(good))
    print(f"{'ok  ' if good else 'FAIL'} {what} {more}", flush=True)


class Archive:
    """deploy/backup/pgbackrest.conf with folders of its own."""

    def __init__(self, folder, cluster):
        self.folder, self.cluster, self.file = folder, cluster, folder / "pgbackrest.conf"
        text = (ROOT / "deploy/backup/pgbackrest.conf").read_text(encoding="utf-8").replace("CHANGE-ME", "a passphrase of this test")
        text = text.replace("/var/lib/pgbackrest", f"{folder}/repository").replace("/var/spool/pgbackrest", f"{folder}/spool").replace("/var/lib/postgresql/15/main", str(cluster.data))
        self.file.write_text(f"{text}pg1-socket-path={cluster.folder}\npg1-user={cluster.user}\n".replace("[wuye]", f"log-path={folder}/log\nlock-path={folder}/lock\n\n[wuye]"), encoding="utf-8")
        for name in ("repository", "spool", "log", "lock"):
            (folder / name).mkdir()
        for path in [folder, *folder.iterdir()]:
            shutil.chown(path, cluster.user, cluster.user)

    def run(self, *arguments):
        done = subprocess.run(["pgbackrest", f"--config={self.file}", "--stanza=wuye", *arguments], capture_output=True, text=True, cwd="/", timeout=900, **self.cluster._user())
        if done.returncode:
            raise RuntimeError(f"pgbackrest {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def look(self):
        """deploy/backup/look as the unit calls it. → its exit status, what it says"""
        done = subprocess.run([str(ROOT / "deploy/backup/look")], capture_output=True, text=True, cwd="/", timeout=300, **self.cluster._user(),
                              env={"PATH": "/usr/bin:/bin", "PGBACKREST_CONFIG": str(self.file), "LOOK_AGAIN_S": "0.1"})
        return done.returncode, done.stdout + done.stderr


def pieces_of(archive):
    """Of the log, each as its file in the repository."""
    return sorted(path for path in (archive.folder / "repository/archive").rglob("*") if re.fullmatch(r"[0-9A-F]{24}-[0-9a-f]{40}.*", path.name))


def first_of(archive):
    """The first that the oldest back-up needs."""
    start = json.loads(archive.run("--output=json", "info"))[0]["backup"][0]["archive"]["start"]
    return next(path for path in pieces_of(archive) if path.name.startswith(start))


def looked_at(archive, world):
    """A piece of the log that lies between others, the first of the back-up, and a back-up's file, each away for a while."""
    for _ in range(3):
        world.cluster.query("select pg_switch_wal() from (select txid_current()) t")
        archive.run("check")
    check("the repository is whole", archive.look() == (0, ""), str(archive.look()))
    for piece in (pieces_of(archive)[-2], first_of(archive)):
        away = archive.folder / "away"
        piece.rename(away)
        status, said = archive.look()
        check("a piece of the log that is away is noticed", status == 1 and piece.name[:24] in said, f"{status} {said}")
        away.rename(piece)
    check("and that it is there again", archive.look()[0] == 0)


def tickets(world, count):
    """Their numbers, each answered with 201."""
    numbers = []
    for _ in range(count):
        ticket = world.ticket()
        world.role("hotline").post("/v1/hotline/tickets", ticket, expect=201)
        numbers.append(ticket["ticket_no"])
    return numbers


def there(world, numbers):
    return world.cluster.query("select count(*) from tickets where ticket_no = any(%s)", (numbers,))[0]["count"]


def follow(world, after):
    """To the end of the log of changes: the place of a reader who has read all."""
    platform = world.role("platform")
    while True:
        page = platform.get(f"/v1/exchange/changes?after={after}&limit=500", expect=200).json
        after = page["resume"]
        if not page["next"]:
            return after


def verified(folder, manifest, signature, parts):
    (folder / "parts").mkdir(parents=True)
    (folder / "manifest.json").write_bytes(manifest)
    (folder / "manifest.jws").write_bytes(signature)
    for name, body in parts.items():
        (folder / "parts" / name).write_bytes(body)
    return subprocess.run([str(PROGRAM), "verify", str(folder)], capture_output=True, text=True, timeout=120)


def package_of(world):
    platform = world.role("platform")
    manifest = platform.get(f"/v1/exchange/months/{MONTH}/manifest", expect=200).body
    signature = platform.get(f"/v1/exchange/months/{MONTH}/signature", expect=200).body
    names = [part["name"] for file in json.loads(manifest)["datasets"] for part in file["parts"]]
    return manifest, signature, {name: platform.get(f"/v1/exchange/months/{MONTH}/parts/{name}", expect=200).raw for name in names}


def rehearse(world, archive, folder):
    frozen(world, MONTH)
    before = package_of(world)
    print(archive.run("--type=full", "backup").strip() or "full back-up made", flush=True)
    looked_at(archive, world)
    early = tickets(world, TICKETS)
    fold(world.cluster)
    kept_up = follow(world, world.role("platform").get("/v1/exchange/changes?after=now", expect=200).json["resume"])
    moment = world.cluster.query("select clock_timestamp()::text as now")[0]["now"]
    time.sleep(1.5)
    late = tickets(world, TICKETS)
    fold(world.cluster)
    ahead = follow(world, kept_up)
    check("more was written after the moment, and a reader has read it", there(world, late) == TICKETS and ahead != kept_up)
    world.cluster.query("select pg_switch_wal()")
    archive.run("check")
    world.cluster.strike(whole=True)
    world.cluster.process.wait()
    shutil.rmtree(world.cluster.data)
    print("destroyed", flush=True)
    began = time.monotonic()
    archive.run("--type=time", f"--target={moment}", "--target-action=promote", "restore")
    world.cluster.start()
    until(lambda: not world.cluster.query("select pg_is_in_recovery() as still")[0]["still"], 120)
    print(f"restored in {time.monotonic() - began:.0f} s", flush=True)
    after_restore(world, folder, (early, late), (kept_up, ahead), before)
    archive.run("--type=full", "backup")
    check("a back-up of what was restored can be made", "full" in archive.run("info"))
    check("the log is whole over both lines of its history", archive.look() == (0, ""), str(archive.look()))
    lost = first_of(archive)
    lost.unlink()
    status, said = archive.look()
    check("what was lost before the newest full back-up is told, and fails no more", status == 0 and f"older {lost.name[:24]}" in said, f"{status} {said}")


def after_restore(world, folder, numbers, places, before):
    until(lambda: world.anyone.get("/readyz").status == 200, 30)
    check("the service runs on it as it stood", True)
    check("every ticket up to the moment is there", there(world, numbers[0]) == TICKETS, f"{there(world, numbers[0])} of {TICKETS}")
    check("none that came later is", there(world, numbers[1]) == 0)
    check("what came later can be sent again", len(tickets(world, 5)) == 5)
    platform = world.role("platform")
    answer = platform.get(f"/v1/exchange/changes?after={places[1]}", expect=(200, 410))
    check("a reader that is ahead is told 410", answer.status == 410, f"{answer.status} {answer.body[:120]!r}")
    fold(world.cluster)
    answer = platform.get(f"/v1/exchange/changes?after={places[1]}", expect=(200, 410))
    check("and still, when the log has grown again", answer.status == 410, f"{answer.status} {answer.body[:120]!r}")
    manifest, signature, parts = package_of(world)
    check("the month's package has the same bytes", (manifest, signature, parts) == before, f"{len(parts)} parts")
    done = verified(folder / "package", manifest, signature, parts)
    check("its seals verify", done.returncode == 0, done.stdout[-200:].strip().replace("\n", "; "))


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="wuye-restore-", dir="/var/tmp"))
    folder.chmod(0o755)
    clusters.SETTINGS.update(archive_mode="on", archive_command="false", wal_level="replica", fsync="on", full_page_writes="on")
    world = World()
    try:
        (folder / "archive").mkdir()
        archive = Archive(folder / "archive", world.cluster)
        world.cluster.settings["archive_command"] = f"pgbackrest --config={archive.file} --stanza=wuye archive-push %p"
        world.cluster.ensure_running()
        archive.run("stanza-create")
        world.start()
        rehearse(world, archive, folder)
        world.service.stop()
    finally:
        world.remove()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{sum(PASSED)} passed, {len(PASSED) - sum(PASSED)} failed")
    return 0 if all(PASSED) and len(PASSED) >= 10 else 1


if __name__ == "__main__":
    sys.exit(main())
