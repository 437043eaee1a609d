-- Row security and the role's own view say what is seen. Numbers run on from the row before the page: its place, which the cursor brings back, says which it had
-- (ledger/number of the project/number of the problem/day found/project). What was recorded in error is in the ledger only when it is asked for, and for
-- the public never, so that it need not be looked for.
select
    (r.seq + case when r.ledger_no = b.ledger_no then b.seq - (r.first_project = b.project)::integer else 0 end)::integer as seq,
    r.project, r.firm, r.service_grade,
    (r.no + case when r.project_key = b.project and r.ledger_no = b.ledger_no then b.no else 0 end)::integer as no,
    r.problem, r.measure, r.due_on, r.person, r.progress, r.community, r.street, r.note,
    r.id, r.campaign_id, r.ledger, r.level, r.estate_id, r.firm_id, r.place, r.community_code, r.street_code, r.found_on, r.state, r.open_due < :'today'::date as overdue, r.severity,
    r.responsible_kind, r.responsible_firm_id, r.rolled_up, r.updated_at,
    concat_ws('/', r.ledger_no, r.seq + case when r.ledger_no = b.ledger_no then b.seq - (r.first_project = b.project)::integer else 0 end,
        r.no + case when r.project_key = b.project and r.ledger_no = b.ledger_no then b.no else 0 end, r.found_on, r.project_key) as position,
    r.state_zh as "!state"
from (
    select i.*, dense_rank() over ledgers as seq, row_number() over projects as no, first_value(i.project_key) over ledgers as first_project
    from issue_ledger i
    where true
      and i.district_code = :'district_code'::text -- if district_code
      and i.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and i.ledger = any(:'ledger'::text[]) -- if ledger
      and i.ledger_no >= lower(issue_ledger_span(:'ledger'::text[])) and i.ledger_no < upper(issue_ledger_span(:'ledger'::text[])) -- if ledger
      and i.level = :'level'::text -- if level
      and i.street_code = :'street_code'::text -- if street_code
      and i.community_code = :'community_code'::text -- if community_code
      and i.estate_id = :'estate_id'::uuid -- if estate_id
      and i.firm_id = :'firm_id'::uuid -- if firm_id
      and i.responsible_firm_id = :'responsible_firm_id'::uuid -- if responsible_firm_id
      and i.responsible_kind = any(:'responsible_kind'::text[]) -- if responsible_kind
      and i.state = any(:'state'::text[]) -- if state
      and (:'role' not in ('public', 'hotline') or :'state'::text[] <> '{withdrawn}') -- if state
      and i.state <> 'withdrawn' -- if !state
      and i.severity = any(:'severity'::text[]) -- if severity
      and i.rolled_up = :'rolled_up'::boolean -- if rolled_up
      and i.found_on >= :'found_from'::date -- if found_from
      and i.found_on < :'found_before'::date -- if found_before
      and i.due_on >= :'due_from'::date -- if due_from
      and i.due_on < :'due_before'::date -- if due_before
      and i.open_due < :'today'::date and i.open_due < 'infinity' -- if overdue=true
      and i.open_due >= :'today'::date -- if overdue=false
      and i.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (i.ledger_no, i.project_key, i.found_on, i.id) > (split_part(:'after_key'::text, '/', 1)::smallint, regexp_replace(:'after_key'::text, '^([^/]*/){4}', ''), split_part(:'after_key'::text, '/', 4)::date, :'after_id'::uuid) -- if cursor
    window ledgers as (partition by i.ledger_no order by i.project_key rows unbounded preceding), projects as (partition by i.ledger_no, i.project_key order by i.found_on, i.id)
    order by i.ledger_no, i.project_key, i.found_on, i.id -- if sort=position
    limit :'limit'::bigint -- if limit
) r
left join (
    select split_part(k.place, '/', 1)::smallint as ledger_no, split_part(k.place, '/', 2)::bigint as seq, split_part(k.place, '/', 3)::bigint as no,
        regexp_replace(k.place, '^([^/]*/){4}', '') as project
    from (select :'after_key'::text as place) k
    where k.place is not null
) b on true
order by r.ledger_no, r.project_key, r.found_on, r.id -- if sort=position
