"""For every operation a request that is right, as each role, inside and outside of its scope; and values that are wrong."""
import re

from . import things
from .register import ACCOUNTS, DISTRICT, OTHER_DISTRICT

NOWHERE = "01900000-0000-7000-8000-000000000000"


class Samples:
    """Ids that exist: by operation, (inside the role's scope, outside of it)."""

    def __init__(self, world):
        self.world = world
        self.complaints, self.planted, self.unmoved, self.called = {}, set(), {}, {}
        things.load()
        self.plant()
        for plant in things.PLANTS:
            plant(self)

    def plant(self):
        """One ticket in each place that some role sees and another does not."""
        world = self.world
        near = world.own_estate("community.huanxi@150202")
        far = world.own_estate("community.luwang@150202")
        one = world.register.account("company.one@150202")["firm_id"]
        two = world.register.account("company.two@150202")["firm_id"]
        of_one = world.estates("f.id = %s", one)[0]
        of_two = world.estates("f.id = %s and e.id not in (select ce.estate_id from contract_estates ce join contracts c on c.district_code = ce.district_code "
                               "and c.id = ce.contract_id where c.firm_id = %s)", two, one)[0]
        abroad = world.own_estate("community.lanwan@340302")
        self.estates = {"near": near, "far": far, "one": of_one, "two": of_two, "abroad": abroad}
        self.tickets = {name: world.post_ticket("hotline@340302" if name == "abroad" else "hotline@150202", estate_code=estate["code"])
                        for name, estate in self.estates.items()}
        for name, ticket in self.tickets.items():
            self.complaints[name] = world.cluster.query("select complaint_id::text as id from tickets where id = %s", (ticket["id"],))[0]["id"]

    def place(self, role, own):
        """Which of the planted things the usual holder of a role sees, or does not."""
        if not own:
            return {"street": "far", "community": "far", "company": "two"}.get(role, "abroad")
        return {"company": "one"}.get(role, "near")

    def path_values(self, operation, role, own=True):
        """Path parameters; None when there is nothing that this role should not see."""
        name, place = operation.id, self.place(role, own)
        if name in things.PATHS:
            return things.PATHS[name](self, role, own)
        if not operation.parameters or not any(parameter["in"] == "path" for parameter in operation.parameters):
            return {} if own else None
        if name in ("getComplaint", "revealComplaint"):
            return {"id": self.complaints[place]}
        if name == "getTicket":
            return {"id": self.tickets[place]["id"]}
        if name == "getEstate":
            # The whole district's estates are open to hotline and platform, by code and name.
            return {"id": str(self.estates[place]["id"])}
        if name == "getFirm":
            district = DISTRICT if own else OTHER_DISTRICT
            if role == "company":
                return {"id": str(self.estates[place]["firm_id"])}
            return {"id": self.world.cluster.query("select id::text from firms where district_code = %s order by uscc limit 1", (district,))[0]["id"]}
        if name == "getContract":
            rows = self.world.cluster.query(
                "select c.id::text from contracts c join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id "
                "where ce.estate_id = %s order by c.service_start limit 1", (self.estates[place]["id"],))
            if role == "company":
                rows = self.world.cluster.query("select id::text from contracts where firm_id = %s order by id limit 1", (self.estates[place]["firm_id"],))
            return {"id": rows[0]["id"]}
        open_to_all = {"getDivision": {"code": DISTRICT}, "listCodes": {"list": "management_mode"}, "getProblem": {"code": "not_found"}}
        if name == "getDocsFile":
            return {"file": self.docs_file()} if own else None
        if name in open_to_all:
            return open_to_all[name] if own else None
        raise NotImplementedError(f"no sample for {name}: say in harness/samples.py what each role may see")

    def nothing(self, operation):
        """Path values that are well-formed and of nothing."""
        wrong = {"id": NOWHERE, "code": "999999", "list": "no_such_list", "file": "no-such-file.js", "month": "2020-01"}
        if operation.id == "getProblem":
            wrong["code"] = "no_such_problem"
        wrong = {**wrong, **things.NOTHING.get(operation.id, {})}
        return {parameter["name"]: wrong[parameter["name"]] for parameter in operation.parameters if parameter["in"] == "path"}

    def docs_file(self):
        """A file that the page asks for; docs.js when there is no page."""
        page = self.world.anyone.get("/docs", expect=None, judged=False).body.decode()
        found = re.search(r"""["'/](?:docs/)?([A-Za-z0-9][A-Za-z0-9._-]*\.(?:js|css))["']""", page)
        return found.group(1) if found else "docs.js"

    def path(self, operation, role="district", own=True):
        values = self.path_values(operation, role, own)
        return None if values is None else fill(operation.path, values)

    def query(self, operation):
        required = {parameter["name"]: parameter for parameter in operation.parameters if parameter["in"] == "query" and parameter.get("required")}
        known = {"date": "2026-09-28", "days": "5"}
        if operation.id in things.QUERIES:
            return things.QUERIES[operation.id](self)
        return {name: known.get(name, str(parameter.get("example", ""))) for name, parameter in required.items()}

    def body(self, operation, role="district"):
        """(arguments of Client.request) of a right body."""
        if operation.id in things.BODIES:
            return things.BODIES[operation.id](self, role)
        if operation.id == "issueToken":
            account = "platform@150202"
            return {"form": {"grant_type": "client_credentials", "client_id": account, "client_secret": self.world.register.credentials[account]}}
        if operation.id == "postTickets":
            return {"json_body": self.world.ticket()}
        if operation.id == "revealComplaint":
            return {"json_body": {"reason": "回访核实处理结果"}}
        if operation.body is None:
            return {}
        raise NotImplementedError(f"no body for {operation.id}: give one in harness/samples.py")

    def other_body(self, operation, body):
        """As right as this one, and another."""
        if operation.id in things.OTHERS:
            return things.OTHERS[operation.id](self, body)
        text = next(name for name in ("content", "reason", "name", "note", "opinion", "display_name") if isinstance(body.get(name), str))
        return {**body, text: "另一内容，与先前不同"}

    def still(self, operation, role=None):
        """(path, query, arguments of a body) of what is refused, or only read: it moves nothing, so one thing is enough for all who ask."""
        role = role or self.allowed_role(operation)
        role = "district" if role == "public" else role
        key = operation.id, self.place(role, True)
        if key not in self.unmoved:
            self.unmoved[key] = self.path(operation, role), self.query(operation), as_oneself(self.body(operation, role))
        return self.unmoved[key]

    def outside(self, operation, role):
        """Path of what the role does not see, so that it stays as it is; None when it sees all."""
        key = operation.id, role, "outside"
        if key not in self.unmoved:
            self.unmoved[key] = self.path(operation, role, own=False)
        return self.unmoved[key]

    def knock(self, client, operation):
        """Again what somebody called who may: for who is turned away before anybody looks at what he asks for."""
        return self.ask(client, operation, still=self.called.get(operation.id))

    def ask(self, client, operation, role=None, still=None, **more):
        """The same as `call`, of a thing that stays as it is."""
        path, query, body = still or self.still(operation, role)
        arguments = {"query": query, **body, **more, "headers": {**body.get("headers", {}), **more.get("headers", {})}}
        return client.request(operation.method, arguments.pop("path", path), **arguments)

    def call(self, client, operation, role="district", own=True, path=None, **more):
        arguments = self.body(operation, role)
        arguments = {**arguments, **more, "headers": {**arguments.get("headers", {}), **more.get("headers", {})}}
        if client.token != self.world.tokens.get(ACCOUNTS.get(role, [None])[0]):
            arguments["headers"] = {name: value for name, value in arguments["headers"].items() if value != things.INSTEAD.get(operation.id, "")}
        query = arguments.pop("query") if "query" in arguments else self.query(operation)
        if path is None:
            path = self.path(operation, role, own)
            self.called[operation.id] = path, query, as_oneself(arguments)
        return client.request(operation.method, path, query=query, **arguments)

    def allowed_role(self, operation):
        """A role that may, most powerful first; public when no token is needed."""
        return next((role for role in ("district", "hotline", "street", "community", "company", "platform") if role in operation.roles), "public")


