"""Every rule is a function that yields faults; its name is the rule's, its first line says why."""
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import time

import hardening
import names
import spread
import tree
from tree import ROOT, blank, files, line_of, read, sql_without_comments

# Which folders a folder may include, beside its own.
MIDDLE = {"http", "auth", "contract", "represent", "db", "fetch", "sheet", "media"}
FLOORS = {
    "base": set(),
    **{folder: {"base"} for folder in MIDDLE},
    "api": MIDDLE | {"base"},
    "work": MIDDLE | {"base", "api"},
    "resources": MIDDLE | {"base", "api"},
    "cli": MIDDLE | {"base", "api", "work", "resources"},
    "main": MIDDLE | {"base", "api", "work", "resources", "cli"},
}
# Where a third-party header may appear. OpenSSL in contract and db is for the MAC of cursors and checksums alone.
THIRD_PARTY = [
    (r"ulfius\.h|microhttpd\.h", {"http"}),
    (r"libpq-fe\.h|libpq/.*|postgres.*\.h", {"db"}),
    (r"rhonabwy\.h", {"auth"}),
    (r"pcre2\.h", {"contract"}),
    (r"argon2\.h", {"auth"}),
    (r"openssl/.*", {"auth", "contract", "db"}),
    (r"yder\.h", {"base"}),
    (r"orcania\.h", {"base", "http"}),
    (r"zlib\.h", {"http", "api", "represent", "work"}),
    (r"curl/.*", {"fetch"}),
    (r"zip\.h|expat\.h", {"sheet"}),
    (r"gnutls/.*", {"http"}),
    (r"nettle/.*", set()),
]
BANNED = {
    "strcpy": "use memcpy with a length", "strcat": "use struct buffer", "stpcpy": "use memcpy with a length", "strncpy": "use memcpy",
    "strncat": "use struct buffer", "sprintf": "use snprintf", "vsprintf": "use vsnprintf", "gets": "no bound", "strtok": "hidden state",
    "strtok_r": "changes its input", "atoi": "use text_to_int64", "atol": "use text_to_int64", "atoll": "use text_to_int64", "atof": "no binary floating point",
    "scanf": "use a parser", "sscanf": "use a parser", "fscanf": "use a parser", "system": "no shell", "popen": "no shell", "alloca": "stacks are small",
    "rand": "use the operating system's", "srand": "use the operating system's", "random": "use the operating system's", "tmpnam": "racy", "mktemp": "racy",
    "localtime": "not thread-safe, and time is base/clock's", "gmtime": "not thread-safe, and time is base/clock's", "ctime": "time is base/clock's",
    "asctime": "time is base/clock's", "setlocale": "no locale anywhere", "longjmp": "memory would leak", "setjmp": "memory would leak",
    "_exit": "main alone ends the process", "quick_exit": "main alone ends the process",
}
FOLDER = re.compile(r"^(?:src|include)/(\w+)/")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def folder_of(name):
    match = FOLDER.match(name)
    return match.group(1) if match else "main"


def sources():
    return files(".c", ".h", under="src/") + files(".h", under="include/")


def floors():
    """A folder includes only lower folders' public headers and its own."""
    for name in sources():
        own, text = folder_of(name), read(name)
        if own not in FLOORS:
            yield f"{name}: folder {own} is on no floor"
            continue
        for match in INCLUDE.finditer(text):
            kind, target = match.groups()
            first = target.split("/")[0]
            if kind == "<" or "/" not in target or first == own or first not in FLOORS:
                continue
            where = f"{name}:{line_of(text, match.start())}"
            if first not in FLOORS[own]:
                yield f"{where}: {own} includes {target}, which is not below it"
            elif not (ROOT / "include" / target).exists():
                yield f"{where}: {target} is private to {first}"


def third_party_headers():
    """Each library is met in its one folder, so that it can be replaced there."""
    for name in sources():
        text = read(name)
        for match in INCLUDE.finditer(text):
            for pattern, allowed in THIRD_PARTY:
                if re.fullmatch(pattern, match.group(2)) and folder_of(name) not in allowed:
                    yield f"{name}:{line_of(text, match.start())}: <{match.group(2)}> belongs to {', '.join(sorted(allowed)) or 'no folder'}"


def own_header_first():
    """A .c includes its own header first, so that a header that leans on others is found."""
    for name in files(".c", under="src/"):
        folder, stem = folder_of(name), name.rsplit("/", 1)[1][:-2]
        own = {f"{folder}/{stem}.h"} if (ROOT / "include" / folder / f"{stem}.h").exists() else set()
        if (ROOT / "src" / folder / f"{stem}.h").exists():
            own |= {f"{stem}.h", f"{folder}/{stem}.h"}
        first = next((match.group(2) for match in INCLUDE.finditer(read(name))), None)
        if own and first not in own:
            yield f"{name}: includes {first} first, not {' or '.join(sorted(own))}"


