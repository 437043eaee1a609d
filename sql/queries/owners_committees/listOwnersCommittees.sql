-- With as_of as the register stood when that day was over, and row security asks whose the estate was then.
select
    c.id, c.estate_id as "estate.id", p.code as "estate.code", p.name as "estate.name", c.kind, c.status, c.established_on, c.term_from, c.term_to,
    c.dissolved_on, case when :'role'::text <> 'company' then c.rectify_by end as rectify_by, c.member_count, c.party_member_count, t.party_percent, t.party_short, t.term_over, t.co_managed, c.no_oc_reason, c.version, c.created_at, c.updated_at
from (
    select row(c.*)::owners_committees as c, e.code, e.name
    from owners_committees c -- if !as_of
    join estates e on e.district_code = c.district_code and e.id = c.estate_id -- if !as_of
    from owners_committees_at(:'as_of'::date) c -- if as_of
    join estates_at(:'as_of'::date) e on e.district_code = c.district_code and e.id = c.estate_id -- if as_of
    where c.district_code = :'district'
      and c.established_on <= :'as_of'::date -- if as_of
      and c.estate_id = :'estate_id'::uuid -- if estate_id
      and e.street_code = any(:'street_code'::text[]) -- if street_code
      and e.community_code = any(:'community_code'::text[]) -- if community_code
      and c.kind = any(:'kind'::text[]) -- if kind
      and c.status = any(:'status'::text[]) -- if status
      and coalesce(c.dissolved_on > coalesce(:'as_of'::date, :'today'::date), true) = :'standing'::boolean -- if standing
      and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (c.established_on, c.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by c.established_on, c.id -- if sort=established_on
    limit :'limit'::bigint -- if limit
) p
cross join lateral (select (p.c).*) c
cross join lateral committee_told(p.c, coalesce(:'as_of'::date, :'today'::date), :'role') t
order by c.established_on, c.id -- if sort=established_on
