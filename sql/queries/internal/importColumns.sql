select
    c."column", (c.use = 'required')::text as required, c.kind, c.code_list, c.zh, c.en,
    (
        select string_agg(concat_ws(' ', k.code, k.zh, k.en), E'\n' order by k.position)
        from codes k
        where k.list_code = c.code_list and k.effective_from <= :'today'::date and (k.effective_to is null or k.effective_to > :'today'::date)
    ) as codes
from import_columns c
where c.register = :'register' and c.use <> 'ignored'
order by c.position
