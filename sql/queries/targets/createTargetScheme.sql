-- A copy has of the scheme that it is made of whatever is not given. Numbers of a code are given one after another.
with origin as (
    select s.* from target_schemes s where s.id = :'from'::uuid
), told as (
    select coalesce(:'code', o.code) as code, coalesce(:'title_zh', o.title_zh) as title_zh, coalesce(:'title_en', o.title_en) as title_en,
        coalesce(:'indicators'::jsonb, o.indicators) as indicators, coalesce(:'source', o.source) as source
    from (select) one
    left join origin o on true
), judged as (
    select t.*, case
        when :'from'::uuid is not null and not exists (select from origin) then 'target_scheme_unknown'
        when num_nulls(t.code, t.title_zh, t.title_en, t.indicators, t.source) > 0 then 'target_scheme_incomplete'
        end as problem
    from told t
), made as (
    insert into target_schemes (district_code, id, code, number, title_zh, title_en, indicators, effective_from, source, created_by, written_by, created_at, updated_at)
    select :'district', :'new_id'::uuid, j.code, target_scheme_number(j.code), j.title_zh, j.title_en, j.indicators, :'effective_from'::date, j.source, current_user_id(),
        array[current_user_id()], :'now'::timestamptz, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select c.*, refused(j.problem) as "!problem"
from judged j
left join made m on true
left join lateral target_scheme_card(m, :'today'::date) c on true
