-- A project that nobody has acknowledged as it is now waits to be sent. Each kind gives a page of its own, in the order of its key, and the two are merged.
select p.*
from (
    (select e.id, 'estate' as subject, e.code as code, e.version, e.updated_at as changed_at, case when s.project_version >= e.version then s.state else 'pending' end as state,
        case when s.state <> 'pending' then s.project_version end as acknowledged_version, s.acknowledged_at, s.last_sent_at, s.reference_no,
        s.message, coalesce(s.tries, 0) as tries
    from estates e
    left join project_syncs s on s.district_code = e.district_code and s.id = e.id
    where e.district_code = :'district'
      and :'subject' = 'estate' -- if subject
      and case when s.project_version >= e.version then s.state else 'pending' end = any(:'state'::text[]) -- if state
      and (s.state = any(:'state'::text[]) or 'pending' = any(:'state'::text[])) -- if state
      and e.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and e.id > :'after_id'::uuid -- if cursor
    order by e.id -- if sort=id
    limit :'limit'::bigint -- if limit
    )
    union all
    (select c.id, 'contract' as subject, c.registration_no as code, c.version, c.updated_at as changed_at, case when s.project_version >= c.version then s.state else 'pending' end as state,
        case when s.state <> 'pending' then s.project_version end as acknowledged_version, s.acknowledged_at, s.last_sent_at, s.reference_no,
        s.message, coalesce(s.tries, 0) as tries
    from contracts c
    left join project_syncs s on s.district_code = c.district_code and s.id = c.id
    where c.district_code = :'district' and c.in_force
      and :'subject' = 'contract' -- if subject
      and case when s.project_version >= c.version then s.state else 'pending' end = any(:'state'::text[]) -- if state
      and (s.state = any(:'state'::text[]) or 'pending' = any(:'state'::text[])) -- if state
      and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and c.id > :'after_id'::uuid -- if cursor
    order by c.id -- if sort=id
    limit :'limit'::bigint -- if limit
    )
) p
order by p.id -- if sort=id
limit :'limit'::bigint -- if limit
