-- What is due first, first. The page is cut before submissions are gathered for its rows.
select c.*
from (
    select r.id, r.due_on
    from due_reports r
    where r.district_code = :'district'
      and r.duty_id = :'duty_id'::uuid -- if duty_id
      and r.code = :'code'::text -- if code
      and r.period = :'period'::text -- if period
      and r.cadence = any(:'cadence'::text[]) -- if cadence
      and r.state = any(:'state'::text[]) -- if state
      and r.owed_by = any(:'owed_by'::text[]) -- if owed_by
      and r.street_code = any(:'street_code'::text[]) -- if street_code
      and r.firm_id = :'firm_id'::uuid -- if firm_id
      and case :'role' when 'district' then r.owed_by in ('district', 'department') when 'company' then r.owed_by = 'firm' else r.owed_by = :'role' end -- if mine=true
      and not (case :'role' when 'district' then r.owed_by in ('district', 'department') when 'company' then r.owed_by = 'firm' else r.owed_by = :'role' end) -- if mine=false
      and r.state in ('open', 'returned') and r.due_at <= :'now'::timestamptz -- if overdue=true
      and not (r.state in ('open', 'returned') and r.due_at <= :'now'::timestamptz) -- if overdue=false
      and r.due_on >= :'due_from'::date -- if due_from
      and r.due_on < :'due_before'::date -- if due_before
      and r.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (r.due_on, r.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by r.due_on, r.id -- if sort=due_on
    limit :'limit'::bigint -- if limit
) p
join due_report_cards c on c.id = p.id
order by p.due_on, p.id -- if sort=due_on
