-- An evaluation as it is shown. Who entered or confirmed it is nobody's to read: who assesses is an office, not a person.
set role wuye_owner;

create or replace view evaluation_cards with (security_invoker = true) as
select
    e.id, e.kind, e.assessor, e.assessor_name, e.subject_kind, e.firm_id as "firm.id", f.name as "firm.name", e.estate_id as "estate.id", p.code as "estate.code", p.name as "estate.name",
    e.street_code, e.community_code, e.period_from, e.period_to, e.score, e.score_max, round(e.score * 100 / e.score_max, 2) as percent, e.sheet, e.note, e.state,
    e.submitted_at, e.confirmed_at, e.withdrawn_reason, r.id as credit_record_id, e.version, e.updated_at, e.sheet_id
from evaluations e
left join firms f on f.district_code = e.district_code and f.id = e.firm_id
left join estates p on p.district_code = e.district_code and p.id = e.estate_id
-- Only a record that the caller may see.
left join credit_records r on r.district_code = e.district_code and r.id = e.credit_record_id
where e.district_code = (select current_district());

revoke all on evaluation_cards from wuye_member;
grant select on evaluation_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

-- As it stands after what the statement that asks has written.
create or replace function evaluation_card(evaluation uuid) returns setof evaluation_cards language sql volatile as $$
    select c.* from evaluation_cards c where c.id = evaluation
$$;
grant execute on function evaluation_card(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
