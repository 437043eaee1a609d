-- What the times show by rule of 不吹哨、不报到、不尽责 (E10), and the records that were made.
set role wuye_owner;

drop view if exists accountability_findings cascade;
create view accountability_findings with (security_invoker = true) as
with calls as (
    select c.*, w.street_code, w.community_code, k.result as outcome
    from whistle_calls c
    join whistles w on w.district_code = c.district_code and w.id = c.whistle_id
    join complaints k on k.district_code = c.district_code and k.id = c.complaint_id
), handled as (
    -- In the community's hands, a department's matter, and no department was called. By arrays, so that the index of states and categories finds them.
    select k.district_code, k.id, k.street_code, k.community_code, k.contacted_at, (k.contacted_at at time zone 'Asia/Shanghai')::date as day
    from complaints k
    where k.assigned_to = 'community' and k.contacted_at is not null
      and k.state = any(array(select o.state from whistle_openings o where o.role = 'community'))
      and k.category = any(array(select g.code from categories_of_day(current_date) g where g.department is not null and not g.delegated))
      and not exists (select from whistles w where w.district_code = k.district_code and w.complaint_id = k.id)
), days as materialized (
    select d.day, t.takes, t.ends from (select distinct h.day from handled h) d cross join lateral duty_term('whistle', '*', d.day) t
), found as (
    select 'no_report' as kind, c.complaint_id, c.id as call_id, c.department_id, c.street_code, c.community_code,
        array_remove(array[
            case when c.responded_at is null and now() >= c.respond_due then 'not_responded' when c.responded_at >= c.respond_due then 'responded_late' end,
            case when c.on_site_at is null and now() >= c.on_site_due then 'not_on_site' when c.on_site_at >= c.on_site_due then 'on_site_late' end], null) as detected,
        case when coalesce(c.responded_at, now()) >= c.respond_due then c.respond_due else c.on_site_due end as due_at,
        case when coalesce(c.responded_at, now()) >= c.respond_due then c.responded_at else c.on_site_at end as done_at,
        c.district_code
    from calls c
    union all
    select 'duty_not_done', c.complaint_id, c.id, c.department_id, c.street_code, c.community_code,
        array_remove(array[
            case when c.finished_at is null and now() >= c.result_due then 'not_finished' when c.finished_at >= c.result_due then 'finished_late' end,
            -- Said to be done, and the complainant was told otherwise by what there is.
            case when c.finished_at is not null and c.outcome = 'unsolved' then 'unsolved' end], null),
        coalesce(c.result_due, c.finished_at), c.finished_at, c.district_code
    from calls c
    where c.on_site_at is not null
    union all
    select 'no_whistle', h.id, null, null, h.street_code, h.community_code, array['not_whistled'], coalesce(h.contacted_at + d.takes, d.ends), null, h.district_code
    from handled h join days d on d.day = h.day
    where now() >= coalesce(h.contacted_at + d.takes, d.ends)
)
select f.kind || ':' || coalesce(f.call_id, f.complaint_id) as key, f.kind, to_json(f.detected) as detected, f.complaint_id, f.call_id,
    d.id as "department.id", d.code as "department.code", d.name as "department.name", f.street_code, f.community_code, f.due_at, f.done_at, r.id as record_id
from found f
left join departments d on d.district_code = f.district_code and d.id = f.department_id
left join accountability_records r on r.district_code = f.district_code and r.kind = f.kind and r.complaint_id = f.complaint_id
    and r.call_id is not distinct from f.call_id and r.state <> 'dismissed'
where f.detected <> '{}';
grant select on accountability_findings to wuye_district, wuye_street;

drop view if exists accountability_cards cascade;
create view accountability_cards with (security_invoker = true) as
select r.id, r.kind, to_json(r.detected) as detected, r.complaint_id, r.call_id, d.id as "department.id", d.code as "department.code", d.name as "department.name",
    r.street_code, r.community_code, r.facts, r.state, r.proposed_role, r.proposed_by_name, r.proposed_at, r.decided_by_name, r.decided_at, r.opinion,
    r.notice_no, r.notified_at, r.version
from accountability_records r
left join departments d on d.district_code = r.district_code and d.id = r.department_id;
grant select on accountability_cards to wuye_district, wuye_street;

create function accountability_card(record uuid) returns setof accountability_cards language sql volatile as $$
    select r.* from accountability_cards r where r.id = record
$$;
grant execute on function accountability_card(uuid) to wuye_district, wuye_street;

reset role;
