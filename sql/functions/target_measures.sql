-- The named counts that targets are made of. One more is a line in target_measure_names(), its count in target_measures_at() and its label in the code list target_measure.
set role wuye_owner;

-- by_street: counted in each street too; the others are the district's alone.
create or replace function target_measure_names() returns table (name text, by_street boolean) language sql immutable parallel safe as $$
    values ('estates', true), ('households', true), ('estates_party_org', true), ('estates_oc', true), ('estates_oc_or_substitute', true), ('estates_oc_impossible', true),
        ('estates_substitute', true), ('estates_served', true), ('estates_new', true), ('estates_new_market', true), ('estates_old', true), ('estates_old_managed', true),
        ('estates_red_station', true), ('estates_platform', true), ('estates_standard_met', true), ('estates_party_demonstration', true), ('pilot_estates', true),
        ('demonstration_estates', true), ('committee_members', true), ('committee_party_members', true), ('firms', false), ('firms_party_org', false), ('firms_in_district', false),
        ('firms_in_district_party_org', false), ('surveyed', true), ('satisfied', true), ('complaints', true), ('staffing_places', true), ('staffing_places_met', true),
        ('specialist_places', true), ('specialist_places_met', true), ('mechanism_3338_items', true), ('mechanism_3338_done', true)
$$;

