"""People, quotas, machines: whoever is changed is made for it, so that nobody else's token ends."""
from harness.register import grant
from harness.things import INSTEAD, NOTHING, OTHERS, PLANTS, body, path

PASSWORD = "一个够长的密码 2026"
OFFICERS = {"abroad": "district.officer@340302"}


def scope(world, place):
    """Who is made in a planted place, as the role that `place` is of."""
    if place in ("one", "two"):
        return {"role": "company", "firm_id": str(world.register.account(f"company.{place}@150202")["firm_id"])}
    community = {"near": "community.huanxi@150202", "far": "community.luwang@150202", "abroad": "community.lanwan@340302"}[place]
    return {"role": "community", "community_code": world.register.account(community)["community_code"]}


def user(world, place="near", **members):
    """A fresh account, made by the district."""
    officer = world.caller(OFFICERS.get(place, "district.officer@150202"))
    if place in ("one", "two"):
        room(world, scope(world, place)["firm_id"])
    value = {"name": f"t{next(world.serial):06d}", "display_name": "试验人员", "password": PASSWORD, **scope(world, place), **members}
    value = {name: member for name, member in value.items() if member is not None}
    return officer.post("/v1/users", value, expect=201).json


def signed_in(world, role="community"):
    """The access token of somebody new."""
    members = {"district": {"role": "district", "community_code": None}, "street": {"role": "street", "community_code": None, "street_code": "150202001"}}.get(role, {})
    value = user(world, "one" if role == "company" else "near", **members)
    form = grant(f"{value['name']}@150202", PASSWORD)
    return world.anyone.request("POST", "/v1/auth/token", form=form, expect=200).json["access_token"]


def room(world, firm, accounts=5000):
    """Enough for every test; a test of the quota makes a firm of its own."""
    if not world.cluster.query("select 1 from account_quotas where firm_id = %s and accounts = %s", (firm, accounts)):
        quota(world, accounts, firm)


def quota(world, accounts, firm=None):
    today = world.cluster.query("select (now() at time zone 'Asia/Shanghai')::date::text as today")[0]["today"]
    return world.caller("district.officer@150202").post("/v1/account-quotas", {"firm_id": firm, "accounts": accounts, "effective_from": today}, expect=201).json


def client(world, role="hotline", district="150202"):
    """A fresh client with its secret."""
    return world.caller(f"district.officer@{district}").post("/v1/clients", {"name": f"m{next(world.serial):06d}", "role": role}, expect=201).json


@path("getUser", "updateUser", "disableUser", "setUserPassword")
def someone(samples, role, own):
    return {"id": user(samples.world, samples.place(role, own))["id"]}


@path("enableUser")
def someone_disabled(samples, role, own):
    place = samples.place(role, own)
    made = user(samples.world, place)
    samples.world.caller(OFFICERS.get(place, "district.officer@150202")).post(f"/v1/users/{made['id']}/disable", None, expect=200)
    return {"id": made["id"]}


@body("createUser")
def new_user(samples, role):
    place = samples.place(role, True)
    value = {"name": f"n{next(samples.world.serial):06d}", "display_name": "新人员", "password": PASSWORD, **scope(samples.world, place)}
    if place == "one":
        room(samples.world, value["firm_id"])
    return {"json_body": value}


@body("updateUser")
def change(samples, role):
    return {"json_body": {"display_name": "改名人员"}, "headers": {"If-Match": '"1"'}}


@body("setUserPassword")
def password(samples, role):
    return {"json_body": {"password": "另一个够长的密码 2026"}}


@body("changeOwnPassword")
def own_password(samples, role):
    """By somebody made for it: the tokens of before end."""
    value = {"json_body": {"old_password": PASSWORD, "new_password": "第三个够长的密码 2026"}}
    if role in ("district", "street", "community", "company"):
        INSTEAD["changeOwnPassword"] = f"Bearer {signed_in(samples.world, role)}"
        value["headers"] = {"Authorization": INSTEAD["changeOwnPassword"]}
    return value


@body("setAccountQuota")
def new_quota(samples, role):
    return {"json_body": {"firm_id": scope(samples.world, "two")["firm_id"], "accounts": 5000, "effective_from": "2099-01-01"}}


@PLANTS.append
def rooms(samples):
    for place in ("one", "two"):
        room(samples.world, scope(samples.world, place)["firm_id"])


NOTHING["revokeClientKey"] = {"slot": "secret_1"}
OTHERS["createUser"] = lambda samples, value: {**value, "password": "再一个够长的密码 2026"}
OTHERS["setUserPassword"] = lambda samples, value: {**value, "password": "再一个够长的密码 2026"}
OTHERS["createClient"] = lambda samples, value: {**value, "role": "hotline"}
OTHERS["createClientKey"] = lambda samples, value: {**value, "kind": "client_secret"}
OTHERS["setAccountQuota"] = lambda samples, value: {**value, "accounts": 4999}


@body("createClient")
def new_client(samples, role):
    return {"json_body": {"name": f"n{next(samples.world.serial):06d}", "role": "platform"}}


@path("getClient", "disableClient", "createClientKey")
def some_client(samples, role, own):
    return {"id": client(samples.world, district="150202" if own else "340302")["id"]}


@path("enableClient")
def some_client_disabled(samples, role, own):
    district = "150202" if own else "340302"
    made = client(samples.world, district=district)
    samples.world.caller(f"district.officer@{district}").post(f"/v1/clients/{made['id']}/disable", None, expect=200)
    return {"id": made["id"]}


@path("revokeClientKey")
def some_key(samples, role, own):
    return {"id": client(samples.world, district="150202" if own else "340302")["id"], "slot": "secret_1"}


@body("createClientKey")
def new_key(samples, role):
    return {"json_body": {"kind": "webhook"}}
