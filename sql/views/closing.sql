-- Daily checks, watched estates and the help given there, as they are shown. A firm reads of its own estates what was found and done, not by whom nor why they are watched.
set role wuye_owner;

drop view if exists daily_check_cards, as_company.watch_cards, as_company.watch_help_cards, watch_cards, watch_help_cards cascade;
create view daily_check_cards with (security_invoker = true) as
select c.id, c.campaign_id, c.checked_on, c.street_code, c.community_code, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", c.area, c.checked, c.findings, c.note,
    c.inspection_id, c.created_role, c.withdrawn_at, c.withdrawn_reason, c.version, c.created_at, c.updated_at
from daily_checks c
left join estates e on e.district_code = c.district_code and e.id = c.estate_id;
revoke all on daily_check_cards from wuye_member;
grant select on daily_check_cards to wuye_district, wuye_street, wuye_community;

create view watch_cards with (security_invoker = true) as
select w.id, w.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", w.street_code, w.community_code, to_json(w.criteria) as criteria, w.reason, w.responsible_unit,
    w.responsible_person, w.since, w.ended_on, w.end_reason,
    (select count(*) from watch_helps h where h.district_code = w.district_code and h.entry_id = w.id) as helps,
    (select max(h.helped_on) from watch_helps h where h.district_code = w.district_code and h.entry_id = w.id) as last_helped_on,
    w.version, w.created_at, w.updated_at
from watch_entries w
left join estates e on e.district_code = w.district_code and e.id = w.estate_id;
revoke all on watch_cards from wuye_member;
grant select on watch_cards to wuye_district, wuye_street, wuye_community;
create view as_company.watch_cards with (security_invoker = true) as
select w.id, w.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", w.street_code, w.community_code, to_json(w.criteria) as criteria, null::text as reason,
    w.responsible_unit, null::text as responsible_person, w.since, w.ended_on, null::text as end_reason,
    (select count(h.id) from watch_helps h where h.district_code = w.district_code and h.entry_id = w.id) as helps,
    (select max(h.helped_on) from watch_helps h where h.district_code = w.district_code and h.entry_id = w.id) as last_helped_on,
    w.version, w.created_at, w.updated_at
from watch_entries w
left join estates e on e.district_code = w.district_code and e.id = w.estate_id;
grant select on as_company.watch_cards to wuye_company;

create view watch_help_cards with (security_invoker = true) as
select h.id, h.entry_id, h.helped_on, h.helpers, h.causes, h.done, h.next, h.created_at from watch_helps h;
revoke all on watch_help_cards from wuye_member;
grant select on watch_help_cards to wuye_district, wuye_street, wuye_community;
create view as_company.watch_help_cards with (security_invoker = true) as
select h.id, h.entry_id, h.helped_on, null::text as helpers, h.causes, h.done, h.next, h.created_at from watch_helps h;
grant select on as_company.watch_help_cards to wuye_company;

-- After what the same statement wrote: volatile, so that they see that.
create or replace function daily_check_card(wanted uuid) returns setof daily_check_cards language sql volatile as $$
    select c.* from daily_check_cards c where c.id = wanted
$$;
create or replace function watch_card(entry uuid) returns setof watch_cards language sql volatile as $$
    select c.* from watch_cards c where c.id = entry
$$;
create or replace function watch_help_of(help uuid) returns setof watch_help_cards language sql volatile as $$
    select c.* from watch_help_cards c where c.id = help
$$;
grant execute on function daily_check_card(uuid) to wuye_street, wuye_community;
grant execute on function watch_card(uuid), watch_help_of(uuid) to wuye_district, wuye_street;

reset role;