-- Those that are asked for, as of a day: of each street (street_code) and of the caller's district or street whole (null); what is nothing may be missing. Registers are read as they
-- were known when the day was over, facts and surveys by their own days. Runs as the owner and answers for the caller's own area alone; planned once in a session.
create or replace function target_measures_at(wanted text[], day date) returns table (measure text, street_code text, n numeric)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with area as materialized (
        select e.id, e.street_code, e.party_org, e.households, e.new_or_old, e.no_oc_reason
        from estates_at(day) e
        where e.district_code = (select current_district()) and coalesce(e.street_code = (select current_street()), (select current_street()) is null)
    ), committees as (
        select c.estate_id, bool_or(c.kind = 'owners_committee') as oc, bool_or(c.kind <> 'owners_committee') as substitute, max(c.no_oc_reason) as no_oc_reason,
               sum(c.member_count) filter (where c.kind = 'owners_committee' and c.party_member_count is not null) as members,
               sum(c.party_member_count) filter (where c.kind = 'owners_committee' and c.member_count is not null) as party_members
        from owners_committees_at(day) c
        where c.district_code = (select current_district()) and c.established_on <= day and coalesce(c.dissolved_on > day, true)
        group by c.estate_id
    ), modes as (
        select m.estate_id, m.mode from estate_modes_at(day) m
        where m.district_code = (select current_district()) and m.valid_from <= day and coalesce(m.valid_to > day, true)
    ), served as (
        select distinct ce.estate_id
        from contract_estates_at(day) ce
        join contracts_at(day) c on c.district_code = ce.district_code and c.id = ce.contract_id
        where ce.district_code = (select current_district()) and c.district_code = (select current_district()) and c.in_force and c.service_period @> day
          and 'estates_served' = any (wanted)
    ), facts as (
        select f.estate_id, bool_or(f.kind = 'red_station') as red_station, bool_or(f.kind = 'platform') as platform, bool_or(f.kind = 'standard_met') as standard_met,
               bool_or(f.kind = 'party_demonstration') as party_demonstration
        from target_facts f
        where f.district_code = (select current_district()) and f.estate_id is not null and f.withdrawn_at is null and f.holds_from <= day and coalesce(f.holds_to > day, true)
        group by f.estate_id
    ), shown as (
        select c.estate_id, bool_or(c.kind = 'pilot') as pilot, bool_or(c.kind = 'demonstration') as demonstration
        from campaign_estates c
        join campaigns p on p.district_code = c.district_code and p.id = c.campaign_id
        where c.district_code = (select current_district()) and p.state <> 'withdrawn' and c.created_at < (day + 1)::timestamptz and coalesce(c.ended_at >= (day + 1)::timestamptz, true)
        group by c.estate_id
    ), of_estates as (
        select m.name, e.street_code, sum(m.n) as n
        from area e
        left join committees o on o.estate_id = e.id
        left join modes k on k.estate_id = e.id
        left join served s on s.estate_id = e.id
        left join facts f on f.estate_id = e.id
        left join shown l on l.estate_id = e.id
        cross join lateral (select coalesce(o.oc, false) as oc, coalesce(o.substitute, false) as substitute, coalesce(e.no_oc_reason, o.no_oc_reason) is not null as reasoned) b
        cross join lateral (values
            ('estates', 1), ('households', e.households), ('estates_party_org', e.party_org::integer), ('estates_oc', b.oc::integer),
            ('estates_oc_or_substitute', (b.oc or b.substitute and b.reasoned)::integer), ('estates_oc_impossible', (not b.oc and b.reasoned)::integer),
            ('estates_substitute', (not b.oc and b.reasoned and b.substitute)::integer),
            ('estates_served', (s.estate_id is not null or k.mode in ('state_firm', 'public_welfare', 'fallback'))::integer),
            ('estates_new', (e.new_or_old = 'new')::integer), ('estates_new_market', (e.new_or_old = 'new' and k.mode = 'market')::integer),
            ('estates_old', (e.new_or_old = 'old')::integer), ('estates_old_managed', (e.new_or_old = 'old' and k.mode in ('basic_cleaning', 'quasi', 'market'))::integer),
            ('estates_red_station', f.red_station::integer), ('estates_platform', f.platform::integer), ('estates_standard_met', f.standard_met::integer),
            ('estates_party_demonstration', f.party_demonstration::integer), ('pilot_estates', l.pilot::integer), ('demonstration_estates', l.demonstration::integer),
            ('committee_members', o.members), ('committee_party_members', o.party_members)
        ) m (name, n)
        where m.name = any (wanted)
        group by 1, 2
    ), of_firms as (
        select m.name, null::text as street_code, sum(m.n) as n
        from firms_at(day) f
        cross join lateral (select f.party_org and coalesce(f.party_org_since <= day, true) as party_org, f.locality = 'in_district' as local) b
        cross join lateral (values ('firms', 1), ('firms_party_org', b.party_org::integer), ('firms_in_district', b.local::integer),
            ('firms_in_district_party_org', (b.local and b.party_org)::integer)) m (name, n)
        where f.district_code = (select current_district()) and f.status = 'active' and f.entry = 'admitted' and m.name = any (wanted)
        group by 1
    ), surveys as (
        -- The last of the year by the day; of the district, the last of the whole district, before those of the streets.
        select distinct on (f.street_code) f.street_code, f.surveyed, f.satisfied
        from target_facts f
        where f.district_code = (select current_district()) and f.kind = 'satisfaction' and f.withdrawn_at is null
          and f.holds_from between date_trunc('year', day::timestamp)::date and day and wanted && '{surveyed,satisfied}'
          and coalesce(f.street_code = (select current_street()), (select current_street()) is null)
        order by f.street_code, f.holds_from desc
    ), whole_surveys as (
        select s.street_code, s.surveyed, s.satisfied from surveys s where s.street_code is not null
        union all
        (select null, d.surveyed, d.satisfied from surveys d where d.street_code is null)
        union all
        (select null, sum(s.surveyed), sum(s.satisfied) from surveys s where not exists (select from surveys d where d.street_code is null))
    ), of_complaints as (
        -- Of the year by the day, each that came in, by what way it may be.
        select 'complaints' as name, nullif(k.street_code, '') as street_code, k.n
        from complaints_between(date_trunc('year', day::timestamp)::date, day) k
        where 'complaints' = any (wanted) and coalesce(k.street_code = (select current_street()), (select current_street()) is null)
    ), of_staffing as (
        select m.name, s.street_code, sum(m.n) as n
        from staffing_at(day) s
        cross join lateral (values ('staffing_places', s.rule = 'full_time', 1), ('staffing_places_met', s.rule = 'full_time', (s.gap = 0)::integer),
            ('specialist_places', s.rule = 'specialist', 1), ('specialist_places_met', s.rule = 'specialist', (s.gap = 0)::integer)) m (name, holds, n)
        where wanted && '{staffing_places,staffing_places_met,specialist_places,specialist_places_met}' and m.holds and m.name = any (wanted)
        group by 1, 2
    ), of_3338 as (
        select m.name, j.street_code, sum(m.n) as n
        from checklist_items i
        join division_jurisdictions j on j.district_code = (select current_district()) and j.community_code is null and j.effective_from <= day and coalesce(j.effective_to > day, true)
            and coalesce(j.street_code = (select current_street()), (select current_street()) is null)
        left join lateral (
            select r.done from checklist_reports r
            where r.district_code = (select current_district()) and r.checklist_code = i.checklist_code and r.item_code = i.item_code and r.street_code = j.street_code
              and r.reported_at < (day + 1)::timestamptz
            order by r.reported_at desc, r.id desc
            limit 1
        ) r on true
        cross join lateral (values ('mechanism_3338_items', 1), ('mechanism_3338_done', r.done::integer)) m (name, n)
        where wanted && '{mechanism_3338_items,mechanism_3338_done}' and i.checklist_code = 'mechanism_3338' and i.effective_from <= day and coalesce(i.effective_to > day, true)
          and m.name = any (wanted)
        group by 1, 2
    ), summed as (
        select o.name, o.street_code, o.n from of_estates o
        union all
        select o.name, o.street_code, o.n from of_firms o
        union all
        select o.name, o.street_code, o.n from of_complaints o
        union all
        select o.name, o.street_code, o.n from of_staffing o
        union all
        select o.name, o.street_code, o.n from of_3338 o
    )
    select s.name, s.street_code, coalesce(sum(s.n), 0) from summed s group by grouping sets ((s.name), (s.name, s.street_code)) having grouping(s.street_code) = 1 or s.street_code is not null
    union all
    select m.name, w.street_code, m.n
    from whole_surveys w
    cross join lateral (values ('surveyed', w.surveyed::numeric), ('satisfied', w.satisfied::numeric)) m (name, n)
    where m.name = any (wanted) and m.n is not null;
end $$;

revoke all on function target_measures_at(text[], date) from public;
grant execute on function target_measure_names() to wuye_member;

reset role;
