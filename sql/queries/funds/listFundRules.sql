select r.id, r.district_code = '*' as common, r.fund_kind, r.purpose, r.recipient_kind, r.admitted, r.pays_to, r.streets_propose, r.old_estates_only, r.needs_project, r.good_standing, r.award_class, r.basis,
    r.effective_from, r.effective_to, r.created_at
from fund_rules r
where r.district_code in (:'district', '*')
  and r.fund_kind = any(:'fund_kind'::text[]) -- if fund_kind
  and r.effective_from <= :'as_of'::date and coalesce(r.effective_to > :'as_of'::date, true) -- if as_of
  and (r.effective_from, r.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by r.effective_from, r.id -- if sort=effective_from
limit :'limit'::bigint -- if limit
