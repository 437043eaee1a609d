select s.key, s.cause, s.firm_id as "firm.id", f.name as "firm.name", f.uscc as "firm.uscc", s.contract_id, s.since, s.evidence
from dishonest_suggestions(:'today'::date) s
left join firms f on f.district_code = :'district' and f.id = s.firm_id
where true
  and s.firm_id = :'firm_id'::uuid -- if firm_id
  and s.cause = any(:'cause'::text[]) -- if cause
  and (s.since, s.key) < (:'after_key'::date, :'after_id'::text) -- if cursor
order by s.since desc, s.key desc -- if sort=-since
limit :'limit'::bigint -- if limit
