"""What an import may say of a contract, and since when it is known."""
from test_imports import contract, load, problems, table
from things.contracts import bring
from things.contracts import day as samples_day
from things.estates import estate


def test_an_import_does_not_get_round_what_was_decided_on_a_contract(world, samples, district):
    """C02, C08: what the street approved stays so; a filed contract is ended by its own operation; what an import changes shows among the moves."""
    approved, draft = bring(samples, "approved"), bring(samples, "draft")
    for made in (approved, draft):
        stored = {"id": made["id"], "registration_no": "", "firm.uscc": made["firm"]["uscc"], "kind": made["kind"], "state": made["state"],
                  "award_method": made["award_method"], "service_start": made["service_start"], "annual_fee": made["annual_fee"], "estates": made["estates"][0]["code"]}
        same = load(district, "contracts", table([stored], list(stored))).json
        assert (same["state"], same["rows_unchanged"]) == ("done", 1), problems(district, same)
        for change in ({"annual_fee": "1.00"}, {"estates": stored["estates"] + ";" + estate(samples)["code"]}, {"state": "filed"}):
            done = load(district, "contracts", table([{**stored, **change}], list(stored))).json
            assert ("state", "state_changes_elsewhere") in {(p["column"], p["code"]) for p in problems(district, done)}, change
    row = contract(world, samples, [estate(samples)["code"]], award_trigger="replacement", terminated_on="")
    head = list(row)
    load(district, "contracts", table([row], head))
    other = world.cluster.query("select uscc from firms where id = %s", (samples.estates["two"]["firm_id"],))[0]["uscc"]
    for name, value in (("firm.uscc", other), ("kind", "preliminary"), ("award_method", "open_tender"), ("award_trigger", "fallback"), ("terminated_on", "2031-05-01")):
        done = load(district, "contracts", table([{**row, name: value}], head)).json
        assert [(p["column"], p["code"]) for p in problems(district, done)] == [(name, "state_changes_elsewhere")]
    for cells, updated in ((row, 0), ({**row, "fee_m2_month": "1.3000"}, 1)):
        assert load(district, "contracts", table([cells], head)).json["rows_updated"] == updated
    found = district.pages("/v1/contracts", {"registration_no": row["registration_no"]})
    events = district.get(f"/v1/contracts/{found[0]['id']}/events").json["items"]
    assert [(e["action"], e["actor_role"], e["from_state"], e["to_state"]) for e in events] == [
        ("import", "district", None, "filed"), ("import", "district", "filed", "filed")]


def test_an_estate_that_a_contract_takes_in_today_was_not_in_it_yesterday(world, samples, district):
    """What the registers said on a day stays: contracts, portfolios and the ledger of that day count it from the day it was known."""
    one, two, dropped = estate(samples), estate(samples, name="后来的小区"), estate(samples)
    row = contract(world, samples, [one["code"]], service_start="2020-01-01", end_date="")
    head, days = list(row), {"yesterday": samples_day(-1), "today": samples_day(0)}
    load(district, "contracts", table([row], head))
    made = district.pages("/v1/contracts", {"registration_no": row["registration_no"]})[0]
    # Known since long ago, as what came with the base.
    for name in ("contracts", "contract_estates", "estates"):
        key = {"contracts": "id", "contract_estates": "contract_id"}.get(name)
        world.cluster.query(f"update {name} set known_from = '2001-01-01' where " + (f"{key} = %s" if key else "id = any(%s::uuid[])"), (made["id"] if key else [one["id"], two["id"]],))
    firm = made["firm"]["id"]

    def said(day):
        street = [item for item in district.get("/v1/ledgers/base", {"as_of": day}).json["items"] if item.get("code") == one["community_code"]]
        portfolio = world.cluster.query("select set_config('wuye.district', '150202', false), set_config('TimeZone', 'Asia/Shanghai', true); select estates from firm_portfolio('150202', %s, %s)", (firm, day))[0]["estates"]
        names = [e["code"] for e in district.get(f"/v1/contracts/{made['id']}", {"as_of": day}).json["estates"]]
        found = [item["id"] for item in district.pages("/v1/contracts", {"estate_id": two["id"], "as_of": day})]
        return street, portfolio, names, found

    before = {name: said(day) for name, day in days.items()}
    assert before["yesterday"][2] == [one["code"]] and before["yesterday"][3] == []
    done = load(district, "contracts", table([{**row, "estates": ";".join([one["code"], two["code"]])}], head)).json
    assert done["rows_updated"] == 1, problems(district, done)
    assert said(days["yesterday"]) == before["yesterday"]
    after = said(days["today"])
    assert after[2] == sorted([one["code"], two["code"]]) and after[3] == [made["id"]] and after[1] == before["today"][1] + 1
    draft = bring(samples, "draft", estate_codes=[one["code"], dropped["code"]])
    world.caller("company.one@150202").request("PATCH", f"/v1/contracts/{draft['id']}", json_body={"estate_codes": [one["code"]]}, headers={"If-Match": '"1"'}, expect=200)
    kept = world.cluster.query("select estate_id::text as id, known_to > known_from as whole from contract_estates_past where contract_id = %s", (draft["id"],))
    assert kept == [{"id": dropped["id"], "whole": True}]
