-- By body. What is not due yet is neither missing nor delivered; what was returned counts as not delivered.
select d.owed_by, d.org_code, max(d.org_name) as org_name, max(d.street_code) as street_code, count(*)::integer as expected,
    (count(*) filter (where d.delivered_at is not null))::integer as delivered, (count(*) filter (where d.on_time))::integer as on_time,
    (count(*) filter (where not d.on_time))::integer as late,
    (count(*) filter (where d.state = 'missed' or d.state in ('open', 'returned') and d.due_at <= :'now'::timestamptz))::integer as missing,
    (count(*) filter (where d.state = 'accepted'))::integer as accepted
from campaign_duties d
where d.district_code = :'district' and d.state <> 'waived'
  and d.campaign_id = :'campaign_id'::uuid -- if campaign_id
  and d.deliverable = :'deliverable'::text -- if deliverable
  and d.period = :'period'::text -- if period
  and d.owed_by = any(:'owed_by'::text[]) -- if owed_by
  and d.street_code = any(:'street_code'::text[]) -- if street_code
  and d.due_on >= :'due_from'::date -- if due_from
  and d.due_on < :'due_before'::date -- if due_before
  and d.org_code > :'after_key'::text -- if cursor
group by d.owed_by, d.org_code
order by d.org_code -- if sort=org_code
limit :'limit'::bigint -- if limit
