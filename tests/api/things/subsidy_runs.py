"""Monthly runs of subsidies: a scheme by hand for each, people who calculate, approve, pay and assess, and a run as far as it is wanted."""
import datetime
import json
import uuid

from harness.client import Client
from harness.register import ACCOUNTS, DISTRICT, OTHER_DISTRICT, grant
from harness.things import NOTHING, OTHERS, body, path, planted

from .users import PASSWORD

STREET, STREET_ABROAD = "150202001", "340302001"
MONTH = "2024-02"
RUNS = "/v1/subsidy-runs"
STATES = ("draft", "calculated", "district_approved", "paid_to_street", "street_assessed", "paid_to_firm", "closed")
BANDS = [{"low": "90", "coefficient": "1.0000"}, {"low": "60", "high": "90", "coefficient": "0.8000"}, {"high": "60", "coefficient": "0.5000"}]
RATES = ({"class_1": "0.10", "class_2": "0.20"}, {"class_1": "0.05", "class_2": "0.10"}, {"class_1": "0.05", "class_2": "0.10"})


def today():
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date().isoformat()


def scheme(world, district=DISTRICT, modes=(("class_1", "basic_cleaning"), ("class_2", "quasi")), kind="old", first=2024, rates=RATES, missing="0.8000", remainder="carried", bands=BANDS, unmanaged=True):
    """Id of a published scheme of its own code: three years of the two classes."""
    found = str(uuid.uuid4())
    document = {"classes": [{"code": code, "title_zh": "一类", "title_en": "A class", "modes": [mode], "new_or_old": [kind], "guide_fee": "0.30", "area_m2": None} for code, mode in modes],
                "years": [{"index": number + 1, "from": f"{first + number}-01", "months": 12, "rates": rate} for number, rate in enumerate(rates)],
                "coefficients": {"bands": bands, "missing": missing}, "remainder": remainder, "purposes": ["daily_upkeep"], "payable_to_unmanaged": unmanaged}
    world.cluster.query(
        "insert into subsidy_schemes (district_code, id, code, number, title_zh, title_en, state, document, effective_from, effective_to, planned_to, source) "
        "values (%s, %s, %s, 1, '试验方案', 'A test', 'published', %s, %s, %s, %s, 'test')",
        (district, found, f"run-{next(world.serial)}", json.dumps(document), f"{first}-01-01", f"{first + len(rates)}-01-01", f"{first + len(rates)}-01-01"))
    return found


def person(world, role, name="a", street=None, district=DISTRICT):
    """Somebody of a street or of the district office besides those of the register; the same one for the same name."""
    key = f"subsidies {role} {street or district} {name}"
    if key not in world.tokens:
        members = {"role": role, **({"street_code": street} if street else {})}
        officer = world.caller(ACCOUNTS["district"][2 if district == OTHER_DISTRICT else 0])
        made = officer.post("/v1/users", {"name": f"s{next(world.serial):06d}", "display_name": "试验人员", "password": PASSWORD, **members}, expect=201).json
        world.tokens[key] = world.anyone.request("POST", "/v1/auth/token", form=grant(f"{made['name']}@{district}", PASSWORD), expect=200).json["access_token"]
    return Client(world.judge, world.service.port, world.tokens[key])


def place(abroad):
    return (OTHER_DISTRICT, STREET_ABROAD) if abroad else (DISTRICT, STREET)


def officer(world, district=DISTRICT):
    """Who approves, pays and closes."""
    return world.caller(ACCOUNTS["district"][2 if district == OTHER_DISTRICT else 0])


def draft(world, district=DISTRICT, month=MONTH, **members):
    value = members if "adjusts_id" in members else {"scheme_id": members.get("scheme_id") or scheme(world, district), "month": month}
    return person(world, "district", district=district).post(RUNS, value, expect=201).json


def calculated(world, made, district=DISTRICT):
    return person(world, "district", district=district).post(f"{RUNS}/{made['id']}/calculate", expect=200).json


def approved(world, made, district=DISTRICT):
    made = calculated(world, made, district)
    return officer(world, district).post(f"{RUNS}/{made['id']}/approve", {"version": made["version"]}, expect=200).json


def streets(world, made, district=DISTRICT, **query):
    return officer(world, district).pages(f"{RUNS}/{made['id']}/streets", query, limit=200)


def firms(world, made, district=DISTRICT, **query):
    return officer(world, district).pages(f"{RUNS}/{made['id']}/firms", query, limit=200)


def lines(world, made, district=DISTRICT, **query):
    return officer(world, district).pages(f"{RUNS}/{made['id']}/lines", query, limit=200)


def street_payments(world, made, district=DISTRICT, only=None):
    due = [row for row in streets(world, made, district, state="district_approved") if only in (None, row["street_code"])]
    return {"booked_on": today(), "payments": [{"street_code": row["street_code"], "bank_reference": f"L1-{next(world.serial)}"} for row in due]}


def paid(world, made, district=DISTRICT):
    """Approved, and every street paid that gets anything."""
    made = approved(world, made, district)
    value = street_payments(world, made, district)
    return officer(world, district).post(f"{RUNS}/{made['id']}/pay-streets", value, expect=200).json if value["payments"] else made


def assess(world, made, street, district=DISTRICT, expect=200):
    return person(world, "street", "assessor", street, district).post(f"{RUNS}/{made['id']}/streets/{street}/assess", expect=expect)


