-- A copy has of the scheme that it is made of whatever is not given. Numbers of a code are given one after another.
with origin as (
    select s.* from body_assessment_schemes s where s.id = :'from'::uuid
), told as (
    select coalesce(:'code', o.code) as code, coalesce(:'title_zh', o.title_zh) as title_zh, coalesce(:'title_en', o.title_en) as title_en,
        coalesce(:'document'::jsonb, o.document) as document, coalesce(:'source', o.source) as source
    from (select) one
    left join origin o on true
), judged as (
    select t.*, case
        when :'from'::uuid is not null and not exists (select from origin) then 'body_scheme_unknown'
        when num_nulls(t.code, t.title_zh, t.title_en, t.document, t.source) > 0 then 'body_scheme_incomplete'
        end as problem
    from told t
), made as (
    insert into body_assessment_schemes (district_code, id, code, number, title_zh, title_en, document, effective_from, source, created_by, written_by, created_at, updated_at)
    select :'district', :'new_id'::uuid, j.code, body_assessment_scheme_number(j.code), j.title_zh, j.title_en, j.document, :'effective_from'::date, j.source, current_user_id(),
        array[current_user_id()], :'now'::timestamptz, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select c.*, refused(j.problem) as "!problem"
from judged j
left join made m on true
left join lateral body_assessment_scheme_card(m, :'today'::date) c on true
