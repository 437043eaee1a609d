"""The service's own SQL files as pgbench scripts, so that a figure and its floor run the same statement."""
import datetime
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOLD = {"role", "district"}  # what the service tells a statement of itself: a floor that leaves it out computes less
# When it is: a value, as the service sends it. An expression would be computed again for each row.
MOMENT = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).isoformat(timespec="microseconds")
WHEN = {"now": f"'{MOMENT}'", "today": f"'{MOMENT[:10]}'"}


def variant(operation: str, given: dict[str, str], values: dict[str, str]) -> str:
    """The statement with the optional lines whose conditions hold in `given`, placeholders replaced by SQL from `values`."""
    path = next((ROOT / "sql" / "queries").rglob(f"{operation}.sql"))
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        body, mark, condition = line.partition("-- if ")
        if mark and not holds(condition, given):
            continue
        lines.append(re.sub(r"--.*$", "", body if mark else line))
    text = re.sub(r"= any\(:'(\w+)'::(\w+)\[\]\)", lambda found: alone(found, values), "\n".join(lines))
    text = re.sub(r":'(\w+)'", lambda found: told(operation, found[1], values), text)
    return re.sub(r"\s+", " ", text).strip().rstrip(";")


def told(operation: str, name: str, values: dict[str, str]) -> str:
    value = values.get(name, WHEN.get(name))
    if value is None and name in TOLD:
        raise SystemExit(f"{operation}: nothing is said of {name}")
    return "null" if value is None else value


def alone(found: re.Match, values: dict[str, str]) -> str:
    """As the service compares a list of one: with its value."""
    value = re.fullmatch(r"'\{([^,{}\"]+)\}'", values.get(found[1], ""))
    return f"= '{value[1]}'::{found[2]}" if value else found[0]


def holds(condition: str, given: dict[str, str]) -> bool:
    for part in re.sub(r"\s+", "", condition).split(","):
        name, _, value = part.lstrip("!").partition("=")
        met = name in given and (not value or given[name] == value)
        if met == part.startswith("!"):
            return False
    return True


# `wuye.client` in the settings says that the caller is a machine; it is no setting itself.
def script(settings: dict[str, str], statement: str, before: str = "", writes: bool = False) -> str:
    """One request as the service sends it: settings, with the question whether the caller is still let in, and statement in one pipelined trip."""
    holder = "client" if "wuye.client" in settings else "user"
    settings = {name: value for name, value in settings.items() if name != "wuye.client"}
    parts = [f"set_config('{name}', '{value}', true) is not null" for name, value in settings.items()]
    if "wuye.user" in settings:
        parts.append(f"{holder}_admitted('{settings['wuye.district']}', '{settings['wuye.user']}', 1)")
    limits = {"lock_timeout": "5001", "statement_timeout": "0"} if writes else {"transaction_read_only": "on", "statement_timeout": "60000"}
    parts += [f"set_config('{name}', '{value}', true) is not null" for name, value in limits.items()]
    return f"{before}\n\\startpipeline\nselect true and {' and '.join(parts)};\n{statement};\n\\endpipeline\n"
