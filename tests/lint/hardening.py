"""Rules of security: what is compared without telling how far it was right, and what the linker was told."""
import re
import shutil
import subprocess
import tempfile

from tree import ROOT, blank, files, line_of, read

# A comparison that ends at the first difference tells by its time how much of a guess was right; base/text.h has the one that does not.
QUICK = re.compile(r"(?<![\w.>])(memcmp|bcmp|strcmp|strncmp|strcasecmp|strncasecmp|json_equal)\s*\(")
SECRET = re.compile(r"(?:^|[^a-z0-9])(?:[a-z0-9]+_)*(?:mac|macs|hmac|secret|secrets|hash|hashes|digest|digests|password|passwords|signature|token|refresh|nonce|code_hash)(?![a-z0-9])", re.I)
# (file, what stands there): no secret, and why.
KNOWN = {
    ("src/resources/user.c", "strncasecmp(password, name, length)"): "is a new password the name it belongs to",
    ("src/auth/webhook.c", 'strncmp(secret, "whsec_", 6)'): "the prefix that is the same for all",
    ("src/db/export.c", "memcmp(export->at, signature, sizeof signature)"): "PostgreSQL's signature of a binary COPY",
    ("src/cli/verify_trail.c", "strcmp(made, hash)"): "hashes of the trail, which whoever verifies it has before him",
}


def argument_list(text, at):
    """From the name of a function to the bracket that closes its arguments."""
    depth = 0
    for end in range(text.index("(", at), len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return text[at:end + 1]
    return text[at:]


def secret_comparisons():
    """A secret is compared by text_same_secret(), whose time says nothing of it."""
    known = dict(KNOWN)
    for name in files(".c", ".h", under="src/"):
        raw = read(name)
        text = blank(raw)
        for match in QUICK.finditer(text):
            call = raw[match.start():match.start() + len(argument_list(text, match.start()))]
            inside = argument_list(text, match.start())[len(match.group()):]
            if SECRET.search(inside) and not known.pop((name, call), None):
                yield f"{name}:{line_of(text, match.start())}: {call}: text_same_secret()"
    for (name, call), why in known.items():
        yield f"{name}: {call} is not there any more ({why})"


NAMED = re.compile(r"`(tests/[\w/.-]+)(?:::(\w+))?`")


def security_page():
    """A test that deploy/SECURITY.md names exists, by file and by name."""
    text = read("deploy/SECURITY.md")
    found = list(NAMED.finditer(text))
    for match in found:
        name, test = match.groups()
        where = f"deploy/SECURITY.md:{line_of(text, match.start())}"
        if not (ROOT / name).exists():
            yield f"{where}: there is no {name}"
        elif test and not re.search(rf"^def {test}\(", read(name), re.M):
            yield f"{where}: {name} has no {test}"
    if len(found) < 60 or not all(f"| API{number} " in text for number in range(1, 11)):
        yield "deploy/SECURITY.md: an item has no test"


def alerts_have_pages():
    """Whoever is woken by an alert finds a page of its name in the runbook, and every alert is one that promtool saw fire."""
    runbook = read("deploy/OPERATIONS.md")
    pages = {name for head in re.findall(r"^\*\*([^*\n]+)\*\*", runbook, re.M) for name in re.findall(r"\w+", head)}
    alerts = set()
    for folder in ("deploy/prometheus", "deploy/ha"):
        tried = read(f"{folder}/alerts_test.yml")
        for name in re.findall(r"- alert: (\w+)", read(f"{folder}/alerts.yml")):
            alerts.add(name)
            if name not in pages:
                yield f"{folder}/alerts.yml: {name} has no page in deploy/OPERATIONS.md"
            if not re.search(rf"alertname: {name}\n +exp_alerts: *(\[\{{|\n +- )", tried):
                yield f"{folder}/alerts_test.yml: nothing makes {name} fire"
    for name in sorted(set(re.findall(r"\bWuye[A-Z]\w+", runbook)) - alerts):
        yield f"deploy/OPERATIONS.md: there is no alert {name}"


def readelf(*arguments):
    return subprocess.run(["readelf", "--wide", *arguments], capture_output=True, text=True, check=True).stdout


def faults_of(program):
    """What a program lacks."""
    if "DYN (Position-Independent Executable file)" not in readelf("--file-header", program):
        yield "is at a fixed address (PIE)"
    segments, dynamic = readelf("--segments", program), readelf("--dynamic", program)
    if "GNU_RELRO" not in segments:
        yield "has no segment that becomes read-only (RELRO)"
    if not re.search(r"\(FLAGS(_1)?\).*\b(BIND_)?NOW\b", dynamic):
        yield "resolves functions when they are first called (BIND_NOW)"
    stack = re.search(r"GNU_STACK\s+.*\s(R\w*)\s", segments)
    if not stack or "E" in stack.group(1):
        yield "may run what stands on its stack"
    if re.search(r"LOAD\s+\S+\s+\S+\s+\S+\s+\S+\s+\S+\s+RWE", segments):
        yield "has memory that is written and run"
    if re.search(r"\((RPATH|RUNPATH|TEXTREL)\)", dynamic):
        yield "says where libraries lie, or writes in its own code"
    symbols = set(re.findall(r"\b(__\w+?)@", readelf("--dyn-syms", program)))
    if "__stack_chk_fail" not in symbols:
        yield "does not look after its stack (stack protector)"
    if not any(symbol.endswith("_chk") and symbol != "__stack_chk_fail" for symbol in symbols):
        yield "does not check the room of what it copies to (FORTIFY)"


def no_landing_pads(program):
    """Functions of ours that are called through a pointer begin with endbr64 (CET). Debian's own start files do not, so the program has no note of it."""
    said = subprocess.run(["objdump", "--disassemble=handle", "--no-show-raw-insn", program], capture_output=True, text=True, check=True).stdout
    if "x86-64" in said and "endbr64" not in said:
        yield "has functions that may be entered anywhere (-fcf-protection)"


def hardened():
    """The program that is built has what gcc and ld have against faults in memory; without it this rule would say so."""
    program = str(ROOT / "build/plain/wuye")
    for fault in [*faults_of(program), *no_landing_pads(program)]:
        yield f"build/plain/wuye {fault}"
    # The rule itself is tried on a program that has none of it.
    folder = tempfile.mkdtemp()
    try:
        soft = f"{folder}/soft"
        subprocess.run(["gcc", "-O0", "-fno-stack-protector", "-no-pie", "-z", "norelro", "-z", "lazy", "-z", "execstack", "-Wl,--disable-new-dtags,-rpath,/nowhere", "-x", "c", "-", "-o", soft],
                       input="#include <stdio.h>\nint main(void)\n{\n    return puts(\"\") < 0;\n}\n", text=True, check=True, capture_output=True)
        missed = 7 - len(list(faults_of(soft)))
        if missed > 0:
            yield f"this rule finds nothing to say of a program that lacks {missed} of the seven"
    finally:
        shutil.rmtree(folder)
