"""The rows each role sees, against a computation of our own from the tables as superuser (nothing of the service's views or policies)."""
import datetime

import pytest
from harness.register import ACCOUNTS

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
ROLES_OF = {"complaints": ["district", "street", "community", "company", "hotline", "platform"]}


class Sight:
    """What a principal may see, by the rules of the domain."""

    def __init__(self, world, account):
        self.world, self.me = world, world.register.account(account)
        self.role = self.me["role"]

    def rows(self, sql, *values):
        return self.world.cluster.query(sql, values)

    def firm_of(self, estate, day):
        """The firm whose contract in force covers the day; the regular contract over the preliminary one."""
        rows = self.rows(
            "select c.firm_id from contracts c join contract_estates ce on ce.contract_id = c.id and ce.district_code = c.district_code "
            "where ce.estate_id = %s and c.state not in ('draft', 'entry_review') and c.service_start <= %s "
            "and coalesce(least(c.end_date, c.terminated_on), c.end_date, c.terminated_on, 'infinity') >= %s "
            "order by c.kind = 'regular' desc, c.service_start desc limit 1", estate, day, day)
        return rows[0]["firm_id"] if rows else None

    def complaints(self):
        """Ids of complaints."""
        seen = set()
        confidential = {row["code"] for row in self.rows("select code from complaint_categories where confidential")}
        known = {row["code"] for row in self.rows("select code from complaint_categories")}
        for row in self.rows("select * from complaints where district_code = %s", self.me["district_code"]):
            hidden = row["confidential"] or row["category"] in confidential
            day = (row["occurred_at"] or row["received_at"]).astimezone(SHANGHAI).date()
            may = {
                "district": lambda: True,
                "street": lambda: row["street_code"] == self.me["street_code"] and not hidden,
                "community": lambda: row["community_code"] == self.me["community_code"] and not hidden,
                "company": lambda: bool(row["estate_id"]) and self.firm_of(row["estate_id"], day) == self.me["firm_id"] and not hidden
                and not row["secret"] and row["category"] in known,
                "hotline": lambda: row["client_id"] == self.me["id"],
                "platform": lambda: not hidden,
            }[self.role]()
            if may:
                seen.add(str(row["id"]))
        return seen

    def estates(self):
        rows = self.rows("select * from estates where district_code = %s", self.me["district_code"])
        if self.role == "street":
            rows = [row for row in rows if row["street_code"] == self.me["street_code"]]
        if self.role == "community":
            rows = [row for row in rows if row["community_code"] == self.me["community_code"]]
        if self.role == "company":
            mine = {row["estate_id"] for row in self.rows("select estate_id from contract_estates ce join contracts c on c.id = ce.contract_id where c.in_force and c.firm_id = %s", self.me["firm_id"])}
            rows = [row for row in rows if row["id"] in mine]
        return {str(row["id"]) for row in rows}

    def firms(self):
        rows = self.rows("select id from firms where district_code = %s", self.me["district_code"])
        return {str(row["id"]) for row in rows if self.role != "company" or row["id"] == self.me["firm_id"]}

    def contracts(self):
        rows = self.rows("select id, firm_id from contracts where district_code = %s", self.me["district_code"])
        if self.role == "company":
            rows = [row for row in rows if row["firm_id"] == self.me["firm_id"]]
        if self.role in ("street", "community"):
            mine = self.estates()
            held = {row["contract_id"] for row in self.rows("select contract_id, estate_id from contract_estates") if str(row["estate_id"]) in mine}
            rows = [row for row in rows if row["id"] in held]
        return {str(row["id"]) for row in rows}

    def tickets(self):
        rows = self.rows("select id, client_id from tickets where district_code = %s", self.me["district_code"])
        return {str(row["id"]) for row in rows if self.role != "hotline" or row["client_id"] == self.me["id"]}


LISTS = {"complaints": ("listComplaints", "/v1/complaints"), "estates": ("listEstates", "/v1/estates"), "firms": ("listFirms", "/v1/firms"),
         "contracts": ("listContracts", "/v1/contracts"), "tickets": ("listTickets", "/v1/hotline/tickets")}
EVERYONE = [(role, account) for role, accounts in ACCOUNTS.items() for account in accounts if account]