def file_length():
    """A file of more than 400 lines holds two things."""
    for name in files(".c", ".h", ".py", under="src/") + files(".h", under="include/") + files(".c", ".h", ".py", under="tests/") + files(".py", under="openapi/") + files(".py", under="sql/"):
        lines = read(name).count("\n")
        if lines > 400:
            yield f"{name}: {lines} lines"


def banned_functions():
    """What has a safe neighbour is not used."""
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(map(re.escape, BANNED)) + r")\s*\(")
    for name in sources():
        text = blank(read(name))
        for match in pattern.finditer(text):
            yield f"{name}:{line_of(text, match.start())}: {match.group(1)}: {BANNED[match.group(1)]}"


def c_form():
    """No typedef for structs, #pragma once, comments as /* */, no tabs."""
    for name in sources():
        raw = read(name)
        text = blank(raw)
        for match in re.finditer(r"\btypedef\s+(struct|enum|union)\b", text):
            yield f"{name}:{line_of(text, match.start())}: typedef of a {match.group(1)}"
        if name.endswith(".h") and not raw.startswith("#pragma once\n"):
            yield f"{name}: #pragma once is not its first line"
        without = tree.c_strings_blank(raw)
        without = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()), without, flags=re.S)
        for match in re.finditer(r"//", without):
            yield f"{name}:{line_of(without, match.start())}: // comment"
        if "\t" in raw:
            yield f"{name}:{line_of(raw, raw.index(chr(9)))}: tab"


