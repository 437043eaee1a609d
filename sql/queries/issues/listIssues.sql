-- issue_finds is the caller's own view: sql/views/issues.sql. Of what a view does not show, nothing is there. Three lines find nothing less: nothing is recorded before the day that it was found on, of what
-- a department has to mend no firm reads, and of what is not published neither the public nor a hotline. They say how little there is to look through.
select c.district_code, c.id, c.state, c.ledger, c.level, c.campaign_id, c.estate_id as "estate.id", c.estate_code as "estate.code", c.estate_name as "estate.name", c.street_code, c.community_code,
    c.firm_id as "firm.id", c.firm_name as "firm.name",
    c.place, c.problem, c.defect_list, c.defect_code, c.complexity, c.severity, c.source, c.complaint_id, c.inspection_id, c.finding_id, c.found_on, c.times_recorded, c.last_recorded_at, c.recurrence_of,
    case when o.responsibility then c.responsible_kind end as responsible_kind, case when o.responsibility then c.responsible_firm_id end as responsible_firm_id,
    case when o.responsibility then c.committee_id end as committee_id, case when o.responsibility then c.department end as department,
    case when o.responsibility then c.responsible_name end as responsible_name, case when o.responsibility then c.person end as person, case when o.responsibility then c.due_on end as due_on,
    case when o.responsibility then c.assigned_at end as assigned_at,
    case when o.rectification then c.measure end as measure, case when o.rectification then c.progress end as progress, case when o.rectification then c.round end as round,
    case when o.rectification then c.started_at end as started_at, case when o.rectification then c.rectified_at end as rectified_at,
    case when o.rectification then c.rectified_role end as rectified_role, case when o.rectification then c.accepted_at end as accepted_at, case when o.rectification then c.closed_at end as closed_at,
    case when o.rectification then c.deferred_until end as deferred_until, case when o.rectification then c.plan end as plan,
    case when o.rectification then c.reported_up_at end as reported_up_at, case when o.rectification then c.reported_up_to end as reported_up_to,
    case when o.rectification then c.refused_at end as refused_at, case when o.rectification then c.refused_by end as refused_by, case when o.rectification then c.refusal_decision end as refusal_decision,
    c.note, c.withheld, c.rolled_up, c.rolled_up_to, c.street_issues, c.published_at, nullif(c.open_due, 'infinity') as open_due, c.open_due < :'today'::date as overdue,
    c.version, c.created_at, c.updated_at
from (
    select i.*
    from issue_finds i
    where true
      and i.said_x like zh_like(:'q') -- if q
      and i.district_code = :'district_code'::text -- if district_code
      and i.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and i.ledger = any(:'ledger'::text[]) -- if ledger
      and i.level = :'level'::text -- if level
      and i.state = any(:'state'::text[]) -- if state
      and i.street_code = any(:'street_code'::text[]) -- if street_code
      and i.community_code = any(:'community_code'::text[]) -- if community_code
      and i.estate_id = :'estate_id'::uuid -- if estate_id
      and i.responsible_firm_id = :'firm_id'::uuid -- if firm_id
      and i.responsible_kind = any(:'responsible_kind'::text[]) -- if responsible_kind
      and i.department = any(:'department'::text[]) -- if department
      and (:'role' <> 'company' or i.responsible_kind = 'department') -- if department
      and i.severity = any(:'severity'::text[]) -- if severity
      and i.complexity = :'complexity'::text -- if complexity
      and i.source = any(:'source'::text[]) -- if source
      and i.defect_code = any(:'defect_code'::text[]) -- if defect_code
      and i.rolled_up = :'rolled_up'::boolean -- if rolled_up
      and i.found_on >= :'found_from'::date -- if found_from
      and i.created_at >= :'found_from'::date::timestamp at time zone 'Asia/Shanghai' -- if found_from
      and i.found_on < :'found_before'::date -- if found_before
      and i.open_due < :'today'::date -- if overdue=true
      and i.open_due >= :'today'::date -- if overdue=false
      and i.open_due >= :'due_from'::date and i.open_due < 'infinity' -- if due_from
      and i.open_due < :'due_before'::date -- if due_before
      and i.id in (select g.issue_id from issue_origins g where g.complaint_id = :'complaint_id'::uuid) -- if complaint_id
      and i.inspection_id = :'inspection_id'::uuid -- if inspection_id
      and i.published_at is not null -- if published=true
      and i.published_at is null and :'role' not in ('public', 'hotline') -- if published=false
      and i.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (i.created_at, i.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-created_at
      and (i.open_due, i.id) > (coalesce(:'after_key'::date, 'infinity'), :'after_id'::uuid) -- if cursor, sort=open_due
    order by i.created_at desc, i.id desc -- if sort=-created_at
    order by i.open_due, i.id -- if sort=open_due
    limit :'limit'::bigint -- if limit
) c
cross join (select coalesce(:'view'::text, '') <> 'problem' as responsibility, coalesce(:'view'::text, '') in ('', 'rectification') as rectification) o
order by c.created_at desc, c.id desc -- if sort=-created_at
order by c.open_due, c.id -- if sort=open_due
