"""The tracked tree as the rules see it."""
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tracked():
    """What is or would be in the repository: tracked, or new and not ignored."""
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True).stdout
    return sorted({name for name in out.decode().split("\0") if name and (ROOT / name).is_file()})


def files(*suffixes, under=""):
    return [name for name in tracked() if name.startswith(under) and name.endswith(suffixes)]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


_C_NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank(text):
    """C without comments, strings and characters; lines stay where they are."""
    return _C_NOISE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def c_strings_blank(text):
    """C without strings; comments stay."""
    return re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', lambda m: m.group() if m.group().startswith("/*") else '""', text, flags=re.S)


def sql_without_comments(text):
    text = re.sub(r"/\*.*?\*/", lambda match: re.sub(r"[^\n]", " ", match.group()), text, flags=re.S)
    return re.sub(r"--[^\n]*", "", text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def shell_scripts():
    found = []
    for name in tracked():
        with open(ROOT / name, "rb") as file:
            head = file.readline(80)
        if re.match(rb"#!\s*(/usr/bin/env\s+|/bin/|/usr/bin/)(ba|da)?sh\b", head):
            found.append(name)
    return found
