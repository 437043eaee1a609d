select r.id, r.contract_id, c.registration_no, r.kind, r.result, to_json(r.faults) as faults, r.opinion, case when :'role' not in ('company', 'platform') then contract_review_experts(r.id) end as experts, r.reviewed_on,
    r.notice_no as "notice.number", r.notice_due as "notice.due", r.notice_done_on as "notice.done_on", r.notice_done_note as "notice.note",
    coalesce(coalesce(r.notice_done_on, :'today'::date) > r.notice_due, false) as notice_overdue
from contract_reviews r
join contracts c on c.district_code = r.district_code and c.id = r.contract_id
where r.district_code = :'district'
  and r.contract_id = :'contract_id'::uuid -- if contract_id
  and r.kind = :'kind'::text -- if kind
  and r.result = any(:'result'::text[]) -- if result
  and (r.notice_no is not null and r.notice_done_on is null) = :'notice_open'::boolean -- if notice_open
  and coalesce(coalesce(r.notice_done_on, :'today'::date) > r.notice_due, false) = :'notice_overdue'::boolean -- if notice_overdue
  and (r.reviewed_on, r.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-reviewed_on
  and (r.reviewed_on, r.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=reviewed_on
order by r.reviewed_on desc, r.id desc -- if sort=-reviewed_on
order by r.reviewed_on, r.id -- if sort=reviewed_on
limit :'limit'::bigint -- if limit