def firm_payments(world, made, street, district=DISTRICT):
    due = [row for row in firms(world, made, district, street_code=street, paid="false") if row["paid_amount"] not in (None, "0.00")]
    due.sort(key=lambda row: row["paid_amount"].startswith("-"), reverse=True)
    return {"booked_on": today(), "payments": [{"firm_id": row["firm"]["id"], "bank_reference": f"L2-{next(world.serial)}"} for row in due]}


def hand_on(world, made, street, district=DISTRICT):
    """The street assesses and pays its firms."""
    assess(world, made, street, district)
    value = firm_payments(world, made, street, district)
    if value["payments"]:
        person(world, "street", "payer", street, district).post(f"{RUNS}/{made['id']}/streets/{street}/pay-firms", value, expect=200)


def close(world, made, district=DISTRICT):
    named = [{"street_code": row["street_code"], "bank_reference": f"R-{next(world.serial)}"} for row in streets(world, made, district, state="paid_to_firm")]
    return officer(world, district).post(f"{RUNS}/{made['id']}/close", {"booked_on": today(), "streets": named}, expect=200).json


def run(world, state="calculated", abroad=False, only=None, **members):
    """A fresh run as far as that; from street_assessed on only the one street has gone on, or every street with only='all'."""
    district, street = place(abroad)
    made = draft(world, district, **members)
    if state == "void":
        calculated(world, made, district)
        return officer(world, district).post(f"{RUNS}/{made['id']}/void", {"reason": "重新测算"}, expect=200).json
    steps = {"calculated": calculated, "district_approved": approved, "paid_to_street": paid}
    if state in steps:
        return steps[state](world, made, district)
    if STATES.index(state) > STATES.index("paid_to_street"):
        made = paid(world, made, district)
        for one in [row["street_code"] for row in streets(world, made, district) if only == "all" or row["street_code"] == (only or street)]:
            if state == "street_assessed":
                assess(world, made, one, district)
            else:
                hand_on(world, made, one, district)
        if state == "closed":
            made = close(world, made, district)
    return made


def shared(samples, role, own):
    """To be read: one where the role's own street has paid its firms; outside, another district's. A firm's own street is another."""
    known = samples.__dict__.setdefault("subsidy_runs", {})
    key = role == "company" if own else "abroad"
    if key not in known:
        street = {True: "150202005", False: STREET}.get(key)
        known[key] = run(samples.world, "paid_to_firm", abroad=key == "abroad", only=street)["id"]
    return {"id": known[key]}


path("getSubsidyRun", "listSubsidyRunLines", "listSubsidyRunStreets", "listSubsidyRunFirms")(shared)
planted("listSubsidyRuns")(lambda samples: (run(samples.world, "paid_to_firm"), run(samples.world, "paid_to_firm", only="150202005")))
for operation, state in (("calculateSubsidyRun", "draft"), ("approveSubsidyRun", "calculated"), ("voidSubsidyRun", "draft"), ("paySubsidyStreets", "district_approved"),
                         ("closeSubsidyRun", "paid_to_firm")):
    path(operation)(lambda samples, role, own, state=state: {"id": run(samples.world, state, abroad=not own)["id"]})
for operation, state in (("assessSubsidyStreet", "paid_to_street"), ("paySubsidyFirms", "street_assessed")):
    path(operation)(lambda samples, role, own, state=state: {"id": run(samples.world, state)["id"], "street_code": STREET if own else "150202004"})
    NOTHING[operation] = {"street_code": "150202999"}


@body("createSubsidyRun")
def new_run(samples, role):
    return {"json_body": {"scheme_id": scheme(samples.world), "month": MONTH}}


OTHERS["createSubsidyRun"] = lambda samples, value: {**value, "month": "2024-03"}
body("approveSubsidyRun")(lambda samples, role: {"json_body": {"version": 2}})
OTHERS["approveSubsidyRun"] = lambda samples, value: {"version": 3}
body("voidSubsidyRun")(lambda samples, role: {"json_body": {"reason": "重新测算"}})
body("paySubsidyStreets")(lambda samples, role: {"json_body": {"booked_on": today(), "payments": [{"street_code": STREET, "bank_reference": "YH-1"}]}})
OTHERS["paySubsidyStreets"] = lambda samples, value: {**value, "payments": [{"street_code": STREET, "bank_reference": "YH-2"}]}
body("closeSubsidyRun")(lambda samples, role: {"json_body": {"booked_on": today()}})
OTHERS["closeSubsidyRun"] = lambda samples, value: {"booked_on": today(), "streets": [{"street_code": STREET, "bank_reference": "YH-3"}]}


@body("paySubsidyFirms")
def to_firms(samples, role):
    """Which firms the street has is the register's, and any run that was assessed tells it."""
    known = samples.__dict__.setdefault("subsidy_firms", [])
    if not known:
        known.append(run(samples.world, "street_assessed"))
    firm = samples.world.cluster.query("select f.firm_id::text as id from subsidy_run_firms f where f.run_id = %s and f.street_code = %s and f.paid_amount > 0 order by 1 limit 1",
                                       (known[0]["id"], STREET))[0]
    return {"json_body": {"booked_on": today(), "payments": [{"firm_id": firm["id"], "bank_reference": "YH-4"}]}}


OTHERS["paySubsidyFirms"] = lambda samples, value: {**value, "payments": [{**value["payments"][0], "bank_reference": "YH-5"}]}
