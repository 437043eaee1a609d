"""The books: money is posted as the service's own functions do it, by money_post() in a connection of the role's own with its settings."""
import contextlib
import datetime
import itertools
import uuid

from harness.register import ACCOUNTS
from harness.things import body, path, planted

from . import attachments

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
SERIAL = itertools.count(1)
PURSES = {"subsidy_run": "scheme", "fund": "fund", "commitment": "fund", "deposit": "deposit"}
FIELDS = ("part", "debit_kind", "debit_holder", "credit_kind", "credit_holder", "amount", "street_code", "firm_id", "bank_reference", "note")


def today():
    return datetime.datetime.now(SHANGHAI).date()


@contextlib.contextmanager
def acting(world, account="district.officer@150202"):
    """A cursor as the caller's role of the database, with what the pipeline says of the caller."""
    me = world.register.account(account)
    connection = world.cluster.connect(user=f"wuye_{me['role']}")
    try:
        with connection.cursor() as cursor:
            for name, column in (("district", "district_code"), ("street", "street_code"), ("community", "community_code"), ("firm", "firm_id"), ("user", "id")):
                cursor.execute("select set_config(%s, %s, false)", (f"wuye.{name}", str(me.get(column) or "")))
            yield cursor
    finally:
        connection.close()


def line(debit, credit, amount, **members):
    """(kind, holder) on each side."""
    value = {"debit_kind": debit[0], "debit_holder": debit[1], "credit_kind": credit[0], "credit_holder": credit[1], "amount": str(amount), "part": "", **members}
    return tuple(value.get(name) for name in FIELDS)


def post(world, lines, step, cause="subsidy_run", cause_id=None, purse=None, booked=None, account="district.officer@150202", cursor=None):
    """What money_post() answers: null, or why not."""
    values = (cause, cause_id or str(uuid.uuid4()), step, PURSES[cause], purse or str(uuid.uuid4()), booked or today(),
              [f"({','.join('' if value is None else chr(34) + str(value).replace(chr(34), chr(34) * 2) + chr(34) for value in one)})" for one in lines])
    statement = "select money_post(%s, %s, %s, %s, %s, %s, now(), %s::money_line[])"
    if cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
    with acting(world, account) as own:
        own.execute(statement, values)
        return own.fetchone()[0]


TREASURY = ("treasury", "")


def leg1(world, street, amount, purse, **more):
    return post(world, [line(("street", street), TREASURY, amount, part=street, bank_reference=f"PAY1-{next(SERIAL):06d}")], "leg1", purse=purse, **more)


def leg2(world, street, firm, amount, purse, **more):
    return post(world, [line(("firm", str(firm)), ("street", street), amount, part=f"{street}:{firm}", bank_reference=f"PAY2-{next(SERIAL):06d}", note="按考核结果拨付")], "leg2", purse=purse, **more)


def paid(world, place="near", firm=None, amount="100.00", **more):
    """A street got money and paid it to a firm: ids of both postings, and of what holds them together."""
    account = {"near": "street.heping@150202", "far": "street.nanmenwai@150202", "abroad": "street.dongfeng@340302"}[place]
    officer = ACCOUNTS["district"][2 if place == "abroad" else 0]
    street = world.register.account(account)["street_code"]
    firm = firm or world.register.account("company.one@340302" if place == "abroad" else "company.one@150202")["firm_id"]
    run, scheme = str(uuid.uuid4()), str(uuid.uuid4())
    assert leg1(world, street, amount, scheme, cause_id=run, account=officer, **more) is None
    assert leg2(world, street, firm, amount, scheme, cause_id=run, account=account, **more) is None
    rows = world.cluster.query("select id::text, step from money_postings where cause_id = %s", (run,))
    return {"run": run, "scheme": scheme, "street": street, "firm": str(firm), **{row["step"]: row["id"] for row in rows}}


def shown(samples, role, own, step):
    """A posting within the role's scope, or outside of it: a street's of another street, a firm's of another firm."""
    place = "near" if own else {"street": "far", "company": "far"}.get(role, "abroad")
    firm = samples.world.register.account("company.two@150202")["firm_id"] if role == "company" and not own else None
    return paid(samples.world, place, firm)[step]


path("getMoneyPosting")(lambda samples, role, own: {"id": shown(samples, role, own, "leg2")})
planted("listMoneyPostings", "listMoneyAccounts")(lambda samples: paid(samples.world))


@path("listPostingAttachments")
def with_vouchers(samples, role, own):
    known = samples.__dict__.setdefault("vouchers", {})
    if (role, own) not in known:
        known[role, own] = shown(samples, role, own, "leg2")
        officer = samples.world.role("district", 2 if not own and role != "street" else 0)
        for _ in range(3):
            voucher(officer, known[role, own], next(samples.world.serial))
    return {"id": known[role, own]}


@path("createPostingAttachment")
def to_attach_to(samples, role, own):
    return {"id": shown(samples, role, own, "leg2")}


body("createPostingAttachment")(lambda samples, role: attachments.a_photo(samples, role))


def voucher(client, posting_id, number, expect=201, data=None, media="image/png", **query):
    return client.request("POST", f"/v1/money/postings/{posting_id}/attachments", query or None, data or attachments.photo(number), {"Content-Type": media}, expect=expect)
