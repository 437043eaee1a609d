"""What is on its way out: `deprecated: true` with `x-deprecated` (the day since when) and `x-sunset` (the last day on which it answers), of an operation or a
parameter. The service tells whoever uses it (Deprecation, RFC 9745; Sunset, RFC 8594); openapi/POLICY.md says how long it has to stay."""
import datetime
import email.utils

DAYS_LEFT = 180  # openapi/POLICY.md
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
KEYS = ("x-deprecated", "x-sunset")


def day(text):
    """Its first moment in Asia/Shanghai; None when it is no day."""
    try:
        return datetime.datetime.combine(datetime.date.fromisoformat(text), datetime.time(), SHANGHAI)
    except (TypeError, ValueError):
        return None


def check(thing, file, where, errors):
    """(values of Deprecation and Sunset), or None for what stays."""
    given = [key for key in KEYS if key in thing]
    if not thing.get("deprecated"):
        for key in given:
            errors.add(file, where, f"{key} is of what is deprecated: true")
        return None
    since, last = (day(thing.get(key)) for key in KEYS)
    if since is None or last is None:
        errors.add(file, where, "what is deprecated says since when (x-deprecated) and its last day (x-sunset), YYYY-MM-DD")
        return None
    if last - since < datetime.timedelta(DAYS_LEFT):
        errors.add(file, where, f"x-sunset leaves less than {DAYS_LEFT} days")
    if thing.get("schema", {}).get("default") is not None or thing.get("in") == "path":
        errors.add(file, where, "a parameter that is deprecated stands in the query and has no default: nobody could tell that it was used")
    end = last + datetime.timedelta(1)  # by day N is until its 24:00
    return f"@{int(since.timestamp())}", email.utils.format_datetime(end.astimezone(datetime.timezone.utc), usegmt=True)


def c_text(values, c_string):
    return f"&(const struct farewell){{ {c_string(values[0])}, {c_string(values[1])} }}" if values else "NULL"
