-- Campaigns, their duties and estates as they are answered.
set role wuye_owner;

drop view if exists campaign_cards cascade;
create view campaign_cards with (security_invoker = true) as
select c.id, c.code, c.template, c.title_zh, c.title_en, c.year, c.state, c.source, c.issued_on, c.begins_on, c.ends_on, c.opened_at, c.closed_at, c.end_reason, c.version, c.created_at,
    c.updated_at
from campaigns c;

-- With its plan, the days that it comes to, and what it lacks.
drop function if exists campaign_card(uuid);
create function campaign_card(campaign uuid)
returns table (id uuid, code text, template text, title_zh text, title_en text, year integer, state text, source text, issued_on date, begins_on date, ends_on date, opened_at timestamptz,
               closed_at timestamptz, end_reason text, plan jsonb, phases jsonb, deliverables jsonb, events jsonb, estates jsonb, liaison_due date, streets_without_liaison jsonb,
               findings jsonb, closed_with jsonb, version integer, created_at timestamptz, updated_at timestamptz)
language sql volatile as $$
    select c.id, c.code, c.template, c.title_zh, c.title_en, c.year, c.state, c.source, c.issued_on, c.begins_on, c.ends_on, c.opened_at, c.closed_at, c.end_reason, c.document,
        (select coalesce(jsonb_agg(jsonb_build_object('number', p.number, 'code', p.code, 'title_zh', p.title_zh, 'title_en', p.title_en, 'begins_on', p.begins_on, 'ends_on', p.ends_on)
                                   order by p.number), '[]') from campaign_phases(c.document, c.year) p),
        (select coalesce(jsonb_agg(jsonb_build_object('code', v.code, 'kind', v.kind, 'title_zh', v.title_zh, 'title_en', v.title_en, 'owed_by', v.owed_by, 'due', (
                 select coalesce(jsonb_agg(jsonb_build_object('period', u.period, 'due_on', u.due_on) order by u.due_on, u.period), '[]') from campaign_dues(c) u where u.deliverable = v.code))
                                   order by v.number), '[]') from campaign_deliverables(c.document) v),
        (select coalesce(jsonb_agg(jsonb_build_object('code', e.value ->> 'code', 'kind', e.value ->> 'kind', 'title_zh', e.value ->> 'title_zh', 'title_en', e.value ->> 'title_en',
                 'begins_on', campaign_day(e.value ->> 'begins_on', c.year), 'ends_on', campaign_day(e.value ->> 'ends_on', c.year)) order by e.number), '[]')
         from jsonb_array_elements(c.document -> 'events') with ordinality e (value, number)),
        (select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'minimum', e.minimum, 'maximum', e.maximum, 'count', e.count) order by e.number), '[]') from campaign_estate_counts(c) e),
        campaign_day(c.document ->> 'liaison_due', c.year), to_jsonb(campaign_liaison_gaps(c, d.day)), campaign_findings(c, d.day), c.closed_with, c.version, c.created_at, c.updated_at
    from campaigns c
    cross join (select (now() at time zone 'Asia/Shanghai')::date as day) d
    where c.district_code = current_district() and c.id = campaign
$$;

drop view if exists campaign_duty_cards cascade;
create view campaign_duty_cards with (security_invoker = true) as
select d.id, d.campaign_id, c.code as campaign_code, c.title_zh as campaign_title_zh, c.title_en as campaign_title_en, d.deliverable, d.kind, d.title_zh, d.title_en, d.period, d.owed_by, d.org_code,
    d.org_name, d.street_code, d.community_code, d.department, d.due_on, d.due_at, d.state, coalesce(d.state in ('open', 'returned') and d.due_at <= now(), false) as overdue, d.delivered_at,
    d.on_time,
    (select coalesce(json_agg(json_build_object('seq', s.seq, 'content', s.content, 'inspection_ids', s.inspection_ids, 'ledgers', s.ledgers, 'on_time', s.on_time,
                                                'submitted_at', s.submitted_at, 'submitted_role', s.submitted_role, 'decision', x.decision, 'reason', x.reason, 'checklist', x.checklist,
                                                'decided_at', x.decided_at, 'decided_role', x.decided_role) order by s.seq), '[]')
     from campaign_submissions s
     left join campaign_decisions x on x.district_code = s.district_code and x.duty_id = s.duty_id and x.seq = s.seq
     where s.district_code = d.district_code and s.duty_id = d.id) as submissions,
    d.version, d.created_at, d.updated_at
from campaign_duties d
join campaigns c on c.district_code = d.district_code and c.id = d.campaign_id;

-- After what the same statement wrote: volatile, so that it sees that.
create function campaign_duty_card(duty uuid) returns setof campaign_duty_cards language sql volatile as $$
    select d.* from campaign_duty_cards d where d.id = duty
$$;

drop view if exists campaign_estate_cards cascade;
create view campaign_estate_cards with (security_invoker = true) as
select t.id, t.campaign_id, t.kind, t.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", t.street_code, t.community_code, t.note, t.ended_at, t.end_reason,
    t.version, t.created_at, t.updated_at
from campaign_estates t
left join estates e on e.district_code = t.district_code and e.id = t.estate_id;

create function campaign_estate_card(entry uuid) returns setof campaign_estate_cards language sql volatile as $$
    select t.* from campaign_estate_cards t where t.id = entry
$$;

revoke all on campaign_cards, campaign_duty_cards, campaign_estate_cards from wuye_member;
grant select on campaign_cards, campaign_estate_cards to wuye_district, wuye_street, wuye_community, wuye_platform;
grant select on campaign_duty_cards to wuye_district, wuye_street, wuye_community;
grant execute on function campaign_card(uuid) to wuye_district, wuye_street, wuye_community, wuye_platform;
grant execute on function campaign_duty_card(uuid) to wuye_district, wuye_street, wuye_community;
grant execute on function campaign_estate_card(uuid) to wuye_district;

reset role;
