-- Only a draft is there to be changed (row security says so too); one that was published or changed meanwhile is refused.
with before as (
    select b.*, draft_change_refusal(b.state, b.version, :'if_version'::integer) as problem
    from target_schemes b
    where b.district_code = :'district' and b.id = :'id'::uuid
), changed as (
    update target_schemes b set
        title_zh = :'title_zh', -- if title_zh
        title_en = :'title_en', -- if title_en
        source = :'source', -- if source
        effective_from = :'effective_from'::date, -- if effective_from
        indicators = :'indicators'::jsonb, -- if indicators
        written_by = draft_writers(b.written_by),
        version = b.version + 1,
        updated_at = greatest(:'now'::timestamptz, b.updated_at + interval '1 microsecond')
    from before k
    where b.district_code = k.district_code and b.id = k.id and k.problem is null and b.version = k.version
    returning b.*
)
select s.*, refused(coalesce(k.problem, case when c.id is null then 'precondition_failed' end)) as "!problem",
    case when k.problem = 'state_conflict' then document_state(k.state, k.effective_to, :'today'::date) end as "!state"
from before k
left join changed c on true
left join lateral target_scheme_card(c, :'today'::date) s on true
