-- By street: what its last reports before the day's end said, of the items asked for on that day.
with items as (
    select i.item_code, i.group_code, i.position, c.zh, c.en
    from checklist_items i
    join codes c on c.list_code = i.checklist_code and c.code = i.item_code and c.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(c.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
    where i.checklist_code = :'code' and i.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(i.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
), last as (
    select distinct on (r.street_code, r.item_code) r.street_code, r.item_code, r.done, r.done_on
    from checklist_reports r
    where r.district_code = :'district' and r.checklist_code = :'code' and r.reported_at < (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz
    order by r.street_code, r.item_code, r.reported_at desc, r.id desc
)
select j.street_code, d.name as street_name, n.done, n.total, round(100.0 * n.done / nullif(n.total, 0), 2) as percent, n.items
from division_jurisdictions j
join divisions d on d.code = j.street_code
cross join lateral (
    select (count(*) filter (where l.done))::integer as done, count(*)::integer as total,
           coalesce(json_agg(json_build_object('code', i.item_code, 'group', i.group_code, 'done', coalesce(l.done, false), 'done_on', l.done_on)
                             order by i.position), '[]') as items
    from items i
    left join last l on l.street_code = j.street_code and l.item_code = i.item_code
) n
where must_exist(exists (select from checklists k where k.code = :'code'))
  and j.district_code = :'district' and j.community_code is null
  and j.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(j.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
  and coalesce(j.street_code = :'street', true)
  and j.street_code = any(:'street_code'::text[]) -- if street_code
  and j.street_code > :'after_key'::text -- if cursor
order by j.street_code -- if sort=street_code
limit :'limit'::bigint -- if limit
