"""The service as a process: the sanitized program, a free port, its log."""
import base64
import hashlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = pathlib.Path(os.environ.get("WUYE_PROGRAM", ROOT / "build/test/wuye"))
SANITIZER_WORDS = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:|UndefinedBehaviorSanitizer|ThreadSanitizer|Assertion .* failed")
# Keys of these tests alone; derived, so that no secret stands in a file.
SECRET = base64.b64encode(hashlib.sha256(b"wuye tests: root secret").digest()).decode()
SEAL_KEY = hashlib.sha256(b"wuye tests: seal key").digest()
SEAL_KEYS = "test1:" + base64.b64encode(SEAL_KEY).decode()
ISSUER, AUDIENCE = "https://wuye.test.invalid", "wuye-test"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def environment(cluster, **settings):
    """Only what the service reads: a test does not depend on the caller's own environment."""
    values = {
        "database_url": cluster.conninfo(), "database_owner_url": cluster.conninfo(user=cluster.user), "secret": SECRET,
        "seal_keys": SEAL_KEYS, "token_issuer": ISSUER, "token_audience": AUDIENCE, "argon2_memory_kib": 8192, "argon2_passes": 1,
        "rate_limit_per_minute": 10000000, "rate_limit_burst": 1000000, "login_rate_per_minute": 100000,
        "docs_dir": docs_folder(), "log_level": "debug", "drain_idle_ms": 0, **settings,
    }
    result = {f"WUYE_{name.upper()}": str(value) for name, value in values.items() if value is not None}
    result.update(PATH="/usr/bin:/bin", LC_ALL="C.UTF-8", TZ="UTC",
                  ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=1:malloc_context_size=10:exitcode=97", UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1:exitcode=98",
                  LSAN_OPTIONS=f"suppressions={ROOT}/tests/support/leaks.supp:print_suppressions=0")
    return result


def docs_folder():
    """The page that deploy/up serves: deploy/docs/build has put it there."""
    folder = ROOT / "build/docs"
    return folder if (folder / ".stamp").exists() else None


def command(cluster, *arguments, check=True, **settings):
    done = subprocess.run([str(PROGRAM), *map(str, arguments)], env=environment(cluster, **settings), capture_output=True, text=True, timeout=300)
    if check and (done.returncode or SANITIZER_WORDS.search(done.stderr)):
        raise RuntimeError(f"wuye {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


class Service:
    def __init__(self, cluster, folder, name="serve", **settings):
        self.cluster, self.port = cluster, free_port()
        self.log = pathlib.Path(folder) / f"{name}.log"
        self.process = None
        self.environment = environment(cluster, port=self.port, **settings)

    def start(self, wait=20):
        self.output = open(self.log, "ab")
        self.process = subprocess.Popen([str(PROGRAM), "serve"], env=self.environment, stdout=self.output, stderr=self.output)
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.5).close()
                return self
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the service does not start (exit {self.process.poll()})\n{self.tail()}")

    def tail(self, lines=60):
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except FileNotFoundError:
            return ""

    def stop(self, wait=40):
        """SIGTERM; the exit code and what the sanitizers said must be clean."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(wait)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the service does not stop within {wait} s of SIGTERM\n{self.tail()}") from None
        finally:
            self.output.close()
        said = SANITIZER_WORDS.search(self.log.read_text(errors="replace"))
        assert code == 0 and not said, f"exit code {code}\n{self.tail(120)}"

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.output.close()
