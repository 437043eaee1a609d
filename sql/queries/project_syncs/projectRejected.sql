-- Only what is newer than what stands moves anything; the same again, or an older one that comes late, is answered with what stands.
with project as (
    select e.district_code, e.id, 'estate' as subject, e.code, e.version, e.updated_at
    from estates e
    where e.district_code = :'district' and e.id = :'id'::uuid
    union all
    select c.district_code, c.id, 'contract', c.registration_no, c.version, c.updated_at
    from contracts c
    where c.district_code = :'district' and c.in_force and c.id = :'id'::uuid
), judged as (
    select p.*, case
        when :'version'::integer > p.version then 'sync_version_unknown'
        when :'at'::timestamptz > :'now'::timestamptz + interval '5 minutes' then 'sync_time_ahead'
        end as problem
    from project p
), acknowledged as (
    insert into project_syncs as old (district_code, estate_id, contract_id, state, project_version, acknowledged_at, last_sent_at, reference_no, message, tries, updated_at)
    select j.district_code, case when j.subject = 'estate' then j.id end, case when j.subject = 'contract' then j.id end,
           'rejected', :'version'::integer, :'at'::timestamptz, null, null, :'message', 0, :'now'::timestamptz
    from judged j
    where j.problem is null
    on conflict (district_code, id) do update set
        state = case when (excluded.project_version, excluded.acknowledged_at, excluded.state <> 'sent')
            > (old.project_version, old.acknowledged_at, old.state <> 'sent') then excluded.state else old.state end,
        project_version = case when (excluded.project_version, excluded.acknowledged_at, excluded.state <> 'sent')
            > (old.project_version, old.acknowledged_at, old.state <> 'sent') then excluded.project_version else old.project_version end,
        acknowledged_at = case when (excluded.project_version, excluded.acknowledged_at, excluded.state <> 'sent')
            > (old.project_version, old.acknowledged_at, old.state <> 'sent') then excluded.acknowledged_at else old.acknowledged_at end,
        last_sent_at = greatest(old.last_sent_at, excluded.last_sent_at),
        reference_no = case when (excluded.project_version, excluded.acknowledged_at, excluded.state <> 'sent')
            > (old.project_version, old.acknowledged_at, old.state <> 'sent') then coalesce(excluded.reference_no, old.reference_no) else old.reference_no end,
        message = case when (excluded.project_version, excluded.acknowledged_at, excluded.state <> 'sent')
            > (old.project_version, old.acknowledged_at, old.state <> 'sent') then excluded.message else old.message end,
        tries = old.tries + case when (excluded.project_version, excluded.acknowledged_at, excluded.state <> 'sent')
            > (old.project_version, old.acknowledged_at, old.state <> 'sent') then excluded.tries else 0 end,
        acknowledgements = old.acknowledgements + 1,
        updated_at = case when (excluded.project_version, excluded.acknowledged_at, excluded.state <> 'sent')
            > (old.project_version, old.acknowledged_at, old.state <> 'sent') then excluded.updated_at else old.updated_at end
    returning *
)
select j.id, j.subject, j.code, j.version, j.updated_at as changed_at, case when s.project_version >= j.version then s.state else 'pending' end as state,
    case when s.state <> 'pending' then s.project_version end as acknowledged_version, s.acknowledged_at, s.last_sent_at, s.reference_no, s.message, coalesce(s.tries, 0) as tries, refused(j.problem) as "!problem"
from judged j
left join acknowledged s on true
