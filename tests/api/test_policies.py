"""Row security by itself: each table is asked as a role of the database, without any statement of ours in between."""
import pytest
from harness.contract import Contract

OPERATIONS = [operation for operation in Contract.built().operations if "{id}" in operation.path or operation.is_list]
ACCOUNT = {"street": "street.heping@150202", "community": "community.huanxi@150202", "company": "company.one@150202"}
# What is another's, by the column that says so; %(…)s are the caller's own.
ESTATES = {
    "street": "select id from estates where street_code <> %(street)s and id not in (select id from estates_past where street_code = %(street)s)",
    "community": "select id from estates where community_code <> %(community)s and id not in (select id from estates_past where community_code = %(community)s)",
    "company": "select id from estates where id not in (select e.estate_id from contract_estates e join contracts c on c.id = e.contract_id where c.firm_id = %(firm)s and c.in_force)"}
CONTRACTS = {role: f"select contract_id from contract_estates group by 1 having bool_and(estate_id in ({ESTATES[role]}))" for role in ("street", "community")}
CONTRACTS["company"] = "select id from contracts where firm_id <> %(firm)s"
OTHERS = {role: {"estate_id": ESTATES[role], "contract_id": CONTRACTS[role]} for role in ACCOUNT}
OTHERS["street"]["street_code"] = "select code from divisions where code <> %(street)s"
OTHERS["community"]["community_code"] = "select code from divisions where code <> %(community)s"
OTHERS["company"]["firm_id"] = "select id from firms where id <> %(firm)s"
# Reference data; what is bundled for a tender, which whoever may bid has to know; what authorities say of the service of firms, which is all authorities' to read; firms on a credit
# list, which are public; and the estates of a firm's own draft, which are a wish.
OPEN = {("division_jurisdictions", "street_code"), ("division_jurisdictions", "community_code"), ("service_unit_estates", "estate_id"),
        ("evaluations", "street_code"), ("evaluations", "community_code"), ("evaluations", "estate_id"), ("credit_list_entries", "firm_id")}
# What is in publicity or was granted is public, whosever it is (test_awards).
OPEN |= {(table, column) for table in ("award_nominations", "honours") for column in ("street_code", "community_code", "firm_id")}
# Pools of random draws are public from the commitment on, and what came out once it is published (test_draws).
OPEN |= {("draws", "street_code"), ("draw_conflicts", "estate_id"), *(("draw_targets", column) for column in ("street_code", "community_code", "estate_id", "firm_id")),
         *(("draw_visits", column) for column in ("street_code", "estate_id"))}
# Where disputes are mediated and what is taught everybody of the district knows; stars are public once granted (test_mediation, test_trainings).
OPEN |= {(table, "street_code") for table in ("mediation_bodies", "trainings", "star_ratings")} | {("star_ratings", "community_code")}
# What streets came to is every street's to read once it is published (test_body_assessments).
OPEN |= {("body_assessment_results", "street_code"), ("body_assessment_lines", "street_code")}
# A ranking is of the whole district, and public with its estates once it is published (test_rankings).
OPEN |= {("ranking_rows", column) for column in ("street_code", "community_code", "estate_id")} | {("ranking_notices", "street_code")}
# What the media made public is public (test_sponsors).
OPEN |= {("exposures", "estate_id"), ("exposures", "firm_id")}
# What owners vote on is public once they are notified (test_votes).
OPEN |= {("motions", column) for column in ("street_code", "community_code", "estate_id", "contract_id")}
DRAFTS = {("contract_estates", "estate_id")}
# Every authority of the district reads the credit records of its firms, wherever they arose; of members of committees those of its own area alone (test_credit_records_people).
AUTHORITIES = {("credit_records", column) for column in ("estate_id", "street_code", "community_code")}
# As does the list of dishonest firms, whichever contract an entry is about (test_dishonest_people).
AUTHORITIES |= {(table, "contract_id") for table in ("dishonest_entries", "dishonest_entries_past")}
ALL = {"change_proposals", "contract_charges", "contract_estates", "contract_events", "contract_handovers", "contract_reviews", "contract_violations", "estate_aliases", "estate_modes",
       "estate_records", "owners_committees", "removal_cases"}
ASKED = {"street": ALL | {"estates", "fund_commitments", "liaisons", "money_postings", "org_units", "subsidy_run_firms", "subsidy_run_lines", "subsidy_run_streets", "users"},
         "community": ALL | {"estates", "fund_commitments", "org_units", "subsidy_run_lines"},
         "company": ALL | {"account_quotas", "consultations", "contracts", "firm_market_access", "fund_commitments", "imports", "money_postings", "person_roles", "staff",
                           "subsidy_run_firms", "subsidy_run_lines", "surplus_entries", "users"}}
for holder in ("street", "community"):
    ASKED[holder] = ASKED[holder] | {"campaign_duties"}


@pytest.fixture(scope="module")
def planted(world, samples):
    """Something of everything, the caller's and another's."""
    for operation in OPERATIONS:
        for role in ACCOUNT:
            if role in operation.roles:
                samples.path(operation, role, own=True)
                samples.path(operation, role, own=False)


@pytest.mark.parametrize("role", ACCOUNT)
def test_no_table_shows_a_role_what_is_anothers(role, world, samples, planted):
    me = world.register.account(ACCOUNT[role])
    own = {"street": me["street_code"], "community": me["community_code"], "firm": str(me["firm_id"])}
    columns = world.cluster.query("select c.table_name as name, c.column_name as column from information_schema.columns c join pg_class t on t.oid = to_regclass('public.' || c.table_name) "
                                 "where c.table_schema = 'public' and t.relkind in ('r', 'p') and t.relrowsecurity and c.column_name = any(%s) "
                                 "and exists (select from information_schema.columns d where d.table_name = c.table_name and d.column_name = 'district_code') "
                                 "and has_column_privilege(%s, t.oid, c.column_name, 'select') order by 1, 2", (list(OTHERS[role]), f"wuye_{role}"))
    connection = world.cluster.connect(user=f"wuye_{role}")
    shown, asked = {}, set()
    try:
        with connection.cursor() as cursor:
            for name, value in (("district", "150202"), ("street", me["street_code"]), ("community", me["community_code"]), ("firm", me["firm_id"]), ("user", me["id"])):
                cursor.execute("select set_config(%s, %s, false)", (f"wuye.{name}", str(value or "")))
            for table, column in ((row["name"], row["column"]) for row in columns):
                others = [row["it"] for row in world.cluster.query(f"select distinct {column}::text as it from {table} where district_code = '150202' and {column} in ({OTHERS[role][column]})", own)]
                cursor.execute(f"select count(*) from {table} where {column}::text = any(%s)", (others,))
                shown[table, column] = cursor.fetchone()[0]
                asked |= {table} if others else set()
    finally:
        connection.close()
    assert {pair: rows for pair, rows in shown.items() if rows and pair not in OPEN | (DRAFTS if role == "company" else AUTHORITIES)} == {}
    assert ASKED[role] <= asked, "nothing of another's to be seen"
