"""Flame graphs of the three operations that are asked most: where the processors' time goes, in the service and in PostgreSQL.

`perf record` samples all that runs while `wrk` asks; stacks are folded here and drawn as SVG, a file for each operation and side, in build/flames/. A frame's
width is its share of the samples of that side; who points at it reads name and share. What was read off them stands in README.md."""
import collections
import html
import pathlib
import re
import subprocess
import sys
import time

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "build" / "flames"
SIDES = {"service": {"wuye", "MHD-connection"}, "postgresql": {"postgres"}}
FRAME = re.compile(r"\s*[0-9a-f]+ (.*) \((.*)\)$")
WIDTH, ROW = 1600, 17
# Whose code: the kernel's, ours, PostgreSQL's own, of libraries.
COLOURS = (("[kernel", "#e8a25c"), ("wuye", "#79b473"), ("postgres", "#79a3c9"), ("", "#c3b1d6"))


def stacks(text: str):
    """(program, frames from the outermost on) of each sample; what has no name is passed over, what was inlined is a frame."""
    program, frames = "", []
    for line in [*text.splitlines(), ""]:
        found = FRAME.match(line)
        if found:
            if found[1] != "[unknown]":
                frames.append((found[1].removesuffix(" (inlined)"), found[2].rpartition("/")[2]))
        elif line.strip():
            program = line.strip()
        elif program:
            yield program, frames[::-1]
            program, frames = "", []


def folded(samples) -> dict[tuple, int]:
    """How many samples lie under each path."""
    under = collections.Counter()
    for frames in samples:
        for depth in range(len(frames) + 1):
            under[tuple(frames[:depth])] += 1
    return under


def drawn(under: dict[tuple, int], title: str) -> str:
    """The innermost below; a frame below half a pixel is left out."""
    total, children, parts, deepest = under[()], collections.defaultdict(list), [], 0
    for path in sorted(under):
        if path:
            children[path[:-1]].append(path)
    waiting = [((), 0.0)]
    while waiting:
        path, left = waiting.pop()
        if path:
            width, (name, home) = under[path] / total * WIDTH, path[-1]
            deepest = max(deepest, len(path))
            colour = next(colour for start, colour in COLOURS if home.startswith(start))
            words = html.escape(name if len(name) * 6.6 < width else name[:max(0, int(width / 6.6) - 1)])
            parts.append(f'<g><title>{html.escape(name)} ({html.escape(home)}) {100 * under[path] / total:.2f} %</title><rect x="{left:.1f}" y="{len(path) * ROW + 12}" width="{width:.1f}" '
                         f'height="{ROW - 1}" fill="{colour}"/><text x="{left + 2:.1f}" y="{len(path) * ROW + 24}">{words}</text></g>')
        for child in children[path]:
            if under[child] / total * WIDTH >= 0.5:
                waiting.append((child, left))
            left += under[child] / total * WIDTH
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{(deepest + 2) * ROW + 12}" font-family="monospace" font-size="11">'
            f'<text x="4" y="16" font-size="13">{html.escape(title)}: {total} samples</text>{"".join(parts)}</svg>\n')


class Flames:
    def __init__(self, bench):
        self.bench = bench

    def run(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        page = 'function request() return wrk.format("GET", "/v1/complaints?limit=50") end\n'
        self.bench.ids()
        for name, role, request in (("get", "community", self.bench.by_id()), ("list", "street", page), ("post", "hotline", self.bench.posting())):
            samples = collections.defaultdict(list)
            for program, frames in stacks(self.record(name, role, request)):
                samples[next((side for side, programs in SIDES.items() if program in programs), "")].append(frames)
            for side in SIDES:
                under = folded(samples[side])
                if not under[()]:
                    raise SystemExit(f"{name}: perf saw nothing of {side}")
                path = FOLDER / f"{name}.{side}.svg"
                path.write_text(drawn(under, f"{name}, {side}"), encoding="utf-8")
                print(f"  {path.relative_to(FOLDER.parents[1])}: {under[()]} samples", file=sys.stderr)

    def record(self, name: str, role: str, request: str) -> str:
        data, seconds = FOLDER / f"{name}.perf", max(2, round(self.bench.seconds))
        load = subprocess.Popen(["wrk", "-t1", "-c8", f"-d{seconds + 3}s", "-s", self.bench.lua(request), self.bench.service.url], stdout=subprocess.DEVNULL,
                                env={"PATH": "/usr/bin:/bin", "TOKEN": self.bench.tokens[role]})
        time.sleep(1)  # connections, plans and caches
        taken = subprocess.run(["perf", "record", "-q", "-a", "-F", "499", "--call-graph", "dwarf,16384", "-o", data, "--", "sleep", str(seconds)], capture_output=True, text=True)
        load.wait()
        if taken.returncode:
            raise SystemExit(f"perf record: {taken.stderr}")
        text = subprocess.run(["perf", "script", "-i", data, "-F", "comm,ip,sym,dso"], check=True, capture_output=True, text=True, errors="replace").stdout
        data.unlink()
        return text
