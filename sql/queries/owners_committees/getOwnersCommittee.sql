select
    c.id, c.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", c.kind, c.status, c.established_on, c.term_from, c.term_to,
    c.dissolved_on, case when :'role'::text <> 'company' then c.rectify_by end as rectify_by, c.member_count, c.party_member_count, t.party_percent, t.party_short, t.term_over, t.co_managed, c.no_oc_reason, c.version, c.created_at, c.updated_at
from owners_committees c -- if !as_of
join estates e on e.district_code = c.district_code and e.id = c.estate_id -- if !as_of
from owners_committees_at(:'as_of'::date) c -- if as_of
join estates_at(:'as_of'::date) e on e.district_code = c.district_code and e.id = c.estate_id -- if as_of
cross join lateral committee_told(row(c.*)::owners_committees, coalesce(:'as_of'::date, :'today'::date), :'role') t
where c.district_code = :'district' and c.id = :'id'::uuid
