-- A copy has the code, titles and source of what it is made of, unless others are given. Numbers of a code are given one after another.
with origin as (
    select s.code, s.title_zh, s.title_en, s.source, s.document
    from subsidy_schemes s
    where s.id = :'from'::uuid
), told as (
    select coalesce(:'code', o.code) as code, coalesce(:'title_zh', o.title_zh) as title_zh, coalesce(:'title_en', o.title_en) as title_en,
        coalesce(:'source', o.source) as source, coalesce(:'document'::jsonb, o.document) as document
    from (select) one
    left join origin o on true
), judged as (
    select t.*, case
        when (:'from'::uuid is null) = (:'document'::jsonb is null) then 'scheme_incomplete'
        when :'from'::uuid is not null and not exists (select from origin) then 'scheme_unknown'
        when num_nulls(t.code, t.title_zh, t.title_en, t.source) > 0 then 'scheme_incomplete'
        when extract(day from :'effective_from'::date) <> 1 or extract(day from :'effective_to'::date) <> 1 then 'scheme_not_whole_months'
        when :'effective_to'::date <= :'effective_from'::date then 'scheme_outside_years'
        end as problem
    from told t
), made as (
    insert into subsidy_schemes (district_code, id, code, number, title_zh, title_en, state, document, effective_from, effective_to, source, created_by, written_by, created_at, updated_at)
    select :'district', :'new_id'::uuid, j.code, subsidy_scheme_number(j.code), j.title_zh, j.title_en, 'draft', j.document, :'effective_from'::date, :'effective_to'::date, j.source,
        current_user_id(), array[current_user_id()], :'now'::timestamptz, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select s.*, m.document, refused(j.problem) as "!problem"
from judged j
left join made m on true
left join lateral subsidy_scheme_card(m, :'today'::date) s on true