def as_oneself(arguments):
    """Without a caller of its own."""
    return {**arguments, "headers": {name: value for name, value in arguments.get("headers", {}).items() if name != "Authorization"}}


def fill(template, values):
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def bad_values(schema, is_list=False):
    """Texts that a parameter of this schema must refuse."""
    values = ["%00", "%ff%fe", "%zz"]
    kind, form = schema.get("type"), schema.get("format")
    if kind == "integer":
        values += ["x", "1.5", "1e3", "+1", "99999999999999999999", "%20"]
        if "minimum" in schema:
            values.append(str(schema["minimum"] - 1))
        if "maximum" in schema:
            values.append(str(schema["maximum"] + 1))
    elif kind == "boolean":
        values += ["yes", "1", "TRUE"]
    elif form == "uuid":
        values += ["x", "1", "01900000-0000-7000-8000-00000000000", "01900000-0000-7000-8000-0000000000000", "g1900000-0000-7000-8000-000000000000"]
    elif form == "date":
        values += ["2026-02-30", "2026-13-01", "20260301", "2026-3-1", "2026-03-01T00:00:00Z", "x", "0000-01-01"]
    elif form == "date-time":
        values += ["2026-02-30T00:00:00Z", "2026-03-01", "2026-03-01T25:00:00Z", "2026-03-01T00:00:00", "x"]
    elif form == "month":
        values += ["2026-13", "2026-3", "x"]
    elif form == "uscc":
        values += ["x", "91150202000000000I", "911502020000000000"]
    if "enum" in schema:
        values += ["no_such_value", schema["enum"][0].upper() + "x" if isinstance(schema["enum"][0], str) else "999"]
    if "maxLength" in schema:
        # Characters count, not bytes; but a request line has its own limit.
        values.append("%E5%B0%8F" * (schema["maxLength"] + 1) if "pattern" not in schema and schema["maxLength"] < 500 else "1" * (schema["maxLength"] + 1))
    if schema.get("minLength", 0) > 1:
        values.append("x" * (schema["minLength"] - 1))
    if "pattern" in schema:
        values += ["%7F~!%20no", "%E5%B0%8F%F0%9F%98%80%20"]
    return values
