"""ECMA-262 patterns (flag u) in PCRE2's words. What would mean something else there is translated; what cannot be is refused."""
import re

SPACE = r"\t\n\x{b}\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}"
NEWLINES = r"\n\r\x{2028}\x{2029}"
SYNTAX = set("^$\\.*+?()[]{}|/")
CATEGORIES = {"Letter": "L", "Lowercase_Letter": "Ll", "Uppercase_Letter": "Lu", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd",
              "Punctuation": "P", "punct": "P", "Symbol": "S", "Separator": "Z", "Mark": "M", "Control": "Cc", "cntrl": "Cc"}
SHORT = {"L", "Ll", "Lu", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
         "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co", "Cn"}
GROUP = re.compile(r"\(\?(?::|=|!|<=|<!|<([A-Za-z_][A-Za-z0-9_]*)>)")
QUANTIFIER = re.compile(r"(?:[*+?]|\{\d+(?:,\d*)?\})\??")


class PatternError(Exception):
    pass


class Reader:
    def __init__(self, text):
        self.text, self.at = text, 0

    def more(self):
        return self.at < len(self.text)

    def take(self, count=1):
        part = self.text[self.at:self.at + count]
        if len(part) < count:
            raise PatternError("ends too early")
        self.at += count
        return part

    def match(self, expression):
        found = re.compile(expression).match(self.text, self.at)
        if found:
            self.at = found.end()
        return found


def code_point(value):
    if value > 0x10ffff or 0xd800 <= value <= 0xdfff:
        raise PatternError(f"no character U+{value:X}")
    return f"\\x{{{value:x}}}"


def unicode_escape(reader):
    found = reader.match(r"\{([0-9A-Fa-f]+)\}")
    if found:
        return code_point(int(found[1], 16))
    found = reader.match(r"([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})")
    if found:
        return code_point(0x10000 + ((int(found[1], 16) - 0xd800) << 10) + int(found[2], 16) - 0xdc00)
    found = reader.match(r"[0-9A-Fa-f]{4}")
    if not found:
        raise PatternError("\\u without four digits")
    return code_point(int(found[0], 16))


def property_escape(reader, letter):
    found = reader.match(r"\{([A-Za-z0-9_]+)(?:=([A-Za-z0-9_]+))?\}")
    if not found:
        raise PatternError(f"\\{letter} without a property")
    name, value = found[1], found[2]
    if value and name in ("Script", "sc"):
        return f"\\{letter}{{sc:{value}}}"
    if value and name in ("Script_Extensions", "scx"):
        return f"\\{letter}{{scx:{value}}}"
    category = value if name in ("General_Category", "gc") else name
    category = CATEGORIES.get(category, category)
    if category not in SHORT:
        raise PatternError(f"property {found[0]} is not known")
    return f"\\{letter}{{{category}}}"


def escape(reader, in_class):
    """What follows a backslash."""
    c = reader.take()
    if c in "dDwW" or c in "tnrf":
        return "\\" + c
    if c == "s":
        return SPACE if in_class else f"[{SPACE}]"
    if c == "S" and not in_class:
        return f"[^{SPACE}]"
    if c == "v":
        return "\\x{b}"
    if c == "0" and not reader.match(r"(?=[0-9])"):
        return "\\x{0}"
    if c == "c":
        return code_point(ord(reader.match(r"[A-Za-z]")[0]) % 32) if reader.match(r"(?=[A-Za-z])") else bad("\\c without a letter")
    if c == "x":
        found = reader.match(r"[0-9A-Fa-f]{2}")
        return code_point(int(found[0], 16)) if found else bad("\\x without two digits")
    if c == "u":
        return unicode_escape(reader)
    if c in "pP":
        return property_escape(reader, c)
    if c in SYNTAX or (c == "-" and in_class):
        return "\\" + c
    if c == "b":
        return "\\x{8}" if in_class else "\\b"
    if c == "B" and not in_class:
        return "\\B"
    if c in "123456789" and not in_class:
        return f"\\g{{{c}{(reader.match('[0-9]*'))[0]}}}"
    found = reader.match(r"<([A-Za-z_][A-Za-z0-9_]*)>") if c == "k" and not in_class else None
    if found:
        return f"\\k<{found[1]}>"
    return bad(f"\\{c} is not known to ECMA-262")


def bad(message):
    raise PatternError(message)


def character_class(reader):
    out = "[" + (reader.match(r"\^") or [""])[0]
    while True:
        c = reader.take()
        if c == "]":
            return out + "]"
        out += escape(reader, True) if c == "\\" else "\\[" if c == "[" else c


def to_pcre(pattern):
    if "\0" in pattern:
        raise PatternError("holds NUL")
    reader, out = Reader(pattern), []
    while reader.more():
        c = reader.text[reader.at]
        group, quantifier = GROUP.match(pattern, reader.at), QUANTIFIER.match(pattern, reader.at)
        if group:
            out.append(group[0])
            reader.at = group.end()
        elif quantifier:
            reader.at = quantifier.end()
            if QUANTIFIER.match(pattern, reader.at):
                raise PatternError("a quantifier of a quantifier")
            out.append(quantifier[0])
        elif pattern.startswith("(?", reader.at) or pattern.startswith("(*", reader.at):
            raise PatternError("a group that ECMA-262 does not know")
        else:
            reader.at += 1
            out.append(escape(reader, False) if c == "\\" else character_class(reader) if c == "[" else
                       f"[^{NEWLINES}]" if c == "." else bad(f"lone {c}") if c in "{}]" else c)
    return "".join(out)
