"""Imports: each call loads a file of its own."""
from harness.things import NOTHING, body, path, planted, query

CSV = {"Content-Type": "text/csv"}


def uscc(samples, role):
    place = {"company": "one"}.get(role, "one")
    return samples.world.cluster.query("select uscc from firms where id = %s", (samples.estates[place]["firm_id"],))[0]["uscc"]


def code_of(samples, place):
    return samples.world.cluster.query("select code from estates where id = %s", (samples.estates[place]["id"],))[0]["code"]


@query("createImport")
def register(samples):
    return {"register": "staff"}


@body("createImport")
def one_member_of_staff(samples, role):
    """A street's are issues of its area."""
    if role == "street":
        text = f"ledger,project,problem\r\nroad,{code_of(samples, 'near')},路面坑洼{next(samples.world.serial)}\r\n"
        return {"body": text.encode(), "headers": dict(CSV), "query": {"register": "issues"}}
    text = f"firm.uscc,name,certificate_no\r\n{uscc(samples, role)},张三,C{next(samples.world.serial):06d}\r\n"
    return {"body": text.encode(), "headers": dict(CSV)}


@path("getImport", "listImportProblems")
def an_import(samples, role, own):
    """The district sees the whole district's; a firm its own alone."""
    account = {"company": "company.one@150202" if own else "company.two@150202"}.get(role, "district.officer@150202" if own else "district.officer@340302")
    world = samples.world
    if role == "street":
        account = "street.heping@150202" if own else "district.officer@150202"
        text = "ledger,project,problem\r\nroad,查无此小区,路面坑洼\r\n"
        return {"id": world.caller(account).request("POST", "/v1/imports", {"register": "issues", "wait": 20}, text.encode(), CSV, expect=201).json["id"]}
    text = "firm.uscc,name\r\n91150202MA0000000X,李四\r\n91150202MA0000000X,王五\r\n91150202MA0000000X,赵六\r\n"
    return {"id": world.caller(account).request("POST", "/v1/imports", {"register": "staff"}, text.encode(), CSV, expect=201).json["id"]}


planted("listImports")(lambda samples: [an_import(samples, role, True) for role in ("district", "street", "street")])
