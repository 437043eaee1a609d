-- Two of one code never hold on the same day (category_mappings_one). A day that is past is allowed: what has its category keeps it.
with told as (
    select coalesce(:'effective_from'::date, :'today'::date) as day
), judged as (
    select told.day, case when not exists (
        select from complaint_categories k
        where k.code = :'category' and k.effective_from <= told.day and coalesce(k.effective_to > told.day, true)) then 'category_unknown' end as problem
    from told
), made as (
    insert into category_mappings (district_code, id, source, external_code, external_zh, category_code, basis, effective_from, created_at)
    select :'district', :'new_id'::uuid, coalesce(:'source', 'hotline12345'), :'external_code', :'external_zh_masked', :'category', :'basis_masked', j.day, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select m.id, false as common, m.source, m.external_code, m.external_zh, m.category_code as category, m.basis, m.effective_from, m.effective_to, m.created_at,
    refused(j.problem) as "!problem"
from judged j left join made m on true
