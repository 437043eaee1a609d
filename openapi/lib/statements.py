"""SQL files cut into pieces: text, placeholders, and the conditions their lines stand under."""
import dataclasses
import re

CONDITION = re.compile(r"^\s*if\s+(\S.*?)\s*$")
NAME = re.compile(r"^!?[a-z_][a-z0-9_]*(=[^\s,!]+)?$")
PLACEHOLDER = re.compile(r":'([A-Za-z_][A-Za-z0-9_]*)'")
DOLLAR = re.compile(r"\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$")


@dataclasses.dataclass
class Piece:
    text: str            # None for a placeholder
    name: str            # of the placeholder
    line: int
    needs: tuple = ()
    unless: tuple = ()


class Scanner:
    """One pass over a file. A literal, a comment or a placeholder is taken whole."""

    def __init__(self, text, file, name, errors):
        self.text, self.file, self.name, self.errors = text, file, name, errors
        self.at, self.line = 0, 1
        self.pieces, self.start = [], 0     # start: first piece of the current line
        self.condition = None
        self.carried = False                # this line begins within a literal

    def refuse(self, message):
        self.errors.add(self.file, self.name, f"line {self.line}: {message}")

    def scan(self):
        while self.at < len(self.text):
            self.step()
        self.end_line()
        return trim(self.pieces, self)

    def step(self):
        c, rest = self.text[self.at], self.text[self.at:self.at + 2]
        placeholder, dollar = PLACEHOLDER.match(self.text, self.at), DOLLAR.match(self.text, self.at)
        if c == "\n":
            self.space()
            self.end_line()
            self.at += 1
            self.line += 1
        elif c.isspace():
            self.space()
            self.at += 1
        elif rest == "--":
            self.comment()
        elif rest == "/*":
            self.at = self.find("*/", self.at + 2)
            self.space()
        elif rest == "::":
            self.literal(self.at + 2)
        elif placeholder:
            self.pieces.append(Piece(None, placeholder[1], self.line))
            self.at = placeholder.end()
        elif c == "'" or c == '"':
            self.quoted(c)
        elif dollar and not self.text[self.at - 1:self.at].isalnum():
            self.literal(self.find(dollar[0], dollar.end()))
        else:
            self.other(c)

    def other(self, c):
        if c == ":" and re.match(r":[A-Za-z_\"{]", self.text[self.at:]):
            self.refuse("only placeholders of the form :'name' are known")
        if c == "\\":
            self.refuse("a statement holds no psql commands")
        if c == "$" and self.text[self.at + 1:self.at + 2].isdigit():
            self.refuse("numbered placeholders are not known, name them")
        self.add(c)
        self.at += 1

    def quoted(self, quote):
        """'…' with doubled quotes; a backslash escapes only after E."""
        escapes = quote == "'" and self.text[self.at - 1:self.at] in ("e", "E")
        at = self.at + 1
        while at < len(self.text):
            if escapes and self.text[at] == "\\":
                at += 2
            elif self.text[at] != quote:
                at += 1
            elif self.text[at:at + 2] == quote * 2:
                at += 2
            else:
                self.literal(at + 1)
                return
        self.refuse("a quote without its end")
        self.literal(len(self.text))

    def find(self, what, start):
        end = self.text.find(what, start)
        if end < 0:
            self.refuse(f"{what} without its end")
            return len(self.text)
        self.line += self.text.count("\n", start, end) if what == "*/" else 0
        return end + len(what)

    def literal(self, end):
        """Text up to `end` as it is; a line break within makes the next line part of this one."""
        part = self.text[self.at:end]
        self.add(part)
        self.line += part.count("\n")
        self.at = end

    def comment(self):
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        found = CONDITION.match(self.text[self.at + 2:end])
        code = any(p.text is None or p.text.strip() for p in self.pieces[self.start:])
        if found and code:
            self.condition = [part.strip() for part in found[1].split(",")]
            for part in self.condition:
                if not NAME.match(part):
                    self.refuse(f"condition {part!r} is not of the form name, !name or name=value")
        self.at = end

    def add(self, text):
        if len(self.pieces) > self.start and self.pieces[-1].text is not None:
            self.pieces[-1].text += text
        else:
            self.pieces.append(Piece(text, None, self.line))

    def space(self):
        last = self.pieces[-1].text if len(self.pieces) > self.start else None
        if last is None or not last.endswith(" "):
            self.add(" ")

    def end_line(self):
        if self.condition:
            needs = tuple(c for c in self.condition if not c.startswith("!"))
            unless = tuple(c[1:] for c in self.condition if c.startswith("!"))
            for piece in self.pieces[self.start:]:
                piece.needs, piece.unless = needs, unless
        self.condition = None
        self.start = len(self.pieces)


def merge(pieces):
    out = []
    for piece in pieces:
        last = out[-1] if out else None
        if last and last.text is not None and piece.text is not None and (last.needs, last.unless) == (piece.needs, piece.unless):
            last.text = last.text + (piece.text.lstrip(" ") if last.text.endswith(" ") else piece.text)
        else:
            out.append(dataclasses.replace(piece))
    return [p for p in out if p.text != ""]


def trim(pieces, scanner):
    """Without the last semicolon; one statement alone. Each line keeps the blank at its end: the next may begin with a word."""
    while pieces and pieces[0].text is not None and not pieces[0].text.strip():
        pieces.pop(0)
    while pieces and pieces[-1].text is not None and not pieces[-1].text.strip(" ;"):
        pieces.pop()
    if pieces and pieces[-1].text is not None:
        pieces[-1].text = pieces[-1].text.rstrip(" ").rstrip(";").rstrip(" ")
    if any(has_semicolon(p.text) for p in pieces if p.text):
        scanner.refuse("more than one statement")
    if not pieces:
        scanner.refuse("no statement")
    return merge(pieces)


def has_semicolon(text):
    bare = re.sub(r"'(?:[^']|'')*'|\"[^\"]*\"|(\$\w*\$).*?\1", "", text, flags=re.S)
    return ";" in bare


def read_statement(text, file, name, errors):
    return Scanner(text, file, name, errors).scan()


def without_page(pieces):
    """What a count is of: neither cursor nor order nor limit."""
    kept = []
    for piece in pieces:
        names = [c.split("=")[0] for c in piece.needs]
        if "cursor" in names or "limit" in names or "sort" in names:
            continue
        kept.append(dataclasses.replace(piece, unless=tuple(c for c in piece.unless if c.split("=")[0] not in ("cursor", "limit", "sort"))))
    return merge([Piece("select count(*) as total from (", None, 0), *kept, Piece(") counted", None, 0)])
