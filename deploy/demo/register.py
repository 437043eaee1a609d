"""The register: firms, estates, modes, contracts, owners' committees. Deterministic in the random source given."""
import csv
from decimal import ROUND_HALF_UP, Decimal

import figures
import names
import uscc
from names import DISTRICT, OTHER_DISTRICT

CENT = Decimal("0.01")
NO_COMMITTEE_REASONS = ["too_few_households", "no_candidates", "assembly_not_convened", "election_disputed", "awaiting_demolition"]
FEES = {"market": (90, 240), "quasi": (60, 60), "basic_cleaning": (30, 30)}
GRADES = {"market": ["一级", "二级", "三级"], "quasi": ["三级", "四级"], "basic_cleaning": ["五级"]}
BASELINE_DAY = "2022-01-01"

HEADS = {
    "districts": ["district_code", "served_from"],
    "firms": ["district_code", "uscc", "name", "locality", "registered_division", "service_hotline", "party_org",
              "party_org_since", "market_access", "status"],
    "estates": ["district_code", "code", "name", "street_code", "community_code", "area_m2", "households",
                "building_type", "old_kind", "new_or_old", "is_key", "party_org", "service_room_use"],
    "estate_aliases": ["district_code", "estate_code", "alias"],
    "estate_modes": ["district_code", "estate_code", "mode", "valid_from", "valid_to"],
    "contracts": ["district_code", "registration_no", "firm_uscc", "kind", "award_method", "service_grade", "fee_m2_month",
                  "annual_fee", "service_start", "fee_start", "end_date", "fee_cadence", "filed_at", "state"],
    "contract_estates": ["district_code", "registration_no", "estate_code"],
    "owners_committees": ["district_code", "estate_code", "kind", "status", "established_on", "term_from", "term_to",
                          "member_count", "party_member_count", "no_oc_reason"],
}


