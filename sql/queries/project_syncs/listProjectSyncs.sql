-- A project that nobody has acknowledged as it is now waits to be sent.
select p.id, p.subject, p.code, p.version, p.updated_at as changed_at, case when s.project_version >= p.version then s.state else 'pending' end as state,
    case when s.state <> 'pending' then s.project_version end as acknowledged_version, s.acknowledged_at, s.last_sent_at, s.reference_no, s.message, coalesce(s.tries, 0) as tries
from (
    select e.district_code, e.id, 'estate' as subject, e.code, e.version, e.updated_at
    from estates e
    where e.district_code = :'district'
    union all
    select c.district_code, c.id, 'contract', c.registration_no, c.version, c.updated_at
    from contracts c
    where c.district_code = :'district' and c.in_force
) p
left join project_syncs s on s.district_code = p.district_code and s.id = p.id
where true
  and p.subject = :'subject' -- if subject
  and case when s.project_version >= p.version then s.state else 'pending' end = any(:'state'::text[]) -- if state
  and p.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and p.id > :'after_id'::uuid -- if cursor
order by p.id -- if sort=id
limit :'limit'::bigint -- if limit
