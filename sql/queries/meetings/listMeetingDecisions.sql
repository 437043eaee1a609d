select c.*, c.state = 'open' and c.due_on < :'today'::date as overdue
from (
    select d.id, d.due_on
    from meeting_decisions d
    where d.district_code = :'district'
      and d.state = any(:'state'::text[]) -- if state
      and (d.state = 'open' and d.due_on < :'today'::date) = :'overdue'::boolean -- if overdue
      and d.meeting_id = :'meeting_id'::uuid -- if meeting_id
      and d.responsible_kind = any(:'responsible_kind'::text[]) -- if responsible_kind
      and d.firm_id = :'firm_id'::uuid -- if firm_id
      and d.due_on < :'due_before'::date -- if due_before
      and exists (select from meetings m where m.district_code = d.district_code and m.id = d.meeting_id and m.street_code = any(:'street_code'::text[])) -- if street_code
      and exists (select from meeting_decision_issues i where i.district_code = d.district_code and i.decision_id = d.id and i.issue_id = :'issue_id'::uuid) -- if issue_id
      and d.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (d.due_on, d.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by d.due_on, d.id -- if sort=due_on
    limit :'limit'::bigint -- if limit
) p
join meeting_decision_cards c on c.id = p.id
order by p.due_on, p.id -- if sort=due_on
