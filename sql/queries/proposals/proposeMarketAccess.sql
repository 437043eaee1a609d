-- With the state that stands on the first day: who accepts a suspension of a firm accepts no second one.
with firm as (
    select f.district_code, f.id, coalesce(:'valid_from'::date, :'today'::date) as first_day, coalesce(a.state, f.market_access) as standing
    from firms f
    left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id
        and daterange(a.valid_from, a.valid_to) @> coalesce(:'valid_from'::date, :'today'::date)
    where f.district_code = :'district' and f.id = :'id'::uuid
), judged as (
    select f.*, case
        when f.first_day < :'today'::date then 'takes_effect_in_the_past'
        when :'valid_to'::date <= f.first_day then 'period_reversed'
        when not exists (select from market_access_transitions t
                         where t.from_state = f.standing and t.to_state = :'state'::text and t.role = 'district') then 'state_conflict'
        end as problem
    from firm f
), place as (
    select coalesce(nullif(:'street'::text, ''), (
        select j.street_code from division_jurisdictions j
        where j.district_code = :'district' and j.community_code = :'community' and j.effective_from <= :'today'::date
          and coalesce(j.effective_to > :'today'::date, true)
        limit 1)) as street_code, nullif(:'community'::text, '') as community_code
), asked as (
    insert into change_proposals (district_code, id, target_kind, target_id, patch, base, reason, street_code, community_code, proposed_by, proposed_at)
    select j.district_code, :'new_id'::uuid, 'market_access', j.id,
           jsonb_build_object('state', :'state'::text, 'valid_from', j.first_day, 'valid_to', :'valid_to'::date),
           jsonb_build_object('state', j.standing), :'reason_masked', place.street_code, place.community_code, :'user_id'::uuid, :'now'::timestamptz
    from judged j, place
    where j.problem is null
    returning *
)
select
    p.id, p.target_kind, p.target_id, p.patch, p.base, p.reason, p.state, p.firm_id, p.street_code, p.community_code, p.proposed_by, p.proposed_at, p.decided_by,
    p.decided_at, p.decision_reason, p.version, refused(j.problem) as "!problem", case when j.problem = 'state_conflict' then j.standing end as "!state"
from judged j
left join asked p on true
