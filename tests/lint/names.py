"""Names of estates and firms are kept by the service until it is said that one has changed (sql/functions/names.sql)."""
import re

from tree import files, line_of, read, sql_without_comments

FOLDERS = ("functions", "queries", "load", "jobs")
# An update of theirs that sets the name or the code, by itself or where a row is there already.
CHANGES = re.compile(r"\b(?:update\s+(?:only\s+)?(?:public\.)?(?:estates|firms)\b|insert\s+into\s+(?:public\.)?(?:estates|firms)\b[^;]*?\bdo\s+update\b|merge\s+into\s+(?:public\.)?(?:estates|firms)\b)(?P<rest>[^;]*)", re.I)
SETS = re.compile(r"(?:\bset\b|,|\()\s*(?:name|code)\s*(?:=(?!=)|[,)][^=;]*\)\s*=)", re.I)


def changes():
    for folder in FOLDERS:
        for name in files(".sql", under=f"sql/{folder}/"):
            text = sql_without_comments(read(name))
            for found in CHANGES.finditer(text):
                if SETS.search(found["rest"]):
                    yield name, line_of(text, found.start()), re.search(r"\bnames_change\(", text[found.end():][:400])


def names_said():
    """Whoever changes the name of an estate or a firm says so after it: services keep names until then."""
    found = list(changes())
    if len(found) < 4:
        yield f"only {len(found)} statements that change a name are found: this rule no longer sees them"
    for name, line, said in found:
        if not said:
            yield f"{name}:{line}: changes a name and does not call names_change() after it"


RULES = [names_said]
