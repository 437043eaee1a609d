"""What a score is, said a second time: from the words of the contract, with decimal, knowing nothing of the SQL.

A line is a dictionary: record, item, category, points (Decimal), assessor, fact, veto, since (a date)."""
import datetime
from decimal import ROUND_HALF_UP, Decimal

ZERO, ONE = Decimal(0), Decimal(1)


def number(text):
    return None if text is None else Decimal(text)


def first_day(cycle, day):
    """How far back a line may have begun."""
    if cycle == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if cycle == "calendar_year":
        return day.replace(month=1, day=1)
    if cycle == "rolling_12_months":
        try:
            return day.replace(year=day.year - 1) + datetime.timedelta(1)
        except ValueError:  # February 29
            return datetime.date(day.year - 1, 3, 1)
    return datetime.date.min


def capped(lines, left, key, cap_of):
    """What a cap leaves of each line, those that began first taken first."""
    used, after = {}, {}
    for line in lines:
        cap, place = cap_of(line), key(line)
        after[line["record"]] = left[line["record"]] if cap is None else max(ZERO, min(left[line["record"]], cap - used.get(place, ZERO)))
        used[place] = used.get(place, ZERO) + left[line["record"]]
    return after


def counted(book, lines, day):
    """[(line, weighted points, points left, what cut first)]."""
    start = first_day(book["cycle"], day)
    lines = sorted((line for line in lines if start <= line["since"] <= day), key=lambda line: (line["since"], line["record"]))
    items = {item["code"]: item for item in book["items"]}
    groups = {group["code"]: group for group in book["groups"]}
    weights = {weight["assessor"]: Decimal(weight["weight"]) for weight in book["assessor_weights"]}
    item_of = {line["record"]: items.get(line["item"], {}) for line in lines}
    group_of = {record: groups.get(item.get("group"), {}) for record, item in item_of.items()}
    item_cap = lambda line: number(item_of[line["record"]].get("item_cap"))
    group_cap = lambda line: number(group_of[line["record"]].get("cap"))
    weighted = {line["record"]: line["points"] * weights.get(line["assessor"], ONE) for line in lines}

    best = {}
    for line in lines:  # a later one has to be worth more to take the place
        rule = group_of[line["record"]].get("rule", "sum")
        if rule != "sum":
            place = (line["category"], group_of[line["record"]]["code"], line["fact"] if rule == "max_per_fact" else None)
            worth = weighted[line["record"]] if item_cap(line) is None else min(weighted[line["record"]], item_cap(line))
            if place not in best or worth > best[place][0]:
                best[place] = (worth, line["record"])
    chosen = {record for _, record in best.values()}
    by_rule = {line["record"]: weighted[line["record"]] if group_of[line["record"]].get("rule", "sum") == "sum" or line["record"] in chosen else ZERO for line in lines}
    by_item = capped(lines, by_rule, lambda line: (line["category"], line["item"]), item_cap)
    by_group = capped(lines, by_item, lambda line: (line["category"], group_of[line["record"]].get("code")), group_cap)
    by_category = capped(lines, by_group, lambda line: line["category"], lambda line: number(book["score"].get(line["category"] + "_cap")))

    def cut(record):
        steps = ((by_rule, weighted, group_of[record].get("rule")), (by_item, by_rule, "item_cap"), (by_group, by_item, "group_cap"), (by_category, by_group, "category_cap"))
        return next((name for after, before, name in steps if after[record] < before[record]), None)
    return [(line, weighted[line["record"]], by_category[line["record"]], cut(line["record"])) for line in lines]


def fits(rule, kind, total, has_bad, veto, takes_part):
    low, high = number(rule.get("low")), number(rule.get("high"))
    return (rule.get("subject", "firm") == kind
            and (rule["condition"] != "veto" or veto) and (rule["condition"] != "missing" or not takes_part)
            and rule.get("requires_bad") in (None, has_bad)
            and (low is None or total > low or (total == low and rule.get("low_inclusive", True)))
            and (high is None or total < high or (total == high and rule.get("high_inclusive", False))))


def score(book, lines, day, kind="firm"):
    """(basic, good, bad, total, has_bad, veto, takes_part, grade)."""
    found = counted(book, lines, day)
    basic, good, bad = (sum((left for line, _, left, _ in found if line["category"] == category), ZERO) for category in ("basic", "good", "bad"))
    rules = book["score"]
    total = Decimal(rules["base"]) + basic + good - bad
    if rules["total_max"] is not None:
        total = min(total, Decimal(rules["total_max"]))
    if rules["total_min"] is not None:
        total = max(total, Decimal(rules["total_min"]))
    total = total.quantize(ONE.scaleb(-rules["rounding"]), ROUND_HALF_UP)  # half away from zero
    has_bad, veto = any(line["category"] == "bad" for line, *_ in found), any(line["veto"] for line, *_ in found)
    takes_part = book["participation"] == "assumed" or any(line["category"] == "basic" for line, *_ in found)
    grade = next((rule["grade"] for rule in book["grades"] if fits(rule, kind, total, has_bad, veto, takes_part)), None)
    return basic, good, bad, total, has_bad, veto, takes_part, grade