def shares(total, count, chance):
    """`count` positive amounts of cents that add up to `total` exactly."""
    cents = int(total / CENT)
    weights = [chance.randint(40, 200) for _ in range(count)]
    parts = [cents * weight // sum(weights) for weight in weights]
    parts[0] += cents - sum(parts)
    return [part * CENT for part in parts]


def residential_communities(path):
    """All but the villages and the statistical placeholder (虚拟社区) of the industrial zone: 66."""
    with open(path, encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["code"].startswith(DISTRICT) and row["level"] == "5"
                and row["kind"] != "villagers_committee" and "虚拟" not in row["name"]]


def short_name(community):
    return community["name"].removesuffix("居委会").removesuffix("社区")


def firm(district, serial, trade_name, form, registered, locality, chance):
    """A firm from outside is registered in a division that this service does not know; its credit code names it still."""
    party = chance.random() < 0.6
    return {"district_code": district, "uscc": uscc.make(registered, serial), "name": form.format(trade_name),
            "locality": locality, "registered_division": registered if locality == "in_district" else "",
            # No local number in China begins with 1, so nobody's telephone rings.
            "service_hotline": f"0472-1{serial:06d}", "party_org": str(party).lower(),
            "party_org_since": f"20{chance.randint(16, 22)}-07-01" if party else "", "market_access": "normal", "status": "active"}


def make_firms(chance):
    trade_names = iter(names.FIRM_TRADE_NAMES)
    firms = [firm(DISTRICT, serial + 1, next(trade_names), names.FIRM_FORMS_IN[serial % 3], DISTRICT, "in_district", chance)
             for serial in range(figures.FIRMS_IN)]
    divisions = list(names.FIRM_FORMS_OUT)
    for serial in range(figures.FIRMS_IN, figures.FIRMS_IN + figures.FIRMS_OUT):
        registered = divisions[serial % len(divisions)]
        firms.append(firm(DISTRICT, serial + 1, next(trade_names), names.FIRM_FORMS_OUT[registered], registered,
                          "out_of_district", chance))
    return firms


def name_candidates(mode, old_kind, place, chance):
    if mode == "market":
        heads, tails = list(names.ESTATE_MARKET_HEADS), list(names.ESTATE_MARKET_TAILS)
        chance.shuffle(heads), chance.shuffle(tails)
        return [head + tail for head in heads for tail in tails]
    tails = {"quasi": names.ESTATE_QUASI_TAILS, "self": names.ESTATE_SELF_TAILS}.get(mode) or names.ESTATE_OLD_TAILS[old_kind]
    return [place + tail for tail in tails] + [f"{place}{number}号院" for number in range(1, 100)]


def estate_row(mode, old_kind, area, community, name, chance):
    building = {"market": ["high", "high", "mixed"], "self": ["single"]}.get(mode, ["multi"])
    return {"district_code": community["code"][:6], "name": name, "street_code": community["code"][:9],
            "community_code": community["code"], "area_m2": area, "mode": mode, "old_kind": old_kind,
            "households": max(6, int(area / chance.randint(82, 112))), "building_type": chance.choice(building),
            "new_or_old": "old" if mode != "market" else chance.choice(["new", "ordinary"]),
            "is_key": str(chance.random() < 0.08).lower(), "party_org": str(chance.random() < 0.55).lower(),
            "service_room_use": {"market": "物业服务用房", "quasi": "门房"}.get(mode, "")}


def make_estates(communities, chance):
    """Every community has one estate at least; the rest fall where they fall."""
    places = list(communities) + chance.choices(communities, k=figures.ESTATES - len(communities))
    chance.shuffle(places)
    places, used, estates = iter(places), set(), []
    for mode, old_kind, count, area, committees in figures.CLASSES:
        with_committee = set(chance.sample(range(count), committees))
        for number, part in enumerate(shares(area, count, chance)):
            community = next(places)
            candidates = name_candidates(mode, old_kind, short_name(community), chance)
            name = next(name for name in candidates if name not in used)
            used.add(name)
            estates.append(estate_row(mode, old_kind, part, community, name, chance))
            estates[-1]["has_committee"] = number in with_committee
    estates.sort(key=lambda row: row["community_code"])
    for number, row in enumerate(estates, 1):
        row["code"] = f"E{DISTRICT}{number:04d}"
    return estates


def service_units(estates, chance):
    """Small old estates of one community share a contract; every other estate has its own."""
    units, bundle = [], []
    for row in estates:
        if row["mode"] == "self":
            continue
        if row["mode"] != "basic_cleaning":
            units.append([row])
            continue
        if bundle and (bundle[0]["community_code"] != row["community_code"] or len(bundle) == 3):
            units.append(bundle)
            bundle = []
        bundle.append(row)
    units.append(bundle)
    chance.shuffle(units)
    return units


def contract(unit, firm_row, serial, period, chance):
    mode = unit[0]["mode"]
    fee = Decimal(chance.randint(*FEES[mode]) // 10 * 10) * CENT
    start, fee_start, end = period
    area = sum(row["area_m2"] for row in unit)
    method = "bundled_tender" if len(unit) > 1 else "open_tender" if mode == "market" else "agreement"
    return {"district_code": unit[0]["district_code"], "registration_no": f"东物备〔{start[:4]}〕{serial:04d}号",
            "firm_uscc": firm_row["uscc"], "kind": "preliminary" if unit[0]["new_or_old"] == "new" and start < "2024" else "regular",
            "award_method": method, "service_grade": chance.choice(GRADES[mode]), "fee_m2_month": fee,
            "annual_fee": (area * fee * 12).quantize(CENT, ROUND_HALF_UP), "service_start": start, "fee_start": fee_start,
            "end_date": end, "fee_cadence": chance.choice(["monthly", "quarterly", "half_yearly", "yearly"]),
            "filed_at": start, "state": "expired" if end < "2026" else "active"}


# Each period: first day of service, first day of charging (two months later at least), last day. All of 2024–2027 is covered.
WHOLE = [("2024-01-01", "2024-03-01", "2027-12-31"), ("2023-07-01", "2023-10-01", "2027-12-31")]
FORMER, LATTER = ("2024-01-01", "2024-03-01", "2025-12-31"), ("2026-01-01", "2026-03-01", "2027-12-31")


def make_contracts(estates, firms, chance):
    contracts, members = [], []
    for number, unit in enumerate(service_units(estates, chance)):
        periods = [FORMER, LATTER] if number % 6 == 5 else [chance.choice(WHOLE)]
        for period in periods:
            # The first round gives every firm an estate, so that each of the 97 has something under its care.
            firm_row = firms[len(contracts)] if len(contracts) < len(firms) else chance.choice(firms)
            row = contract(unit, firm_row, len(contracts) + 1, period, chance)
            contracts.append(row)
            members += [{"district_code": row["district_code"], "registration_no": row["registration_no"],
                         "estate_code": estate["code"]} for estate in unit]
    return contracts, members


def committee(estate, chance):
    year, members = chance.randint(2021, 2025), chance.choice([5, 7, 9])
    return {"district_code": estate["district_code"], "estate_code": estate["code"], "kind": "owners_committee",
            "status": "normal" if chance.random() < 0.93 else "rectifying", "established_on": f"{year}-05-20",
            "term_from": f"{year}-06-01", "term_to": f"{year + 5}-05-31", "member_count": members,
            "party_member_count": members // 2 + chance.randint(0, 2), "no_oc_reason": ""}


def substitute(estate, chance):
    """A few of the estates that cannot have an owners' committee have the transitional body, with the reason."""
    year = chance.randint(2022, 2025)
    return {"district_code": estate["district_code"], "estate_code": estate["code"], "kind": "property_management_committee",
            "status": "normal", "established_on": f"{year}-09-10", "term_from": f"{year}-09-10", "term_to": f"{year + 3}-09-09",
            "member_count": 7, "party_member_count": 4, "no_oc_reason": chance.choice(NO_COMMITTEE_REASONS)}


def make_committees(estates, chance):
    with_committee = [row for row in estates if row["has_committee"]]
    without = [row for row in estates if not row["has_committee"]]
    return [committee(row, chance) for row in with_committee] + [substitute(row, chance) for row in without[::6]]


def aliases_of(estates):
    """What people say for short."""
    return [{"district_code": row["district_code"], "estate_code": row["code"], "alias": row["name"] + "小区"}
            for row in estates if row["mode"] == "market"]


def other_district(chance):
    """Enough of 龙子湖区 to see that one district never meets another."""
    firms = [firm(OTHER_DISTRICT, 901 + number, trade_name, "蚌埠市{}物业服务有限公司", OTHER_DISTRICT, "in_district", chance)
             for number, trade_name in enumerate(names.FIRM_TRADE_NAMES[-2:])]
    places = [("340302001006", "蓝湾花园"), ("340302001008", "向湖雅居"), ("340302004009", "学苑小区"), ("340302002003", "胜利四村")]
    estates, contracts, members = [], [], []
    for number, (code, name) in enumerate(places, 1):
        estate = estate_row("market" if number < 3 else "quasi", "" if number < 3 else "enclosed",
                            Decimal(20000 + 5000 * number) + CENT, {"code": code}, name, chance)
        estate.update(code=f"E{OTHER_DISTRICT}{number:04d}", has_committee=number == 1)
        estates.append(estate)
        row = contract([estate], firms[number % 2], number, WHOLE[0], chance)
        row["registration_no"] = f"龙物备〔2024〕{number:04d}号"
        contracts.append(row)
        members.append({"district_code": OTHER_DISTRICT, "registration_no": row["registration_no"], "estate_code": estate["code"]})
    return firms, estates, contracts, members


def modes_of(estates):
    return [{"district_code": row["district_code"], "estate_code": row["code"], "mode": row["mode"],
             "valid_from": BASELINE_DAY, "valid_to": ""} for row in estates]


def build(divisions_path, chance):
    """Table name → (head, rows)."""
    firms, estates = make_firms(chance), make_estates(residential_communities(divisions_path), chance)
    contracts, members = make_contracts(estates, firms, chance)
    others = other_district(chance)
    firms, estates = firms + others[0], estates + others[1]
    rows = {"districts": [{"district_code": code, "served_from": BASELINE_DAY} for code in (DISTRICT, OTHER_DISTRICT)],
            "firms": firms, "estates": estates, "estate_aliases": aliases_of(estates), "estate_modes": modes_of(estates),
            "contracts": contracts + others[2], "contract_estates": members + others[3],
            "owners_committees": make_committees(estates, chance)}
    return {name: (HEADS[name], [{column: row[column] for column in HEADS[name]} for row in rows[name]]) for name in HEADS}
