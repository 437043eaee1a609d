select m.id, m.committee_id, m.name, m.position, m.party_member, m.valid_from, m.valid_to, m.end_reason, m.state, m.announced_on, m.candidate_id, m.version, m.created_at, m.updated_at
from committee_members m -- if !as_of
from committee_members_at(:'as_of'::date) m -- if as_of
where m.district_code = :'district' and m.committee_id = :'id'::uuid
  and (select must_exist(exists (select from owners_committees c where c.district_code = :'district' and c.id = :'id'::uuid)))
  and coalesce(m.valid_to > coalesce(:'as_of'::date, :'today'::date), true) and m.valid_from <= coalesce(:'as_of'::date, :'today'::date) -- if in_office=true
  and (m.valid_to <= coalesce(:'as_of'::date, :'today'::date) or m.valid_from > coalesce(:'as_of'::date, :'today'::date)) -- if in_office=false
  and m.state = any(:'state'::text[]) -- if state
  and (m.valid_from, m.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by m.valid_from, m.id -- if sort=valid_from
limit :'limit'::bigint -- if limit
