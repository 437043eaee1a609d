-- What is due first, first; what has no day yet comes last. The page is cut before submissions are gathered for its rows.
select c.*
from (
    select d.id, d.due_key
    from campaign_duties d
    where d.district_code = :'district'
      and d.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and d.deliverable = :'deliverable'::text -- if deliverable
      and d.period = :'period'::text -- if period
      and d.state = any(:'state'::text[]) -- if state
      and d.kind = :'kind'::text -- if kind
      and d.owed_by = any(:'owed_by'::text[]) -- if owed_by
      and d.street_code = any(:'street_code'::text[]) -- if street_code
      and d.department = any(:'department'::text[]) -- if department
      and case :'role' when 'district' then d.owed_by in ('district', 'department') when 'street' then d.owed_by = 'street' else d.owed_by = 'community' end -- if mine=true
      and not (case :'role' when 'district' then d.owed_by in ('district', 'department') when 'street' then d.owed_by = 'street' else d.owed_by = 'community' end) -- if mine=false
      and d.state in ('open', 'returned') and d.due_at <= :'now'::timestamptz -- if overdue=true
      and not coalesce(d.state in ('open', 'returned') and d.due_at <= :'now'::timestamptz, false) -- if overdue=false
      and d.due_on >= :'due_from'::date -- if due_from
      and d.due_on < :'due_before'::date -- if due_before
      and d.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (d.due_key, d.id) > (coalesce(:'after_key'::date, 'infinity'), :'after_id'::uuid) -- if cursor
    order by d.due_key, d.id -- if sort=due_on
    limit :'limit'::bigint -- if limit
) p
join campaign_duty_cards c on c.id = p.id
order by p.due_key, p.id -- if sort=due_on