@pytest.fixture(scope="module")
def kinds(world, samples):
    """Complaints of every kind that the rules tell apart."""
    estate = samples.estates["one"]["code"]
    categories = world.cluster.query("select code from complaint_categories where confidential order by code")
    mapped = world.cluster.query("select external_code from category_mappings m join complaint_categories c on c.code = m.category_code where not c.confidential order by 1")
    world.post_ticket(estate_code=estate, category_code=mapped[0]["external_code"])
    world.post_ticket(estate_code=estate, category_code=categories[0]["code"])
    world.post_ticket(estate_code=estate, category_code="no-such-category")
    world.post_ticket(estate_code=estate, category_code=None)
    world.post_ticket(estate_code=estate, received_at="2020-03-02T09:30:00+08:00")
    world.post_ticket(estate_code=estate, received_at="2025-12-31T23:59:59+08:00")
    world.post_ticket(estate_code=estate, received_at="2025-12-31T16:00:01Z")
    world.post_ticket(estate_code=estate, received_at="2026-03-02T09:30:00+08:00", occurred_at="2019-05-05T09:30:00+08:00")
    world.post_ticket(estate_code=estate, secret=True)
    world.post_ticket(division_code="150202001012")
    world.post_ticket(division_code="150202001")
    world.post_ticket(estate_name="不存在的小区", division_code="150202001012")
    for changing in world.cluster.query(  # estates whose firm changed with the year 2026
            "select distinct e.code from contracts c join contract_estates ce on ce.contract_id = c.id and ce.district_code = c.district_code "
            "join estates e on e.id = ce.estate_id where c.service_start = '2026-01-01' and c.firm_id in "
            "(select firm_id from users where name in ('company.one', 'company.two')) limit 3"):
        world.post_ticket(estate_code=changing["code"], received_at="2025-12-31T23:59:59+08:00")
        world.post_ticket(estate_code=changing["code"], received_at="2026-01-01T00:00:00+08:00")


@pytest.mark.parametrize("thing", LISTS)
@pytest.mark.parametrize("role,account", EVERYONE, ids=lambda value: value)
def test_a_list_holds_exactly_what_the_caller_may_see(thing, role, account, world, kinds):
    """E05: the complained-of firm's share of the complaints is computed here from contracts and categories alone."""
    operation = world.contract.by_id[LISTS[thing][0]]
    client = world.caller(account)
    if role not in operation.roles:
        client.get(LISTS[thing][1], expect=403)
        return
    wanted = getattr(Sight(world, account), thing)()
    page = client.get(LISTS[thing][1], {"count": "true", "limit": 1}).json
    items = client.pages(LISTS[thing][1], limit=200)
    seen = [item["id"] for item in items]
    assert len(seen) == len(set(seen)), "something twice"
    assert set(seen) == wanted, f"too many {sorted(set(seen) - wanted)[:5]}, missing {sorted(wanted - set(seen))[:5]}"
    assert page["total"] == len(wanted)


def test_the_kinds_are_all_there(world, kinds):
    """The comparison above is worth something only when there is something to hide."""
    for account in ("company.one@150202", "street.heping@150202", "community.huanxi@150202", "platform@150202"):
        sight = Sight(world, account)
        everything = {str(row["id"]) for row in world.cluster.query("select id from complaints where district_code = '150202'")}
        assert sight.complaints() and everything - sight.complaints(), account
    hidden = world.cluster.query("select count(*) as n from complaints where confidential and firm_id = (select firm_id from users where name = 'company.one' and district_code = '150202')")
    assert hidden[0]["n"] > 0


@pytest.mark.parametrize("role", ["street", "community", "company", "platform"])
def test_each_item_outside_is_404_and_each_inside_is_200(role, world, kinds):
    account = ACCOUNTS[role][0]
    client, mine = world.caller(account), Sight(world, account).complaints()
    for row in world.cluster.query("select id::text from complaints"):
        client.get(f"/v1/complaints/{row['id']}", expect=200 if row["id"] in mine else 404)


def test_substring_search_sees_what_the_list_sees(world, kinds):
    """The search view repeats the policy by hand: it must not see more."""
    for role, account in EVERYONE:
        if role in ("hotline", "platform"):
            continue
        client = world.caller(account)
        found = {item["id"] for item in client.pages("/v1/complaints", {"q": "电梯"}, limit=100)}
        assert found <= Sight(world, account).complaints(), account
        assert role == "company" or found or "340302" in account, account


def test_the_platform_cannot_ask_what_a_text_says(world, kinds):
    """An answer to "does it say …" is text."""
    assert world.role("platform").pages("/v1/complaints", {"q": "电梯"}) == []
    for item in world.role("platform").pages("/v1/complaints"):
        assert not item.get("title") and not item.get("content") and not item.get("place"), item


def test_a_company_learns_neither_the_number_nor_the_place(world, kinds):
    """E05: what the hotline calls the case, where in the estate it is, and who led it there stay away from the firm."""
    items = world.role("company").pages("/v1/complaints")
    assert items
    for item in items:
        for member in ("ticket_no", "place", "external_category", "leader_instruction", "anonymous", "complainant"):
            assert item.get(member) is None, (member, item)
