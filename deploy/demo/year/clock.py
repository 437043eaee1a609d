"""The sandbox's clock: a moment in a file that clock.c shows to the service, its worker and PostgreSQL while the year is made."""
import datetime
import mmap
import pathlib
import struct
import subprocess
import time

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
HERE = pathlib.Path(__file__).resolve().parent


def moment(day, hour=0, minute=0, second=0):
    """Seconds since 1970 of a time of day in Shanghai."""
    return int(datetime.datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI).timestamp())


def told(seconds):
    """As the API takes it."""
    return datetime.datetime.fromtimestamp(seconds, SHANGHAI).isoformat()


def day_of(seconds):
    return datetime.datetime.fromtimestamp(seconds, SHANGHAI).date()


class Clock:
    def __init__(self, folder):
        self.file, self.library = folder / "clock", folder / "clock.so"
        self.file.write_bytes(bytes(16))
        self.file.chmod(0o644)
        subprocess.run(["gcc", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", str(self.library), str(HERE / "clock.c")], check=True)
        with open(self.file, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 16)
        self.now = 0

    def environment(self):
        return {"LD_PRELOAD": str(self.library), "SANDBOX_CLOCK": str(self.file)}

    def set(self, seconds):
        """Never back: a database that saw tomorrow does not see today."""
        assert seconds >= self.now, f"back from {told(self.now)} to {told(seconds)}"
        self.now = seconds
        self.map[:16] = struct.pack("<qq", seconds * 1000000, time.monotonic_ns() // 1000)
