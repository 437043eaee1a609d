-- The district wants it sent again: what was acknowledged before this moment does not undo that.
with project as (
    select e.district_code, e.id, 'estate' as subject, e.code, e.version, e.updated_at
    from estates e
    where e.district_code = :'district' and e.id = :'id'::uuid
    union all
    select c.district_code, c.id, 'contract', c.registration_no, c.version, c.updated_at
    from contracts c
    where c.district_code = :'district' and c.in_force and c.id = :'id'::uuid
), waiting as (
    insert into project_syncs as old (district_code, estate_id, contract_id, state, project_version, acknowledged_at, message, updated_at)
    select p.district_code, case when p.subject = 'estate' then p.id end, case when p.subject = 'contract' then p.id end,
           'pending', p.version, :'now'::timestamptz, :'reason_masked', :'now'::timestamptz
    from project p
    on conflict (district_code, id) do update set
        state = 'pending', project_version = greatest(old.project_version, excluded.project_version), acknowledged_at = greatest(old.acknowledged_at, excluded.acknowledged_at), message = excluded.message,
        updated_at = excluded.updated_at
    returning *
)
select p.id, p.subject, p.code, p.version, p.updated_at as changed_at, case when s.project_version >= p.version then s.state else 'pending' end as state,
    case when s.state <> 'pending' then s.project_version end as acknowledged_version, s.acknowledged_at, s.last_sent_at, s.reference_no, s.message, coalesce(s.tries, 0) as tries
from project p
join waiting s on true