def headers_self_contained():
    """Every header compiles alone."""
    flags = subprocess.run(["pkg-config", "--cflags", "jansson", "libpq", "libulfius"], capture_output=True, text=True, check=True).stdout.split()

    def compile_alone(name):
        folder = "src/" + folder_of(name) if name.startswith("src/") else "include"
        command = ["gcc", "-std=gnu17", "-D_GNU_SOURCE", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-Wno-pragma-once-outside-header", "-Iinclude", "-Isrc", f"-I{folder}", *flags,
                   "-include", name, "-x", "c", "/dev/null"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        return name, done.returncode, done.stderr

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, status, said in pool.map(compile_alone, files(".h", under="src/") + files(".h", under="include/")):
            if status:
                yield f"{name}: " + next((line for line in said.splitlines() if "error" in line), said[:200])


def no_triggers():
    """The pipeline appends what a write leaves behind; a trigger would hide it and not be shardable."""
    for name in files(".sql", under="sql/"):
        text = sql_without_comments(read(name))
        for match in re.finditer(r"\bcreate\s+(or\s+replace\s+)?(constraint\s+|event\s+)?trigger\b|\breturns\s+(event_)?trigger\b|\bcreate\s+(or\s+replace\s+)?rule\b", text, re.I):
            yield f"{name}:{line_of(text, match.start())}: {' '.join(match.group().split())}"


def sql_shardable():
    """Nothing that a sharded or online-moved table refuses: no on delete set null, no forced row security, no BYPASSRLS."""
    for name in files(".sql", under="sql/"):
        text = sql_without_comments(read(name))
        for match in re.finditer(r"\bon\s+delete\s+set\s+null\b|\bforce\s+row\s+level\s+security\b|(?<!no)\bbypassrls\b|\bsecurity\s+definer\b(?!.{0,400}set\s+search_path)", text, re.I | re.S):
            yield f"{name}:{line_of(text, match.start())}: {' '.join(match.group().split())}"


def policy_per_table():
    """Who may see a table stands in one file of its name."""
    policies = {name.rsplit("/", 1)[1][:-4] for name in files(".sql", under="sql/policies/")}
    for name in files(".sql", under="sql/migrations/"):
        # One that is dropped later needs none.
        for dropped in re.findall(r"\bdrop\s+table\s+([\w, \n]+?)(?:\s+cascade)?\s*;", sql_without_comments(read(name)), re.I):
            policies |= set(re.split(r"\s*,\s*", dropped))
    for name in files(".sql", under="sql/migrations/"):
        text = sql_without_comments(read(name))
        for match in re.finditer(r"\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(?:\w+\.)?(\w+)(?P<rest>\s+partition\s+of)?", text, re.I):
            if not match.group("rest") and match.group(1) not in policies:
                yield f"{name}:{line_of(text, match.start())}: table {match.group(1)} has no sql/policies/{match.group(1)}.sql"


HOSTS = r"registry\.np" r"mjs\.org|deb\.deb" r"ian\.org|security\.deb" r"ian\.org|pypi\." r"org|files\.python" r"hosted\.org"
PLACES = r"(?<![\w.~-])/(?:work|root|home/\w+|tmp/design)/(?=\w)"
ORGANISATION = r"\bissue #?\d+\b"


def no_places():
    """The tree names no machine's folders, no registry and nothing of how the work is organised."""
    pattern = re.compile(f"{PLACES}|{HOSTS}|{ORGANISATION}")
    for name in tree.tracked():
        if name.startswith("tests/lint/"):
            continue
        try:
            text = read(name)
        except UnicodeDecodeError:
            continue
        for match in pattern.finditer(text):
            yield f"{name}:{line_of(text, match.start())}: {match.group()}"
        if name.endswith("package-lock.json") and '"resolved"' in text:
            yield f"{name}: names where packages were downloaded from (npm install --omit-lockfile-registry-resolved)"


def plain_text():
    """UTF-8, line ends of one byte, a newline at the end, no blanks before it."""
    for name in tree.tracked():
        data = (ROOT / name).read_bytes()
        if not data or b"\0" in data or name.endswith((".json", ".svg", ".ico", ".woff2", ".csv")) or "/corpus/" in name or name == "sql/schema.sql":
            continue
        try:
            text = data.decode()
        except UnicodeDecodeError:
            yield f"{name}: not UTF-8"
            continue
        if "\r" in text:
            yield f"{name}: carriage return"
        if not text.endswith("\n"):
            yield f"{name}: no newline at the end"
        for match in re.finditer(r"[ \t]+$", text, re.M):
            yield f"{name}:{line_of(text, match.start())}: blanks at the end of the line"
            break


def shellcheck():
    """Shell scripts are read by shellcheck."""
    scripts = tree.shell_scripts()
    done = subprocess.run(["shellcheck", "-f", "gcc", "-x", *scripts], cwd=ROOT, capture_output=True, text=True)
    yield from done.stdout.splitlines()


def shell_strict():
    """A script that goes on after an error does harm: set -e (or -u and its own checks) stands in each."""
    for name in tree.shell_scripts():
        if not re.search(r"^set -\w*u", read(name), re.M):
            yield f"{name}: no set -u"


def python_compiles():
    """Python is at least read by Debian's python3."""
    for name in files(".py"):
        try:
            compile(read(name), name, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as fault:
            yield f"{name}: {fault}"


def no_warnings():
    """The program and its tests compile without a warning, optimised and without sanitizers."""
    folder = ROOT / "build/plain"
    if not (folder / "build.ninja").exists():
        done = subprocess.run(["meson", "setup", str(folder), "--buildtype=debugoptimized", "-Dwerror=true"], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            yield done.stdout[-1000:]
            return
    done = subprocess.run(["ninja", "-C", str(folder), "-k", "0", "-j", "2"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        yield from [line.replace("../../", "") for line in done.stdout.splitlines() if re.search(r"(error|warning): |^FAILED|fault", line)] or [done.stdout[-1000:]]


def cppcheck():
    """A second opinion on the C."""
    done = subprocess.run(["cppcheck", "--quiet", "--enable=warning,performance,portability", "--std=c11", "--inline-suppr", "--error-exitcode=0", "-j", "2",
                           "--suppress=missingIncludeSystem", "--suppress=normalCheckLevelMaxBranches", "-D_GNU_SOURCE", "-D__x86_64__",
                           "-Iinclude", "-Isrc", "--template={file}:{line}: {id}: {message}", "src"], cwd=ROOT, capture_output=True, text=True)
    yield from (line for line in done.stderr.splitlines() if re.match(r"(src|include)/", line))


def clang_tidy():
    """Checks of .clang-tidy, the sizes of functions among them; a file that has not changed since it was clean is not read again. Paths through a function are
    followed to a fifth of the analyzer's own bound, which finds what all of it finds here in a third of the time; WUYE_LINT_DEEP=1 goes all the way."""
    commands = ROOT / "build/test/compile_commands.json"
    if not commands.exists():
        yield "build/test/compile_commands.json is not there: tests/support/build"
        return
    known = {os.path.realpath(os.path.join(entry["directory"], entry["file"])) for entry in json.loads(commands.read_text())}
    wanted = [name for name in files(".c", under="src/") if str(ROOT / name) in known]
    stamp = ROOT / "build/logs/tidy-clean"
    newest = max((ROOT / name).stat().st_mtime for name in sources() + [".clang-tidy"])
    if stamp.exists() and stamp.stat().st_mtime > newest:
        return

    bound = [] if os.environ.get("WUYE_LINT_DEEP") else ["-Xclang", "-analyzer-config", "-Xclang", "max-nodes=45000"]

    def tidy(name):
        done = subprocess.run(["clang-tidy", "-p", "build/test", "--quiet", *(f"--extra-arg={one}" for one in ("-Wno-unknown-warning-option", *bound)), name],
                              cwd=ROOT, capture_output=True, text=True)
        return done.stdout

    faults = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for said in pool.map(tidy, wanted):
            for line in dict.fromkeys(said.splitlines()):
                if re.search(r": (warning|error): ", line):
                    faults += 1
                    yield line.replace(f"{ROOT}/", "")
    if not faults:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()


def requirement_rows():
    """A requirement row that a test names exists."""
    rows = {line for line in read("tests/lint/requirements.txt").split("\n") if line and not line.startswith("#")}
    for name in files(".py", ".c", ".sql", ".yaml", under="tests/"):
        if name.startswith("tests/lint/"):
            continue
        text = read(name)
        for match in re.finditer(r"""(?<![\w'"{,#%\\+&=-])[A-L]\d\d(?![\w%])""", text):
            if match.group() not in rows:
                yield f"{name}:{line_of(text, match.start())}: there is no requirement {match.group()}"


def same_tests():
    """Tests have the same names on any day and at any hash seed: the processes of one run have to agree on them."""
    def collect(seed, clock):
        return subprocess.run(["faketime", "-f", clock, "/usr/bin/python3", "-m", "pytest", "-p", "no:cacheprovider", "-q", "--collect-only", "tests/api"],
                              cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed, "NO_FAKE_STAT": "1"})  # when a file was written is as true on that day

    runs = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for done in pool.map(collect, ("1", "2"), ("+0d", "+40d")):
            if done.returncode:
                yield f"tests/api cannot be collected: {(done.stdout + done.stderr)[-500:]}"
                return
            runs.append([line for line in done.stdout.splitlines() if "::" in line])
    if not runs[0]:
        yield "no test was collected"
    for one, other in zip(*runs):
        if one != other:
            yield f"{one} is {other} on another day"
            return
    if len(runs[0]) != len(runs[1]):
        yield f"{len(runs[0])} tests on one day, {len(runs[1])} on another"


def days_of_shanghai():
    """A test's day is Shanghai's, as the service's is: current_date of a cluster that keeps UTC is yesterday from midnight to eight."""
    for name in files(".py", under="tests/"):
        if name.startswith(("tests/lint/", "tests/bench/")):
            continue
        text = read(name)
        for match in re.finditer(r"\bcurrent_date\b|now\(\)::date|\bdate\.today\(\)|\butcnow\(", text):
            yield f"{name}:{line_of(text, match.start())}: {match.group()}"


DATABASES = ("wuye-database.service", "wuye-monitor.service", "wuye-patroni.service")  # what starts postgres may do what postgres has to


def units_fenced():
    """systemd reads every unit without complaint, and what a service may do is little (systemd-analyze security: 2.0 at most; 2.5 what runs a database)."""
    units = [name for name in files("") if re.fullmatch(r"deploy/.*\.(service|socket|timer)", name)]
    read_by = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], cwd=ROOT, capture_output=True, text=True)
    for line in read_by.stderr.splitlines():
        # The program is not installed here; of the machine's own units nothing is said.
        if "wuye" in line and "is not executable" not in line:
            yield line
    services = [name for name in units if name.endswith(".service")]
    for name in services:
        # systemd takes all shared memory of the user away, not the unit's alone: a running PostgreSQL lets nobody in any more.
        if re.search(r"^User=postgres$", read(name), re.M) and re.search(r"^RemoveIPC=(yes|true|on|1)$", read(name), re.M):
            yield f"{name}: RemoveIPC beside PostgreSQL of the same user"
    rated = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", *services], cwd=ROOT, capture_output=True, text=True)
    levels = re.findall(r"Overall exposure level for (\S+): ([\d.]+)", rated.stdout)
    if len(levels) != len(services):
        yield f"only {len(levels)} of {len(services)} services were rated: {rated.stderr}"
    yield from (f"{name}: {level}" for name, level in levels if float(level) > (2.5 if name in DATABASES else 2.0))


RULES = [floors, third_party_headers, own_header_first, file_length, banned_functions, c_form, headers_self_contained, no_triggers, sql_shardable, policy_per_table,
         no_places, plain_text, units_fenced, shellcheck, shell_strict, python_compiles, same_tests, days_of_shanghai, requirement_rows, *spread.RULES, *names.RULES,
         hardening.secret_comparisons, hardening.security_page, hardening.alerts_have_pages, no_warnings, hardening.hardened, cppcheck, clang_tidy]


def main(names):
    passed = failed = 0
    for rule in RULES:
        if names and rule.__name__ not in names:
            continue
        began = time.monotonic()
        faults = list(rule())
        print(f"{'FAIL' if faults else 'ok  '} {rule.__name__:24} {time.monotonic() - began:5.1f} s  {rule.__doc__.splitlines()[0]}", flush=True)
        for fault in faults[:60]:
            print(f"       {fault}")
        if len(faults) > 60:
            print(f"       … and {len(faults) - 60} more")
        passed, failed = passed + (not faults), failed + bool(faults)
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
