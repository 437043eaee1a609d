-- credit_record_cards is the caller's own view: sql/views/credit_records.sql. The state that is shown has no index, that which is stored has: three are of the other two.
select c.*
from credit_record_cards c
where true
  and c.state = any(:'state'::text[]) -- if state
  and c.id in (select r.id from credit_records r where r.district_code = :'district' and r.state = any(:'state'::text[] || case when :'state'::text[] && '{publicity,effective,expired}' then '{notified,effective}'::text[] else '{}' end)) -- if state
  and c."subject.kind" = any(:'subject_kind'::text[]) -- if subject_kind
  and c."subject.id" = :'subject_id'::uuid -- if subject_id
  and c."firm.id" = :'firm_id'::uuid -- if firm_id
  and c."estate.id" = :'estate_id'::uuid -- if estate_id
  and c."item.code" = any(:'item_code'::text[]) -- if item_code
  and c.category = any(:'category'::text[]) -- if category
  and c.source = any(:'source'::text[]) -- if source
  and c.occurred_on >= :'occurred_from'::date -- if occurred_from
  and c.occurred_on < :'occurred_before'::date -- if occurred_before
  and c.decision_overdue -- if overdue=true
  and c.id in (select r.id from credit_records r where r.district_code = :'district' and r.state = 'objected') -- if overdue=true
  and not c.decision_overdue -- if overdue=false
  and c.circulated_on is not null -- if circulated=true
  and c.circulated_on is null -- if circulated=false
  and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (c.occurred_on, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-occurred_on
  and (c.occurred_on, c.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=occurred_on
order by c.occurred_on desc, c.id desc -- if sort=-occurred_on
order by c.occurred_on, c.id -- if sort=occurred_on
limit :'limit'::bigint -- if limit
