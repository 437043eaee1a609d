select n.name, k.zh, k.en, n.domain, n.kind, case n.kind when 'decimal' then n.lowest else trunc(n.lowest) end as lowest,
    case n.kind when 'decimal' then n.highest else trunc(n.highest) end as highest, to_jsonb(n.units) as units, to_jsonb(array_remove(n.subjects, '*')) as subjects,
    n.by_category, n.by_category or '*' <> all(n.subjects) as subject_needed, n.position
from rule_names n
left join lateral (select c.zh, c.en from codes c where c.list_code = 'rule_name' and c.code = n.name order by c.effective_from desc limit 1) k on true
where true
  and n.domain = any(:'domain'::text[]) -- if domain
  and (n.position, n.name) > (:'after_key'::integer, :'after_id') -- if cursor
order by n.position, n.name -- if sort=position
limit :'limit'::bigint -- if limit
