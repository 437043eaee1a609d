with items as (
    select i.item_code, i.group_code, i.position, c.zh, c.en
    from checklist_items i
    join codes c on c.list_code = i.checklist_code and c.code = i.item_code and c.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(c.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
    where i.checklist_code = :'code' and i.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(i.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
)
select k.code, k.zh, k.en, k.source, k.effective_from, k.effective_to, n.number as item_count, n.items
from checklists k
cross join lateral (
    select count(*)::integer as number,
           coalesce(json_agg(json_build_object('code', i.item_code, 'group', i.group_code, 'zh', i.zh, 'en', i.en) order by i.position), '[]') as items
    from items i
) n
where k.code = :'code' and k.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(k.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
